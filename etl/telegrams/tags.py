"""TAGS of a caption: tokens in the order printed, with kind, name and country from the reference table."""

from functools import cache

import polars as pl

from etl.reference import caveats, tag_aliases, tags
from etl.telegrams.line_kinds import TAGS_LABEL
from etl.telegrams.lines import positions
from etl.vocabulary import TagKind

_LABEL = rf"(?i)^(?:\(?[USC]\)\s*)?{TAGS_LABEL}\s*[:.;-]*\s*"
_TOKEN = r"\([A-Z][^()]{3,60}\)?|[A-Z0-9][A-Z0-9_'&-]*"
_JOINER = "_"
_CUTS = ((4,), (2,), (4, 4), (3,), (5,), (4, 4, 4))
"""Sizes of tags that stand run together, the likeliest first; the last tag is what is left."""
_NAME_WORD = r"^(?:[A-Z]|[A-Z][A-Z'-]{2,})$"
VISIT = "OVIP"
"""The tag of visits; whom it names stands in brackets behind it, or without them."""
LONGEST_TAG = 4
SHORTEST_GLUED = 6
"""Letters of two tags run together; shorter words would be cut into codes of countries."""


def parse_tags(fields: pl.DataFrame) -> pl.DataFrame:
    """Read the TAGS lines.

    Separators are blanks, commas, semicolons and slashes alike, so tags of several words are known by the
    reference tables only. A name in brackets is a person tag, as archives of the 1970s print them. Two tags
    run together are parted when both are known. Caveats that stray into the line are no tags.

    Args:
        fields: `document_id` and `tags` as `caption_fields` returns it.

    Returns:
        One row a tag: document_id, position, tag, kind, name, country, printed.
    """
    text = pl.col("tags").str.to_uppercase().str.replace(_LABEL, "").str.replace_all(r"[^\S ]", " ")
    phrases = _phrases()
    joined = text.str.replace_many(phrases["phrase"].to_list(), phrases["joined"].to_list())
    tokens = (
        fields.select("document_id", "tags")
        .drop_nulls("tags")
        .select("document_id", token=joined.str.extract_all(_TOKEN))
        .with_row_index("row")
        .explode("token", empty_as_null=False)
    )
    person = pl.col("token").str.starts_with("(")
    cleaned = pl.col("token").str.strip_chars("()_-' ").str.replace_all(_JOINER, " ", literal=True)
    tokens = tokens.with_columns(person=person, token=cleaned)
    found = _parted(_visitors(tokens.join(_table(), on="token", how="left", maintain_order="left")))
    found = found.filter(pl.col("is_stray").is_null()).with_columns(tag=pl.coalesce("tag", "token"))
    found = found.filter(pl.struct("row", "tag").is_first_distinct())
    kind = pl.when("person").then(pl.lit(TagKind.PERSON.value)).otherwise(pl.lit(TagKind.UNKNOWN.value))
    return found.select(
        "document_id",
        position=positions(pl.col("row")),
        tag="tag",
        kind=pl.coalesce("kind", kind),
        name="name",
        country="country",
        printed=pl.when(pl.col("token") != pl.col("tag")).then("token"),
    )


@cache
def _table() -> pl.DataFrame:
    """Every token that is known: token, tag, kind, name, country; is_stray for words that are no tags."""
    known = tags().select("tag", "kind", "name", "country")
    aliases = tag_aliases().select("tag", token="alias").join(known, on="tag", how="left")
    strays = pl.DataFrame({"token": ["TAGS", "TAG", "AND", *caveats()["caveat"].to_list()]})
    every = pl.concat(
        [strays.with_columns(is_stray=True), aliases, known.with_columns(token="tag")], how="diagonal_relaxed"
    )
    return every.unique("token", keep="first", maintain_order=True)


@cache
def _phrases() -> pl.DataFrame:
    """Tags and aliases of several words: phrase, joined (the same in one token); longest first."""
    words = pl.concat([tags().select(phrase="tag"), tag_aliases().select(phrase="alias")]).unique()
    return (
        words.filter(pl.col("phrase").str.contains(" "))
        .sort(pl.col("phrase").str.len_bytes(), descending=True)
        .with_columns(joined=pl.col("phrase").str.replace_all(" ", _JOINER, literal=True))
    )


def _visitors(found: pl.DataFrame) -> pl.DataFrame:
    """Tokens joined with the table; the words of a name behind OVIP become one token of a person."""
    unknown = pl.col("tag").is_null() & pl.col("is_stray").is_null() & ~pl.col("person")
    is_word = unknown & pl.col("token").str.contains(_NAME_WORD)
    place = pl.int_range(pl.len())
    visit = pl.when(~is_word).then(place).forward_fill()
    rows = found.with_columns(place=place, visit=visit, is_word=is_word)
    visits = rows.filter(pl.col("tag") == VISIT).select("row", visit="place")
    words = rows.filter("is_word").join(visits, on=["row", "visit"], how="semi", maintain_order="left")
    if words.is_empty():
        return found
    names = words.group_by("visit", maintain_order=True).agg("place", "token")
    token = pl.col("token")
    is_name = token.list.len().is_between(2, 3) & (
        token.list.eval(pl.element().str.len_bytes()).list.max() > LONGEST_TAG
    )
    names = names.filter(is_name)
    whole = pl.concat_str(token.list.first(), token.list.slice(1).list.join(" "), separator=", ")
    first = names.select(place=pl.col("place").list.first(), visitor=whole)
    later = names.select(place=pl.col("place").list.slice(1)).explode("place", empty_as_null=False)
    rows = rows.join(first, on="place", how="left", maintain_order="left").with_columns(
        token=pl.coalesce("visitor", "token"), person=pl.col("person") | pl.col("visitor").is_not_null()
    )
    return rows.filter(~pl.col("place").is_in(later["place"].implode())).select(found.columns)


def _parted(found: pl.DataFrame) -> pl.DataFrame:
    """Tokens joined with the table; an unknown one that is known tags run together becomes a row each."""
    token = pl.col("token")
    unknown = pl.col("tag").is_null() & pl.col("is_stray").is_null() & ~pl.col("person")
    strange = found.filter(unknown & (token.str.len_bytes() >= SHORTEST_GLUED)).select(token.unique())
    glued = strange.select("token", pieces=pl.coalesce(*(_pieces(*sizes) for sizes in _CUTS))).drop_nulls()
    if glued.is_empty():
        return found
    found = found.with_row_index("order")
    both = found.drop(set(_table().columns) - {"token"}).join(glued, on="token", how="inner")
    apart = both.drop("token").explode("pieces").rename({"pieces": "token"})
    apart = apart.join(_table(), on="token", how="left", maintain_order="left").select(found.columns)
    rest = found.join(glued, on="token", how="anti")
    return pl.concat([rest, apart]).sort("order", maintain_order=True)


def _pieces(*sizes: int) -> pl.Expr:
    """The token cut into pieces of these sizes and a rest; null unless each is a known tag."""
    token, known = pl.col("token"), tags()["tag"].implode()
    ends = [sum(sizes[:count]) for count in range(len(sizes) + 1)]
    pieces = [token.str.slice(end, size) for end, size in zip(ends, sizes, strict=False)]
    pieces.append(token.str.slice(ends[-1]))
    return pl.when(pl.all_horizontal(piece.is_in(known) for piece in pieces)).then(pl.concat_list(pieces))
