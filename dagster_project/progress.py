"""How a build shows itself while it runs: bars on a terminal, lines elsewhere; on stderr both."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from dagster_project.build import Watcher
from etl import pipeline

LINE_SECONDS = 5.0
"""Pause between two lines about documents, where there is no terminal to redraw."""


@contextmanager
def watching(n_bytes: int) -> Iterator[Watcher]:
    """A watcher fit for stderr.

    Args:
        n_bytes: what is to be landed; members of archives may exceed it.
    """
    # Dagster may point descriptor 2 at a step's log; the copy keeps on leading to the terminal.
    with os.fdopen(os.dup(2), "w", encoding="utf-8") as stderr:
        console = Console(file=stderr)
        if console.is_terminal:
            with _bars(console) as bars:
                yield BarWatcher(bars, n_bytes)
        else:
            yield LineWatcher(console, n_bytes)


def _bars(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description:<18}"),
        BarColumn(bar_width=32),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
    )


class BarWatcher:
    """Two bars: bytes landed, steps done."""

    def __init__(self, bars: Progress, n_bytes: int) -> None:
        self._bars = bars
        self._documents = bars.add_task("reading", total=max(n_bytes, 1), note="")
        self._steps = bars.add_task("building", total=None, note="")

    def plan(self, n_steps: int) -> None:
        """Set the length of the second bar."""
        self._bars.update(self._steps, total=n_steps)

    def on_progress(self, progress: pipeline.Progress) -> None:
        """Move the first bar."""
        self._bars.update(self._documents, completed=progress.n_bytes, note=_told(progress))

    def step_started(self, name: str) -> None:
        """Name the step beside the second bar."""
        self._bars.update(self._steps, note=name)

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:  # noqa: ARG002
        """Move the second bar; the first is full once the telegrams are parsed."""
        if name == "telegrams":
            self._bars.update(self._documents, completed=self._bars.tasks[self._documents].total)
        self._bars.advance(self._steps)


class LineWatcher:
    """A line a step, and one every few seconds while documents are read."""

    def __init__(self, console: Console, n_bytes: int) -> None:
        self._console = console
        self._n_bytes = n_bytes
        self._told = time.monotonic()
        self._untold: pipeline.Progress | None = None

    def plan(self, n_steps: int) -> None:
        """Say how much is to be done."""
        self._say(f"{self._n_bytes / 1e6:,.1f} MB to read, {n_steps} steps")

    def on_progress(self, progress: pipeline.Progress) -> None:
        """Say how far the reading is, now and then."""
        if time.monotonic() - self._told > LINE_SECONDS:
            self._told = time.monotonic()
            self._say(f"telegrams: {_told(progress)}")
            self._untold = None
        else:
            self._untold = progress

    def step_started(self, name: str) -> None:
        """Nothing: its end is told."""

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:
        """Say what was done."""
        if name == "telegrams" and self._untold:
            self._say(f"telegrams: {_told(self._untold)}")
        rows = "" if n_rows is None else f"{n_rows:,} rows, "
        self._say(f"{name}: {rows}{seconds:.1f} s")

    def _say(self, line: str) -> None:
        self._console.print(line, highlight=False, markup=False, soft_wrap=True)


def _told(progress: pipeline.Progress) -> str:
    """Documents so far, and how many of them had to be parsed."""
    return (
        f"{progress.n_documents:,} documents, {progress.n_parsed:,} parsed, {progress.n_bytes / 1e6:,.1f} MB"
    )
