"""Ids of cables in canonical form: two-digit year, station letters, serial without leading zeros."""

import polars as pl

from etl.telegrams.stations import stations_of

FIRST_YEAR = 1960
LAST_YEAR = 2015

_ID = r"^(?P<year>(?:19|20)[0-9]{2}|[0-9]{2})(?P<junk>.*?)(?P<station>[A-Z]+)0*(?P<serial>[0-9]{1,7})$"


def year_of(digits: pl.Expr) -> pl.Expr:
    """A year of two or four digits as four: 66 is 1966, 10 is 2010; null outside of what can be released."""
    number = digits.cast(pl.Int32, strict=False)
    year = pl.when(number >= 100).then(number).when(number >= 60).then(number + 1900).otherwise(number + 2000)
    return pl.when(year.is_between(FIRST_YEAR, LAST_YEAR)).then(year)


def canonical_id(year: pl.Expr, station: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """The canonical id; null when a part is missing."""
    short = (year % 100).cast(pl.String).str.zfill(2)
    return pl.concat_str(short, station, serial.cast(pl.String))


def parse_ids(printed: pl.Series) -> pl.DataFrame:
    """Read ids as pages and archives print them.

    Understands leading zeros, blanks, four-digit years, the archive's `1976ABUDHA01189_b`, and the junk of a
    section line that a mirror left in (`SECTION01OF03`, `SUSPECTEDDUPLICATE`).

    Args:
        printed: ids in any of these forms; null where there is none.

    Returns:
        One row an input row: `year`, `station`, `serial`, `is_known` (the station is a known post),
        `cable_id`; all null where no id can be read.
    """
    parts = id_parts(printed)
    return pl.concat([parts, stations_of(parts["letters"])], how="horizontal").select(
        "year",
        "station",
        "serial",
        "is_known",
        cable_id=canonical_id(pl.col("year"), pl.col("station"), pl.col("serial")),
    )


def id_parts(printed: pl.Series) -> pl.DataFrame:
    """Take printed ids apart: one row an input row, `year`, `letters` (of the station) and `serial`."""
    text = (
        pl.col("printed")
        .str.replace(r"_[a-z]$", "")
        .str.to_uppercase()
        .str.replace_all(r"[^A-Z0-9]", "")
        .str.replace(r"SUSPECTEDDUPLICATE[0-9]*$", "")
        # A zero among letters is the letter.
        .str.replace_all(r"([A-Z])0([A-Z])", "${1}O$2")
        .str.replace(r"^((?:19|20)?[0-9]{2})0([A-Z])", "${1}O$2")
    )
    parts = printed.to_frame("printed").select(text.str.extract_groups(_ID).struct.unnest())
    return parts.select(
        year=year_of(pl.col("year")), letters="station", serial=pl.col("serial").cast(pl.Int32, strict=False)
    )
