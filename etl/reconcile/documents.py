"""What becomes of each document: canonical, duplicate, superseded or rejected.

Among the documents of one cable the best copy is canonical. Better means, in this order: words as they were
sent (verbatim before flattened), no shorter than the others, not a partial extract, a page that lists this
cable, fewer words hidden, more decimal points kept, words and date that most other copies have as well, an
envelope, more words; the smallest document id settles what is left, so the order of landing never matters.
"""

import polars as pl

from etl.schemas import Documents
from etl.vocabulary import DocumentStatus, Fidelity, IdBasis

RANKING = {
    "is_flattened": False,
    "is_short": False,
    "is_partial": False,
    "is_misplaced": False,
    "n_redactions": False,
    "n_decimals": True,
    "n_like_text": True,
    "n_like_date": True,
    "has_envelope": True,
    "n_words": True,
    "document_id": False,
}
"""Sort keys among the copies of one cable, each with whether larger is better."""

SHORT = 0.98
"""Share of the words of the longest verbatim copy below which a copy lacks some: furniture that is left adds
a few, and a number that lost its point counts twice."""


def decide_documents(catalog: pl.DataFrame, matches: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """Give every landed document its status, its cable and, unless canonical, the reason.

    Args:
        catalog: rows of `CatalogEntries`.
        matches: one row a document whose words decide, see `match_documents`.
        links: one row a page that quotes, see `link_documents`.

    Returns:
        Rows of `Documents`, in the order of `document_id`.
    """
    ranked = ranked_copies(catalog, matches)
    decided = ranked.join(links, on="document_id", how="left").with_columns(
        status=_status(),
        reason=_reason(),
        fidelity=pl.coalesce("fidelity", pl.when(_quotes()).then(pl.lit(Fidelity.EXCERPT.value))),
        cable_id=pl.coalesce("cable_id", "linked_cable_id"),
    )
    rejected = pl.col("status") == DocumentStatus.REJECTED.value
    return (
        decided.with_columns(pl.when(~rejected).then(pl.col("cable_id", "id_basis")).name.keep())
        .select(list(Documents.columns()))
        .sort("document_id")
    )


def ranked_copies(catalog: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Put documents in the order of their worth for their cable.

    Args:
        catalog: rows of `CatalogEntries`.
        matches: see `match_documents`.

    Returns:
        The rows with `cable_id` and `id_basis` as matched, `told_cable_id` (as the document tells it), the
        columns of `matches`, the keys of `RANKING`, `rank` (1 = best of its cable) and of the best one
        `best_document_id`, `best_text_hash`, `best_words`, `best_redactions` and `best_decimals`.
    """
    matched = pl.col("matched_document_id").is_not_null()
    moved = matched & pl.col("matched_cable_id").ne_missing(pl.col("cable_id"))
    placed = catalog.join(matches, on="document_id", how="left").with_columns(
        told_cable_id="cable_id",
        cable_id=pl.when(matched).then("matched_cable_id").otherwise("cable_id"),
        id_basis=pl.when(moved).then(pl.lit(IdBasis.MATCH.value)).otherwise("id_basis"),
        is_flattened=pl.col("fidelity") == Fidelity.FLATTENED.value,
    )
    listed_otherwise = (pl.col("listed_cable_id") != pl.col("cable_id")).fill_null(value=False)
    longest = pl.col("n_words").filter(~pl.col("is_flattened")).max().over("cable_id")
    ordered = (
        placed.with_columns(
            is_misplaced=listed_otherwise | pl.col("id_basis").eq_missing(IdBasis.MATCH.value),
            is_short=(pl.col("n_words") < SHORT * longest).fill_null(value=False),
            n_like_text=pl.col("sha256").n_unique().over("cable_id", "text_hash"),
            n_like_date=pl.col("sha256").n_unique().over("cable_id", "created_at"),
        )
        .sort(list(RANKING), descending=list(RANKING.values()), nulls_last=True)
        .with_columns(rank=pl.int_range(1, pl.len() + 1).over("cable_id"))
    )
    best = ordered.filter(pl.col("rank") == 1, pl.col("cable_id").is_not_null()).select(
        "cable_id",
        best_document_id="document_id",
        best_text_hash="text_hash",
        best_words="n_words",
        best_redactions="n_redactions",
        best_decimals="n_decimals",
    )
    return ordered.join(best, on="cable_id", how="left")


def _same_text() -> pl.Expr:
    return (pl.col("text_hash") == pl.col("best_text_hash")) & ~pl.col("is_misplaced")


def _quotes() -> pl.Expr:
    return pl.col("cable_id").is_null() & pl.col("link_detail").is_not_null()


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
        pl.when(_quotes())
        .then(pl.col("link_detail"))
        .when(pl.col("cable_id").is_null() & pl.col("matched_document_id").is_not_null())
        .then(_unplaced())
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
        .when(pl.col("is_short"))
        .then(pl.format("shorter: {}", words))
        .when(pl.col("is_partial"))
        .then(pl.format("partial: {}", words))
        .when(pl.col("id_basis") == IdBasis.MATCH.value)
        .then(pl.format("known by its words alone; {} tells the cable itself", best))
        .when(pl.col("is_misplaced"))
        .then(pl.format("listed as {}; {} lists the cable under its own id", "listed_cable_id", best))
        .when(pl.col("n_redactions") > pl.col("best_redactions"))
        .then(pl.format("hides words that {} prints", best))
        .when(pl.col("n_decimals") < pl.col("best_decimals"))
        .then(pl.format("has lost decimal points that {} keeps", best))
        .otherwise(pl.format("another copy ranks higher: {}", words))
    )


def _unplaced() -> pl.Expr:
    percent = (pl.col("match_share") * 100).round().cast(pl.Int32)
    return pl.format(
        "told to be {}, but its words are not those of that cable ({}% as in {}), nor of any other held",
        "told_cable_id",
        percent,
        "matched_document_id",
    )
