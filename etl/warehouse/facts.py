"""What checks may read beside tables and views: facts of the build itself, which no table of it holds."""

from pathlib import Path

import dataframely as dy
import polars as pl

from etl.schemas import TABLES
from etl.warehouse.parquet import n_rows, parts_held


class Volumes(dy.Schema):
    """One row a published table: how many rows it has in this build, and had in the one before."""

    table_name = dy.String(primary_key=True, description="The table.")
    n_rows = dy.Int64(min=0, description="Rows in this build.", metadata={"unit": "rows"})
    n_rows_before = dy.Int64(
        nullable=True,
        min=0,
        description="Rows in the build that was current when this one began; null where there was none.",
        metadata={"unit": "rows"},
    )


class Landed(dy.Schema):
    """One row a file of the raw sources and shard: what was landed, counted before any of it was read."""

    source = dy.String(description="Uri of the file.")
    n_documents = dy.Int64(min=1, description="Documents in it.", metadata={"unit": "documents"})


FACTS: dict[str, type[dy.Schema]] = {"volumes": Volumes, "landed": Landed}
"""Names under which checks read them."""


def volumes(tables: Path, before: Path | None) -> pl.DataFrame:
    """Rows of `Volumes`, from the metadata of Parquet files alone.

    Args:
        tables: folder of this build's tables, of which those that are not made yet are left out.
        before: that of the build before; null where there was none.
    """
    counted = [
        {
            "table_name": name,
            "n_rows": n_rows(tables, name),
            "n_rows_before": n_rows(before, name) if before and parts_held(before, name) else None,
        }
        for name in TABLES
        if parts_held(tables, name)
    ]
    return pl.DataFrame(counted, schema=pl.Schema(Volumes))
