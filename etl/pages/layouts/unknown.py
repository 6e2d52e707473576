"""A page that no layout claims: the telegram is found by its own structure, the listing by common labels."""

import re
from collections.abc import Sequence

from etl.pages.extent import cut
from etl.pages.listing import parse_instant, read_labels
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import find_signs

_LABELS = {
    "reference id": "id",
    "reference": "id",
    "cable id": "id",
    "identifier": "id",
    "message reference number": "id",
    "mrn": "id",
    "created": "created",
    "date": "created",
    "released": "released",
    "classification": "classification",
    "origin": "origin",
    "source": "origin",
    "title": "subject",
    "cable title": "subject",
}
_ID = re.compile(r"\b\d{2}[A-Z]{3,20}\d{1,6}\b")
_NEAR_LINES = 400


def matches(page: Page) -> bool:  # noqa: ARG001 (all layouts are asked alike)
    """Always: this is the last layout asked."""
    return True


def parse(page: Page) -> CableRecord:
    """Find the telegram; without one, say which signs there were."""
    start = page.start
    if start is None:
        kinds = sorted({sign.kind for sign in find_signs(page.lines)})
        return CableRecord(reason=f"no telegram structure: {', '.join(kinds) or 'none'} of its signs found")
    above = [line.text for line in page.lines[max(0, start - _NEAR_LINES) : start]]
    listed = read_labels(above, _LABELS, need_colon=True)
    return CableRecord(
        telegram=cut(page.lines, start),
        listed_cable_id=listed.get("id") or _only_id(above),
        listed_created_at=parse_instant(listed.get("created")),
        listed_released_at=parse_instant(listed.get("released")),
        listed_classification=listed.get("classification"),
        listed_origin=listed.get("origin"),
        listed_subject=listed.get("subject"),
    )


def _only_id(texts: Sequence[str]) -> str | None:
    """The cable id above the telegram, when just one is named there."""
    found = {match for text in texts for match in _ID.findall(text[:500])}
    return found.pop() if len(found) == 1 else None
