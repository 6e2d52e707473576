"""Pages that quote, among all shards, and the cables that they are held against."""

from collections.abc import Callable

import polars as pl

from etl.pipeline.canonical import rekeyed
from etl.pipeline.catalog import KEYS, Shards
from etl.pipeline.shards import PASSAGES_FRAME
from etl.reconcile import find_excerpts
from etl.reference import posts
from etl.schemas import Excerpts
from etl.vocabulary import DocumentStatus


def quoted_passages(shards: Shards, decided: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Rows of `Excerpts`; documents are decided about, and texts of cables read, only where there is prose.

    Args:
        shards: of all documents.
        decided: gives rows of `Documents`, whose excerpts nothing is known of yet.
    """
    passages = shards.scan(PASSAGES_FRAME, shards.catalog).collect()
    if passages.is_empty():
        return Excerpts.create_empty()
    documents = decided()
    chosen = documents.filter(pl.col("status") == DocumentStatus.CANONICAL.value)
    known = shards.catalog.select(*KEYS, "created_at", told_cable_id="cable_id")
    canonical = known.join(
        chosen.select("document_id", "cable_id"), on="document_id", maintain_order="left"
    ).with_columns(station=pl.col("cable_id").str.extract("([A-Z]+)"))
    origins = posts().select("station", origin="name")
    cables = canonical.join(origins, on="station", how="left").select("cable_id", "created_at", "origin")
    return find_excerpts(passages, rekeyed(shards.scan("paragraphs", canonical), canonical), cables)
