"""A page that no layout claims: the telegram is found by its own structure, the listing by common labels."""

import re
from collections.abc import Sequence

from etl.pages.extent import cut
from etl.pages.html import Line
from etl.pages.listing import is_level, known_origin, parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import find_signs

# Labels that mirrors use for one thing; what a value must look like, `_fitting` says.
_LABELS = {
    "id": {"reference id", "reference", "cable id", "cable reference id", "identifier", "id", "mrn", "origin"}
    | {"message reference number", "canonical id", "document number", "cable"},
    "created": {"created", "date", "cable time", "cable date", "creation date", "date sent", "draft date"},
    "released": {"released", "release time", "release date", "published"},
    "classification": {"classification", "original classification"},
    "origin": {"origin", "source", "from", "embassy"},
    "subject": {"title", "cable title"},
    "references": {"references", "dunno", "refs", "cable references"},
}
_ID = re.compile(r"\b\d{2}[A-Z]{3,20}\d{1,6}\b")
_WHOLE_ID = re.compile(r"#?(?:19|20)?\d\d ?[A-Z][A-Z ]{2,20}\d{1,7}(?:_[a-z])?")
_NEAR_LINES = 400
_LONGEST_LABEL = 40
_LONGEST_VALUE = 500


def matches(page: Page) -> bool:  # noqa: ARG001 (all layouts are asked alike)
    """Always: this is the last layout asked."""
    return True


def parse(page: Page) -> CableRecord:
    """Find the telegram; without one, say which signs there were."""
    start = page.start
    if start is None:
        kinds = sorted({sign.kind for sign in find_signs(page.lines)})
        return CableRecord(reason=f"no telegram structure: {', '.join(kinds) or 'none'} of its signs found")
    above = page.lines[max(0, start - _NEAR_LINES) : start]
    listed = _listed(above)
    return CableRecord(
        telegram=cut(page.lines, start),
        listed_cable_id=listed.get("id") or _only_id(above),
        listed_created_at=parse_instant(listed.get("created")),
        listed_released_at=parse_instant(listed.get("released")),
        listed_classification=listed.get("classification"),
        listed_origin=listed.get("origin"),
        listed_subject=listed.get("subject"),
        listed_references=listed.get("references"),
    )


def _listed(lines: Sequence[Line]) -> dict[str, str]:
    """Values by field from lines of `Label: value`, or of a label and its value in the line below.

    A value counts only in the form that its field has: any page has words like `Date`.
    """
    listed: dict[str, str] = {}
    label = ""
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        name, colon, value = (part.strip() for part in text.partition(":"))
        if label:
            _take(listed, label, text)
        label = ""
        if colon and value:
            _take(listed, name, value)
        elif len(text) <= _LONGEST_LABEL:
            label = name
    return listed


def _take(listed: dict[str, str], label: str, value: str) -> None:
    """Keep a value for each field that the label stands for and the value fits, the first one of each."""
    label = " ".join(label.lower().split())
    for field, labels in _LABELS.items():
        if label in labels and field not in listed and (fitting := _fitting(field, value)):
            listed[field] = fitting


def _fitting(field: str, value: str) -> str | None:
    """The value as far as it is one of the field."""
    if field == "id":
        return value.removeprefix("#") if _WHOLE_ID.fullmatch(value) else None
    if field in {"created", "released"}:
        return value if parse_instant(value) else None
    if field == "classification":
        return value if is_level(value) else None
    if field == "origin":
        return known_origin(value)
    if field == "references":
        return "|".join(_ID.findall(value[:_LONGEST_VALUE])) or None
    return value


def _only_id(lines: Sequence[Line]) -> str | None:
    """The cable id above the telegram, when just one is named there."""
    found = {match for line in lines for match in _ID.findall(line.text[:_LONGEST_VALUE])}
    return found.pop() if len(found) == 1 else None
