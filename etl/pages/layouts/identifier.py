"""The page with `Identifier, Created, Classification, Origin`, then `Cable title`, `Tags`, and the telegram."""

import re

from etl.pages.listing import has_row_header, parse_instant, read_labels, read_row
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import cut, find_start, first_sign

_MARKS = (re.compile(r"^\s*Identifier\b", re.M), re.compile(r"^\s*Cable title\b", re.M | re.I))
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
    above = page.line_at(row.end) + 1 if row else 0
    start = find_start(page.lines[above:])
    start = above + start if start is not None else first_sign(page.lines, above)
    labels = read_labels((line.text for line in page.lines[:start]), _LABELS, need_colon=False)
    return CableRecord(
        telegram=cut(page.lines, start) if row or start else None,
        reason="no telegram structure: the page ends with its listing",
        listed_cable_id=row.cable_id if row else labels.get("id"),
        listed_created_at=row.created_at if row else parse_instant(labels.get("created")),
        listed_released_at=row.released_at if row else parse_instant(labels.get("released")),
        listed_classification=row.classification if row else labels.get("classification"),
        listed_origin=row.origin if row else labels.get("origin"),
        listed_subject=labels.get("subject"),
        listed_tags=labels.get("tags"),
    )
