"""A database in memory with every table and view, filled by hand for each test."""

from collections.abc import Callable, Iterator
from typing import Any

import duckdb
import polars as pl
import pytest

from etl.warehouse.catalog import published_tables, view_files
from etl.warehouse.checks import add_fact
from etl.warehouse.facts import FACTS
from etl.warehouse.relations import add_reference_tables, create_table, create_views

AskView = Callable[..., list[dict[str, Any]]]


@pytest.fixture(scope="session")
def empty_database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for table in published_tables().values():
            create_table(connection, table)
        add_reference_tables(connection)
        create_views(connection, view_files())
        for name, fact in FACTS.items():
            add_fact(connection, name, fact.create_empty())
        yield connection


@pytest.fixture
def database(empty_database) -> duckdb.DuckDBPyConnection:
    for name in (*published_tables(), *FACTS):
        empty_database.execute(f"delete from {name}")
    return empty_database


@pytest.fixture
def fill(database, make_rows) -> Callable[..., None]:
    """`fill(table, {column: value}, ...)`: add typical rows, changed as each dictionary says."""

    def add(table: str, *changes: dict[str, Any]) -> None:
        rows: pl.DataFrame = make_rows(table, *changes)
        naive = rows.with_columns(pl.col(pl.Datetime("us", "UTC")).dt.replace_time_zone(None))
        database.register("rows_to_add", naive.to_arrow())
        database.execute(f"insert into {table} from rows_to_add")

    return add


@pytest.fixture
def ask(database) -> AskView:
    """`ask(view)`: all rows of a view, as dictionaries; with column names, only these, one alone bare."""

    def rows(view: str, *columns: str) -> list[Any]:
        found = database.execute(f"from {view}")
        names = [column[0] for column in found.description or ()]
        dictionaries = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
        if not columns:
            return dictionaries
        return [
            tuple(row[c] for c in columns) if len(columns) > 1 else row[columns[0]] for row in dictionaries
        ]

    return rows


@pytest.fixture
def figures(fill) -> Callable[..., None]:
    """`figures({...}, ...)`: arms figures, each a paragraph of its own cable unless it says otherwise.

    `usd` stands for amount and amount_usd, `year` for both years.
    """

    def add(*changes: dict[str, Any]) -> None:
        for n, change in enumerate(changes, start=1):
            row = {"figure_id": f"06MOSCOW{n}#par1@0", "cable_id": f"06MOSCOW{n}", **change}
            if "usd" in row:
                usd = row.pop("usd")
                row = {"amount": usd, "amount_usd": usd, **row}
            if "year" in row:
                row["year_from"] = row["year_to"] = row.pop("year")
            if row.get("kind") == "quantity":
                row = {"currency": None, "amount_usd": None, **row}
            if row.get("is_suspect"):
                row.setdefault("suspect_reason", "decimal point lost")
            row.setdefault("paragraph_id", row["figure_id"].split("@")[0])
            fill("arms_figures", row)

    return add
