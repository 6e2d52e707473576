"""What becomes of each document: canonical, duplicate, superseded or rejected.

Among the documents of one cable the best copy is canonical. Better means, in this order: words as they
were sent (verbatim before flattened), a listing that agrees with the telegram, not a partial extract, more
words, an envelope; the smallest document id settles what is left, so the order of landing never matters.
"""

import polars as pl

from etl.schemas import Documents
from etl.vocabulary import DocumentStatus, Fidelity

RANKING = {
    "is_flattened": False,
    "is_mislisted": False,
    "is_partial": False,
    "n_words": True,
    "has_envelope": True,
    "document_id": False,
}
"""Sort keys among the copies of one cable, each with whether larger is better."""


def decide_documents(catalog: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Give every landed document its status, its cable and, unless canonical, the reason.

    Args:
        catalog: one row a document: the columns of `Documents` that pages know (`document_id`, `uri`,
            `layout`, `fidelity`, `sha256`, `n_bytes`, `listed_cable_id`, `reason`), and what its telegram
            gave, null where there is none: `cable_id`, `n_words`, `is_partial`, `has_envelope`, `text_hash`.
        links: one row a linked excerpt, see `link_excerpts`.

    Returns:
        Rows of `Documents`, in the order of `document_id`.
    """
    ranked = _rank_copies(catalog)
    decided = ranked.join(links, on="document_id", how="left").with_columns(
        status=_status(), reason=_reason(), cable_id=pl.coalesce("cable_id", "linked_cable_id")
    )
    rejected = pl.col("status") == DocumentStatus.REJECTED.value
    return (
        decided.with_columns(cable_id=pl.when(~rejected).then("cable_id"))
        .select(list(Documents.columns()))
        .sort("document_id")
    )


def _rank_copies(catalog: pl.DataFrame) -> pl.DataFrame:
    """Add `rank` (1 = best) among the telegrams of each cable, and the best copy's id, text and fidelity."""
    ordered = (
        catalog.with_columns(
            is_flattened=pl.col("fidelity") == Fidelity.FLATTENED.value,
            is_mislisted=(pl.col("listed_cable_id") != pl.col("cable_id")).fill_null(value=False),
        )
        .sort(
            list(RANKING),
            descending=list(RANKING.values()),
            nulls_last=True,
        )
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("cable_id"))
    )
    best = ordered.filter(pl.col("rank") == 1, pl.col("cable_id").is_not_null()).select(
        "cable_id", best_document_id="document_id", best_text_hash="text_hash", best_words="n_words"
    )
    return ordered.join(best, on="cable_id", how="left")


def _same_text() -> pl.Expr:
    return (pl.col("text_hash") == pl.col("best_text_hash")) & ~pl.col("is_mislisted")


def _status() -> pl.Expr:
    has_cable = pl.col("cable_id").is_not_null()
    return (
        pl.when(has_cable & (pl.col("rank") == 1))
        .then(pl.lit(DocumentStatus.CANONICAL.value))
        .when(has_cable & _same_text())
        .then(pl.lit(DocumentStatus.DUPLICATE.value))
        .when(has_cable | pl.col("linked_cable_id").is_not_null())
        .then(pl.lit(DocumentStatus.SUPERSEDED.value))
        .otherwise(pl.lit(DocumentStatus.REJECTED.value))
    )


def _reason() -> pl.Expr:
    """One line on why a document is not canonical; null for the canonical one."""
    best = pl.col("best_document_id")
    words = pl.format("{} words, {} in the better copy {}", "n_words", "best_words", best)
    return (
        pl.when(pl.col("cable_id").is_null() & pl.col("linked_cable_id").is_not_null())
        .then(pl.col("link_detail"))
        .when(pl.col("cable_id").is_null() & (pl.col("fidelity") == Fidelity.EXCERPT.value))
        .then(pl.lit("an excerpt of a cable, and no cable held contains its words"))
        .when(pl.col("cable_id").is_null())
        .then(
            pl.coalesce("reason", pl.lit("a telegram that neither its page nor itself gives an identifier"))
        )
        .when(pl.col("rank") == 1)
        .then(pl.lit(None, pl.String))
        .when(_same_text())
        .then(pl.format("same text as {}", best))
        .when(pl.col("is_flattened"))
        .then(pl.format("case and punctuation lost; {} keeps more", best))
        .when(pl.col("is_mislisted"))
        .then(pl.format("listed as {}; {} lists the cable under its own id", "listed_cable_id", best))
        .when(pl.col("is_partial"))
        .then(pl.format("partial: {}", words))
        .otherwise(pl.format("another copy ranks higher: {}", words))
    )
