"""TAGS of a caption: tokens in the order printed, with kind, name and country from the reference table."""

from functools import cache

import polars as pl

from etl.reference import caveats, tag_aliases, tags
from etl.vocabulary import TagKind

_LABEL = r"(?i)^(?:\(?[USC]\)\s*)?TA[GB]S?\s*[:.;-]*\s*"
_TOKEN = r"\([A-Z][^()]{3,60}\)?|[A-Z0-9][A-Z0-9_'&-]*"
_JOINER = "_"


def parse_tags(fields: pl.DataFrame) -> pl.DataFrame:
    """Read the TAGS lines.

    Separators are blanks, commas, semicolons and slashes alike, so tags of several words are known by the
    reference tables only. A name in brackets is a person tag, as archives of the 1970s print them. Two tags
    run together are parted when both are known. Caveats that stray into the line are no tags.

    Args:
        fields: `document_id` and `tags` as `caption_fields` returns it.

    Returns:
        One row a tag: document_id, position, tag, kind, name, country.
    """
    text = pl.col("tags").str.replace(_LABEL, "").str.to_uppercase().str.replace_all(r"\s+", " ")
    phrases = _phrases()
    tokens = (
        fields.filter(pl.col("tags").is_not_null())
        .select(
            "document_id",
            text=text.str.replace_many(phrases["phrase"].to_list(), phrases["joined"].to_list()),
        )
        .with_columns(token=pl.col("text").str.extract_all(_TOKEN))
        .explode("token", empty_as_null=False)
        .filter(pl.col("token").is_not_null())
    )
    person = pl.col("token").str.starts_with("(")
    cleaned = pl.col("token").str.strip_chars("()_-' ").str.replace_all(_JOINER, " ", literal=True)
    tokens = tokens.select("document_id", token=cleaned, person=person).filter(
        ~pl.col("token").is_in(_strays())
    )
    tokens = tokens.with_columns(tag=_canonical("token")).with_columns(tag=_parted()).explode("tag")
    found = tokens.unique(["document_id", "tag"], keep="first", maintain_order=True).join(
        _table(), on="tag", how="left", maintain_order="left"
    )
    kind = pl.when("person").then(pl.lit(TagKind.PERSON.value)).otherwise(pl.lit(TagKind.UNKNOWN.value))
    return found.select(
        "document_id",
        position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("document_id"),
        tag="tag",
        kind=pl.coalesce("kind", kind),
        name="name",
        country="country",
    )


@cache
def _table() -> pl.DataFrame:
    return tags().select("tag", "kind", "name", "country")


@cache
def _strays() -> list[str]:
    return ["TAGS", "TAG", "AND", *caveats()["caveat"].to_list()]


@cache
def _phrases() -> pl.DataFrame:
    """Tags and aliases of several words: phrase, joined (the same in one token); longest first."""
    words = pl.concat([tags().select(phrase="tag"), tag_aliases().select(phrase="alias")]).unique()
    return (
        words.filter(pl.col("phrase").str.contains(" "))
        .sort(pl.col("phrase").str.len_bytes(), descending=True)
        .with_columns(joined=pl.col("phrase").str.replace_all(" ", _JOINER, literal=True))
    )


def _canonical(column: str) -> pl.Expr:
    aliases = tag_aliases()
    return pl.col(column).replace(aliases["alias"], aliases["tag"])


def _parted() -> pl.Expr:
    """A list of one tag, or of two where an unknown token is two known tags run together."""
    known = tags()["tag"]
    tag = pl.col("tag")
    first, second = tag.str.head(4), tag.str.slice(4)
    glued = ~tag.is_in(known.implode()) & first.is_in(known.implode()) & second.is_in(known.implode())
    return pl.when(glued).then(pl.concat_list(first, second)).otherwise(pl.concat_list(tag))
