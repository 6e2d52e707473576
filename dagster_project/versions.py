"""Versions of the code that makes the assets, so that the web UI shows what is stale after a change."""

import hashlib
from functools import cache

from etl.pipeline import ShardStore, code_version
from etl.settings import Settings, sql_folder

MAKING_TABLES = ("etl.pipeline.tables", "etl.warehouse.parquet")
MAKING_DATABASE = ("etl.warehouse.database",)


@cache
def shards_version() -> str:
    """Of all that makes shards: parsers and recognizer, and the facts that they know."""
    store = ShardStore.current(Settings.resolve().shards)
    return f"{store.parsing}-{store.figures}"


@cache
def tables_version() -> str:
    """Of all that makes tables of shards."""
    return code_version(*MAKING_TABLES)


@cache
def database_version() -> str:
    """Of all that makes the DuckDB file of tables: the code, the views and the reference tables."""
    digest = hashlib.sha256(code_version(*MAKING_DATABASE).encode())
    for path in sorted(path for kind in ("views", "reference") for path in (sql_folder() / kind).iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
