"""PlusD, the library that holds the telegrams of 1973-79 beside Cablegate: a table of labels, then the text.

Labels as the site prints them: Date, Canonical ID (`1976ABUDH01189_b`), Original Classification, Handling
Restrictions, TAGS, From, To. The text may come twice, once tagged and once raw; the fuller one is taken.
"""

import re
from collections.abc import Sequence

from etl.pages.extent import below_listing, cut
from etl.pages.html import Line
from etl.pages.listing import known_origin, listed_tags, parse_instant, read_labels
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import find_signs
from etl.pages.teletype import restore_breaks

_MARKS = (
    re.compile(r"^[ \t]*Canonical ID\s?:", re.M),
    re.compile(r"^[ \t]*(?:Original|Current) Classification\s?:", re.M),
)
_LABELS = {
    "date": "created",
    "canonical id": "id",
    "original classification": "classification",
    "current classification": "current",
    "handling restrictions": "handling",
    "character count": "length",
    "executive order": "order",
    "locator": "locator",
    "tags": "tags",
    "concepts": "concepts",
    "enclosure": "enclosure",
    "type": "type",
    "office origin": "office_origin",
    "office action": "office_action",
    "archive status": "archive",
    "from": "origin",
    "markings": "markings",
    "to": "to",
}
_BLANK = re.compile(r"-*\s*N/?A(?: or Blank)?\s*-*|-+", re.I)
_TAB = re.compile(
    r"\s*(?:Content|Raw content|Raw source|(?:Raw )?metadata|Message Text|Message Attributes"
    r"|Automatic Decaptioning\b.*)\s*",
    re.I,
)
# A section of metadata has labels of its own for TAGS and subject, but none of these.
_OF_TELEGRAM = frozenset({"routing", "time", "sender", "marking", "page", "order"})
_LINKED = re.compile(r"\s*(?:Linked documents|References?)\b.*", re.I)
_ID = re.compile(r"\b(?:19|20)?\d\d[A-Z]{3,8}\d{1,6}(?:_[a-z])?\b")


def matches(page: Page) -> bool:
    """Whether PlusD's own labels are there."""
    return all(mark.search(page.rendered) for mark in _MARKS)


def parse(page: Page) -> CableRecord:
    """Read the labels, the title above them and the telegram below."""
    texts = [line.text for line in page.lines]
    tabs = [index for index, text in enumerate(texts) if _TAB.fullmatch(text)]
    marked = (index for index, text in enumerate(texts) if any(mark.match(text) for mark in _MARKS))
    last_label = max(marked, default=0)
    tabs = [index for index in tabs if index > last_label] or [last_label]
    values = read_labels(texts[: tabs[0] + 1], _LABELS, need_colon=True)
    listed = {field: value for field, value in values.items() if not _BLANK.fullmatch(value)}
    telegram = _fullest(page.lines, tabs)
    return CableRecord(
        telegram=telegram,
        reason="no telegram structure: PlusD lists the document without its text",
        listed_cable_id=listed.get("id"),
        listed_created_at=parse_instant(listed.get("created")),
        listed_classification=listed.get("classification"),
        listed_origin=known_origin(listed.get("origin")) or listed.get("origin"),
        listed_subject=_title(texts),
        listed_tags=listed_tags(listed.get("tags")),
        listed_references=_linked(texts[: tabs[0]], listed.get("id")),
    )


def _fullest(lines: Sequence[Line], tabs: Sequence[int]) -> str | None:
    """The section of text with most signs of a telegram."""
    best: tuple[int, str | None] = (0, None)
    for begin, end in zip(tabs, [*tabs[1:], len(lines)], strict=True):
        section = restore_breaks(lines[begin + 1 : end])
        kinds = {sign.kind for sign in find_signs(section)}
        if kinds & _OF_TELEGRAM and len(kinds) > best[0]:
            best = (len(kinds), cut(section, below_listing(section, 0)))
    return best[1]


def _title(texts: Sequence[str]) -> str | None:
    """The nearest line above the first label."""
    first = next((i for i, text in enumerate(texts) if text.partition(":")[0].strip().lower() in _LABELS), 0)
    return next((text.strip() for text in reversed(texts[:first]) if text.strip()), None)


def _linked(texts: Sequence[str], own: str | None) -> str | None:
    """Ids listed under the linked documents, joined by `|`."""
    start = next((i for i, text in enumerate(texts) if _LINKED.fullmatch(text)), len(texts))
    found = dict.fromkeys(match[0] for text in texts[start:] for match in _ID.finditer(text[:500]))
    return "|".join(cable_id for cable_id in found if cable_id != own) or None
