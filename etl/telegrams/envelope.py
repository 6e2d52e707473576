"""The envelope of a telegram, after ACP-127: routing line, precedence, date-time group, sender."""

import polars as pl

from etl.telegrams.caption import month_number
from etl.telegrams.identifiers import id_parts, year_of
from etl.vocabulary import Precedence

_DATE_TIME_GROUP = (
    r"(?m)^ *(?P<letters>(?:[ZOPRY]{1,2} ){1,4})?[ -~]{0,4}?(?-u:\b)(?P<day>[0-9]{2})(?P<hour>[0-9]{2})"
    r"(?P<minute>[0-9]{2})Z[!-~]{0,6} +(?P<month>[A-Za-z]{3})[A-Za-z]* +(?P<year>[0-9]{4}|[0-9]{2})(?-u:\b)"
)
_DAMAGED_GROUP = (
    r"(?m)^ *(?P<letters>(?:[ZOPRY]{1,2} ){1,4})[^A-Za-z0-9\n]{0,4}(?P<day>[0-9O]{2}) ?(?P<hour>[0-9O]{2})"
    r"(?P<minute>[0-9O]{2})(?: ?Z[!-~]{0,6}?)? *(?P<month>[A-Z][A-Z0-9]{2})[A-Z]*"
    r"(?: *(?P<year>(?:19|20)?[0-9O]{2}))?(?-u:\b)"
)
"""With letters for digits, blanks lost or too many, the Z lost, the month misspelt or the year cut off."""
_STATED = r"(?m)^(?:[ZOPRY] ){1,3}[0-9]{3,8}[!-~]* [A-Za-z]{3}(?-u:\b)"
_ROUTING = (
    r"(?m)^(?:DE )?(?P<route>R[UH][A-Z]{2,6}) ?#(?P<serial>[0-9]{1,5})[^ \n]*"
    r"(?: (?P<julian>[0-9]{3})[0-9]{4})?"
)
_PAGE_SERIAL = r"(?m)^ *PAGE [0-9]{2} +[A-Z][A-Z .']{2,11} +([0-9]{4,6})(?-u:\b)"
_SENDER = r"(?m)^FM[ /]+(?:R[UH][A-Z]{2,6}/)?([^\n]+?)[ \t]*$"
_FIRST_LINE = r"(?m)^([ZOPR])[ZOPR](?: [ZOPR]{2})* R[UH]"
_LETTERS = (
    ("Z", Precedence.FLASH),
    ("O", Precedence.IMMEDIATE),
    ("P", Precedence.PRIORITY),
    ("R", Precedence.ROUTINE),
)


def envelope_values(split: pl.DataFrame, listing: pl.DataFrame) -> pl.DataFrame:
    """Read the envelopes.

    Args:
        split: `envelope` as `split_telegrams` returns it.
        listing: `listed_cable_id` and `listed_created_at` of the pages, one a row of `split`: they give the
            year to a date-time group that has lost its own.

    Returns:
        One row an input row: `sent_at` (UTC, from the date-time group), `is_malformed` (a group stands
        there that is no date), `is_mended` (it is damaged, but could be read), `precedence` (the highest),
        `sender` (the FM line), `route` and `route_serial` (the DE line, which keeps the last four digits;
        the page line of older telegrams).
    """
    envelope = pl.col("envelope")
    read = split.select(
        envelope,
        group=envelope.str.extract_groups(_DATE_TIME_GROUP),
        routing=envelope.str.extract_groups(_ROUTING),
        sender=envelope.str.extract(_SENDER),
    )
    group, routing = pl.col("group"), pl.col("routing")
    julian = routing.struct.field("julian")
    read = read.select(
        "envelope",
        "sender",
        route=routing.struct.field("route"),
        route_serial=routing.struct.field("serial").cast(pl.Int32, strict=False),
        julian=julian.cast(pl.Int16, strict=False),
        letters=pl.coalesce(group.struct.field("letters"), envelope.str.extract(_FIRST_LINE)),
        sent_at=_instant(
            year_of(group.struct.field("year")),
            month_number(group.struct.field("month")),
            *(group.struct.field(name) for name in ("day", "hour", "minute")),
        ),
    )
    doubtful = pl.col("sent_at").is_null() | pl.col("route_serial").is_null()
    rows = read.with_columns(is_stated=False, is_mended=False).with_row_index("row")
    # Few envelopes are doubtful: the others do not pay for what is tried on them.
    mended = _mended(rows.filter(doubtful & (pl.col("envelope") != "")), listing)
    return rows.update(mended, on="row").select(
        "sent_at",
        "is_mended",
        is_malformed=pl.col("is_stated") & pl.col("sent_at").is_null(),
        precedence=_highest(pl.col("letters")),
        sender="sender",
        route="route",
        route_serial="route_serial",
    )


def _highest(letters: pl.Expr) -> pl.Expr:
    precedence = pl.lit(None, pl.String)
    for letter, member in reversed(_LETTERS):
        precedence = (
            pl.when(letters.str.contains(letter, literal=True))
            .then(pl.lit(member.value))
            .otherwise(precedence)
        )
    return precedence


def _instant(year: pl.Expr, month: pl.Expr, day: pl.Expr, hour: pl.Expr, minute: pl.Expr) -> pl.Expr:
    text = pl.concat_str(year.cast(pl.String), month.cast(pl.String), day, hour, minute, separator=" ")
    return text.str.to_datetime("%Y %m %d %H %M", strict=False, time_unit="us").dt.replace_time_zone("UTC")


def _mended(rows: pl.DataFrame, listing: pl.DataFrame) -> pl.DataFrame:
    """What can still be told of envelopes in which a pattern failed: one row a row, nulls where nothing.

    A lost year is the listing's; a misspelt month is told by the day of the year on the routing line.

    Returns:
        `row`, `letters`, `sent_at`, `route_serial`, `is_mended` (the group was damaged but could be read) and
        `is_stated` (something like a group stands there).
    """
    group = pl.col("envelope").str.extract_groups(_DAMAGED_GROUP).struct.unnest().name.prefix("damaged_")
    listed = listing[rows["row"]]
    years = id_parts(listed["listed_cable_id"])["year"].fill_null(listed["listed_created_at"].dt.year())
    day, hour, minute = (
        pl.col(f"damaged_{name}").str.replace_all("O", "0", literal=True)
        for name in ("day", "hour", "minute")
    )
    year = year_of(pl.col("damaged_year").str.replace_all("O", "0", literal=True)).fill_null(years)
    of_julian = pl.date(year, 1, 1).dt.offset_by(pl.format("{}d", pl.col("julian") - 1)).dt.month()
    month = month_number(pl.col("damaged_month")).fill_null(of_julian)
    mended_at = pl.when(pl.col("sent_at").is_null()).then(_instant(year, month, day, hour, minute))
    return rows.with_columns(group).select(
        "row",
        letters="damaged_letters",
        sent_at=mended_at,
        route_serial=pl.when(pl.col("route_serial").is_null()).then(
            pl.col("envelope").str.extract(_PAGE_SERIAL).cast(pl.Int32)
        ),
        is_mended=mended_at.is_not_null(),
        is_stated=pl.col("damaged_day").is_not_null() | pl.col("envelope").str.contains(_STATED),
    )
