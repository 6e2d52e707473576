"""Where the CPU time of a build goes, step by step: `python -m tests.benchmarks.dump_steps cables.csv [few.csv]`.

The build runs in one process, with one thread of Polars and one writer, so that steps follow each other; each is
charged with the CPU time of all threads while it runs, less that of the steps inside it. With a second, smaller dump
of the same kind, the part that grows with the rows is told from the part that does not.
"""

import argparse
import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb

from dagster_project.build import run_build
from etl.pipeline import Progress, parts
from etl.pipeline.engine import WORKER_ENVIRONMENT
from etl.settings import Settings


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

    def start(self, name: str) -> None:
        """Charge what follows to `name`."""
        self._charge()
        self._running.append(name)

    def end(self) -> None:
        """Go back to the step around the one that runs."""
        self._charge()
        self.peak_gb[self._running.pop()] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Charge what runs inside to `name`."""
        self.start(name)
        try:
            yield
        finally:
            self.end()

    def watch(self, module: ModuleType, function: str, name: str) -> None:
        """Charge every call of a function; of one that yields, the making of what it yields.

        In `name`, `{0.name}` and the like are filled in from the arguments.
        """
        inner = getattr(module, function)

        def called(*arguments: Any, **named: Any) -> Any:
            step = name.format(*arguments)
            with self.step(step):
                result = inner(*arguments, **named)
            return self._yielded(result, step) if isinstance(result, Iterator) else result

        setattr(module, function, called)

    def _yielded(self, items: Iterator[Any], name: str) -> Iterator[Any]:
        while True:
            with self.step(name):
                item = next(items, None)
            if item is None:
                return
            yield item


WATCHED = (
    ("etl.pipeline.sync", "land_sources", "land"),
    ("etl.pipeline.shards", "read_pages", "pages"),
    ("etl.pipeline.shards", "parse_telegrams", "telegrams: parse"),
    ("etl.pipeline.shards", "admit", "telegrams: rules of parsed rows"),
    ("etl.figures.recognize", "candidates", "figures: filter of candidates"),
    ("etl.pipeline.shards", "recognize_figures", "figures: recognizer"),
    ("etl.pipeline.shards", "sketches", "reconcile: sketches of texts"),
    ("etl.pipeline.shards", "text_measures", "reconcile: measures of texts"),
    ("etl.pipeline.catalog", "match_documents", "reconcile: match by words"),
    ("etl.pipeline.quotes", "find_excerpts", "reconcile: find excerpts"),
    ("etl.pipeline.tables", "decide_documents", "reconcile: rank copies"),
    ("etl.pipeline.tables", "sources_of_fields", "reconcile: fields of other copies"),
    ("etl.pipeline.tables", "with_borrowed", "reconcile: fields put in"),
    ("etl.pipeline.tables", "openings", "reconcile: read copies"),
    ("etl.pipeline.tables", "beside_canonical", "reconcile: read copies"),
    ("etl.pipeline.tables", "copy_findings", "reconcile: compare copies"),
    ("etl.pipeline.store", "_write", "shards: write"),
    ("etl.warehouse.parquet", "validated", "tables: rules"),
    ("etl.pipeline.parts", "write_part", "tables: encode and write"),
    ("etl.warehouse.checks", "run_check", "check {0.name}"),
    ("dagster_project.asset_checks", "check_schema", "check schema of {0}"),
    ("etl.warehouse.database", "create_views", "database: stored views"),
)
"""Module, function, and the step that it is charged to; of those inside others, the inner one is charged."""


class ClockWatcher:
    """Charges the steps of a build."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def plan(self, n_steps: int) -> None:
        """Nothing."""

    def on_progress(self, progress: Progress) -> None:
        """Nothing."""

    def step_started(self, name: str) -> None:
        """What is not charged to a step inside is the asset's own."""
        self._clock.start(f"{name}: the rest")

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:
        """Back to what is between steps."""
        self._clock.end()


def build(raw: Sequence[Path], warehouse: Path, clock: Clock) -> int:
    """Build under the clock; the number of documents.

    Raises:
        SystemExit: the build failed.
    """
    parts.WRITERS = 1
    for module, function, name in WATCHED:
        clock.watch(importlib.import_module(module), function, name)
    with clock.step("between steps"):
        outcome = run_build(Settings(tuple(raw), warehouse), ClockWatcher(clock))
    if not outcome.success:
        raise SystemExit(f"dump_steps: the build failed: {outcome.failures}")
    with duckdb.connect(warehouse / "cables.duckdb", read_only=True) as connection:
        return int(connection.execute("select count(*) from documents").fetchall()[0][0])


def measure(raw: Path, beside: Sequence[Path] = ()) -> dict[str, Any]:
    """A build in a process of its own: `rows` (documents), `seconds` and `peak_gb` by step.

    Args:
        raw: a dump.
        beside: further raw sources.
    """
    command = [sys.executable, "-m", "tests.benchmarks.dump_steps", "--measured", str(raw)]
    command += [word for path in beside for word in ("--beside", str(path))]
    environment = {**os.environ, **WORKER_ENVIRONMENT}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment)
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
    parser.add_argument("--beside", type=Path, action="append", default=[], help="build from this too")
    parser.add_argument("--measured", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not chosen.measured:
        print(show(measure(chosen.raw, chosen.beside), measure(chosen.few) if chosen.few else None))
        return
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="cablehouse-steps-") as name:
        raw = [path.absolute() for path in (chosen.raw, *chosen.beside)]
        n_rows = build(raw, Path(name), clock)
    print(json.dumps({"rows": n_rows, "seconds": clock.seconds, "peak_gb": clock.peak_gb}))


if __name__ == "__main__":
    main()
