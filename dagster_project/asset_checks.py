"""What must hold before a build is published: each table's schema, and the expectations under `sql/checks/`.

All are generated in a loop, one step a table. A failed one of severity `error` stops what is downstream,
`published` at the latest, so the last good warehouse stays in place.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import dagster as dg

from dagster_project.metadata import as_table
from dagster_project.resources import Build
from etl.schemas import TABLES
from etl.warehouse.checks import Check, CheckResult, load_checks, run_checks
from etl.warehouse.parquet import broken_rows, parts_held
from etl.warehouse.verdicts import keep_verdicts, passed_before

SCHEMA_CHECK = "schema"
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
        description="Every row was held against the types and rules of the table as they are today, when it "
        "was written or now.",
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
            yield check_schema(name, build.tables)
        for found in judge(name, [check for check in checks if check.name in wanted], build):
            yield _result(name, found)

    return run


def judge(name: str, checks: list[Check], build: Build) -> list[CheckResult]:
    """Run the checks of a table; those that the build before passed look at what has changed since only."""
    passed = passed_before(build.before, name)
    fresh = [check for check in checks if check.name not in passed]
    facts = build.facts() if any(check.facts for check in fresh) else {}
    others = run_checks(fresh, build.tables, None, facts)
    again = [check for check in checks if check.name in passed]
    results = [*others, *run_checks(again, build.tables, build.changed_parts())]
    if build.settings.allow_shrink:
        results = [
            replace(found, is_allowed=True) if "volumes" in found.check.facts else found for found in results
        ]
    keep_verdicts(build.folder, name, results)
    return results


def check_schema(name: str, tables: Path) -> dg.AssetCheckResult:
    """Hold a written table against its schema; that keys are told once is an expectation of its own."""
    broken = broken_rows(tables, name)
    counts = broken.group_by("rule").len("n").sort("rule").iter_rows()
    return dg.AssetCheckResult(
        check_name=SCHEMA_CHECK,
        asset_key=name,
        passed=broken.is_empty(),
        description="; ".join(f"{n} rows break {rule}" for rule, n in counts) or None,
        metadata={
            "parts": len(parts_held(tables, name)),
            "failing_rows": as_table(broken.head(SHOWN_ROWS)),
        },
    )


def _result(name: str, found: CheckResult) -> dg.AssetCheckResult:
    """The outcome of an expectation on table `name`."""
    return dg.AssetCheckResult(
        check_name=found.check.name,
        asset_key=name,
        passed=found.passed,
        severity=dg.AssetCheckSeverity.ERROR if found.check.is_blocking else dg.AssetCheckSeverity.WARN,
        description=_told(found),
        metadata={"failing_rows": as_table(found.rows.head(SHOWN_ROWS))},
    )


def _told(found: CheckResult) -> str | None:
    """What there is to say of an expectation; null where it holds."""
    if found.n_failed == 0:
        return None
    allowed = "allowed: " if found.is_allowed else ""
    return f"{allowed}{found.n_failed} rows break: {found.check.description}"


def asset_checks() -> list[dg.AssetChecksDefinition]:
    """One step of checks a table."""
    checks = load_checks()
    return [table_checks(name, [check for check in checks if table_of(check) == name]) for name in TABLES]
