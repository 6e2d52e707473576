"""A DuckDB file brought up to date: in changed parts, rows that differ are deleted, and new ones added."""

from collections.abc import Collection, Mapping
from pathlib import Path

import duckdb

from etl.warehouse.catalog import Table, published_tables
from etl.warehouse.parquet import PARTED, UNDATED, WHOLE, n_rows, part_file, parts_held, table_files
from etl.warehouse.relations import create_table, parquet_rows, quoted

LARGEST_CHANGE = 0.3
"""Share of the cables up to which replacing them costs less than loading all."""

LARGEST_WASTE = 0.3
"""Share of a table's place in the file that rows deleted earlier may take, before all is loaded anew."""


def is_worth_updating(connection: duckdb.DuckDBPyConnection, changed: Mapping[str, Collection[str]]) -> bool:
    """Whether a file can be brought up to date, and that is less work than making it anew.

    Args:
        connection: uses the file as it was.
        changed: by table, names of the parts that differ.
    """
    if not _has_these_tables(connection):
        return False
    if any(WHOLE in changed.get(name, ()) for name in PARTED):
        return False
    counts = f"select count(*), count(*) filter (where {_is_in(changed.get('cables', ()))}) from cables"
    [(n_cables, n_changed)] = connection.execute(counts).fetchall()
    return n_changed <= LARGEST_CHANGE * n_cables and all(
        _waste(connection, name) <= LARGEST_WASTE for name in PARTED
    )


def update_tables(
    connection: duckdb.DuckDBPyConnection, tables: Path, changed: Mapping[str, Collection[str]]
) -> bool:
    """Bring the rows of changed parts up to date, and drop all views and reference tables, to be made anew.

    Args:
        connection: uses a copy of the file as it was.
        tables: folder of all tables, as they are now.
        changed: by table, names of the parts that differ; those that are not held any more lose their rows.

    Returns:
        Whether each table has as many rows as its Parquet files: if not, the file was built from others.
    """
    _drop_all_but(connection, published_tables())
    connection.execute("begin")
    # A row's part is that of its cable: cables go last.
    for name in (*(name for name in PARTED if name != "cables"), "cables"):
        if parts := changed.get(name):
            _update_parts(connection, published_tables()[name], tables, parts)
    for name in changed:
        if name not in PARTED:
            connection.execute(f"drop table {name}")
            create_table(connection, published_tables()[name])
            rows = parquet_rows(published_tables()[name], table_files(tables, name))
            connection.execute(f"insert into {name} {rows}")
    connection.execute("commit")
    return all(_n_rows(connection, name) == n_rows(tables, name) for name in published_tables())


def _update_parts(
    connection: duckdb.DuckDBPyConnection, table: Table, tables: Path, parts: Collection[str]
) -> None:
    """Delete what is not in the files of some parts, and add what is.

    Rows that are equal stay where they are: many gaps would make DuckDB write the whole table anew.
    """
    held = [part_file(tables, table.name, part) for part in parts_held(tables, table.name) if part in parts]
    rows = parquet_rows(table, held or table_files(tables, table.name)[:1])
    connection.execute(f"create temp table fresh as {rows}{'' if held else ' limit 0'}")
    is_same_key = " and ".join(f"fresh.{key} = {table.name}.{key}" for key in table.primary_key)
    is_equal = " and ".join(
        f"fresh.{c.name} is not distinct from {table.name}.{c.name}" for c in table.columns
    )
    mine = f"cable_id in (select cable_id from cables where {_is_in(parts)})"
    # Rows of a part lie together: without the bounds, the text of all rows would be read.
    bounds = f"select min(rowid), max(rowid) from {table.name} where {mine}"
    [(first, last)] = connection.execute(bounds).fetchall()
    if first is not None:
        connection.execute(
            f"delete from {table.name} where rowid between {first} and {last} and {mine}"
            f" and not exists (select 1 from fresh where {is_same_key} and {is_equal})"
        )
    connection.execute(
        f"insert into {table.name} from fresh"
        f" where not exists (select 1 from {table.name} where {is_same_key})"
    )
    connection.execute("drop table fresh")


def _is_in(parts: Collection[str]) -> str:
    """A condition on `cables`: the time of the cable lies in one of the parts."""
    day = f"coalesce(strftime(created_at, '%Y-%m-%d'), {quoted(UNDATED)})"
    return " or ".join(f"starts_with({day}, {quoted(part)})" for part in sorted(parts)) or "false"


def _has_these_tables(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the file's tables are those of today's schemas, to the last comment."""
    told = connection.execute(
        "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()"
        " where database_name = 'built' order by table_name, column_index"
    ).fetchall()
    stands = [row for row in told if row[0] in published_tables()]
    return stands == [row for name in sorted(published_tables()) for row in _told(published_tables()[name])]


def _told(table: Table) -> list[tuple[str, str, str, bool, str]]:
    return [(table.name, c.name, c.type, c.nullable, c.comment) for c in table.columns]


def _waste(connection: duckdb.DuckDBPyConnection, name: str) -> float:
    """Share of a table's rows that were deleted: a new row takes the next number, and a gap stays."""
    query = f"select count(*), coalesce(max(rowid) + 1, 0) from {name}"
    [(n_rows, n_numbers)] = connection.execute(query).fetchall()
    return 1.0 - int(n_rows) / n_numbers if n_numbers else 0.0


def _drop_all_but(connection: duckdb.DuckDBPyConnection, kept: Collection[str]) -> None:
    relations = connection.execute(
        "select table_name, table_type from information_schema.tables where table_catalog = 'built'"
    ).fetchall()
    for name, kind in relations:
        if name not in kept:
            connection.execute(f"drop {'view' if kind == 'VIEW' else 'table'} {name}")


def _n_rows(connection: duckdb.DuckDBPyConnection, name: str) -> int:
    [(n_rows,)] = connection.execute(f"select count(*) from {name}").fetchall()
    return int(n_rows)
