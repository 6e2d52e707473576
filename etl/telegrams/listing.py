"""The page's listing as second witness of tags and references: it fills gaps, or differs."""

import polars as pl

from etl.schemas import Findings
from etl.telegrams.references import parse_references
from etl.telegrams.tags import parse_tags
from etl.vocabulary import FindingCode, Layout, Severity

_LISTS = ("tags", "references")


def with_listed_lists(heads: pl.DataFrame, pages: pl.DataFrame) -> pl.DataFrame:
    """Fill TAGS and REF lines that a telegram lacks from its page's listing.

    A listing that is another cable's fills nothing, nor do the links of PlusD: they run both ways, from the
    cables that refer to this one too.

    Args:
        heads: `layout`, `agreed` (the listing is this cable's), `tags` and `references` as `caption_fields`
            returns them.
        pages: `listed_tags` and `listed_references`, one a row of `heads`.

    Returns:
        The same rows; `listed_tags` and `listed_references` are added, null unless the telegram has such a
        line itself, so that both can be compared.
    """
    own_links = pl.col("layout") != Layout.PLUSD.value
    listed = heads.with_columns(
        listed_tags=pl.when("agreed").then(pages["listed_tags"]),
        listed_references=pl.when(pl.col("agreed") & own_links).then(
            pages["listed_references"].str.replace_all("|", "; ", literal=True)
        ),
    )
    return listed.with_columns(
        *(pl.coalesce(name, f"listed_{name}").alias(name) for name in _LISTS),
        *(
            pl.when(pl.col(name).is_not_null()).then(f"listed_{name}").alias(f"listed_{name}")
            for name in _LISTS
        ),
    )


def listing_findings(heads: pl.DataFrame, tags: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """One finding a telegram whose TAGS or REF line names others than the page lists.

    Args:
        heads: as `with_listed_lists` returns them, with what `parse_tags` and `parse_references` read.
        tags: rows of `Tags` with document_id.
        references: rows of `CableReferences` with document_id.

    Returns:
        Rows of `Findings`; tags and ids are compared in their canonical form, whatever their order.
    """
    both = heads.filter(pl.col("listed_tags").is_not_null())
    listed_tags = parse_tags(both.with_columns(tags="listed_tags")) if both.height else tags.clear()
    cited = heads.filter(pl.col("listed_references").is_not_null())
    listed_ids = (
        parse_references(cited.with_columns(references="listed_references"))
        if cited.height
        else references.clear()
    )
    return pl.concat(
        [
            _differing(both, tags, listed_tags, "tag", FindingCode.TAGS_CONFLICT),
            _differing(cited, references, listed_ids, "referenced_cable_id", FindingCode.REFERENCES_CONFLICT),
        ]
    )


def _differing(
    heads: pl.DataFrame, told: pl.DataFrame, listed: pl.DataFrame, name: str, code: FindingCode
) -> pl.DataFrame:
    """Findings for the documents of `heads` in which the values of a column differ."""
    keys = ["document_id", name]
    told, listed = (frame.select(keys).drop_nulls() for frame in (told, listed))
    rows = heads.select("document_id", "cable_id")
    for witness, own, other in (("told", told, listed), ("listed", listed, told)):
        rest = own.join(other, on=keys, how="anti", maintain_order="left")
        joined = rest.group_by("document_id", maintain_order=True).agg(
            pl.col(name).str.join(", ").alias(witness)
        )
        rows = rows.join(joined, on="document_id", how="left", maintain_order="left")
    parts = (
        pl.format("only the page lists {}", "listed"),
        pl.format("only the telegram has {}", "told"),
    )
    return (
        rows.filter(pl.col("told").is_not_null() | pl.col("listed").is_not_null())
        .select(
            code=pl.lit(code.value),
            severity=pl.lit(Severity.INFO.value),
            document_id="document_id",
            cable_id="cable_id",
            detail=pl.concat_str(*parts, separator="; ", ignore_nulls=True),
        )
        .select(*Findings.columns())
    )
