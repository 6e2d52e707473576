"""Copies of cables among all shards: which are one cable's, what they add, and where they contradict."""

from collections.abc import Iterator

import polars as pl

from etl.pipeline.canonical import is_foreign
from etl.pipeline.catalog import Shards
from etl.reconcile import BORROWED_ROWS, FIELDS, field_sources, ranked_copies
from etl.reconcile.matching import MATCHES

COMPARED = ("fidelity", "subject", "classification", "created_at", "is_dated")
COMPARED_CABLES = 2_000
"""Cables whose copies are compared at once: some sixty megabytes of text."""

OPENING = 80
"""Characters of a text's first words that a finding tells."""


def openings(shards: Shards, documents: pl.DataFrame) -> pl.DataFrame:
    """First words of the documents that were compared with each other: `document_id`, `opening`.

    Args:
        shards: of all documents.
        documents: rows of `Documents`.
    """
    compared = documents.filter(pl.col("matched_document_id").is_not_null())
    wanted = pl.concat([compared["document_id"], compared["matched_document_id"]]).unique()
    rows = shards.catalog.filter(pl.col("document_id").is_in(wanted.to_list()))
    told = shards.scan("paragraphs", rows).filter(pl.col("text") != "")
    words = pl.col("text").sort_by(pl.col("number").is_null(), "position").first().str.head(OPENING)
    return told.group_by("document_id").agg(opening=words).collect()


def copies_held(shards: Shards, documents: pl.DataFrame) -> pl.DataFrame:
    """The telegrams of cables that several documents hold, see `ranked_copies`.

    Args:
        shards: of all documents.
        documents: rows of `Documents`.
    """
    matches = documents.filter(pl.col("matched_document_id").is_not_null()).select(
        "document_id", "matched_document_id", "match_share", matched_cable_id="cable_id"
    )
    ranked = ranked_copies(shards.telegrams, matches.select(list(MATCHES)))
    return ranked.filter(pl.col("cable_id").is_not_null() & (pl.len().over("cable_id") > 1))


def beside_canonical(shards: Shards, documents: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Copies beside the canonical document of their cable, as `copy_findings` takes them, some at a time.

    Texts are given where they differ, and are two copies of one telegram; what matched copies tell of another
    cable is not.

    Args:
        shards: of all documents.
        documents: rows of `Documents`.
    """
    copies = copies_held(shards, documents).sort("cable_id", "rank")
    best = copies.filter(pl.col("rank") == 1)
    cables = best.select("cable_id").with_columns(batch=pl.int_range(pl.len()) // COMPARED_CABLES)
    for batch in copies.join(cables, on="cable_id").partition_by("batch", maintain_order=True):
        heads = _heads(shards, batch)
        own = batch.filter(pl.col("rank") == 1).select("cable_id", "text_hash").join(heads, on="cable_id")
        others = batch.filter(pl.col("rank") > 1).select("document_id", "text_hash", is_apart=_is_apart())
        said = others.join(heads, on="document_id")
        pairs = own.join(
            said.rename({name: f"other_{name}" for name in said.columns if name != "cable_id"}), on="cable_id"
        )
        differ = (pl.col("text_hash") != pl.col("other_text_hash")) & ~pl.col("other_is_apart")
        yield pairs.with_columns(other_text=pl.when(differ).then("other_text"))


def _heads(shards: Shards, copies: pl.DataFrame) -> pl.DataFrame:
    """What some copies say of their cable: `COMPARED`, null where their own witness told another cable."""
    rows = shards.scan("cables", copies).select("document_id", *COMPARED, "text").collect(engine="streaming")
    told = copies.select("document_id", "cable_id", foreign=is_foreign())
    own = [pl.when(~pl.col("foreign")).then(name).alias(name) for name in COMPARED if name != "fidelity"]
    return rows.join(told, on="document_id").with_columns(own).drop("foreign")


def sources_of_fields(shards: Shards, documents: pl.DataFrame) -> pl.DataFrame:
    """Rows of `CableFieldSources`, see `field_sources`."""
    copies = copies_held(shards, documents)
    counts = [
        shards.scan(name, copies).group_by("document_id").agg(pl.len().alias(name)).collect()
        for name in BORROWED_ROWS
    ]
    told = shards.scan("cables", copies).select("document_id", *FIELDS).collect()
    known = copies.drop(name for name in FIELDS if name in copies.columns)
    known = known.join(told, on="document_id").with_columns(is_foreign=is_foreign())
    for name, count in zip(BORROWED_ROWS, counts, strict=True):
        known = known.join(count, on="document_id", how="left").with_columns(pl.col(name).fill_null(0))
    return field_sources(known)


def _is_apart() -> pl.Expr:
    """Whether words are wholly others than those of the cable that they are, all the same, told to be."""
    told_so = (pl.col("told_cable_id") == pl.col("cable_id")).fill_null(value=False)
    return pl.col("matched_document_id").is_not_null() & told_so
