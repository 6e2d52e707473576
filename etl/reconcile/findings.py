"""What is doubtful once documents are weighed against each other and figures are known."""

import polars as pl

from etl.vocabulary import DocumentStatus, Fidelity, FindingCode, IdBasis, Severity

OF_THE_LISTING = (
    FindingCode.SUBJECT_CONFLICT.value,
    FindingCode.DATE_CONFLICT.value,
    FindingCode.CLASSIFICATION_CONFLICT.value,
    FindingCode.TAGS_CONFLICT.value,
    FindingCode.REFERENCES_CONFLICT.value,
)
"""What a page tells against its telegram; to be expected where it lists another cable."""


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


def match_findings(documents: pl.DataFrame, told: pl.DataFrame, openings: pl.DataFrame) -> pl.DataFrame:
    """Findings about documents whose words are not those of the cable that they are told to be.

    Args:
        documents: rows of `Documents`.
        told: `document_id`, `told_cable_id`: the cable as envelope or page tells, null if neither does.
        openings: `document_id`, `opening`: first words of the documents compared.

    Returns:
        Rows of `Findings`.
    """
    compared = (
        documents.filter(pl.col("matched_document_id").is_not_null())
        .join(told, on="document_id")
        .join(openings.rename({"opening": "own_words"}), on="document_id", how="left")
        .join(openings, left_on="matched_document_id", right_on="document_id", how="left")
    )
    nameless = pl.col("told_cable_id").is_null()
    moved = pl.col("id_basis").eq_missing(IdBasis.MATCH.value)
    percent = (pl.col("match_share") * 100).round().cast(pl.Int32)
    other = pl.col("matched_document_id")
    by_words = pl.format("nothing tells its id; {}% of its words run as in {}", percent, other)
    another = pl.format(
        "told to be {}, but {}% of its words run as in {}: it is {}",
        "told_cable_id",
        percent,
        other,
        "cable_id",
    )
    apart = pl.format(
        "two texts are told to be {}: {}% of its words run as in {}", "told_cable_id", percent, other
    )
    conflict = pl.when(moved).then(pl.lit(FindingCode.IDENTITY_CONFLICT.value))
    return compared.select(
        code=pl.when(nameless)
        .then(pl.lit(FindingCode.MATCHED_BY_TEXT.value))
        .otherwise(conflict.otherwise(pl.lit(FindingCode.TEXT_CONFLICT.value))),
        severity=pl.when(nameless).then(pl.lit(Severity.INFO.value)).otherwise(pl.lit(Severity.ERROR.value)),
        document_id="document_id",
        cable_id=pl.coalesce("cable_id", "told_cable_id"),
        detail=pl.when(nameless).then(by_words).when(moved).then(another).otherwise(apart),
        value=pl.when(~moved).then("opening").when(~nameless).then("cable_id"),
        other_document_id=other,
        other_value=pl.when(~moved).then("own_words").when(~nameless).then("told_cable_id"),
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
