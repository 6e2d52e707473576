"""A parser of the dump as one writes it first: plain Python, one cable at a time, with `csv` and `re`.

It is what the bench compares `etl` with, and gives the fields of the same tables, as rows in memory. It knows the
telegrams of the dump only, and weighs no doubts: no findings, no count of lost words, no damaged or flattened text.
"""

import csv
import hashlib
import re
from calendar import month_abbr
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from etl import reference
from tests.benchmarks.plain_rows import (
    SUMMARY,
    Row,
    letters,
    printed,
    read_paragraphs,
    read_recipients,
    read_references,
    read_tags,
)

MONTHS = {name.upper(): n for n, name in enumerate(month_abbr)}
PRECEDENCES = {"Z": "FLASH", "O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
LEVELS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLASSIFIED")
CAVEATS = re.compile(r"^(?:SIPDIS|NOFORN|SENSITIVE|NODIS|EXDIS|LIMDIS|STADIS)$", re.MULTILINE)
CABLE_ID = re.compile(r"^(\d\d)([A-Z]+?)0*(\d+)$")
TIME_GROUP = re.compile(r"^([ZOPR]) (\d\d)(\d\d)(\d\d)Z ([A-Z]{3}) (\d\d)\b", re.MULTILINE)
OWN_LINE = re.compile(
    r"^(?:T O P S E C R E T|S E C R E T|C O N F I D E N T I A L|UNCLAS|CONFIDENTIAL|SECRET) "
    r"(?:SECTION \d\d OF (\d\d) )?([A-Z][A-Z'/ .-]*?) (\d{6})\s*$",
    re.MULTILINE | re.IGNORECASE,
)
ATTENTION = re.compile(r"\n\n((?:[A-Z/ ]+ FOR|[A-Z ]*PASS TO|DEPARTMENT|STATE) [^\n]+)\n\n+E\.?O")
ORDER = re.compile(r"^E\.?O\.? ?1\d{4}:? DECL: ?(\d\d?)/(\d\d?)/(\d{2,4})", re.MULTILINE)
SUBJECT = re.compile(r"^(?:SUBJECT|SUBJ): ?(.+?)(?=\n\s*\n|\nREF|\Z)", re.MULTILINE | re.DOTALL)
CLASSIFIED_BY = re.compile(
    r"^Classified By:?\s+(.+?),?\s+(?:for\s+)?reasons?:?\s+(1\.[45][^\n]*)",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
TITLE = re.compile(
    r"^(?:(?:Acting|Deputy|Assistant|Chief|Ambassador|DCM|CDA|Charge d'Affaires(?:, a\.i\.)?|Consul|General|Political|"
    r"Economic|Pol/Econ|Office|Director|Secretary|Counselor|Officer|Minister|PolCouns|Poloff|Econoff),? )+",
    re.IGNORECASE,
)
REASON = re.compile(r"(?<![a-z])[a-h](?![a-z])", re.IGNORECASE)
FIRST_NUMBER = re.compile(r"^1\. ", re.MULTILINE)
LABEL = re.compile(r"^(?:E\.?O\.? 1|TAGS|SUBJECT|REF|Classified By)", re.MULTILINE | re.IGNORECASE)
PAGE_LINE = re.compile(r"\n\s*[A-Z][A-Z'/ .-]+ \d{8}\s+\d{3}(?:\.\d)? OF \d{3}\s*\n\s*")
END_OF_PART = re.compile(r"\s*\(?end (?:of )?(?:summary|comment)\.?\)?\s*$", re.IGNORECASE)
INDENT = re.compile(r"\n[ \t]+")
EXTRACT = "partial extract"


class Parsed(NamedTuple):
    """Rows of each table."""

    cables: list[Row]
    paragraphs: list[Row]
    tags: list[Row]
    recipients: list[Row]
    cable_references: list[Row]


def parse_dump(path: Path, n_rows: int | None = None) -> Parsed:
    """Parse the first rows of a dump; rows that have not eight fields are left out."""
    parsed = Parsed([], [], [], [], [])
    posts = {row["station"]: row for row in reference.posts().iter_rows(named=True)}
    tags = {row["tag"]: row for row in reference.tags().iter_rows(named=True)}
    for fields in islice(read_rows(path), n_rows):
        if len(fields) == 8:
            parse_cable(fields, posts, tags, parsed)
    return parsed


def read_rows(path: Path) -> Iterator[list[str]]:
    """Fields of each row."""
    csv.field_size_limit(1 << 30)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        yield from csv.reader(file, escapechar="\\", doublequote=False)


def parse_cable(fields: list[str], posts: dict[str, Row], tags: dict[str, Row], parsed: Parsed) -> None:
    """Add the rows of one cable; posts by station, tags by their code."""
    _, created, listed_id, origin, level, listed_references, header, body = fields
    body = PAGE_LINE.sub("\n", body)
    caption, text = split_caption(body)
    time_group, own = TIME_GROUP.search(header), OWN_LINE.search(caption)
    created_at = read_time_group(time_group) or datetime.strptime(created, "%m/%d/%Y %H:%M").replace(
        tzinfo=UTC
    )
    cable_id, station, serial = read_identity(listed_id, own, created_at)
    post = posts.get(station, {})
    attention = ATTENTION.search(caption)
    paragraphs = read_paragraphs(text, cable_id, attention and attention[1])
    summary = [row["text"] for row in paragraphs if row["role"] == "summary"]
    signed = [row["text"] for row in paragraphs if row["role"] == "signature"]
    classified = CLASSIFIED_BY.search(caption)
    subject = SUBJECT.search(caption)
    parsed.cables.append(
        {
            "cable_id": cable_id,
            "station": station,
            "serial": serial,
            "year": created_at.year,
            "created_at": created_at,
            "classification": next((each for each in LEVELS if each == level.upper()), None),
            "caveats": ";".join(sorted(set(CAVEATS.findall(caption)))) or None,
            "origin": post.get("name") or origin,
            "origin_country": post.get("country"),
            "subject": " ".join(subject[1].split()) if subject else None,
            "precedence": PRECEDENCES[time_group[1]] if time_group else None,
            "declassify_on": read_date(ORDER.search(caption)),
            "classified_by": TITLE.sub("", " ".join(classified[1].split())) if classified else None,
            "classification_reasons": read_reasons(classified[2]) if classified else None,
            "signed_by": signed[-1] if signed else None,
            "summary": " ".join(END_OF_PART.sub("", SUMMARY.sub("", each)) for each in summary) or None,
            "n_sections": int(own[1] or 1) if own else None,
            "n_paragraphs": len(paragraphs),
            "n_words": sum(row["n_words"] for row in paragraphs),
            "is_partial": EXTRACT in header,
            "document_id": hashlib.sha256("\x1f".join(fields).encode()).hexdigest()[:16],
            "text": "\n\n".join([clean_caption(caption), *map(printed, paragraphs[bool(attention) :])]),
        }
    )
    parsed.paragraphs.extend(paragraphs)
    parsed.tags.extend(read_tags(caption, cable_id, tags))
    parsed.recipients.extend(read_recipients(header, cable_id))
    parsed.cable_references.extend(read_references(caption, listed_references, cable_id, created_at))


def split_caption(body: str) -> tuple[str, str]:
    """What stands above the first paragraph, and the rest; without numbers, above what follows the last label."""
    first = FIRST_NUMBER.search(body)
    if first:
        return body[: first.start()], body[first.start() :]
    labels = [label.start() for label in LABEL.finditer(body)]
    end = body.find("\n\n", labels[-1]) if labels else -1
    return (body, "") if end < 0 else (body[:end], body[end:])


def clean_caption(caption: str) -> str:
    """The caption without indents."""
    return INDENT.sub("\n", caption).strip()


def read_time_group(found: re.Match[str] | None) -> datetime | None:
    """The instant of a date-time group."""
    if not found or found[5] not in MONTHS:
        return None
    day, hour, minute, year = (int(found[n]) for n in (2, 3, 4, 6))
    try:
        return datetime(century(year), MONTHS[found[5]], day, hour, minute, tzinfo=UTC)
    except ValueError:
        return None


def century(year: int) -> int:
    """A year of two digits, or of four, in full."""
    return year if year > 99 else year + (1900 if year > 60 else 2000)


def read_identity(listed_id: str, own: re.Match[str] | None, at: datetime) -> tuple[str, str, int]:
    """The id as the telegram tells it, else as it is listed; its station and serial."""
    if own:
        station, serial = letters(own[2]), int(own[3])
        return f"{at:%y}{station}{serial}", station, serial
    listed = CABLE_ID.match(listed_id)
    return (listed_id, listed[2], int(listed[3])) if listed else (listed_id, "", 0)


def read_date(found: re.Match[str] | None) -> date | None:
    """Month, day, year."""
    if not found:
        return None
    try:
        return date(century(int(found[3])), int(found[1]), int(found[2]))
    except ValueError:
        return None


def read_reasons(text: str) -> str:
    """`1.4 (b), (d)`."""
    return f"{text[:3]} " + ", ".join(
        f"({letter.lower()})" for letter in REASON.findall(text.replace("and", ","))
    )
