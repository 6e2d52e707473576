"""How fast the views of a warehouse answer: `python -m tests.benchmarks.views WAREHOUSE`; status 1 when one is slow.

Each is fetched whole into Arrow, and by the commonest value of each column that people look things up by; the tables
are looked up by cable. Whatever answers with more than 100,000 rows is bound by its rows: it is judged by its first
thousand, and by an aggregate over all of its columns. The median counts, each query once run to warm up.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from etl.warehouse.catalog import published_tables, view_files

LIMIT_MS = 100
RUNS = 7
MANY_ROWS = 100_000
FIRST_ROWS = 1_000
LOOKED_UP = (
    "buyer",
    "seller",
    "deal_buyer",
    "deal_seller",
    "party",
    "system_key",
    "year",
    "counts_in_year",
    "tag",
    "station",
    "cable_id",
    "deal_id",
)


@dataclass(frozen=True)
class Answer:
    """How a query of a view or table was answered: rows, and milliseconds of the fastest and the middle run."""

    name: str
    query: str
    n_rows: int
    best_ms: float
    median_ms: float

    @property
    def is_slow(self) -> bool:
        """Whether it took longer than views may."""
        return self.median_ms > LIMIT_MS


def measure(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> Answer:
    """Run a query some times."""
    n_rows = connection.sql(query).to_arrow_table().num_rows
    runs = []
    for _ in range(RUNS):
        start = time.perf_counter()
        connection.sql(query).to_arrow_table()
        runs.append((time.perf_counter() - start) * 1000)
    return Answer(name, query, n_rows, min(runs), statistics.median(runs))


def queries(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """What is asked: names of views and tables, with queries."""
    for view in view_files():
        (n_rows,) = connection.table(view.name).count("*").fetchall()[0]
        if n_rows > MANY_ROWS:
            yield view.name, f"select * from {view.name} limit {FIRST_ROWS}"
            yield view.name, f"select count(columns(*)) from {view.name}"
        else:
            yield view.name, f"select * from {view.name}"
        yield from lookups(connection, view.name, LOOKED_UP)
    for table in published_tables():
        yield from lookups(connection, table, ("cable_id",))


def lookups(
    connection: duckdb.DuckDBPyConnection, name: str, columns: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Queries for the rows with the commonest value of each of the columns that a view or table has."""
    for column in columns:
        if column in connection.table(name).columns:
            (value,) = connection.sql(f"select mode({column}) from {name}").fetchall()[0]
            quoted = "'" + str(value).replace("'", "''") + "'"
            yield name, f"select * from {name} where {column} = {quoted}"


def main() -> None:
    """Measure, print, and tell by the status whether all was fast enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("warehouse", type=Path, help="folder with cables.duckdb, or the file itself")
    path = parser.parse_args().warehouse
    database = path / "cables.duckdb" if path.is_dir() else path
    with duckdb.connect(database, read_only=True) as connection:
        answers = [measure(connection, name, query) for name, query in queries(connection)]
    for answer in answers:
        print(
            f"{answer.n_rows:>9,} rows {answer.best_ms:7.1f} ms best {answer.median_ms:7.1f} ms median  "
            f"{'SLOW ' if answer.is_slow else ''}{answer.query}"
        )
    slow = sorted({answer.name for answer in answers if answer.is_slow})
    print(f"over {LIMIT_MS} ms: {', '.join(slow) or 'none'}")
    sys.exit(1 if slow else 0)


if __name__ == "__main__":
    main()
