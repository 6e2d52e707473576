"""Values of the caption: classification, caveats, sections, station, serial, dates, subject."""

import polars as pl

from etl.reference import caveats
from etl.vocabulary import Classification

_LEVELS = (
    ("TOPSECRET", Classification.TOP_SECRET),
    ("ECRET", Classification.SECRET),
    ("ONFIDENTIAL", Classification.CONFIDENTIAL),
    ("LIMITEDOFFICIALUSE|^LOU", Classification.LIMITED_OFFICIAL_USE),
    ("UNCLAS.*(?:FOROFFICIALUSEONLY|FOUO)", Classification.UNCLASSIFIED_FOUO),
    ("UNCLAS|NCLAS", Classification.UNCLASSIFIED),
    ("RESTRICTED", Classification.RESTRICTED),
)
_LEVEL_WORDS = (
    r"(?i)^\W*(?:[A-Z]{1,3} (?:[A-Z] )+[A-Z]\b(?:\s+OFFICIAL USE)?|[SCU]{0,2} ?(?:TOP )?SECRET|C ?ONFIDENTIAL"
    r"|U{0,2}NCLAS(?:SIFIED)?"
    r"|LIMITED OFFICIAL USE|LOU|RESTRICTED)"
)
_BETWEEN = (
    r"(?i)^(?:[\s/,.:-]|FOR OFFICIAL USE ONLY|FOUO|E ?F ?T ?O|NOFORN|NODIS|EXDIS|STADIS|LIMDIS|SIPDIS"
    r"|SENSITIVE"
    r"|SECT\w* *\d* *O?F? *\d*|CORRECTED COPY|C O R R E C T E D C O P Y)+"
)
_STATION_SERIAL = r"(?i)^(?P<letters>[A-Z][A-Z' .-]*?)[ .#-]*0*(?P<serial>\d{1,8})\b"
_PLAIN_LEVELS = "TOP SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|UNCLAS"
_SECTIONS = r"(?i)(?:SECT\w*|\b)\s*\d{1,2}\s*OF\s*0*(\d{1,2})\b"

_DECLASSIFY = (
    r"(?i)(?:DECL[A-Z]*(?: ON)?|DECLASSIFY ON|1\d{4})\s*[:,.;]*\s*(?:DATE\s*:?\s*)?(\d[\d/.\- ]+\d"
    r"|\d{1,2} ?[A-Z]{3,9}\.?,? ?\d{2,4}"
    r"|[A-Z]{3,9}\.? \d{1,2},? \d{4})"
)
_YEAR_FIRST = r"^(?P<y>\d{4})[/.\- ]+(?P<m>\d{1,2})[/.\- ]+(?P<d>\d{1,2})$"
_MONTH_FIRST = r"^(?P<m>\d{1,2})[/.\- ]+(?P<d>\d{1,2})[/.\- ]+(?P<y>\d{4}|\d{2})$"
_EIGHT_DIGITS = r"^(?P<m>\d{2})(?P<d>\d{2})(?P<y>\d{4})$"
_DAY_MONTH = r"^(?P<d>\d{1,2}) ?(?P<m>[A-Z]{3})[A-Z]*\.?,? ?(?P<y>\d{2,4})$"
_MONTH_DAY = r"^(?P<m>[A-Z]{3})[A-Z]*\.? (?P<d>\d{1,2}),? (?P<y>\d{4})$"
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")

_SUBJECT_LABEL = r"(?i)^(?:(?:\(?[USC]\)\s*)?S?UBJ(?:ECT)?\s*[:;.-]+\s*)+|^SUBJ(?:ECT)? +"
_PORTION_MARK = r"^\(?(?:TS|SBU|FOUO|LOU|[CSU])(?:/{1,2}(?:NF|NOFORN|REL[^)]{0,40}))?\)\s*"
_HANDLING = (
    r"(?i)\s+(?:THIS (?:IS AN? |MESSAGE |CABLE )|\(?SENSITIVE BUT UNCLASSIFIED|SBU - PLEASE"
    r"|NOT FOR INTERNET).*$"
)


def level_values(fields: pl.DataFrame) -> pl.DataFrame:
    """Read the classification line.

    Args:
        fields: `level` as `caption_fields` returns it.

    Returns:
        One row an input row: `classification`, `caveats`, `n_sections`, `letters` (the station as printed),
        `serial`.
    """
    line = pl.col("level").str.extract(r"^([^\n]*)")
    below = pl.col("level").str.extract(r"\n((?s:.*))$")
    place = line.str.replace(_LEVEL_WORDS, "").str.replace(_BETWEEN, "").str.extract_groups(_STATION_SERIAL)
    sections = line.str.extract(_SECTIONS).cast(pl.Int32, strict=False)
    values = fields.select(
        classification=classification_of(line.str.replace(r"\d.*$", "")),
        caveats=_caveats(line, below),
        n_sections=pl.when(sections >= 1)
        .then(sections)
        .otherwise(pl.when(place.struct.field("serial").is_not_null()).then(1))
        .cast(pl.Int32),
        place=place,
    )
    return values.unnest("place").with_columns(pl.col("serial").cast(pl.Int32, strict=False))


def classification_of(text: pl.Expr) -> pl.Expr:
    """The classification that a line names, its letters spaced out or not; null when it names none."""
    letters = text.str.to_uppercase().str.replace_all(r"[^A-Z]", "")
    level = pl.lit(None, pl.String)
    for pattern, classification in reversed(_LEVELS):
        level = pl.when(letters.str.contains(pattern)).then(pl.lit(classification.value)).otherwise(level)
    return level


def _caveats(line: pl.Expr, below: pl.Expr) -> pl.Expr:
    """The caveats of the classification line and of the lines below it that hold nothing else."""
    words = "|".join(sorted(caveats()["caveat"].to_list(), key=len, reverse=True))
    only = rf"(?im)^(?:{_PLAIN_LEVELS})?[\s/,;()]*((?:{words})(?:[\s/,;]+(?:{words}))*)[\s/,;()]*$"
    beside = line.str.to_uppercase().str.extract_all(rf"\b(?:{words})\b")
    own_lines = (
        below.str.to_uppercase().str.extract_all(only).list.join(" ").str.extract_all(rf"\b(?:{words})\b")
    )
    found = pl.concat_list(beside.fill_null([]), own_lines.fill_null([])).list.unique(maintain_order=True)
    return pl.when(found.list.len() > 0).then(found.list.join(";"))


def declassify_on(order: pl.Expr) -> pl.Expr:
    """The date in an E.O. line, in all its forms; null for `N/A`, `X1`, `OADR`, `GDS` and events."""
    text = order.str.to_uppercase().str.extract(_DECLASSIFY).str.strip_chars()
    forms = (
        (_YEAR_FIRST, False),
        (_MONTH_FIRST, False),
        (_EIGHT_DIGITS, False),
        (_DAY_MONTH, True),
        (_MONTH_DAY, True),
    )
    return pl.coalesce(*(_date(text.str.extract_groups(form), named=named) for form, named in forms))


def _date(parts: pl.Expr, *, named: bool) -> pl.Expr:
    """A date from groups y, m, d; null when there is no such day."""
    month = parts.struct.field("m")
    number = month_number(month) if named else month.cast(pl.Int32, strict=False)
    digits = parts.struct.field("y").cast(pl.Int32, strict=False)
    year = pl.when(digits >= 100).then(digits).when(digits >= 60).then(digits + 1900).otherwise(digits + 2000)
    return pl.concat_str(
        year.cast(pl.String), number.cast(pl.String), parts.struct.field("d"), separator="-"
    ).str.to_date("%Y-%m-%d", strict=False)


def month_number(name: pl.Expr) -> pl.Expr:
    """1 to 12 from the first three letters of a month's English name; null for anything else."""
    return (
        name.str.head(3)
        .str.to_uppercase()
        .replace_strict(list(MONTHS), list(range(1, 13)), default=None, return_dtype=pl.Int32)
    )


def subject_of(field: pl.Expr) -> pl.Expr:
    """The subject on one line, without its label and portion mark; null when nothing is left."""
    text = field.str.replace(_SUBJECT_LABEL, "").str.replace_all(r"\s+", " ").str.strip_chars(" \\")
    text = text.str.replace(_PORTION_MARK, "").str.replace(_HANDLING, "").str.strip_chars()
    return pl.when(text != "").then(text)


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
