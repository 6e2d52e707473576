"""What must hold before a build is published: each table's schema, and the expectations under `sql/checks/`.

All are generated in a loop, one step a table. A failed one of severity `error` stops what is downstream,
`published` at the latest, so the last good warehouse stays in place.
"""

from collections.abc import Iterator

import dagster as dg
import polars as pl

from dagster_project.metadata import as_table
from dagster_project.resources import Build
from etl.schemas import TABLES
from etl.warehouse.checks import Check, CheckResult, load_checks, run_check
from etl.warehouse.parquet import read_table

SCHEMA_CHECK = "schema"
SLICE_ROWS = 100_000
SHOWN_ROWS = 10
"""Failing rows kept in a check's metadata."""


def table_of(check: Check) -> str:
    """The table that a check belongs to: of all that it reads, the one that is made last.

    Were it an earlier one, that table's dependents would wait for the check, and the check for them.
    """
    order = list(TABLES)
    return str(max(check.reads, key=order.index))


def table_checks(name: str, checks: list[Check]) -> dg.AssetChecksDefinition:
    """The step that checks table `name`: its schema, then `checks`."""
    schema = dg.AssetCheckSpec(
        SCHEMA_CHECK,
        asset=name,
        blocking=True,
        description="Every row obeys the types and rules of the table.",
    )
    expectations = [
        dg.AssetCheckSpec(
            check.name,
            asset=name,
            blocking=check.is_blocking,
            description=check.description,
            additional_deps=[table for table in check.reads if table != name],
        )
        for check in checks
    ]

    @dg.multi_asset_check(name=f"{name}_checks", specs=[schema, *expectations], can_subset=True)
    def run(
        context: dg.AssetCheckExecutionContext, build: dg.ResourceParam[Build]
    ) -> Iterator[dg.AssetCheckResult]:
        wanted = {key.name for key in context.selected_asset_check_keys}
        if SCHEMA_CHECK in wanted:
            yield check_schema(name, read_table(build.tables, name))
        for check in (check for check in checks if check.name in wanted):
            yield _result(name, run_check(check, build.tables))

    return run


def check_schema(name: str, table: pl.LazyFrame) -> dg.AssetCheckResult:
    """Hold a written table against its schema, a slice at a time, and its key over all rows."""
    schema = TABLES[name]
    n_rows = table.select(pl.len()).collect().item()
    broken: dict[str, int] = {}
    failing = []
    for start in range(0, n_rows, SLICE_ROWS):
        _, failures = schema.filter(table.slice(start, SLICE_ROWS).collect())
        for rule, count in failures.counts().items():
            broken[rule] = broken.get(rule, 0) + count
        failing.append(failures.invalid())
    if (key := schema.primary_key()) and (twice := table.select(key).collect().is_duplicated().sum()):
        broken["primary_key"] = int(twice)
    return dg.AssetCheckResult(
        check_name=SCHEMA_CHECK,
        asset_key=name,
        passed=not broken,
        description="; ".join(f"{count} rows break {rule}" for rule, count in broken.items()) or None,
        metadata={"failing_rows": as_table(pl.concat(failing).head(SHOWN_ROWS))} if broken else None,
    )


def _result(name: str, found: CheckResult) -> dg.AssetCheckResult:
    """The outcome of an expectation on table `name`."""
    return dg.AssetCheckResult(
        check_name=found.check.name,
        asset_key=name,
        passed=found.passed,
        severity=dg.AssetCheckSeverity.ERROR if found.check.is_blocking else dg.AssetCheckSeverity.WARN,
        description=None if found.passed else f"{found.n_failed} rows break: {found.check.description}",
        metadata={"failing_rows": as_table(found.rows.head(SHOWN_ROWS))},
    )


def asset_checks() -> list[dg.AssetChecksDefinition]:
    """One step of checks a table."""
    checks = load_checks()
    return [table_checks(name, [check for check in checks if table_of(check) == name]) for name in TABLES]
