"""Data checks: `sql/checks/*.sql`, one expectation a file, named for it; each returns the rows that fail."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from etl.settings import sql_folder
from etl.vocabulary import Severity
from etl.warehouse.catalog import published_tables, view_files
from etl.warehouse.connection import bounded_connection
from etl.warehouse.errors import WarehouseError, one_line
from etl.warehouse.facts import FACTS
from etl.warehouse.parquet import PARTED, part_file, parts_held, table_files
from etl.warehouse.relations import add_reference_tables, create_views, parquet_rows
from etl.warehouse.sqlfile import SqlFile, read_sql_files

SAMPLE_ROWS = 20
SETTINGS = ("table", "reads", "severity", "scope")

Parts = Mapping[str, Collection[str]]
"""By table, names of parts."""

Facts = Mapping[str, pl.DataFrame]
"""By name, rows of the schemas in `FACTS`."""


@dataclass(frozen=True)
class Check:
    """An expectation on the data.

    Attributes:
        name: the expectation, as the file is named.
        description: what is expected, and why.
        table: the table whose rows are looked at; the check belongs to it.
        reads: tables that must exist for it to run, those behind the views that it reads included; all, where
            it reads their volumes.
        facts: which of `FACTS` it reads: it judges this build, and what another passed says nothing.
        severity: `error` blocks publication, `warning` is reported.
        is_partwise: whether a part can be judged by itself, with the same part of the other tables that it
            reads; header `scope: part`.
        query: returns failing rows.
    """

    name: str
    description: str
    table: str
    reads: tuple[str, ...]
    facts: tuple[str, ...]
    severity: Severity
    is_partwise: bool
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
        is_allowed: whether the user lets them pass.
    """

    check: Check
    n_failed: int
    rows: pl.DataFrame
    is_allowed: bool = False

    @property
    def passed(self) -> bool:
        """Whether no row fails, but those that are let pass."""
        return self.n_failed == 0 or self.is_allowed


@cache
def load_checks() -> tuple[Check, ...]:
    """All checks, by name.

    Raises:
        WarehouseError: a file's header lacks its table or severity, or names others than its query reads.
    """
    return tuple(_check(file) for file in read_sql_files(sql_folder() / "checks", SETTINGS))


def run_checks(
    checks: Sequence[Check], tables: Path, parts: Parts | None = None, facts: Facts | None = None
) -> list[CheckResult]:
    """Run checks on the folder of tables, those that read the same in one connection.

    Args:
        checks: in the order of the results.
        tables: folder of all tables.
        parts: by table, names of the parts that have changed since the checks were passed: a check that reads
            none of these tables is passed still, and one that judges a part by itself judges these alone if
            they are of a parted table that it reads. All others, and without it all, judge all rows.
        facts: of the build, for the checks that read them.

    Raises:
        WarehouseError: a table or a fact is missing, or a query fails.
    """
    touched = [
        check for check in checks if parts is None or check.facts or set(check.reads).intersection(parts)
    ]
    parted = set(PARTED).intersection(parts or {})
    narrow = [check for check in touched if check.is_partwise and parted.intersection(check.reads)]
    results = _run_all([check for check in touched if check not in narrow], tables, None, facts or {})
    changed = {part for name in parted for part in (parts or {})[name]}
    results |= _run_all(narrow, tables, changed, {})
    return [results.get(check.name, CheckResult(check, 0, pl.DataFrame())) for check in checks]


def run_check(check: Check, connection: duckdb.DuckDBPyConnection) -> CheckResult:
    """Run a check on a connection that has what it reads by name.

    Raises:
        WarehouseError: the query fails.
    """
    try:
        # Once, and not a second time for the rows: some checks read all text.
        connection.execute(f"create or replace temp table failing_rows as {check.query}")
        rows = connection.sql(f"from failing_rows limit {SAMPLE_ROWS}").pl()
        n_failed = len(connection.table("failing_rows"))
        connection.execute("drop table temp.failing_rows")
    except duckdb.Error as error:
        raise WarehouseError(f"check {check.name} cannot run: {one_line(error)}") from error
    return CheckResult(check, n_failed, rows)


def add_fact(connection: duckdb.DuckDBPyConnection, name: str, rows: pl.DataFrame) -> None:
    """Let checks read a fact of the build by its name."""
    connection.register("fact", FACTS[name].validate(rows).to_arrow())
    connection.execute(f"create temp table {name} as from fact")
    connection.unregister("fact")


def _run_all(
    checks: Sequence[Check], tables: Path, parts: Collection[str] | None, facts: Facts
) -> dict[str, CheckResult]:
    """Results by name, over some parts of the parted tables or over all."""
    if not checks:
        return {}
    with _opened(checks, tables, parts) as connection:
        readers = {name: reader for reader in checks for name in reader.facts}
        for name, reader in readers.items():
            if name not in facts:
                raise WarehouseError(f"check {reader.name} cannot run: it was not told the {name}")
            add_fact(connection, name, facts[name])
        return {check.name: run_check(check, connection) for check in checks}


@contextmanager
def _opened(
    checks: Sequence[Check], folder: Path, parts: Collection[str] | None
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with all that the checks read: Parquet tables, reference tables, views."""
    with bounded_connection(folder.parent / f".checks.{os.getpid()}.spill") as connection:
        for name in sorted({name for check in checks for name in check.reads}):
            if not parts_held(folder, name):
                raise WarehouseError(f"check {checks[0].name} cannot run: no table {name} in {folder}")
            try:
                connection.execute(f"create view {name} as {_rows(name, folder, parts)}")
            except duckdb.Error as error:
                raise WarehouseError(f"table {name} cannot be read: {one_line(error)}") from error
        needed = _views_behind(check.query for check in checks)
        if needed:
            add_reference_tables(connection)
            create_views(connection, needed, store=True)
        yield connection


def _rows(name: str, folder: Path, parts: Collection[str] | None) -> str:
    """A query for the rows of a table, if it is parted those of some parts; there may be none of these."""
    table, files = published_tables()[name], table_files(folder, name)
    if parts is None or name not in PARTED:
        return parquet_rows(table, files)
    chosen = [part_file(folder, name, part) for part in parts_held(folder, name) if part in parts]
    return parquet_rows(table, chosen) if chosen else f"{parquet_rows(table, files[:1])} limit 0"


def _views_behind(queries: Iterable[str]) -> tuple[SqlFile, ...]:
    """Views that queries read, and those behind them, each after those that it reads."""
    views = {file.name: file for file in view_files()}
    needed: set[str] = set()
    waiting = [view for query in queries for view in SqlFile("", "", (), {}, "", query).mentions(views)]
    while waiting:
        view = waiting.pop()
        if view not in needed:
            needed.add(view)
            waiting.extend(views[view].mentions(views))
    return tuple(file for file in view_files() if file.name in needed)


def _check(file: SqlFile) -> Check:
    tables = published_tables()
    views = _views_behind([file.query])
    facts = file.mentions(FACTS)
    read = {name for each in (file, *views) for name in each.mentions(tables)}
    told = {name.strip() for name in file.settings.get("reads", "").split(",")}
    if told != read.union(facts):
        raise WarehouseError(
            f"check {file.name}: header must say 'reads: {', '.join(sorted(read.union(facts)))}'"
        )
    if file.settings.get("table") not in tables or file.settings.get("severity") not in ("error", "warning"):
        raise WarehouseError(
            f"check {file.name}: header needs 'table: NAME' and 'severity: error' or 'warning'"
        )
    if file.settings.get("scope", "part") != "part" or ("scope" in file.settings and facts):
        raise WarehouseError(
            f"check {file.name}: 'scope: part' is the only scope to be named, and not for facts"
        )
    return Check(
        name=file.name,
        description=f"{file.description} {file.notes}".strip(),
        table=file.settings["table"],
        reads=tuple(sorted(tables if "volumes" in facts else read)),
        facts=facts,
        severity=Severity(file.settings["severity"]),
        is_partwise=file.settings.get("scope") == "part",
        query=file.query,
    )
