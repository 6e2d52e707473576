"""What pages list about a cable: the viewer's row, labels with values, dates in the mirrors' forms."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from etl.reference import post_aliases, posts

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?(?: ?(?P<half>[ap])\.?m)?"
_INSTANTS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?:[T\s]\s?{_CLOCK})?",
        r"\b(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?: (?P<hour>\d\d)(?P<minute>\d\d))?\b",
        rf"\b(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>\d{{4}})(?: {_CLOCK})?",
        rf"\b(?P<year>\d{{4}}) {_MONTH} (?P<day>\d{{1,2}})(?:,? {_CLOCK})?",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -](?P<year>\d{{4}})(?:,? (?:at )?{_CLOCK})?",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>\d{{4}})(?:,? (?:at )?{_CLOCK})?",
    )
)
_LONGEST_INSTANT = 200

_GAP = r"[\s|]{1,20}"
_DATE = r"\d{4}-\d\d-\d\d(?:[T\s]\s?\d\d:\d\d(?::\d\d)?)?"
_HEADER = re.compile(
    rf"\b(?:Reference ID|Identifier){_GAP}Created{_GAP}(?:Released{_GAP})?Classification{_GAP}Origin{_GAP}",
    re.I,
)
_LEVEL_PATTERN = (
    r"(?:UNCLASSIFIED(?:\s?//\s?FOR\s+OFFICIAL\s+USE\s+ONLY)?|LIMITED\s+OFFICIAL\s+USE|RESTRICTED"
    r"|(?:CONFIDENTIAL|(?:TOP\s)?SECRET)(?:\s?//\s?[A-Z]{2,10})*)"
)
_LEVEL = re.compile(_LEVEL_PATTERN, re.I)
_ROW = re.compile(
    rf"(?P<id>\S{{5,60}}){_GAP}(?P<created>{_DATE})?{_GAP}(?:(?P<released>{_DATE}){_GAP})?"
    rf"(?P<classification>{_LEVEL_PATTERN}){_GAP}(?P<origin>[^\n|]{{2,80}})",
    re.I,
)
_LONGEST_ROW = 600
_VIEWED = re.compile(r"\bViewing cable (?P<id>[^\s,]{1,60})(?:,[ \t]*(?P<subject>[^\n]*))?", re.I)


class Row(NamedTuple):
    """The viewer's table: what it lists, and the position behind it."""

    cable_id: str
    created_at: datetime | None
    released_at: datetime | None
    classification: str
    origin: str
    end: int


def parse_instant(text: str | None) -> datetime | None:
    """The first date, with time where given, taken as UTC; None when none can be read.

    Forms: `2007-06-26 07:07`, `20070626 0707`, `6/26/2007 7:07`, `1976 May 18, 09:25`,
    `26 June 2007, 7:07 am`, `27-Apr-1979 12:00:00 am`, `Sept. 14, 2005`.
    """
    if not text:
        return None
    matches = [match for form in _INSTANTS if (match := form.search(text[:_LONGEST_INSTANT]))]
    for match in sorted(matches, key=re.Match.start):
        if instant := _instant(match.groupdict()):
            return instant
    return None


def _instant(parts: Mapping[str, str | None]) -> datetime | None:
    month = parts["month"] or ""
    hour = int(parts.get("hour") or 0)
    if half := parts.get("half"):
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    try:
        return datetime(
            int(parts["year"] or 0),
            int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1,
            int(parts["day"] or 0),
            hour,
            int(parts.get("minute") or 0),
            int(parts.get("second") or 0),
            tzinfo=UTC,
        )
    except ValueError:
        return None


def read_row(text: str) -> Row | None:
    """The row below `Reference ID, Created, (Released,) Classification, Origin`, on one line or on many."""
    for header in _HEADER.finditer(text):
        start = header.end()
        row = _ROW.match(text[start : start + _LONGEST_ROW])
        if row:
            return Row(
                row["id"],
                parse_instant(row["created"]),
                parse_instant(row["released"]),
                row["classification"],
                row["origin"].strip(),
                start + row.end(),
            )
    return None


def has_row_header(text: str) -> bool:
    """Whether the heading of the viewer's table is there, with or without its row."""
    return _HEADER.search(text) is not None


def is_level(text: str) -> bool:
    """Whether a text is a classification and its caveats, and nothing else."""
    return _LEVEL.fullmatch(text.strip()) is not None


def viewed_subject(text: str, cable_id: str) -> str | None:
    """The title that stands beside `Viewing cable <id>`."""
    for match in _VIEWED.finditer(text):
        if match["id"].upper() == cable_id.upper() and match["subject"]:
            return match["subject"].strip()
    return None


def read_labels(lines: Iterable[str], labels: Mapping[str, str], *, need_colon: bool) -> dict[str, str]:
    """Values by field from lines of `Label: value`, or of labels and values each on lines of their own.

    Args:
        lines: the lines above the telegram.
        labels: field by label, the label in lower case without its colon.
        need_colon: whether a label without a colon is only a word.
    """
    values: dict[str, str] = {}
    waiting: list[str] = []
    for line in lines:
        text = line.strip()
        label, colon, rest = text[:200].partition(":")
        field = labels.get(" ".join(label.lower().split()))
        if field is not None and (colon or not need_colon):
            if rest.strip():
                values.setdefault(field, text.partition(":")[2].strip())
            else:
                waiting.append(field)
        elif text and waiting:
            values.setdefault(waiting.pop(0), text)
    return values


def listed_tags(text: str | None) -> str | None:
    """Codes from tags listed with their names: `IR - Iran | MASS - Military Assistance` is `IR, MASS`."""
    if not text or ("|" not in text and " - " not in text):
        return text or None
    codes = [tag.partition(" - ")[0].strip() for tag in text.split("|")]
    return ", ".join(code for code in codes if code) or None


def known_origin(text: str | None) -> str | None:
    """The post as the viewer names it, whatever country stands before or behind; None for no known post."""
    words = re.sub(r"\(.*", "", text or "").split()
    for start in range(len(words)):
        station = "".join(filter(str.isalpha, "".join(words[start:]))).upper()
        if name := _post_names().get(station):
            return name
    return None


def join_references(text: str | None) -> str | None:
    """References of one line, joined by `|`."""
    parts = re.split(r"\s*[,;|]\s*", text or "")
    return "|".join(part for part in parts if part) or None


@cache
def _post_names() -> dict[str, str]:
    """Names of posts by station and by its other spellings."""
    names = dict(posts().select("station", "name").iter_rows())
    aliases = post_aliases().select("alias", "station").iter_rows()
    return {alias: names[station] for alias, station in aliases if station in names} | names
