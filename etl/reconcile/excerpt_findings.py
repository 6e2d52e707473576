"""Where a page that quotes a cable tells of another day, or of another cable, than that of the words."""

import polars as pl

from etl.schemas.columns import CABLE_ID_REGEX
from etl.vocabulary import FindingCode, Severity

MAX_DAYS = 1
"""Days that the two may lie apart: a telegram is dated in Greenwich, and its writer is elsewhere."""


def excerpt_findings(excerpts: pl.DataFrame, cables: pl.DataFrame) -> pl.DataFrame:
    """A finding for each cable that a page quotes under another day or another id.

    Args:
        excerpts: rows of `Excerpts`.
        cables: `cable_id`, `created_at` of the cables held.

    Returns:
        Rows of `Findings`; `value` is what the cable says, `other_value` what the page says.
    """
    linked = excerpts.join(cables.select("cable_id", "created_at"), on="cable_id").sort(
        "document_id", "position"
    )
    told, sent = pl.col("told_at").dt.date(), pl.col("created_at").dt.date()
    is_named = pl.col("listed_cable_id").str.contains(CABLE_ID_REGEX)
    return pl.concat(
        [
            linked.filter((told - sent).dt.total_days().abs() > MAX_DAYS).select(
                *_conflict(FindingCode.DATE_CONFLICT, sent.cast(pl.String), told.cast(pl.String))
            ),
            linked.filter(is_named & (pl.col("listed_cable_id") != pl.col("cable_id"))).select(
                *_conflict(FindingCode.IDENTITY_CONFLICT, pl.col("cable_id"), pl.col("listed_cable_id"))
            ),
        ]
    ).unique(maintain_order=True)


def _conflict(code: FindingCode, value: pl.Expr, other_value: pl.Expr) -> list[pl.Expr]:
    return [
        pl.lit(code.value).alias("code"),
        pl.lit(Severity.WARNING.value).alias("severity"),
        pl.col("document_id"),
        pl.col("cable_id"),
        pl.format("quotes {} and tells of {}", "cable_id", other_value).alias("detail"),
        value.alias("value"),
        other_value.alias("other_value"),
    ]
