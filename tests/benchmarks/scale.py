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
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tests.benchmarks import dump
from tests.benchmarks.bench import ROOT, step_seconds
from tests.benchmarks.process import measure
from tests.benchmarks.scale_diff import files_apart, rows_apart
from tests.benchmarks.scale_parsers import OUR_ROWS, parse_rates
from tests.benchmarks.scale_raw import MORE_ROWS, SERIALS, dump_of, more_rows
from tests.benchmarks.scale_report import medians, plot, show

SIZES = (10_000, 50_000, dump.ROWS)
LARGEST_WITH_MORE = dump.ROWS
"""Larger dumps are only built whole: what comes later would cost two more builds of everything, to compare with."""
MOST_SKIPPED = 0.001
PAGE = ROOT / "docs" / "speed.md"
MEASURED = re.compile(r"<!-- measured -->\n```text\n(.*?)```", re.DOTALL)
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


def bench(sizes: Sequence[int], n_runs: int, compared_rows: int) -> Iterator[Result]:
    """All sizes in turns, `n_runs` times over; the result so far after each turn, since the whole may take hours.

    Later builds of up to `compared_rows` are compared with builds of everything, once.
    """
    for n_rows in sizes:
        dump_of(n_rows)
    of_sizes: dict[int, list[Result]] = {n_rows: [] for n_rows in sizes}
    parsers = []
    temporary = dump.OUT / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    for number in range(n_runs):
        parsers.append(parse_rates(dump_of(OUR_ROWS), temporary))
        for n_rows, runs in of_sizes.items():
            with tempfile.TemporaryDirectory(prefix=f"{n_rows}-", dir=temporary) as name:
                runs.append(run(n_rows, Path(name), is_compared=number == 0 and n_rows <= compared_rows))
            floor_seconds, build_seconds = (runs[-1][name]["wall_seconds"] for name in ("floor", "build"))
            print(
                f"run {number + 1}, {n_rows:,} rows: floor {floor_seconds:.1f} s, build {build_seconds:.1f} s",
                flush=True,
            )
            yield {
                "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
                "parsers": medians(parsers),
                "sizes": [
                    {
                        "rows": n,
                        "raw_bytes": dump_of(n).stat().st_size,
                        "runs": len(done),
                        **medians(done),
                    }
                    for n, done in of_sizes.items()
                    if done
                ],
            }


def merged(results: Sequence[Result]) -> Result:
    """Results of separate calls as one; of a size that several measured, the last."""
    sizes = {size["rows"]: size for result in results for size in result["sizes"]}
    return {**results[-1], "sizes": [sizes[n_rows] for n_rows in sorted(sizes)]}


def write_docs(result: Result, page: Path) -> None:
    """Put the result into the page, and the picture beside it."""
    text = page.read_text()
    old = MEASURED.search(text)
    if not old:
        raise SystemExit(f"bench: no block of measures in {page}")
    page.write_text(text[: old.start(1)] + show(result) + "\n" + text[old.end(1) :])
    plot(result, page.with_suffix(".svg"))


def main() -> None:
    """Measure, print, draw, and keep the result under `tests/benchmarks/out/`."""
    parser = argparse.ArgumentParser(prog="scale", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes of the dumps")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument(
        "--compared-rows",
        type=int,
        default=dump.ROWS,
        help="the largest dump whose later builds are compared with builds of everything, two more for each",
    )
    parser.add_argument(
        "--result", type=Path, nargs="+", help="measure nothing; show and draw earlier results together"
    )
    parser.add_argument("--docs", action="store_true", help=f"put the result into {PAGE.name}")
    chosen = parser.parse_args()
    if chosen.result:
        result = merged([json.loads(path.read_text()) for path in chosen.result])
    else:
        kept = dump.OUT / f"scale-{time.strftime('%Y%m%dT%H%M%S')}.json"
        for result in bench(sorted(chosen.rows), chosen.runs, chosen.compared_rows):
            kept.write_text(json.dumps(result, indent=2) + "\n")
    print(show(result))
    plot(result, dump.OUT / "scale.svg")
    if chosen.docs:
        write_docs(result, PAGE)


if __name__ == "__main__":
    main()
