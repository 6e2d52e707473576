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
    cited = _cited_otherwise(heads, references)
    found = [pl.DataFrame(schema={name: pl.String for name in Findings.columns()})]
    if both.height:
        listed = parse_tags(both.with_columns(tags="listed_tags"))
        found.append(_differing(both, tags, listed, "tag", FindingCode.TAGS_CONFLICT))
    if cited.height:
        listed = parse_references(cited.with_columns(references="listed_references"))
        conflict = FindingCode.REFERENCES_CONFLICT
        found.append(_differing(cited, references, listed, "referenced_cable_id", conflict))
    return pl.concat(found)


def _cited_otherwise(heads: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """The telegrams whose page lists other references than theirs, as printed; the ids of few differ."""
    listed = heads.select("document_id", referenced_cable_id="listed_references").drop_nulls()
    listed = listed.with_columns(pl.col("referenced_cable_id").str.split("; ")).explode("referenced_cable_id")
    keys = ["document_id", "referenced_cable_id"]
    told = references.select(keys).drop_nulls()
    apart = [listed.join(told, on=keys, how="anti"), told.join(listed, on=keys, how="anti")]
    cited = heads.filter(pl.col("listed_references").is_not_null())
    others = pl.concat([rows.select("document_id") for rows in apart]).unique()
    return cited.join(others, on="document_id", how="semi", maintain_order="left")


def _differing(
    heads: pl.DataFrame, told: pl.DataFrame, listed: pl.DataFrame, name: str, code: FindingCode
) -> pl.DataFrame:
    """Findings for the documents of `heads` in which the values of a column differ."""
    keys = ["document_id", name]
    rows = heads.select("document_id", "cable_id")
    told, listed = (
        frame.select(keys).drop_nulls().join(rows, on="document_id", how="semi", maintain_order="left")
        for frame in (told, listed)
    )
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
            value="told",
            other_document_id=pl.lit(None, pl.String),
            other_value="listed",
        )
        .select(*Findings.columns())
    )
