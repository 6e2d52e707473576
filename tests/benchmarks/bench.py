"""`make bench`, its first part: what a build of real pages costs, beside the least that any tool must do.

The floor reads every file and lets DuckDB write the bytes as zstd Parquet; nothing is parsed. Both run as
processes of their own, one after the other, so that start-up and memory count and neither warms the other.
"""

import argparse
import json
import os
import re
import shutil
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import duckdb
import polars as pl

from etl.figures import recognize_figures
from etl.warehouse.parquet import read_table
from tests.benchmarks.figures import speed
from tests.benchmarks.process import measure

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CORPUS = ROOT.parent / "shared" / "corpus"
SAMPLE = ROOT / "warehouse" / "raw" / "sample"
SAMPLE_COPIES = 50
STEP = re.compile(r"^(\w+): (?:[\d,]+ rows, )?([\d,.]+) s$", re.MULTILINE)
"""A line of a build's progress: step, rows, seconds."""

FLOOR = """
import duckdb, sys
files = [line.rstrip("\\n") for line in open(sys.argv[1])]
duckdb.execute("copy (select filename, content from read_blob($files)) to '" + sys.argv[2] +
               "' (format parquet, compression zstd)", {"files": files})
"""


def raw_sources(folder: Path) -> Path:
    """The real corpus beside the repository, else copies of the bundled sample with serials of their own."""
    if CORPUS.is_dir():
        return CORPUS
    raw = folder / "raw"
    for copy in range(SAMPLE_COPIES):
        for file in SAMPLE.glob("*.*ml"):
            target = raw / str(copy) / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(file.read_text().replace("99", f"{copy:02d}9"))
    return raw


def step_seconds(log: Path) -> dict[str, float]:
    """Seconds on the wall of each step of a build, as its progress tells them."""
    return {name: float(seconds.replace(",", "")) for name, seconds in STEP.findall(log.read_text())}


def recognized_tables(warehouse: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Paragraphs, cables and tags as the recognizer is given them: each row with its document."""
    paragraphs, cables, tags = (
        read_table(warehouse / "tables", name).collect() for name in ("paragraphs", "cables", "tags")
    )
    document = cables.select("cable_id", "document_id")
    return (
        paragraphs.join(document, on="cable_id", maintain_order="left"),
        cables,
        tags.join(document, on="cable_id", maintain_order="left"),
    )


def bench(raw: Path, folder: Path) -> dict[str, object]:
    """Measure a build of `raw` and its floor, in `folder`."""
    files = [path for path in ([raw] if raw.is_file() else sorted(raw.rglob("*"))) if path.is_file()]
    listing, log, warehouse = folder / "files.txt", folder / "log.txt", folder / "warehouse"
    listing.write_text("".join(f"{path}\n" for path in files))
    floor = measure([sys.executable, "-c", FLOOR, listing, folder / "floor.parquet"], log)
    command = Path(sys.executable).with_name("cablehouse")
    build = measure([command, "build", "--raw", raw, "--warehouse", warehouse], log)
    with duckdb.connect(warehouse / "cables.duckdb", read_only=True) as connection:
        n_documents = connection.execute("select count(*) from documents").fetchone()[0]
    tables = recognized_tables(warehouse)
    per_second = speed(*tables)
    started = time.process_time()
    recognize_figures(*tables)
    recognizing = time.process_time() - started
    return {
        "raw_bytes": sum(path.stat().st_size for path in files),
        "documents": n_documents,
        "documents_per_second": n_documents / build.wall_seconds,
        "build": asdict(build),
        "floor": asdict(floor),
        "times_floor_wall": build.wall_seconds / floor.wall_seconds,
        "times_floor_cpu": build.cpu_seconds / floor.cpu_seconds,
        "step_seconds": step_seconds(log),
        "recognizer_sentences_per_second": per_second,
        "recognizer_share_of_cpu": recognizing / build.cpu_seconds,
        "cores": os.cpu_count(),
    }


def show(result: dict[str, object]) -> None:
    """Print a result as a table."""
    for name in ("build", "floor"):
        cost = result[name]
        print(
            f"{name:<6} {cost['wall_seconds']:8.1f} s wall {cost['cpu_seconds']:8.1f} s CPU "
            f"{cost['peak_bytes'] / 1e9:6.2f} GB peak"
        )
    print(f"{result['documents']:,} documents of {result['raw_bytes'] / 1e6:,.1f} MB: ", end="")
    print(f"{result['documents_per_second']:,.0f} a second, {result['times_floor_wall']:.1f} times the floor")
    steps = sorted(result["step_seconds"].items(), key=lambda step: -step[1])
    for name, seconds in steps[:8]:
        print(f"  {name:<28} {seconds:6.1f} s")
    print(
        f"figures: {result['recognizer_sentences_per_second']:,.0f} sentences of candidate paragraphs a second, "
        f"{result['recognizer_share_of_cpu']:.0%} of the build's CPU time"
    )


def main() -> None:
    """Measure, print, and keep the result under `tests/benchmarks/out/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, help="what to build from; default: the corpus, else the sample")
    chosen = parser.parse_args().raw
    folder = Path(tempfile.mkdtemp(prefix="cablehouse-bench-"))
    try:
        result = bench(chosen or raw_sources(folder), folder)
    finally:
        shutil.rmtree(folder)
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    (out / f"{time.strftime('%Y%m%dT%H%M%S')}.json").write_text(json.dumps(result, indent=2) + "\n")
    show(result)


if __name__ == "__main__":
    main()
