"""All tables of some shards, written without Dagster: a table is made from those that its function names."""

from inspect import signature
from pathlib import Path

from etl import pipeline
from etl.schemas import TABLES
from etl.warehouse.parquet import read_table


def write_tables(store: pipeline.ShardStore, folder: Path) -> dict[str, list[str]]:
    """Write all tables of the shards in a store; returns the parts that were written, by table."""
    shards = pipeline.Shards(store)
    written = {}
    for name in TABLES:
        make = getattr(pipeline, name)
        read = [read_table(folder, table) for table in signature(make).parameters if table != "shards"]
        written[name] = pipeline.write_parts(name, make(shards, *read), folder)
    return written
