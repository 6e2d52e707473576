"""Where the CPU time of a build goes, step by step: `python -m tests.benchmarks.dump_steps cables.csv [few.csv]`.

The steps of a build run one after the other in this process, without Dagster; each is charged with the CPU time of
all threads while it runs, less that of the steps inside it. With a second, smaller dump of the same kind, the part
that grows with the rows is told from the part that does not.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl

import etl.figures.recognize
import etl.pipeline.shards
import etl.pipeline.tables
import etl.warehouse.checks
import etl.warehouse.database
import etl.warehouse.parquet
from dagster_project.asset_checks import check_schema, table_of
from etl import pipeline
from etl.schemas import TABLES
from etl.warehouse.checks import load_checks, run_check
from etl.warehouse.parquet import read_table, write_table


class Clock:
    """CPU seconds by step, and the peak of memory after it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.peak_gb: dict[str, float] = {}
        self._running: list[str] = []
        self._since = time.process_time()

    def _charge(self) -> None:
        now = time.process_time()
        if self._running:
            self.seconds[self._running[-1]] = self.seconds.get(self._running[-1], 0.0) + now - self._since
        self._since = now

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Charge what runs inside to `name`."""
        self._charge()
        self._running.append(name)
        try:
            yield
        finally:
            self._charge()
            self._running.pop()
            self.peak_gb[name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    def watch(self, module: ModuleType, function: str, name: str) -> None:
        """Charge every call of a function; of one that yields, the making of what it yields."""
        inner = getattr(module, function)

        def called(*arguments: Any, **named: Any) -> Any:
            with self.step(name):
                result = inner(*arguments, **named)
            return self._yielded(result, name) if isinstance(result, Iterator) else result

        setattr(module, function, called)

    def _yielded(self, items: Iterator[Any], name: str) -> Iterator[Any]:
        while True:
            with self.step(name):
                item = next(items, None)
            if item is None:
                return
            yield item


WATCHED = (
    (etl.pipeline.shards, "land", "land"),
    (etl.pipeline.shards, "read_pages", "pages"),
    (etl.pipeline.shards, "parse_telegrams", "telegrams"),
    (etl.pipeline.shards, "admit", "admit (rules of parsed rows)"),
    (etl.pipeline.tables, "recognize_figures", "figures: recognizer"),
    (etl.figures.recognize, "candidates", "figures: filter of candidates"),
    (etl.warehouse.parquet, "_sorted_slices", "tables: collect and sort"),
    (etl.warehouse.parquet, "_validated", "tables: rules"),
    (etl.warehouse.database, "create_views", "database: stored views"),
)


def build(raw: Path, folder: Path, clock: Clock) -> None:
    """All steps of a build, each under the clock."""
    staging, tables = folder / "staging", folder / "tables"
    for module, function, name in WATCHED:
        clock.watch(module, function, name)
    with clock.step("staging: write"):
        pipeline.parse_sources([raw], staging)

    def table(name: str, make: Callable[..., pl.LazyFrame], *inputs: str) -> None:
        with clock.step(f"plan {name}"):
            needed = [read_table(tables, each) for each in inputs]
            made = make(staging, *needed) if name != "arms_figures" else make(*needed)
        with clock.step("tables: encode and write"):
            write_table(name, made, tables)

    table("documents", pipeline.documents)
    for name in ("cables", "paragraphs", "tags", "recipients"):
        table(name, getattr(pipeline, name), "documents")
    table("cable_references", pipeline.cable_references, "documents", "cables")
    table("arms_figures", pipeline.arms_figures, "paragraphs", "cables", "tags")
    table("findings", pipeline.findings, "documents", "cables", "arms_figures")
    for name in TABLES:
        with clock.step("checks: schemas again"):
            check_schema(name, read_table(tables, name))
    for check in load_checks():
        with clock.step(f"check {check.name} ({table_of(check)})"):
            run_check(check, tables)
    with clock.step("database: tables"):
        etl.warehouse.database.build_database(tables, folder / "cables.duckdb")


def measure(raw: Path) -> dict[str, Any]:
    """A build in a process of its own: `seconds` and `peak_gb` by step."""
    command = [sys.executable, "-m", __spec__.name, "--measured", str(raw)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def show(all_rows: dict[str, Any], few_rows: dict[str, Any] | None) -> str:
    """A line a step, the costliest first."""
    seconds, n = all_rows["seconds"], all_rows["rows"]
    head = f"{'CPU seconds':<52}{'all':>9}{'for 1,000':>11}{'growing':>9}{'fixed':>8}{'peak GB':>9}"
    lines = [f"{n:,} rows, {sum(seconds.values()):.1f} CPU seconds", head]
    for name, spent in sorted(seconds.items(), key=lambda step: -step[1]):
        line = f"{name:<52}{spent:>9.2f}{spent / n * 1e3:>11.3f}"
        if few_rows:
            growing = (spent - few_rows["seconds"].get(name, 0.0)) / (n - few_rows["rows"])
            line += f"{growing * 1e3:>9.3f}{spent - growing * n:>8.2f}"
        lines.append(f"{line}{all_rows['peak_gb'][name]:>9.2f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="dump_steps", description=__doc__)
    parser.add_argument("raw", type=Path)
    parser.add_argument("few", type=Path, nargs="?", help="a dump of fewer rows")
    parser.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not chosen.measured:
        print(show(measure(chosen.raw), measure(chosen.few) if chosen.few else None))
        return
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="cablehouse-steps-") as name:
        build(chosen.raw, Path(name), clock)
        n_rows = read_table(Path(name) / "tables", "documents").select(pl.len()).collect().item()
    print(json.dumps({"rows": n_rows, "seconds": clock.seconds, "peak_gb": clock.peak_gb}))


if __name__ == "__main__":
    main()
