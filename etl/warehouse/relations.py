"""Tables and views in DuckDB: how each is made, described, and filled from Parquet."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from etl.warehouse.catalog import REFERENCES, Column, Table, reference_tables
from etl.warehouse.sqlfile import SqlFile

LONG_TEXT = "text"
"""Column that holds a cable's or a paragraph's words."""


def create_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create an empty table with its constraints and comments.

    A key is no constraint here: DuckDB 1.0 cannot open a file of DuckDB 2 that has one. `write_part` refuses
    a key told twice in a part, and a check looks over all parts.
    """
    columns = ", ".join(f"{c.name} {_definition(c)}" for c in table.columns)
    connection.execute(f"create table {table.name} ({columns})")
    _comment(connection, "table", table.name, table.description, table.columns)


def create_views(
    connection: duckdb.DuckDBPyConnection, files: Iterable[SqlFile], *, store: bool = False
) -> None:
    """Create views with their comments, which creating a view anew would drop.

    With `store`, those whose header says so become tables: what many views read is worked out once a build.
    """
    for file in files:
        kind = "table" if store and "stored" in file.settings else "view"
        connection.execute(f"create or replace {kind} {file.name} as {file.query}")
        columns = [Column(note.name, "", note.unit, note.meaning) for note in file.columns]
        description = f"{file.description} {file.notes}".strip()
        _comment(connection, kind, file.name, description, columns)


def add_reference_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create and fill the reference tables."""
    for name, table in reference_tables().items():
        create_table(connection, table)
        read = REFERENCES[name][1]
        connection.register("reference_rows", read().sort(table.primary_key).to_arrow())
        connection.execute(f"insert into {name} from reference_rows")
        connection.unregister("reference_rows")


def parquet_rows(table: Table, files: Sequence[Path]) -> str:
    """A query for the rows of Parquet files of a table, in the types that the database stores."""
    columns = ", ".join(
        f"timezone('UTC', {c.name}) as {c.name}" if c.type == "TIMESTAMP" else c.name for c in table.columns
    )
    return f"select {columns} from read_parquet([{', '.join(map(quoted, files))}])"


def quoted(value: object) -> str:
    """A value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def _definition(column: Column) -> str:
    # DuckDB would try on all text what it has no better way to store in a file of the oldest format.
    compression = " using compression uncompressed" if column.name == LONG_TEXT else ""
    return f"{column.type}{'' if column.nullable else ' not null'}{compression}"


def _comment(
    connection: duckdb.DuckDBPyConnection, kind: str, name: str, description: str, columns: Iterable[Column]
) -> None:
    told = [f"comment on {kind} {name} is {quoted(description)}"]
    told += [f"comment on column {name}.{column.name} is {quoted(column.comment)}" for column in columns]
    connection.execute("; ".join(told))
