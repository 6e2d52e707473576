"""Versions of the code that makes the assets, so that the web UI shows what is stale after a change."""

from functools import cache

from etl.pipeline import code_version, shard_versions
from etl.settings import sql_folder
from etl.warehouse.files import version_of

MAKING_TABLES = ("etl.pipeline.tables", "etl.warehouse.parquet")
MAKING_DATABASE = ("etl.warehouse.database",)


@cache
def shards_version() -> str:
    """Of all that makes shards: parsers and recognizer, and the facts that they know."""
    return "-".join(shard_versions())


@cache
def tables_version() -> str:
    """Of all that makes tables of shards."""
    return code_version(*MAKING_TABLES)


@cache
def database_version() -> str:
    """Of all that makes the DuckDB file of tables: the code, the views and the reference tables."""
    files = [path for kind in ("views", "reference") for path in (sql_folder() / kind).iterdir()]
    return version_of(files, code_version(*MAKING_DATABASE))
