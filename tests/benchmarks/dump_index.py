"""Which cables the generated dump holds: ids, dates and references, for all rows at once, in order of date."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.reference import posts

PROFILE = Path(__file__).with_name("dump_profile.toml")
KINDS = {"Embassy": "AMEMBASSY", "Consulate": "AMCONSUL"}
STATE = ("STATE", "STATE", "RUEHC", "Secretary of State", "SECSTATE WASHDC")
REFERS_BACK = 4_000
"""Rows that a reference reaches back: about three weeks."""
HELD_REFERENCES = 0.5
SKEW_OF_STATIONS = 2.0
"""Some posts write most of the cables."""


@cache
def profile() -> dict[str, Any]:
    """The measures of `dump_profile.toml`."""
    return tomllib.loads(PROFILE.read_text())


def quantiles(name: str, size: int, rng: np.random.Generator, scale: float = 1.0) -> np.ndarray:
    """Counts whose distribution has these quantiles, times `scale`."""
    steps = profile()["quantiles"][name]
    drawn = np.interp(rng.random(size), np.linspace(0, 1, len(steps)), steps) * scale
    return np.floor(drawn + rng.random(size)).astype(np.int64)


def weighted(name: str, size: int, rng: np.random.Generator) -> np.ndarray:
    """Values drawn by weight."""
    weights = profile()["weights"][name]
    shares = np.array(list(weights.values()))
    return rng.choice(list(weights), size, p=shares / shares.sum())


def stations() -> pl.DataFrame:
    """Posts that send: `station`, `printed`, `routing`, `origin`, `sender`; the busiest first."""
    kind = pl.col("name").str.extract(r"^(\w+)")
    printed = pl.col("name").str.replace(r"^\w+ ", "").str.to_uppercase()
    sending = posts().filter(kind.is_in(list(KINDS)), pl.col("routing").is_not_null())
    rows = sending.filter(printed.str.replace_all(r"[^A-Z]", "") == pl.col("station")).select(
        "station",
        "routing",
        printed=printed,
        origin="name",
        sender=pl.concat_str(kind.replace_strict(KINDS), printed, separator=" "),
    )
    state = pl.DataFrame(
        [dict(zip(("station", "printed", "routing", "origin", "sender"), STATE, strict=True))]
    )
    return pl.concat([state, rows.sample(fraction=1, shuffle=True, seed=5)], how="diagonal_relaxed")


def index(
    n_rows: int, seed: int, *, month: tuple[int, int] | None = None, first_serial: int = 0
) -> pl.DataFrame:
    """One row a cable, by date.

    Args:
        n_rows: how many.
        seed: of what is drawn.
        month: year and month that all are of; default: years as in the real dump.
        first_serial: above this all serials are, below a million: dumps of ranges apart share no id.

    Returns:
        `row_number`, `created`, `year`, `serial`, `printed_serial`, `cable_id`, `classification`, `precedence`
        (letter), and the columns of `stations`.
    """
    rng = np.random.default_rng([seed, n_rows])
    sending = stations()
    station = (sending.height * rng.random(n_rows) ** SKEW_OF_STATIONS).astype(np.int64)
    year = weighted("year", n_rows, rng).astype(np.int64)
    minute = rng.integers(0, 365 * 24 * 60, n_rows)
    # The real dump ends in February 2010.
    minute = np.where(year == 2010, minute // 6, minute)
    if month:
        year, minute = np.full(n_rows, month[0]), minute % (28 * 24 * 60)
    created = pl.datetime(pl.col("year"), month[1] if month else 1, 1) + pl.duration(minutes="minute")
    cell = ["station", "year"]
    return (
        pl.DataFrame({"at": station, "year": year, "minute": minute, "gap": rng.integers(1, 9, n_rows)})
        .with_columns(sending[station])
        .with_columns(created=created)
        .sort("created", "station", "minute", maintain_order=True)
        .with_columns(serial=first_serial + pl.col("gap").cum_sum().over(cell))
        .with_columns(cable_id=pl.format("{}{}{}", pl.col("created").dt.strftime("%y"), "station", "serial"))
        .with_columns(
            printed_serial=pl.col("serial").cast(pl.String).str.zfill(6),
            classification=pl.Series(weighted("classification", n_rows, rng)),
            precedence=pl.Series(weighted("precedence", n_rows, rng)),
        )
        .with_row_index("row_number", 1)
        .drop("at", "minute", "gap")
    )
