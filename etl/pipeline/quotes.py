"""Pages that quote, among all shards, and the cables that they are held against."""

from collections.abc import Callable

import polars as pl

from etl.pipeline.canonical import canonical_rows, rekeyed
from etl.pipeline.catalog import Shards
from etl.pipeline.shards import PASSAGES_FRAME
from etl.reconcile import find_excerpts
from etl.reference import posts
from etl.schemas import Excerpts


def quoted_passages(shards: Shards, decided: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    """Rows of `Excerpts`; documents are decided about, and texts of cables read, only where there is prose.

    Args:
        shards: of all documents.
        decided: gives rows of `Documents`, whose excerpts nothing is known of yet.
    """
    passages = shards.scan(PASSAGES_FRAME, shards.catalog).collect()
    if passages.is_empty():
        return Excerpts.create_empty()
    canonical = canonical_rows(shards, decided()).with_columns(
        station=pl.col("cable_id").str.extract("([A-Z]+)")
    )
    origins = posts().select("station", origin="name")
    cables = canonical.join(origins, on="station", how="left").select("cable_id", "created_at", "origin")
    return find_excerpts(passages, rekeyed(shards.scan("paragraphs", canonical), canonical), cables)
