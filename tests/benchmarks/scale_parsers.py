"""The plain parser beside the stages land, pages and telegrams: the same dump, one core each, rows in memory.

Each runs in a process of its own, in the environment of a build's workers and bound to one core. Neither recognizes
figures. A few rows are parsed before the clock starts, as a build's workers start once and parse many shards.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

import polars as pl

from etl.land import land
from etl.pages import read_pages
from etl.pipeline.engine import WORKER_ENVIRONMENT
from etl.telegrams import parse_telegrams
from tests.benchmarks.plain_parser import parse_dump
from tests.benchmarks.process import measure

PLAIN_ROWS = 2_000
OUR_ROWS = 10_000
"""About a shard: what a call costs whatever the rows is shared by as many as in a build."""

WARM_UP_ROWS = 100

Rate = dict[str, float]


def parse_rates(path: Path, folder: Path) -> dict[str, Rate]:
    """Rows a second of CPU time of both parsers.

    Args:
        path: a dump of `OUR_ROWS` rows or more; the plain parser reads the first `PLAIN_ROWS`.
        folder: for what the processes tell.
    """
    out = folder / "rates.json"
    rates = {}
    for name in PARSERS:
        command = [sys.executable, "-m", __spec__.name, name, path, out]
        measure(command, folder / f"{name}.log", WORKER_ENVIRONMENT)
        rates[name] = json.loads(out.read_text())
    return rates


def plain(path: Path, n_rows: int) -> int:
    """Parse the first rows with the plain parser; the number of cables."""
    return len(parse_dump(path, n_rows).cables)


def ours(path: Path, n_rows: int) -> int:
    """Parse the first rows, at once as a shard is; the number of cables."""
    documents, n_landed = [], 0
    for batch in land([path]):
        documents.append(batch)
        n_landed += batch.height
        if n_landed >= n_rows:
            break
    return parse_telegrams(read_pages(pl.concat(documents).head(n_rows))).cables.height


PARSERS = {"plain": (plain, PLAIN_ROWS), "ours": (ours, OUR_ROWS)}


def main() -> None:
    """Time one parser."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=PARSERS)
    parser.add_argument("path", type=Path)
    parser.add_argument("out", type=Path)
    chosen = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, [min(os.sched_getaffinity(0))])
    parse, n_rows = PARSERS[chosen.name]
    parse(chosen.path, WARM_UP_ROWS)
    started = time.process_time()
    n_cables = parse(chosen.path, n_rows)
    rate = {"rows": n_cables, "rows_per_second": n_cables / (time.process_time() - started)}
    chosen.out.write_text(json.dumps(rate))


if __name__ == "__main__":
    main()
