"""The viewer's page flattened: lower case, punctuation gone, one line; decimals and negations are lost.

Dates are digits only there (`20070626 0707`), and nothing but vocabulary tells where the origin ends.
"""

import re

from etl.pages.listing import parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.vocabulary import Fidelity

_ROW = re.compile(
    r"\breference id created (?:released )?classification origin (?P<id>\w{5,60}) (?P<created>\d{8} \d{4})"
    r"(?: (?P<released>\d{8} \d{4}))? (?P<classification>unclassified ?(?:for ?official use only)?"
    r"|limited official use|(?:confidential|(?:top ?)?secret)(?: ?(?:noforn|nodis|exdis))*|restricted)"
    r" (?P<rest>.*)",
    re.S,
)
_LEVEL = r"c o n f i d e n t|c ?o n f i d e|s e c r e|s c r t|unclas|confidential|secret"
_OPENING = re.compile(
    rf"\b(?:vzcz|[oprz]{{2}} ru[a-z]{{3}}|de ru[a-z]{{3}}|[oprz] \d{{6}}z|\d{{6}}z [a-z]{{3}} \d\d|fm [a-z]"
    rf"|null|page 01|info log|action [a-z]|this record is|(?:{_LEVEL})\b|sipdis|eo 1[12]\d{{3}}"
    r"|tags |subject )"
)
_SUBJECT = re.compile(
    r"\bviewing cable (?P<id>\w{5,60}) (?P<subject>.{0,400}?) ?if you are new to these pages"
)
_LONGEST_ORIGIN = 60


def matches(page: Page) -> bool:
    """Whether the row of the viewer's table is there without its punctuation."""
    return not page.is_html and "reference id created" in page.text and _ROW.search(_folded(page)) is not None


def parse(page: Page) -> CableRecord:
    """Read row and title; the telegram is what follows the origin."""
    text = _folded(page)
    row = _ROW.search(text)
    if row is None:
        return CableRecord(reason="no telegram structure: the row of the flattened viewer's table is missing")
    rest = row["rest"]
    opening = _OPENING.search(rest[: _LONGEST_ORIGIN + 20])
    end = opening.start() if opening else len(" ".join(rest.split(" ", 2)[:2]))
    title = _SUBJECT.search(text)
    return CableRecord(
        telegram=rest[end:].strip().removeprefix("null "),
        fidelity=Fidelity.FLATTENED,
        reason="no telegram structure: the flattened page ends with its listing",
        listed_cable_id=row["id"],
        listed_created_at=parse_instant(row["created"]),
        listed_released_at=parse_instant(row["released"]),
        listed_classification=row["classification"].strip(),
        listed_origin=rest[:end].strip(),
        listed_subject=title["subject"] if title and title["id"] == row["id"] else None,
    )


def _folded(page: Page) -> str:
    """The page on one line."""
    return " ".join(page.text.split())
