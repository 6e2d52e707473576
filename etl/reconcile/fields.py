"""Fields that the canonical document of a cable lacks and another copy of it gives."""

import polars as pl

from etl.schemas import CableFieldSources

OF_THE_HEAD = (
    *("created_at", "released_at", "classification", "caveats"),
    *("origin", "origin_country", "precedence", "subject"),
)
"""Fields that a page's listing tells, or the envelope: not to be trusted where these are another cable's."""

OF_THE_TEXT = ("declassify_on", "classified_by", "classification_reasons", "signed_by", "n_sections")

OF_THE_CAPTION = (
    *("subject", "classification", "caveats", "origin", "origin_country", "tags", "cable_references"),
    *("declassify_on", "classified_by", "classification_reasons"),
)
"""What a page that lists another cable may have in the words of that cable, above the text of this one."""

CODED = (
    "created_at",
    "released_at",
    "classification",
    "origin",
    "origin_country",
    "precedence",
    "declassify_on",
)
"""Fields that are the same from a flattened copy: dates, codes, names looked up in a list."""

BORROWED_ROWS = ("tags", "recipients", "cable_references")
"""Tables of which a cable takes all rows from another copy, where its own document gives none."""

FIELDS = (*OF_THE_HEAD, *OF_THE_TEXT)


def field_sources(copies: pl.DataFrame) -> pl.DataFrame:
    """Find the fields that cables take from other documents than their canonical one.

    Args:
        copies: one row a document of a cable that several documents hold: `cable_id`, `document_id`, `rank`
            (1 = canonical), `is_flattened`, `is_dated`, `is_misplaced` (its page lists another cable),
            `is_foreign` (its own witness told another cable), `FIELDS`, and for each of `BORROWED_ROWS` the
            number of its rows.

    Returns:
        Rows of `CableFieldSources`, in the order of their key.
    """
    found = [_sources(copies, field) for field in (*FIELDS, *BORROWED_ROWS)]
    return pl.concat(found).select(list(CableFieldSources.columns())).sort("cable_id", "field")


def _sources(copies: pl.DataFrame, field: str) -> pl.DataFrame:
    """The cables for which the best copy that gives a field is not the canonical one."""
    value = pl.col(field)
    if field in BORROWED_ROWS:
        value = pl.when(value > 0).then(value)
    trusted = pl.lit(value=True)
    if field in OF_THE_HEAD or field == "recipients":
        trusted &= ~pl.col("is_foreign")
    if field == "released_at":
        trusted &= ~pl.col("is_misplaced")
    if field not in CODED:
        trusted &= ~pl.col("is_flattened")
    # A page often gives the day alone, or the hour twice; an envelope gives the minute.
    better = [~pl.col("is_dated")] if field == "created_at" else []
    if field in OF_THE_CAPTION:
        better = [pl.col("is_misplaced")]
    as_text = value.dt.strftime("%Y-%m-%d %H:%M") if field.endswith("_at") else value.cast(pl.String)
    flags = ("is_dated", "is_misplaced")
    told = copies.select("cable_id", "document_id", "rank", *flags, value=as_text, trusted=trusted)
    best = (
        told.filter("trusted", pl.col("value").is_not_null())
        .sort("cable_id", *better, "rank")
        .unique("cable_id", keep="first", maintain_order=True)
    )
    own = told.filter(pl.col("rank") == 1).select("cable_id", own_value="value")
    return (
        best.filter(pl.col("rank") > 1)
        .join(own, on="cable_id", how="left")
        .filter(pl.col("own_value").ne_missing(pl.col("value")))
        .select("cable_id", pl.lit(field).alias("field"), "document_id", "value", "own_value")
    )
