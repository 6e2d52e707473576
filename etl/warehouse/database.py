"""The DuckDB file: every table stored inside, every view, comments on all; replaced whole."""

import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb

from etl.warehouse.catalog import published_tables, view_files
from etl.warehouse.connection import bounded_connection
from etl.warehouse.errors import WarehouseError, one_line
from etl.warehouse.files import link_or_copy, replacing
from etl.warehouse.parquet import parts_held, table_files
from etl.warehouse.relations import add_reference_tables, create_table, create_views, parquet_rows, quoted
from etl.warehouse.update import is_worth_updating, update_tables

STORAGE_VERSION = "v1.0.0"
"""Format of the file: readable from DuckDB 1.0 on, which the drivers of BI tools still ship."""

TOO_DEAR = "fsst"
"""Compression of text that makes the file a quarter smaller, for two fifths of the time of making it."""


def build_database(
    tables: Path,
    database: Path,
    previous: Path | None = None,
    changed: Mapping[str, Collection[str]] | None = None,
) -> bool:
    """Build `database` from the Parquet tables in `tables`, in a temporary file beside it, and replace it.

    The result holds all rows and no path, so that it can be copied and opened anywhere. Readers that have the
    file open keep the old one. Same tables give the same rows; their order, and the bytes, may differ.

    Args:
        tables: folder of all tables.
        database: the file to make.
        previous: the database of an earlier build by the same code, which is left as it is.
        changed: by table, names of the parts in which `tables` differs from what `previous` was built from;
            with none, the previous file is taken as it is. Parts that are gone count as changed.

    Returns:
        Whether all rows were loaded anew; not so when `previous` was brought up to date.

    Raises:
        WarehouseError: a table is missing or unreadable, or the place cannot be written.
    """
    missing = [name for name in published_tables() if not parts_held(tables, name)]
    if missing:
        raise WarehouseError(f"no table {', '.join(missing)} in {tables}: build the warehouse first")
    with replacing(database) as temporary:
        try:
            if previous is not None and changed is not None and previous.is_file():
                if _update(tables, temporary, previous, changed):
                    return False
                temporary.unlink(missing_ok=True)
            _build(tables, temporary)
        except duckdb.Error as error:
            raise WarehouseError(f"cannot build {database}: {one_line(error)}") from error
    return True


def _build(tables: Path, temporary: Path) -> None:
    """Load everything, a transaction a table: one over all would keep their rows in memory."""
    with _writing(temporary) as connection:
        for table in published_tables().values():
            create_table(connection, table)
            files = table_files(tables, table.name)
            connection.execute(f"insert into {table.name} {parquet_rows(table, files)}")
        _add_views(connection)


def _update(tables: Path, temporary: Path, previous: Path, changed: Mapping[str, Collection[str]]) -> bool:
    """Make `temporary` from the previous file; false where that cannot be, or costs more than it saves."""
    if not any(changed.values()):
        link_or_copy(previous, temporary)
        return True
    with duckdb.connect() as connection:
        connection.execute(f"attach {quoted(previous)} as built (read_only)")
        connection.execute("use built")
        if not is_worth_updating(connection, changed):
            return False
    shutil.copyfile(previous, temporary)
    with _writing(temporary) as connection:
        is_updated = update_tables(connection, tables, changed)
        if is_updated:
            _add_views(connection)
    return is_updated


@contextmanager
def _writing(temporary: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes the file, and in the end brings all of it to its final place."""
    with bounded_connection(temporary.with_suffix(".spill")) as connection:
        connection.execute(f"set disabled_compression_methods = '{TOO_DEAR}'")
        connection.execute(f"attach {quoted(temporary)} as built (storage_version '{STORAGE_VERSION}')")
        connection.execute("use built")
        yield connection
        connection.execute("use memory")
        connection.execute("detach built")


def _add_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Reference tables and views, in one transaction: each of the many comments would be one of its own."""
    connection.execute("begin")
    add_reference_tables(connection)
    create_views(connection, view_files(), store=True)
    connection.execute("commit")
