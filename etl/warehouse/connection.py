"""DuckDB with bounded memory: what does not fit goes to disk, and is gone afterwards."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

MEMORY = "1200MB"
"""What DuckDB may hold: when it writes it gathers 122,880 rows at a time, of cables close to a gigabyte."""


@contextmanager
def bounded_connection(spill: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to a database in memory.

    Args:
        spill: folder for what does not fit; made when needed, removed in the end.
    """
    try:
        with duckdb.connect() as connection:
            connection.execute(f"set memory_limit = '{MEMORY}'")
            connection.execute("set temp_directory = $spill", {"spill": str(spill)})
            yield connection
    finally:
        shutil.rmtree(spill, ignore_errors=True)
