"""Texts letter by letter: over their octets, as patterns cost ten times as much."""

from collections.abc import Iterator

import polars as pl

SLICE_BYTES = 2 << 20
"""Octets worked on at once: memory for so many is used again before the system has it back."""


def counted(texts: pl.Series, condition: pl.Expr) -> pl.Series:
    """How many octets of each text meet a condition of `pl.element()`; null for null."""
    return pl.concat([octets.list.eval(condition).list.sum() for octets in _octets(texts)])


def mapped(texts: pl.Series, octet: pl.Expr) -> pl.Series:
    """Texts with each octet replaced by an expression of `pl.element()`, which must leave UTF-8 valid."""
    return pl.concat([octets.list.eval(octet).cast(pl.Binary).cast(pl.String) for octets in _octets(texts)])


def mapped_and_counted(texts: pl.Series, octet: pl.Expr, condition: pl.Expr) -> tuple[pl.Series, pl.Series]:
    """What `mapped` makes of texts, and what `counted` says of that."""
    parts = []
    for octets in _octets(texts):
        new = octets.list.eval(octet)
        parts.append((new.cast(pl.Binary).cast(pl.String), new.list.eval(condition).list.sum()))
    every, counts = zip(*parts, strict=True)
    return pl.concat(every), pl.concat(counts)


def _octets(texts: pl.Series) -> Iterator[pl.Series]:
    """Lists of the octets of each text, `SLICE_BYTES` at a time; at least one series."""
    n_slices = max(1, int(texts.str.len_bytes().sum()) // SLICE_BYTES)
    size = max(1, -(-len(texts) // n_slices))
    for start in range(0, max(1, len(texts)), size):
        yield texts.slice(start, size).cast(pl.Binary).cast(pl.List(pl.UInt8))
