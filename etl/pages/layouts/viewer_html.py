"""The WikiLeaks cable viewer as HTML: a table of class `cable`, then the telegram in preformatted blocks.

Generations differ in the columns of the table, and in whether envelope and body share a block. What stands
above the table is navigation and is cut off unparsed.
"""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.pages.extent import cut
from etl.pages.html import inner_text, render
from etl.pages.listing import parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.pages.structure import first_sign

# The viewer writes lower case, and ignoring case slows the search over the navigation fourfold.
_TABLE = re.compile(r"<table\b[^<>]{0,300}\bclass\s?=\s?[\"']?cable\b")
_HEADING = re.compile(r"<[Hh]\d[^<>]{0,200}>\s{0,20}Viewing cable\b")
_HELP_LENGTH, _HEADING_LENGTH = 20_000, 2_000
_TITLE = re.compile(r"Viewing cable\s+[^\s,]{1,60}\s?,\s?(.*)", re.I | re.S)
_COLUMNS = {"reference id", "created", "released", "classification", "origin"}


def matches(page: Page) -> bool:
    """Whether the viewer's table is there."""
    return _TABLE.search(page.text) is not None


def parse(page: Page) -> CableRecord:
    """Read table, heading and preformatted blocks.

    An index page of the viewer has a table of many rows, or of other columns, and no telegram.
    """
    start = _TABLE.search(page.text)
    if start is None:
        return CableRecord(reason="no telegram structure: the viewer's table is missing")
    tree = LexborHTMLParser(page.text[start.start() :])
    table = tree.css_first("table.cable")
    row = _single_row(table) if table is not None else {}
    if table is None or not row:
        return CableRecord(
            reason="no telegram structure: an index page of the viewer, or one cut in its table"
        )
    telegram = _telegram(tree, table)
    return CableRecord(
        telegram=telegram,
        reason=None if telegram else "no telegram structure: the viewer's page ends below its table",
        listed_cable_id=row.get("reference id"),
        listed_created_at=parse_instant(row.get("created")),
        listed_released_at=parse_instant(row.get("released")),
        listed_classification=row.get("classification"),
        listed_origin=row.get("origin"),
        listed_subject=_subject(page.text, start.start()),
    )


def _single_row(table: LexborNode) -> dict[str, str]:
    """Values by column when the table lists one cable, else nothing; rows of another width are notes."""
    columns = [inner_text(cell).lower() for cell in table.css("th")]
    rows = [cells for line in table.css("tr") if len(cells := line.css("td")) == len(columns)]
    if len(rows) != 1 or not _COLUMNS.issuperset(columns):
        return {}
    return {
        column: text for column, cell in zip(columns, rows[0], strict=False) if (text := inner_text(cell))
    }


def _telegram(tree: LexborHTMLParser, table: LexborNode) -> str | None:
    """Envelope and body, a blank line between them; the viewer prints `null` for a missing envelope."""
    for line_break in tree.css("pre br"):
        following = line_break.next
        if following is None or not (following.text_content or "").lstrip(" ").startswith("\n"):
            line_break.replace_with("\n")
    blocks = [
        text for node in tree.css("pre") if (text := node.text().strip("\n")).strip() not in ("", "null")
    ]
    if blocks:
        return "\n\n".join(blocks)
    table.decompose()
    lines = render(tree.html or "")
    return cut(lines, first_sign(lines)).strip() or None


def _subject(text: str, end: int) -> str | None:
    """Title in the last heading above the table."""
    headings = list(_HEADING.finditer(text, max(0, end - _HELP_LENGTH), end))
    if not headings:
        return None
    start = headings[-1].start()
    node = LexborHTMLParser(text[start : min(end, start + _HEADING_LENGTH)]).css_first("h1,h2,h3,h4,h5,h6")
    match = _TITLE.fullmatch(inner_text(node)) if node is not None else None
    return match[1] if match else None
