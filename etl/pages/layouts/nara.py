"""The National Archives' form of telegrams of 1973-79: `Message Text`, telegram, `Message Attributes`.

So the State Archiving System hands out each message, in the Access to Archival Databases and in the yearly
text files made from it. The attributes are the listing: one a line, `Draft Date: 04 MAY 1976`, long values
wrapped. Where the text was lost, `Locator` says so (`ADS TEXT UNRETRIEVABLE`), and only attributes are left.
"""

import re
from collections.abc import Iterable, Sequence

from etl.pages.html import Line
from etl.pages.listing import join_references, known_origin, listed_tags, parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import find_signs
from etl.pages.teletype import restore_breaks

_TEXT = re.compile(r"\s*Message Text\s*", re.I)
_ATTRIBUTES = re.compile(r"\s*Message Attributes\s*", re.I)
_ATTRIBUTE = re.compile(r"\s{0,9}(?P<label>[A-Z][a-z]+(?: [A-Za-z]+){0,4}|TAGS|ISecure)\s?:(?P<value>.*)")
_LONGEST_LABEL = 60
_FEWEST_ATTRIBUTES = 3
_NOTHING = re.compile(r"[-+]*\s*N/?A\s*-*|-*", re.I)
_FEWEST_SIGNS = 2


def matches(page: Page) -> bool:
    """Whether the heading of the attributes is there, and attributes below it."""
    if "message attributes" not in page.text.lower():
        return False
    _, attributes = _parts(page.lines)
    return len(attributes) >= _FEWEST_ATTRIBUTES


def parse(page: Page) -> CableRecord:
    """Read the attributes; the telegram is what stands between the two headings."""
    text, listed = _parts(page.lines)
    telegram = None
    if len({sign.kind for sign in find_signs(text)}) >= _FEWEST_SIGNS:
        telegram = "\n".join(line.text for line in text)
    locator = listed.get("locator", "no locator given")
    return CableRecord(
        telegram=telegram,
        reason=f"no telegram structure: the archive lists the document without its text ({locator})",
        listed_cable_id=listed.get("document number"),
        listed_created_at=parse_instant(listed.get("draft date")) or parse_instant(listed.get("sent date")),
        listed_classification=listed.get("original classification"),
        listed_origin=known_origin(listed.get("from")) or listed.get("from"),
        listed_subject=listed.get("subject"),
        listed_tags=listed_tags(listed.get("tags")),
        listed_references=join_references(listed.get("reference")),
    )


def split(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The messages of a file that holds several, each from its text's heading to the next one's."""
    cuts = [0]
    is_listed = False
    for index, line in enumerate(lines):
        if is_listed and _TEXT.fullmatch(line.text):
            cuts.append(index)
            is_listed = False
        is_listed = is_listed or _ATTRIBUTES.fullmatch(line.text) is not None
    return [lines[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _parts(lines: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines of the telegram, and the attributes below them by label in lower case."""
    end = next((i for i, line in enumerate(lines) if _ATTRIBUTES.fullmatch(line.text)), len(lines))
    start = next((i + 1 for i in range(end) if _TEXT.fullmatch(lines[i].text)), 0)
    return restore_breaks(lines[start:end]), _attributes(line.text for line in lines[end + 1 :])


def _attributes(texts: Iterable[str]) -> dict[str, str]:
    """Values by label; a line without label carries on the value above it, a blank line ends it."""
    values: dict[str, str] = {}
    label = ""
    for text in texts:
        match = _ATTRIBUTE.match(text) if ":" in text[:_LONGEST_LABEL] else None
        if match:
            label = match["label"].lower()
            values.setdefault(label, match["value"].strip())
        elif text.strip() and label:
            values[label] = f"{values[label]} {text.strip()}".strip()
        else:
            label = ""
    return {name: value for name, value in values.items() if not _NOTHING.fullmatch(value)}
