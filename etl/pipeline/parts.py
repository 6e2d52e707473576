"""Tables in parts: which rows belong in which file, and which files are still true.

`cables` and the large tables that hang on it are parted by the time of their cable, so that a query for a
month opens few files and a build that adds a day's cables writes few. Where a part begins and ends depends on
the rows alone, never on how they were batched: same cables, same files.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import polars as pl

from etl.warehouse.parquet import UNDATED, WHOLE, keep_parts, part_fingerprint, parts_held, write_part

PART_ROWS = 20_000
"""Cables of a part, unless one day has more: about 140 MB of text, which is sorted and written in memory."""

LEVELS = ("%Y", "%Y-%m", "%Y-%m-%d")

WRITERS = 2
"""Parts written at once: one is compressed while the next is read."""


class TablePart(NamedTuple):
    """A file of a table that is to be.

    Attributes:
        name: of the part.
        fingerprint: of all that its rows are made from, the code included.
        rows: makes them.
    """

    name: str
    fingerprint: str
    rows: Callable[[], pl.DataFrame]


def fingerprint(code: str, *columns: pl.Series) -> str:
    """Sixteen hex digits over a version of the code, and the values of some columns in any order of rows."""
    digest = hashlib.sha256(code.encode())
    if columns:
        told = pl.select(
            pl.concat_str([column.cast(pl.String).fill_null("") for column in columns], separator="\t")
        )
        digest.update("\n".join(told.to_series().sort()).encode())
    return digest.hexdigest()[:16]


def part_names(created_at: pl.Series) -> pl.Series:
    """The part that each cable belongs in: one for all, a year, a month or a day, by how many there are.

    Args:
        created_at: one value a cable.
    """
    frame = created_at.rename("at").to_frame()
    if frame.height <= PART_ROWS:
        return pl.Series("part", [WHOLE] * frame.height, dtype=pl.String)
    for level in LEVELS:
        frame = frame.with_columns(pl.col("at").dt.to_string(level).alias(level))
    name = pl.col(LEVELS[-1])
    for level in reversed(LEVELS[:-1]):
        name = pl.when(pl.len().over(level) <= PART_ROWS).then(level).otherwise(name)
    return frame.select(part=name.fill_null(UNDATED)).to_series()


def write_parts(name: str, parts: Iterable[TablePart], folder: Path) -> list[str]:
    """Bring the files of a table in line with its parts: those of the same fingerprint stay as they are.

    Args:
        name: of the table.
        parts: all of its parts.
        folder: of all tables; may hold this table's files of the build before.

    Returns:
        Names of the parts that were written.

    Raises:
        etl.warehouse.TableError: rows break the schema.
        etl.warehouse.WarehouseError: the folder cannot be written.
    """
    parts = list(parts)
    keep_parts(name, [part.name for part in parts], folder)
    stale = [part for part in parts if part_fingerprint(folder, name, part.name) != part.fingerprint]

    def write(part: TablePart) -> str:
        write_part(name, part.name, part.rows(), folder, fingerprint=part.fingerprint)
        return part.name

    with ThreadPoolExecutor(WRITERS) as writers:
        return list(writers.map(write, stale))


def changed_parts(tables: Sequence[str], before: Path | None, after: Path) -> dict[str, list[str]]:
    """Which parts of which tables two builds do not have in common, those that are gone included."""
    changed = {}
    for name in tables:
        old = {} if before is None else _fingerprints(before, name)
        new = _fingerprints(after, name)
        if differ := sorted(part for part in {*old, *new} if old.get(part) != new.get(part)):
            changed[name] = differ
    return changed


def _fingerprints(folder: Path, name: str) -> dict[str, str | None]:
    return {part: part_fingerprint(folder, name, part) for part in parts_held(folder, name)}
