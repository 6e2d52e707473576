"""Which lines of `etl.telegrams` the time goes to: `.venv/bin/python -m tests.benchmarks.parsing_lines --raw RAW`.

One batch, on one thread. What is shown are calls of frames, series and their texts; an expression counts where it
is worked out. The time to compile patterns is in it, as in a build.
"""

import argparse
import inspect
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

os.environ["POLARS_MAX_THREADS"] = "1"

import polars as pl
from polars.series.string import StringNameSpace

import etl.telegrams
from tests.benchmarks.parsing import batches, source


@contextmanager
def by_line(spent: dict[str, float]) -> Iterator[None]:
    """Adds to `spent` the CPU seconds of each line of `etl.telegrams` that calls Polars, while it lasts."""
    is_inside = False

    def timed(function: Callable[..., object]) -> Callable[..., object]:
        @wraps(function)
        def run(*arguments: object, **named: object) -> object:
            nonlocal is_inside
            if is_inside:
                return function(*arguments, **named)
            frame = sys._getframe(1)
            while frame.f_back and f"{os.sep}telegrams{os.sep}" not in frame.f_code.co_filename:
                frame = frame.f_back
            line = f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno} {function.__name__}"
            is_inside, start = True, time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                is_inside = False
                spent[line] = spent.get(line, 0.0) + time.process_time() - start

        return run

    owners = (pl.DataFrame, pl.Series, StringNameSpace)
    methods = [
        (owner, name, method)
        for owner in owners
        for name, method in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_")
    ]
    for owner, name, method in methods:
        setattr(owner, name, timed(method))
    try:
        yield
    finally:
        for owner, name, method in methods:
            setattr(owner, name, method)


def main() -> None:
    """Measure one batch and print the lines that cost most, in microseconds of CPU a telegram."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="where telegrams are from")
    parser.add_argument("--telegrams", type=int, default=10_000, help="how many are parsed")
    parser.add_argument("--lines", type=int, default=40, help="how many lines are shown")
    chosen = parser.parse_args()
    frame = next(batches(source(chosen.raw)[1], chosen.telegrams, chosen.telegrams))
    etl.telegrams.parse_telegrams(frame.head(1))
    spent: dict[str, float] = {}
    with by_line(spent):
        etl.telegrams.parse_telegrams(frame)
    for line, seconds in sorted(spent.items(), key=lambda each: -each[1])[: chosen.lines]:
        print(f"{seconds / frame.height * 1e6:8.2f}  {line}")


if __name__ == "__main__":
    main()
