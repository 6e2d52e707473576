"""The envelope of a telegram, after ACP-127: routing line, precedence, date-time group, sender."""

import polars as pl

from etl.telegrams.caption import month_number
from etl.telegrams.identifiers import year_of
from etl.vocabulary import Precedence

_DATE_TIME_GROUP = (
    r"(?m)^(?P<letters>[ZOPRY](?: [ZOPRY]){0,2} )?.{0,4}?\b(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)Z"
    r"\S{0,4} +(?P<month>[A-Za-z]{3})[A-Za-z]* +(?P<year>\d{4}|\d\d)\b"
)
_STATED = r"(?m)^(?:[ZOPRY] ){1,3}\d{3,8}\S* [A-Za-z]{3}\b"
_ROUTING = r"(?m)^(?:DE )?(?P<route>R[UH][A-Z]{2,6}) ?#(?P<serial>\d{1,5})[^ \n]*(?: (?P<day>\d{3})\d{4})?"
_SENDER = r"(?m)^FM[ /]+(?:R[UH][A-Z]{2,6}/)?([^\n]+?)\s*$"
_FIRST_LINE = r"(?m)^([ZOPR])[ZOPR](?: [ZOPR]{2})* R[UH]"
_LETTERS = (
    ("Z", Precedence.FLASH),
    ("O", Precedence.IMMEDIATE),
    ("P", Precedence.PRIORITY),
    ("R", Precedence.ROUTINE),
)


def envelope_values(split: pl.DataFrame) -> pl.DataFrame:
    """Read the envelopes.

    Args:
        split: `envelope` as `split_telegrams` returns it.

    Returns:
        One row an input row: `sent_at` (UTC, from the date-time group), `is_malformed` (a group stands
        there that is no date), `precedence` (the highest), `sender` (the FM line), `route` and
        `route_serial` (the DE line; the serial's last four digits).
    """
    envelope = pl.col("envelope")
    read = split.select(
        envelope,
        group=envelope.str.extract_groups(_DATE_TIME_GROUP),
        routing=envelope.str.extract_groups(_ROUTING),
        sender=envelope.str.extract(_SENDER),
    )
    group = pl.col("group")
    letters = pl.coalesce(group.struct.field("letters"), envelope.str.extract(_FIRST_LINE))
    precedence = pl.lit(None, pl.String)
    for letter, member in reversed(_LETTERS):
        precedence = (
            pl.when(letters.str.contains(letter, literal=True))
            .then(pl.lit(member.value))
            .otherwise(precedence)
        )
    sent_at = _instant(group)
    stated = group.struct.field("day").is_not_null() | envelope.str.contains(_STATED)
    return read.select(
        sent_at=sent_at,
        is_malformed=stated & sent_at.is_null(),
        precedence=precedence,
        sender="sender",
        route=pl.col("routing").struct.field("route"),
        route_serial=pl.col("routing").struct.field("serial").cast(pl.Int32, strict=False),
    )


def _instant(group: pl.Expr) -> pl.Expr:
    text = pl.concat_str(
        year_of(group.struct.field("year")).cast(pl.String),
        month_number(group.struct.field("month")).cast(pl.String),
        *(group.struct.field(name) for name in ("day", "hour", "minute")),
        separator=" ",
    )
    return text.str.to_datetime("%Y %m %d %H %M", strict=False, time_unit="us").dt.replace_time_zone("UTC")
