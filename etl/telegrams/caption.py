"""Values of the caption: classification, caveats, sections, station, serial, dates, subject."""

from functools import cache

import polars as pl

from etl.reference import caveats
from etl.telegrams.line_kinds import SUBJECT_LABEL
from etl.vocabulary import Classification

_LEVELS = {
    "TOPSE": Classification.TOP_SECRET,
    "ECRET": Classification.SECRET,
    "ONFID": Classification.CONFIDENTIAL,
    "LIMIT": Classification.LIMITED_OFFICIAL_USE,
    "LOU": Classification.LIMITED_OFFICIAL_USE,
    "UNCLA": Classification.UNCLASSIFIED_FOUO,
    "NCLAS": Classification.UNCLASSIFIED,
    "RESTR": Classification.RESTRICTED,
}
"""Levels by the first letters of what `_LEVEL` finds."""
_LEVEL = (
    "(TOPSECRET|ECRET|ONFIDENTIAL|LIMITEDOFFICIALUSE|^LOU|UNCLAS.*(?:FOROFFICIALUSEONLY|FOUO)|NCLAS"
    "|RESTRICTED)"
)
_LEVEL_WORDS = (
    r"^[^A-Z0-9_]*(?:[A-Z]{1,3} (?:[A-Z] )+[A-Z](?-u:\b)(?:\s+OFFICIAL USE)?|[SCU]{0,2} ?(?:TOP )?SECRET"
    r"|C ?ONFIDENTIAL|U{0,2}NCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|LOU|RESTRICTED)"
)
_BETWEEN = (
    r"^(?:[\s/,.:-]|FOR OFFICIAL USE ONLY|FOUO|E ?F ?T ?O|NOFORN|NODIS|EXDIS|STADIS|LIMDIS|SIPDIS"
    r"|SENSITIVE"
    r"|SECT(?:O?[IN]\w*|(?-u:\b)) *[0-9]* *O?F? *[0-9]*|CORRECTED COPY|C O R R E C T E D C O P Y)+"
)
_STATION_SERIAL = r"^(?P<letters>[A-Z][A-Z' .-]*?)[ .#-]*0*(?P<serial>[0-9]{1,8})\b"
_PLAIN_LEVELS = "TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS"
_SECTIONS = r"(?:SECT\w*|(?-u:\b))\s*[0-9]{1,2}\s*OF\s*0*([0-9]{1,2})(?:[^0-9]|$)"
_SECTION_OF = r"(?i-u)SECT(?:ION)? ?[0-9]{1,2} ?OF ?[0-9]{1,2}"
_SECTION_BELOW = r"(?m-u)^SECT(?:ION)? ?[0-9]{1,2} ?OF ?0*([0-9]{1,2})[ \t]*$"
_NUMBERS = ("ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")

_MONTH = (
    "(?:JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    "|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)"
)
_DECLASSIFY = (
    r"(?-u)\b(\d{4}[/.-] ?\d{1,2}[/.-] ?\d{1,2}|\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?(?:\d{4}|\d{2})|\d{8}"
    rf"|\d{{1,2}} ?{_MONTH}\.?,? ?\d{{2,4}}|{_MONTH}\.? \d{{1,2}},? \d{{4}})\b"
)
_REVIEW = r"(?-u:\bRDS\b)"
"""Review for Declassification System, E.O. 12065: the day is not that of declassification."""
_DATE_FORMS = (
    r"^(?-u)(?:(?P<y1>\d{4})[/.\- ]+(?P<m1>\d{1,2})[/.\- ]+(?P<d1>\d{1,2})"
    r"|(?P<m2>\d{1,2})[/.\- ]+(?P<d2>\d{1,2})[/.\- ]+(?P<y2>\d{4}|\d{2})"
    r"|(?P<y3>(?:19|20)\d{2})(?P<m3>0\d|1[0-2])(?P<d3>\d{2})|(?P<m6>\d{2})(?P<d6>\d{2})(?P<y6>\d{4})"
    r"|(?P<d4>\d{1,2}) ?(?P<m4>[A-Z]{3})[A-Z]*\.?,? ?(?P<y4>\d{2,4})"
    r"|(?P<m5>[A-Z]{3})[A-Z]*\.? (?P<d5>\d{1,2}),? (?P<y5>\d{4}))$"
)
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_SUBJECT_LABEL = (
    rf"(?i-u)^(?:(?:\(?[USC]\)\s*)?{SUBJECT_LABEL}\s*[:;.-]+\s*)+"
    r"|^SUBJ(?:ECT)? +"
)
_PORTION = r"\((?:TS|SBU|FOUO|LOU|[CSU])(?:/{1,2}(?:NF|NOFORN|REL[^)]{0,40}))?\)"
_PORTION_MARK = rf"^(?:{_PORTION}|(?:TS|SBU|FOUO|LOU|[CSU])\))\s*"
_MARK_BEHIND = rf"\s+{_PORTION}$"
_SUSPENDED = r"(?i-u)([A-Z0-9]-)\n((?:AND|OR|TO)\b)"
_HYPHENATED = r"([A-Za-z0-9]-)\n"
_HANDLING = (
    r"(?i)\s+(?:THIS (?:IS AN? |MESSAGE |CABLE )|\(?SENSITIVE BUT UNCLASSIFIED|SBU - PLEASE"
    r"|NOT FOR INTERNET).*$"
)


def level_values(levels: pl.Series) -> pl.DataFrame:
    """Read the classification lines.

    Args:
        levels: the field `level` as `caption_fields` returns it.

    Returns:
        One row an input row: `classification`, `caveats`, `n_sections`, `letters` (the station as printed),
        `serial`.
    """
    line = pl.col("line")
    level = pl.col("level").str.to_uppercase().str.replace_many(*_spaced_caveats())
    parts = level.str.splitn("\n", 2)
    lines = levels.to_frame("level").select(parts.struct.rename_fields(["line", "below"])).unnest("level")
    lines = lines.with_columns(line.str.replace_all(" {2,}", " ").str.replace_many(*_spelled_sections()))
    values = lines.select(
        "line",
        sections=pl.coalesce(line.str.extract(_SECTIONS), pl.col("below").str.extract(_SECTION_BELOW)).cast(
            pl.Int32, strict=False
        ),
        classification=classification_of(line.str.replace(r"[0-9].*$", "")),
        caveats=_caveats(line, pl.col("below")),
        place=line.str.replace(_SECTION_OF, " ")
        .str.replace(_LEVEL_WORDS, "")
        .str.replace(_BETWEEN, "")
        .str.extract_groups(_STATION_SERIAL),
    ).unnest("place")
    return values.select(
        "classification",
        "caveats",
        n_sections=pl.when(pl.col("sections") >= 1)
        .then("sections")
        .otherwise(pl.when(pl.col("serial").is_not_null()).then(1))
        .cast(pl.Int32),
        letters="letters",
        serial=pl.col("serial").cast(pl.Int32, strict=False),
    )


def classification_of(text: pl.Expr) -> pl.Expr:
    """The classification that a line names, its letters spaced out or not; null when it names none."""
    letters = text.str.to_uppercase().str.replace_all("[^A-Z]", "")
    values = {start: level.value for start, level in _LEVELS.items()}
    found = letters.str.extract(_LEVEL).str.head(5)
    return found.replace_strict(values, default=None, return_dtype=pl.String)


def _caveats(line: pl.Expr, below: pl.Expr) -> pl.Expr:
    """The caveats of the classification line and of the lines below it that hold nothing else."""
    words = "|".join(sorted(caveats()["caveat"].to_list(), key=len, reverse=True))
    only = (
        rf"(?m-u)^(?:{_PLAIN_LEVELS})?[\s/,;()]*(?:{words})(?:[\s/,;]+(?:{words}))*[\s/,;()]*$"
        r"|^(?:[A-Z]{2,4}DIS|NOFORN|SENSITIVE),[ ]|^(?:[A-Z]+ CHANNEL|EYES ONLY) FOR "
    )
    own_lines = below.str.extract_all(only).list.join(" ")
    # Behind a tab stands what is read as caveats of its own lines.
    both = pl.concat_str(line, own_lines, separator="\t", ignore_nulls=True)
    found = both.str.extract_all(rf"(?-u)\b(?:{words})\b").list.unique(maintain_order=True)
    return found.list.join(";").replace("", None)


@cache
def _spelled_sections() -> tuple[list[str], list[str]]:
    """Numbers of sections in words, and in digits: `SECTION ONE OF TWO` of the 1970s."""
    words = [f"{before} {number} " for before in ("SECTION", "OF") for number in _NUMBERS]
    digits = range(1, len(_NUMBERS) + 1)
    return words, [f"{before} {digit} " for before in ("SECTION", "OF") for digit in digits]


@cache
def _spaced_caveats() -> tuple[list[str], list[str]]:
    """Caveats of one word with their letters spaced out, and as they are."""
    plain = [caveat for caveat in caveats()["caveat"] if " " not in caveat and len(caveat) > 3]
    return [" ".join(caveat) for caveat in plain], plain


def declassify_on(orders: pl.Series) -> pl.Series:
    """The date in each E.O. line, in all its forms; null for `N/A`, `X1`, `OADR`, `GDS` and events."""
    order = pl.col("order").str.to_uppercase().str.replace_all(r"(?-u:\b)O([0-9])", "0$1")
    date = pl.when(~order.str.contains(_REVIEW)).then(order.str.extract(_DECLASSIFY))
    parts = orders.to_frame("order").select(date.str.extract_groups(_DATE_FORMS)).unnest("order")
    year, month, day = (pl.coalesce(f"^{part}[0-9]$") for part in "ymd")
    dates = parts.select(
        year=year.cast(pl.Int32),
        month=month.cast(pl.Int32, strict=False).fill_null(month_number(month)),
        day=day.cast(pl.Int32),
    )
    digits, month, day = pl.col("year"), pl.col("month"), pl.col("day")
    year = pl.when(digits >= 100).then(digits).when(digits >= 60).then(digits + 1900).otherwise(digits + 2000)
    is_day_first = (month > 12) & (day <= 12)
    month, day = (
        pl.when(is_day_first).then(day).otherwise(month),
        pl.when(is_day_first).then(month).otherwise(day),
    )
    text = pl.concat_str(year, month, day, separator="-").str.to_date("%Y-%m-%d", strict=False)
    return dates.select(declassify_on=text).to_series()


def month_number(name: pl.Expr) -> pl.Expr:
    """1 to 12 from the first three letters of a month's English name; null for anything else."""
    return (
        name.str.head(3)
        .str.to_uppercase()
        .replace_strict(list(MONTHS), list(range(1, 13)), default=None, return_dtype=pl.Int32)
    )


def subject_of(field: pl.Expr) -> pl.Expr:
    """The subject on one line, without its label and portion mark; null when nothing is left."""
    text = field.str.replace(_SUBJECT_LABEL, "").str.replace_all(_SUSPENDED, "$1 $2")
    text = (
        text.str.replace_all(_HYPHENATED, "$1").str.replace_all(r"[^\S ]", " ").str.replace_all(" {2,}", " ")
    )
    text = text.str.strip_chars(" \\").str.replace(_PORTION_MARK, "").str.replace(_HANDLING, "")
    return text.str.replace(_MARK_BEHIND, "").str.strip_chars().replace("", None)


def dated(field: pl.Expr) -> pl.Expr:
    """The moment that a page's date line gives in UTC: `Friday, 26 October 2007, 02:25`."""
    parts = field.str.extract_groups(
        r"(?<d>\d{1,2}) (?<m>[A-Za-z]{3})[A-Za-z]* (?<y>\d{4})(?:, (?<t>\d\d:\d\d))?"
    )
    text = pl.concat_str(
        parts.struct.field("y"),
        month_number(parts.struct.field("m")).cast(pl.String),
        parts.struct.field("d"),
        parts.struct.field("t").fill_null("00:00"),
        separator=" ",
    )
    return text.str.to_datetime("%Y %m %d %H:%M", strict=False, time_unit="us").dt.replace_time_zone("UTC")
