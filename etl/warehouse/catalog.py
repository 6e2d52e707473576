"""What stands in the warehouse: tables, reference tables and views, each column with type, unit and meaning.

Tables are told by `etl.schemas`, views by the headers of `sql/views/*.sql`; nothing is described twice.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from graphlib import TopologicalSorter

import dataframely as dy
import polars as pl

from etl import reference
from etl.schemas import TABLES
from etl.settings import sql_folder
from etl.warehouse.parquet import table_description
from etl.warehouse.sqlfile import SqlFile, read_sql_files

DUCKDB_TYPES: dict[type[pl.DataType] | pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Int32(): "INTEGER",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    # UTC without a zone: with one, drivers would show and cut times in the reader's own.
    pl.Datetime("us", "UTC"): "TIMESTAMP",
}


REFERENCES: dict[str, tuple[type[dy.Schema], Callable[[], pl.DataFrame]]] = {
    "countries": (reference.Countries, reference.countries),
    "posts": (reference.Posts, reference.posts),
    "tags_reference": (reference.TagNames, reference.tags),
    "caveats_reference": (reference.Caveats, reference.caveats),
    "exchange_rates": (reference.ExchangeRates, reference.exchange_rates),
}
"""Reference tables that stand in the warehouse, with their schema and reader."""


@dataclass(frozen=True)
class Column:
    """A column of a table or view; `unit` is empty where there is none."""

    name: str
    type: str
    unit: str
    meaning: str
    nullable: bool = True

    @property
    def comment(self) -> str:
        """Meaning and unit in one line."""
        return f"{self.meaning} [{self.unit}]" if self.unit else self.meaning


@dataclass(frozen=True)
class Table:
    """A table stored in the warehouse."""

    name: str
    description: str
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...] = field(default=())


@cache
def published_tables() -> dict[str, Table]:
    """The tables of CONTRACT section 3, as their schemas tell them."""
    return {name: _table(name, schema) for name, schema in TABLES.items()}


@cache
def reference_tables() -> dict[str, Table]:
    """The reference tables that views join and analysts look codes up in."""
    return {name: _table(name, schema) for name, (schema, _) in REFERENCES.items()}


@cache
def view_files() -> tuple[SqlFile, ...]:
    """The views, each after those that it reads; one whose header says `stored: yes` is kept as a table."""
    files = {file.name: file for file in read_sql_files(sql_folder() / "views", ("stored",))}
    order = TopologicalSorter({name: file.mentions(files) for name, file in files.items()})
    return tuple(files[name] for name in order.static_order())


def stored_tables() -> dict[str, Table]:
    """Everything that is stored, published tables first."""
    return {**published_tables(), **reference_tables()}


def _table(name: str, schema: type[dy.Schema]) -> Table:
    columns = tuple(
        Column(
            key,
            DUCKDB_TYPES[column.dtype],
            str((column.metadata or {}).get("unit", "")),
            column.description or "",
            column.nullable,
        )
        for key, column in schema.columns().items()
    )
    return Table(name, table_description(schema), columns, tuple(schema.primary_key()))
