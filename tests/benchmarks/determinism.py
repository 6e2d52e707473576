"""Whether a warehouse is the same, byte for byte, however its raw sources come: a hash a table for each of some builds.

`python -m tests.benchmarks.determinism RAW [RAW ...]` builds the same raw sources several times, each time from scratch,
from copies made in another order, given in another order, and parsed so many documents at a time.
"""

import argparse
import hashlib
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import polars as pl

from dagster_project.build import run_build
from etl.pipeline import Progress, sync
from etl.schemas import TABLES
from etl.settings import Settings

SIZES = (10_000, 100)
HASH_DIGITS = 16

Gather = Callable[[Iterator[pl.DataFrame], int], Iterator[pl.DataFrame]]


class Variant(NamedTuple):
    """A way in which raw sources come.

    Attributes:
        n_documents: of a shard; the last may have fewer.
        seed: of the order in which files are made and given; null for that of the alphabet.
    """

    n_documents: int
    seed: int | None

    def __str__(self) -> str:
        order = "in order" if self.seed is None else f"shuffled ({self.seed})"
        return f"{self.n_documents:,} at a time, {order}"


class Silent:
    """Watches a build and says nothing."""

    def plan(self, n_steps: int) -> None:
        """Nothing."""

    def on_progress(self, progress: Progress) -> None:
        """Nothing."""

    def step_started(self, name: str) -> None:
        """Nothing."""

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:
        """Nothing."""


def variants(sizes: Sequence[int]) -> list[Variant]:
    """Each size in order and shuffled, each time otherwise."""
    return [Variant(size, seed) for n, size in enumerate(sizes, 1) for seed in (None, n)]


def build(raw: Sequence[Path], variant: Variant, folder: Path) -> dict[str, str]:
    """Build raw sources in a folder of their own, as the variant says.

    Args:
        raw: files and folders, of different names.
        variant: how they come.
        folder: empty.

    Returns:
        For each table a hash over its files, their names and their bytes.

    Raises:
        SystemExit: the build failed.
    """
    copies = copied(raw, folder / "raw", variant.seed)
    settings = Settings(tuple(copies), folder / "warehouse", "local:1")
    with _gathered(by_number(variant.n_documents)):
        outcome = run_build(settings, Silent())
    if not outcome.success:
        raise SystemExit(f"determinism: a build failed: {outcome.blocked_by or outcome.failures}")
    return hashes(settings.tables)


def copied(raw: Sequence[Path], folder: Path, seed: int | None) -> list[Path]:
    """Copies of raw sources, made and given in an order of their own: the same uris, other places and times."""
    files = [(path, file) for path in raw for file in sorted(path.rglob("*") if path.is_dir() else [path])]
    files = [(path, file) for path, file in files if file.is_file()]
    roots = [folder / path.name for path in raw]
    if seed is not None:
        random.Random(seed).shuffle(files)
        # So few may come out of a shuffle as they went in.
        roots = [*roots[1:], roots[0]]
    for path, file in files:
        copy = folder / path.name / file.relative_to(path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    return roots


def by_number(n_documents: int) -> Gather:
    """What gathers so many documents for a shard, in the place of what gathers so many bytes."""

    def gather(batches: Iterator[pl.DataFrame], _: int) -> Iterator[pl.DataFrame]:
        waiting: list[pl.DataFrame] = []
        for batch in batches:
            waiting.append(batch)
            if sum(frame.height for frame in waiting) >= n_documents:
                *full, last = pl.concat(waiting).iter_slices(n_documents)
                yield from full
                waiting = [last]
        if waiting:
            yield from pl.concat(waiting).iter_slices(n_documents)

    return gather


@contextmanager
def _gathered(gather: Gather) -> Iterator[None]:
    """Let builds gather documents so."""
    usual = sync._gather
    sync._gather = gather
    try:
        yield
    finally:
        sync._gather = usual


def hashes(tables: Path) -> dict[str, str]:
    """For each table a hash over its files, their names and their bytes."""
    found = {}
    for name in TABLES:
        digest = hashlib.sha256()
        for file in sorted((tables / name).glob("*.parquet")):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
        found[name] = digest.hexdigest()[:HASH_DIGITS]
    return found


def show(built: dict[Variant, dict[str, str]]) -> str:
    """A line a table, a column a build, and what differs."""
    heads = [f"{variant!s:<{len(str(variant))}}" for variant in built]
    lines = [f"{'table':<22}" + "  ".join(heads)]
    for name in next(iter(built.values())):
        told = [each[name] for each in built.values()]
        cells = [f"{value:<{len(head)}}" for value, head in zip(told, heads, strict=True)]
        lines.append(f"{name:<22}" + "  ".join(cells) + ("" if len(set(told)) == 1 else "  DIFFERS"))
    return "\n".join(lines)


def main() -> None:
    """Build, print, and fail where a table differs."""
    parser = argparse.ArgumentParser(prog="determinism", description=__doc__)
    parser.add_argument("raw", type=Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="documents a shard")
    chosen = parser.parse_args()
    built = {}
    for variant in variants(chosen.sizes):
        with tempfile.TemporaryDirectory(prefix="cablehouse-") as name:
            built[variant] = build([path.absolute() for path in chosen.raw], variant, Path(name))
        print(f"built {variant}", flush=True)
    print(show(built))
    sys.exit(len({tuple(each.values()) for each in built.values()}) > 1)


if __name__ == "__main__":
    main()
