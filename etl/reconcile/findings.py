"""What is doubtful once documents are weighed against each other and figures are known."""

import polars as pl

from etl.vocabulary import DocumentStatus, Fidelity, FindingCode, Severity


def _finding(code: FindingCode, severity: Severity, detail: pl.Expr) -> list[pl.Expr]:
    return [
        pl.lit(code.value).alias("code"),
        pl.lit(severity.value).alias("severity"),
        pl.col("document_id"),
        pl.col("cable_id"),
        detail.alias("detail"),
    ]


def document_findings(documents: pl.DataFrame) -> pl.DataFrame:
    """Findings about documents: rejected ones, unlinked excerpts, cables that rest on a flattened copy.

    Args:
        documents: rows of `Documents`.

    Returns:
        Rows of `Findings`, without the columns of conflicts.
    """
    rejected = documents.filter(pl.col("status") == DocumentStatus.REJECTED.value)
    is_excerpt = pl.col("fidelity") == Fidelity.EXCERPT.value
    flattened = documents.filter(
        pl.col("status") == DocumentStatus.CANONICAL.value,
        pl.col("fidelity") == Fidelity.FLATTENED.value,
    )
    words_lost = pl.lit(
        "built from a flattened copy alone: case, punctuation and short words such as 'no' and 'a' are lost"
    )
    return pl.concat(
        [
            rejected.filter(~is_excerpt.fill_null(value=False)).select(
                _finding(
                    FindingCode.REJECTED_DOCUMENT, Severity.WARNING, pl.format("{}: {}", "uri", "reason")
                )
            ),
            rejected.filter(is_excerpt).select(
                _finding(FindingCode.UNLINKED_EXCERPT, Severity.WARNING, pl.format("{}: {}", "uri", "reason"))
            ),
            flattened.select(_finding(FindingCode.WORDS_LOST, Severity.WARNING, words_lost)),
        ]
    )


def figure_findings(figures: pl.DataFrame, cables: pl.DataFrame) -> pl.DataFrame:
    """A finding for each suspect figure, with the document that its cable is built from.

    Args:
        figures: rows of `ArmsFigures`.
        cables: `cable_id` and `document_id` of the cables.

    Returns:
        Rows of `Findings`, without the columns of conflicts: `decimal_lost` where that is the reason, else
        `suspect_figure`.
    """
    suspects = figures.filter("is_suspect").join(
        cables.select("cable_id", "document_id"), on="cable_id", how="left"
    )
    decimal_lost = pl.col("suspect_reason").str.starts_with(FindingCode.DECIMAL_LOST.value)
    return suspects.select(
        pl.when(decimal_lost)
        .then(pl.lit(FindingCode.DECIMAL_LOST.value))
        .otherwise(pl.lit(FindingCode.SUSPECT_FIGURE.value))
        .alias("code"),
        pl.lit(Severity.WARNING.value).alias("severity"),
        "document_id",
        "cable_id",
        pl.format("{}: {}", "figure_id", "suspect_reason").alias("detail"),
    )
