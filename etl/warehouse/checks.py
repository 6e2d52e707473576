"""Data checks: `sql/checks/*.sql`, one expectation a file, named for it; each returns the rows that fail."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from etl.settings import sql_folder
from etl.vocabulary import Severity
from etl.warehouse.catalog import published_tables, view_files
from etl.warehouse.errors import WarehouseError, one_line
from etl.warehouse.parquet import parts_held, table_files
from etl.warehouse.relations import add_reference_tables, create_views, parquet_rows
from etl.warehouse.sqlfile import SqlFile, read_sql_files

SAMPLE_ROWS = 20


@dataclass(frozen=True)
class Check:
    """An expectation on the data.

    Attributes:
        name: the expectation, as the file is named.
        description: what is expected, and why.
        table: the table whose rows are looked at; the check belongs to it.
        reads: tables that must exist for it to run, those behind the views that it reads included.
        severity: `error` blocks publication, `warning` is reported.
        query: returns failing rows.
    """

    name: str
    description: str
    table: str
    reads: tuple[str, ...]
    severity: Severity
    query: str

    @property
    def is_blocking(self) -> bool:
        """Whether failing rows stop a build."""
        return self.severity is Severity.ERROR


@dataclass(frozen=True)
class CheckResult:
    """What a check found.

    Attributes:
        check: the check that ran.
        n_failed: how many rows fail.
        rows: the first of them, at most `SAMPLE_ROWS`.
    """

    check: Check
    n_failed: int
    rows: pl.DataFrame

    @property
    def passed(self) -> bool:
        """Whether no row fails."""
        return self.n_failed == 0


@cache
def load_checks() -> tuple[Check, ...]:
    """All checks, by name.

    Raises:
        WarehouseError: a file's header lacks its table or severity, or names others than its query reads.
    """
    return tuple(
        _check(file) for file in read_sql_files(sql_folder() / "checks", ("table", "reads", "severity"))
    )


def run_check(check: Check, tables: Path | duckdb.DuckDBPyConnection) -> CheckResult:
    """Run a check on the folder of tables, or on a connection that has them by name.

    Raises:
        WarehouseError: a table is missing, or the query fails.
    """
    try:
        if isinstance(tables, Path):
            with duckdb.connect() as connection:
                _open_tables(connection, check, tables)
                return _run(check, connection)
        return _run(check, tables)
    except duckdb.Error as error:
        raise WarehouseError(f"check {check.name} cannot run: {one_line(error)}") from error


def _run(check: Check, connection: duckdb.DuckDBPyConnection) -> CheckResult:
    # Once, and not a second time for the rows: some checks read all text.
    connection.execute(f"create or replace temp table failing_rows as {check.query}")
    rows = connection.sql(f"from failing_rows limit {SAMPLE_ROWS}").pl()
    n_failed = len(connection.table("failing_rows"))
    connection.execute("drop table temp.failing_rows")
    return CheckResult(check, n_failed, rows)


def _open_tables(connection: duckdb.DuckDBPyConnection, check: Check, folder: Path) -> None:
    """Make what the check reads available by name: Parquet tables, reference tables, views."""
    for name in check.reads:
        if not parts_held(folder, name):
            raise WarehouseError(f"check {check.name} cannot run: no table {name} in {folder}")
        connection.execute(
            f"create view {name} as {parquet_rows(published_tables()[name], table_files(folder, name))}"
        )
    needed = _views_behind(check.query, check.name)
    if needed:
        add_reference_tables(connection)
        create_views(connection, needed)


def _views_behind(query: str, name: str) -> tuple[SqlFile, ...]:
    """Views that a query reads, and those behind them, each after those that it reads."""
    views = {file.name: file for file in view_files()}
    needed: set[str] = set()
    waiting = list(SqlFile(name, "", (), {}, "", query).mentions(views))
    while waiting:
        view = waiting.pop()
        if view not in needed:
            needed.add(view)
            waiting.extend(views[view].mentions(views))
    return tuple(file for file in view_files() if file.name in needed)


def _check(file: SqlFile) -> Check:
    tables = published_tables()
    views = _views_behind(file.query, file.name)
    read = {name for each in (file, *views) for name in each.mentions(tables)}
    told = {name.strip() for name in file.settings.get("reads", "").split(",")}
    if told != read:
        raise WarehouseError(f"check {file.name}: header must say 'reads: {', '.join(sorted(read))}'")
    if file.settings.get("table") not in tables or file.settings.get("severity") not in ("error", "warning"):
        raise WarehouseError(
            f"check {file.name}: header needs 'table: NAME' and 'severity: error' or 'warning'"
        )
    return Check(
        name=file.name,
        description=f"{file.description} {file.notes}".strip(),
        table=file.settings["table"],
        reads=tuple(sorted(read)),
        severity=Severity(file.settings["severity"]),
        query=file.query,
    )
