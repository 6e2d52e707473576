"""The page that lists Identifier, Created, Classification, Origin, Cable title and Tags above it all."""

import re
from collections.abc import Sequence

from etl.pages.extent import below_listing, cut
from etl.pages.html import Line
from etl.pages.listing import has_row_header, parse_instant, read_labels, read_row
from etl.pages.page import Page
from etl.pages.record import CableRecord

_MARKS = (re.compile(r"^[ \t]*Identifier\b", re.M), re.compile(r"^[ \t]*Cable title\b", re.M | re.I))
_LABEL = re.compile(
    r"\s*(?:Identifier|Created|Released|Classification|Origin|Cable title|Tags)\s*(?::|$)", re.I
)
_TAGS = re.compile(r"\s*Tags\s*:", re.I)
_LISTING_LINES = 60
_LABELS = {
    "identifier": "id",
    "created": "created",
    "released": "released",
    "classification": "classification",
    "origin": "origin",
    "cable title": "subject",
    "tags": "tags",
}


def matches(page: Page) -> bool:
    """Whether both of the labels that no other layout uses are there."""
    return all(mark.search(page.rendered) for mark in _MARKS)


def parse(page: Page) -> CableRecord:
    """Read the listing in either arrangement: a row under its labels, or each value under its own."""
    text = page.rendered
    row = read_row(text) if has_row_header(text) else None
    below = _below_labels(page.lines, page.line_at(row.end) + 1 if row else 0)
    labels = read_labels((line.text for line in page.lines[:below]), _LABELS, need_colon=False)
    return CableRecord(
        telegram=cut(page.lines, below_listing(page.lines, below)),
        reason="no telegram structure: the page ends with its listing",
        listed_cable_id=row.cable_id if row else labels.get("id"),
        listed_created_at=row.created_at if row else parse_instant(labels.get("created")),
        listed_released_at=row.released_at if row else parse_instant(labels.get("released")),
        listed_classification=row.classification if row else labels.get("classification"),
        listed_origin=row.origin if row else labels.get("origin"),
        listed_subject=labels.get("subject"),
        listed_tags=labels.get("tags"),
    )


def _below_labels(lines: Sequence[Line], row_end: int) -> int:
    """Index behind the last label of the listing; the telegram's own TAGS line stands lower."""
    below = row_end
    for index in range(row_end, min(len(lines), row_end + _LISTING_LINES)):
        if _LABEL.match(lines[index].text):
            below = index + 1
        if _TAGS.match(lines[index].text):
            break
    return below
