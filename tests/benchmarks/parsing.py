"""`make bench`, its second part: telegrams parsed a second, on one core and on two.

The telegrams of the raw sources, each again and again under an id of its own, go through `parse_telegrams` in
batches as large as a build's; and once more from their pages on. Making the batches is not timed. The floor is
one pass of Polars that cuts the same texts into lines and counts the words of each: who reads a telegram must at
least see its lines and words. One and two cores are processes of their own, bound to as many.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

import etl.telegrams
from etl.land import land
from etl.land.limits import BATCH_BYTES
from etl.pages import read_pages
from etl.pipeline.sync import SHARD_BYTES
from tests.benchmarks.bench import CORPUS, HERE, SAMPLE, measure

GOAL = 10_000
TELEGRAMS = 50_000
FROM_PAGES = 5_000
SOURCE_BYTES = 256 << 20
RUNS = 3
CORES = (1, 2)
Figures = dict[str, float]


def source(raw: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents of the raw sources that hold a telegram, and their pages."""
    documents, pages, n_bytes = [], [], 0
    for batch in land([raw]):
        read = read_pages(batch)
        holds = read["telegram"].is_not_null() & (read["fidelity"] != "excerpt")
        documents.append(batch.filter(holds))
        pages.append(read.filter(holds))
        n_bytes += batch["n_bytes"].sum()
        if n_bytes > SOURCE_BYTES:
            break
    return pl.concat(documents), pl.concat(pages)


def batches(frame: pl.DataFrame, n_rows: int, rows_of_batch: int) -> Iterator[pl.DataFrame]:
    """`n_rows` rows, those of `frame` in turns, each with a document id of its own."""
    for start in range(0, n_rows, rows_of_batch):
        row = pl.int_range(start, min(start + rows_of_batch, n_rows), eager=True)
        ids = pl.format("{}-{}", pl.col("document_id"), row)
        yield frame[row % frame.height].with_columns(document_id=ids).rechunk()


def lines_and_words(pages: pl.DataFrame) -> pl.Series:
    """The floor: words by their blanks, over octets, as patterns are slower."""
    octets = pages["telegram"].str.split("\n").explode().cast(pl.Binary).cast(pl.List(pl.UInt8))
    return octets.list.eval(pl.element() <= pl.lit(ord(" "), pl.UInt8)).list.sum() + 1


def pages_and_telegrams(documents: pl.DataFrame) -> None:
    """Both stages, the pages in batches as large as those that are landed."""
    size = max(1, int(BATCH_BYTES / documents["n_bytes"].mean()))
    pages = [read_pages(documents.slice(start, size)) for start in range(0, documents.height, size)]
    etl.telegrams.parse_telegrams(pl.concat(pages))


def rate(step: Callable[[pl.DataFrame], object], frame: pl.DataFrame, n_rows: int, size: int) -> Figures:
    """Rows a second on the wall and CPU microseconds a row, medians over the runs."""
    walls, cpus = [], []
    for _ in range(RUNS):
        wall = cpu = 0.0
        for batch in batches(frame, n_rows, size):
            started = time.perf_counter(), time.process_time()
            step(batch)
            wall += time.perf_counter() - started[0]
            cpu += time.process_time() - started[1]
        walls.append(n_rows / wall)
        cpus.append(cpu / n_rows * 1e6)
    return {"per_second": statistics.median(walls), "cpu_us": statistics.median(cpus)}


def profile(pages: pl.DataFrame) -> Figures:
    """CPU microseconds a telegram in each function that `parse_telegrams` calls; for one core."""
    spent: Figures = {}

    def timed(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **named: object) -> object:
            start = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + (time.process_time() - start) / pages.height * 1e6

        return run

    steps = {
        name: function
        for name, function in vars(etl.telegrams).items()
        if getattr(function, "__module__", "").startswith("etl.telegrams")
        and name not in ("_parse", "parse_telegrams")
    }
    for name, function in steps.items():
        setattr(etl.telegrams, name, timed(name.removeprefix("_"), function))
    etl.telegrams.parse_telegrams(pages)
    for name, function in steps.items():
        setattr(etl.telegrams, name, function)
    return spent


def measure_here(folder: Path, n_telegrams: int) -> dict[str, Figures]:
    """All figures, with as many cores as this process has."""
    pages, documents = (pl.read_parquet(folder / f"{name}.parquet") for name in ("pages", "documents"))
    size = max(1, int(SHARD_BYTES / pages["telegram"].str.len_bytes().mean()))
    parse = etl.telegrams.parse_telegrams
    n_pages = min(n_telegrams, FROM_PAGES)
    figures = {
        "floor": rate(lines_and_words, pages, n_telegrams, size),
        "telegrams": rate(parse, pages, n_telegrams, size),
        "from_pages": rate(pages_and_telegrams, documents, n_pages, size),
    }
    if pl.thread_pool_size() == 1:
        figures["steps"] = profile(next(batches(pages, min(n_telegrams, size), size)))
    return figures


def on_cores(n_cores: int, folder: Path, n_telegrams: int) -> dict[str, object]:
    """`measure_here` in a process that is bound to so many cores, with its peak memory."""
    os.environ["POLARS_MAX_THREADS"] = str(n_cores)
    command = [sys.executable, "-m", __spec__.name, "--folder", folder, "--telegrams", str(n_telegrams)]
    may_bind = hasattr(os, "sched_setaffinity")
    mine = os.sched_getaffinity(0) if may_bind else set()
    if may_bind:
        os.sched_setaffinity(0, sorted(mine)[:n_cores])
    try:
        cost = measure(command, folder / "log.txt")
    finally:
        if may_bind:
            os.sched_setaffinity(0, mine)
    return {**json.loads((folder / "figures.json").read_text()), "peak_bytes": cost.peak_bytes}


def show(result: dict[str, object]) -> None:
    """Print a result as a table."""
    cores = result["cores"]
    print(f"{result['telegrams']:,} telegrams of {result['mean_bytes'] / 1e3:.1f} kB, medians of {RUNS} runs")
    print(f"{'':<26}" + "".join(f"{name + ' core' + 's' * (name > '1'):>12}" for name in cores))
    lines = (
        (
            "telegrams a second",
            lambda each: f"{each['telegrams']['per_second']:,.0f}",
            f"goal on two: {GOAL:,}",
        ),
        ("pages+telegrams a second", lambda each: f"{each['from_pages']['per_second']:,.0f}", ""),
        ("floor, lines and words", lambda each: f"{each['floor']['per_second']:,.0f}", ""),
        (
            "times the floor",
            lambda each: f"{each['floor']['per_second'] / each['telegrams']['per_second']:.1f}",
            "",
        ),
        ("CPU us a telegram", lambda each: f"{each['telegrams']['cpu_us']:,.0f}", ""),
        ("peak GB", lambda each: f"{each['peak_bytes'] / 1e9:.2f}", ""),
    )
    for label, value, remark in lines:
        print(f"{label:<26}" + "".join(f"{value(each):>12}" for each in cores.values()), remark)
    steps = sorted(cores["1"]["steps"].items(), key=lambda step: -step[1])
    print("ms a thousand telegrams on one core: " + ", ".join(f"{name} {us:.0f}" for name, us in steps))


def main() -> None:
    """Measure, print, and keep the result under `tests/benchmarks/out/`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--raw", type=Path, help="where telegrams are from; default: the corpus, else the sample"
    )
    parser.add_argument("--telegrams", type=int, default=TELEGRAMS, help="how many are parsed in a run")
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.folder:
        figures = measure_here(chosen.folder, chosen.telegrams)
        (chosen.folder / "figures.json").write_text(json.dumps(figures))
        return
    folder = Path(tempfile.mkdtemp(prefix="cablehouse-bench-"))
    try:
        documents, pages = source(chosen.raw or (CORPUS if CORPUS.is_dir() else SAMPLE))
        documents.write_parquet(folder / "documents.parquet")
        pages.write_parquet(folder / "pages.parquet")
        cores = {str(n): on_cores(n, folder, chosen.telegrams) for n in CORES if n <= (os.cpu_count() or 1)}
    finally:
        shutil.rmtree(folder)
    mean = pages["telegram"].str.len_bytes().mean()
    result = {
        "telegrams": chosen.telegrams,
        "distinct": pages.height,
        "mean_bytes": mean,
        "goal": GOAL,
        "cores": cores,
    }
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    (out / f"parsing-{time.strftime('%Y%m%dT%H%M%S')}.json").write_text(json.dumps(result, indent=2) + "\n")
    show(result)


if __name__ == "__main__":
    main()
