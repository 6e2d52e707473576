"""`cablehouse build`: watch a build, then tell what it made and what it cost."""

import resource
import sys
import time

import click
from rich.console import Console
from rich.table import Table

from dagster_project.build import CheckOutcome, Failure, Outcome, run_build
from dagster_project.progress import watching
from etl.schemas import TABLES
from etl.settings import Settings
from etl.warehouse.parquet import n_rows, read_table

EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130
USAGE_ERRORS = {"LandingError", "SettingsError"}
INTERRUPTS = {"KeyboardInterrupt", "DagsterExecutionInterruptedError"}
SHOWN_ROWS = 3
"""Failing rows that are printed for a failed check."""


def build_and_report(settings: Settings, n_bytes: int) -> int:
    """Build the warehouse of `settings`, report to stdout, and give the exit status.

    Args:
        settings: raw sources and warehouse.
        n_bytes: size of the raw sources, for the progress display.
    """
    start = time.monotonic()
    with watching(n_bytes) as watcher:
        outcome = run_build(settings, watcher)
    if outcome.success and not outcome.blocked_by:
        _report(settings, outcome, time.monotonic() - start)
        return EXIT_DONE
    return _complain(settings, outcome)


def _report(settings: Settings, outcome: Outcome, seconds: float) -> None:
    """Rows per table, documents accounted for, checks, time and memory."""
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 100)
    side_by_side = Table.grid(padding=(0, 6))
    side_by_side.add_row(_rows_per_table(settings), _documents(settings))
    console.print(side_by_side)
    failed = [check for check in outcome.checks if not check.passed]
    console.print(
        f"\nchecks: {len(outcome.checks) - len(failed)} passed, {len(failed)} warned, 0 failed", markup=False
    )
    for check in outcome.checks:
        if check.description:
            kind = "note" if check.passed else "warning"
            line = f"  {kind}: {check.table}: {check.name}: {check.description}"
            shown = [line, *_rows(check)] if check.passed else [line]
            console.print("\n".join(shown), markup=False, soft_wrap=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    console.print(
        f"built {settings.warehouse} in {seconds:.1f} s, peak memory {peak / 1e9:.2f} GB without workers",
        markup=False,
        soft_wrap=True,
    )


def _rows_per_table(settings: Settings) -> Table:
    table = Table("table", box=None, padding=(0, 2, 0, 0))
    table.add_column("rows", justify="right")
    for name in TABLES:
        table.add_row(name, f"{n_rows(settings.tables, name):,}")
    return table


def _documents(settings: Settings) -> Table:
    """Documents by status and layout; their sum is the number of documents landed."""
    table = Table("documents", "layout", box=None, padding=(0, 2, 0, 0))
    table.add_column("number", justify="right")
    counts = (
        read_table(settings.tables, "documents").group_by("status", "layout").len().sort("status", "layout")
    )
    for status, layout, number in counts.collect().iter_rows():
        table.add_row(status, layout, f"{number:,}")
    return table


def _complain(settings: Settings, outcome: Outcome) -> int:
    """One line on stderr for what went wrong; the rows that break a check below it."""
    for check in outcome.blocked_by:
        _error(f"check {check.table}.{check.name} failed: {check.description}")
        click.echo("\n".join(_rows(check)), err=True)
    if outcome.blocked_by:
        _error(f"nothing was published; {settings.warehouse} is as it was")
        return EXIT_FAILED
    failure = next(iter(outcome.failures), Failure("", "", "the build failed"))
    if failure.cls_name in INTERRUPTS:
        _error("interrupted")
        return EXIT_INTERRUPTED
    if failure.cls_name in USAGE_ERRORS:
        _error(failure.message)
        return EXIT_USAGE
    _error(f"{failure.step}: {failure.message}" if failure.step else failure.message)
    return EXIT_FAILED


def _rows(check: CheckOutcome) -> list[str]:
    """First failing rows, a line each."""
    told = [
        [f"{name}={value}" for name, value in row.items() if value is not None]
        for row in check.rows[:SHOWN_ROWS]
    ]
    return [f"    {', '.join(values)}" for values in told]


def _error(message: str) -> None:
    click.echo(f"cablehouse: error: {' '.join(message.split())}", err=True)
