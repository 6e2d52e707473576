"""The DuckDB file: every table stored inside, every view, comments on all; replaced whole."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from etl.warehouse.catalog import REFERENCES, Column, Table, published_tables, reference_tables, view_files
from etl.warehouse.errors import WarehouseError, one_line
from etl.warehouse.files import replacing
from etl.warehouse.parquet import parts_held, table_files
from etl.warehouse.sqlfile import SqlFile

STORAGE_VERSION = "v1.0.0"
"""Format of the file: readable from DuckDB 1.0 on, which the drivers of BI tools still ship."""


def build_database(tables: Path, database: Path) -> None:
    """Build `database` from the Parquet tables in `tables`, in a temporary file beside it, and replace it.

    The result holds all rows, in the order of the Parquet tables, and no path, so that it can be copied and
    opened anywhere. Readers that have the file open keep the old one. Same tables give the same rows; the
    bytes differ, since DuckDB samples strings at random to choose how it compresses them.

    Raises:
        WarehouseError: a table is missing or breaks its key, or the place cannot be written.
    """
    missing = [name for name in published_tables() if not parts_held(tables, name)]
    if missing:
        raise WarehouseError(f"no table {', '.join(missing)} in {tables}: build the warehouse first")
    with replacing(database) as temporary:
        try:
            with duckdb.connect() as connection:
                connection.execute(
                    f"attach {quoted(temporary)} as built (storage_version '{STORAGE_VERSION}')"
                )
                connection.execute("use built")
                connection.execute("begin")
                for table in published_tables().values():
                    create_table(connection, table)
                    connection.execute(f"insert into {table.name} {parquet_rows(table, tables)}")
                add_reference_tables(connection)
                create_views(connection, view_files(), store=True)
                connection.execute("commit")
                connection.execute("use memory")
                connection.execute("detach built")
        except duckdb.Error as error:
            raise WarehouseError(f"cannot build {database}: {one_line(error)}") from error


def create_table(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Create an empty table with its constraints and comments.

    A key is no constraint here: DuckDB 1.0 cannot open a file of DuckDB 2 that has one. `write_table` refuses
    a key told twice, and a check looks again.
    """
    columns = ", ".join(f"{c.name} {c.type}{'' if c.nullable else ' not null'}" for c in table.columns)
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


def parquet_rows(table: Table, folder: Path) -> str:
    """A query for a table's Parquet rows, in the types that the database stores."""
    columns = ", ".join(
        f"timezone('UTC', {c.name}) as {c.name}" if c.type == "TIMESTAMP" else c.name for c in table.columns
    )
    files = ", ".join(map(quoted, table_files(folder, table.name)))
    return f"select {columns} from read_parquet([{files}])"


def quoted(value: object) -> str:
    """A value as an SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def _comment(
    connection: duckdb.DuckDBPyConnection, kind: str, name: str, description: str, columns: Iterable[Column]
) -> None:
    connection.execute(f"comment on {kind} {name} is {quoted(description)}")
    for column in columns:
        connection.execute(f"comment on column {name}.{column.name} is {quoted(column.comment)}")
