"""`make bench`, its third part: builds of dumps of growing size, each beside the least that any tool must do.

The floor is DuckDB, writing the eight columns of the same CSV file as zstd Parquet; nothing is parsed. Floor and
build run in turns as processes of their own, size after size, and the whole row of sizes as often as asked; results
are medians. A build of nothing new follows, then two with 500 new documents each, whose tables must be those of
a build of everything at once. Last comes a plain parser in Python, see `scale_parsers`.
"""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks import dump
from tests.benchmarks.bench import step_seconds
from tests.benchmarks.process import measure
from tests.benchmarks.scale_diff import files_apart, rows_apart
from tests.benchmarks.scale_parsers import OUR_ROWS, parse_rates
from tests.benchmarks.scale_raw import MORE_ROWS, SERIALS, dump_of, more_rows
from tests.benchmarks.scale_report import medians, plot, show

SIZES = (10_000, 50_000, dump.ROWS)
LARGEST_WITH_MORE = dump.ROWS
"""Larger dumps are only built whole: what comes later would cost two more builds of everything, to compare with."""
MOST_SKIPPED = 0.001
KINDS = ("tables", "database", "shards", "other")

FLOOR = """
import duckdb, sys
duckdb.connect(config={"threads": 2}).execute(
    "copy (from read_csv($csv, header=false, auto_detect=false, parallel=false, delim=',', quote='\\"',"
    " escape='\\\\', ignore_errors=true, max_line_size=16777216, columns=$columns))"
    " to '" + sys.argv[2] + "' (format parquet, compression zstd)",
    {"csv": sys.argv[1], "columns": dict.fromkeys(sys.argv[3:], "varchar")},
)
"""
"""Rows with damage are skipped: DuckDB cannot read them."""

Result = dict[str, Any]


def floor(raw: Path, n_rows: int, folder: Path) -> Result:
    """The floor's cost and the bytes it writes."""
    out = folder / "floor.parquet"
    cost = measure([sys.executable, "-c", FLOOR, raw, out, *dump.DUMP_COLUMNS], folder / "floor.log")
    n_written = pl.scan_parquet(out).select(pl.len()).collect().item()
    if n_written < (1 - MOST_SKIPPED) * n_rows:
        raise SystemExit(f"bench: the floor wrote {n_written:,} of {n_rows:,} rows")
    n_bytes = out.stat().st_size
    out.unlink()
    return {**asdict(cost), "bytes_written": n_bytes}


def build(raw: Sequence[Path], warehouse: Path, n_rows: int) -> Result:
    """A build's cost, its steps, and the bytes it leaves that were not there before.

    Raises:
        SystemExit: it failed, or does not account for all rows.
    """
    log = warehouse.with_suffix(".log")
    command = [Path(sys.executable).with_name("cablehouse"), "build", "--warehouse", warehouse]
    before = _files(warehouse)
    cost = measure([*command, *(word for path in raw for word in ("--raw", path))], log)
    with duckdb.connect(warehouse / "cables.duckdb", read_only=True) as connection:
        [(n_documents,)] = connection.execute("select count(*) from documents").fetchall()
    if n_documents != n_rows:
        raise SystemExit(f"bench: {n_documents:,} documents of {n_rows:,} rows")
    new = [found for key, found in _files(warehouse).items() if key not in before]
    kinds = {kind: sum(size for of, size in new if of == kind) for kind in KINDS}
    return {
        **asdict(cost),
        "bytes_written": sum(kinds.values()),
        "bytes_by_kind": kinds,
        "steps": step_seconds(log),
    }


def _files(warehouse: Path) -> dict[tuple[int, int], tuple[str, int]]:
    """Kind and size of each file by what tells it from others, under whatever names it stands."""
    files = {}
    for path in warehouse.rglob("*"):
        if path.is_file() and not path.is_symlink():
            found = path.stat()
            files[found.st_ino, found.st_mtime_ns] = (_kind(path.relative_to(warehouse)), found.st_size)
    return files


def _kind(path: Path) -> str:
    if "shards" in path.parts:
        return "shards"
    return {".duckdb": "database", ".parquet": "tables"}.get(path.suffix, "other")


def run(n_rows: int, folder: Path, *, is_compared: bool) -> Result:
    """Everything once for one size, in `folder`.

    Args:
        n_rows: rows of the dump.
        folder: empty.
        is_compared: whether the tables of later builds are compared with those of a build of everything.
    """
    base, warehouse = dump_of(n_rows), folder / "warehouse"
    _read_ahead(base)
    result: Result = {"floor": floor(base, n_rows, folder), "build": build([base], warehouse, n_rows)}
    if n_rows > LARGEST_WITH_MORE:
        return result
    result["unchanged"] = build([base], warehouse, n_rows)
    raw, n_documents = [base], n_rows
    for kind in SERIALS:
        raw.append(folder / f"{kind}.csv")
        more_rows(kind, raw[-1], base)
        n_documents += MORE_ROWS
        result[kind] = build(raw, warehouse, n_documents)
        if is_compared:
            whole = folder / "whole"
            result[kind]["whole_build"] = build(raw, whole, n_documents)
            result[kind]["rows_apart"] = rows_apart(warehouse, whole)
            result[kind]["files_apart"] = files_apart(warehouse, whole)
            shutil.rmtree(whole)
    return result


def _read_ahead(path: Path) -> None:
    """Have a file in memory, as far as it fits: neither floor nor build shall wait for the disk alone."""
    with path.open("rb") as file:
        while file.read(8 << 20):
            pass


def bench(sizes: Sequence[int], n_runs: int) -> Result:
    """All sizes in turns, `n_runs` times over."""
    for n_rows in sizes:
        dump_of(n_rows)
    of_sizes: dict[int, list[Result]] = {n_rows: [] for n_rows in sizes}
    parsers = []
    temporary = dump.OUT / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    for number in range(n_runs):
        for n_rows in sizes:
            with tempfile.TemporaryDirectory(prefix=f"{n_rows}-", dir=temporary) as name:
                of_sizes[n_rows].append(run(n_rows, Path(name), is_compared=number == 0))
            last = of_sizes[n_rows][-1]
            print(
                f"run {number + 1}, {n_rows:,} rows: floor {last['floor']['wall_seconds']:.1f} s, "
                f"build {last['build']['wall_seconds']:.1f} s",
                flush=True,
            )
        parsers.append(parse_rates(dump_of(OUR_ROWS), temporary))
    return {
        "runs": n_runs,
        "machine": {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "system": platform.system(),
        },
        "parsers": medians(parsers),
        "sizes": [
            {"rows": n_rows, "raw_bytes": dump_of(n_rows).stat().st_size, **medians(runs)}
            for n_rows, runs in of_sizes.items()
        ],
    }


def main() -> None:
    """Measure, print, draw, and keep the result under `tests/benchmarks/out/`."""
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes of the dumps")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--result", type=Path, help="measure nothing; show and draw this earlier result")
    parser.add_argument("--plot", type=Path, default=dump.OUT / "scale.svg", help="where the picture goes")
    chosen = parser.parse_args()
    if chosen.result:
        result = json.loads(chosen.result.read_text())
    else:
        result = bench(sorted(chosen.rows), chosen.runs)
        kept = dump.OUT / f"scale-{time.strftime('%Y%m%dT%H%M%S')}.json"
        kept.write_text(json.dumps(result, indent=2) + "\n")
    print(show(result))
    plot(result, chosen.plot)


if __name__ == "__main__":
    main()
