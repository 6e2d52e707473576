"""The WikiLeaks cable viewer as extracted text: help, the row of the table, then envelope and body."""

from etl.pages.extent import below_listing, cut
from etl.pages.listing import has_row_header, read_row, viewed_subject
from etl.pages.page import Page
from etl.pages.record import CableRecord


def matches(page: Page) -> bool:
    """Whether the heading of the viewer's table is there, and in words that kept their case."""
    return "Reference ID" in page.rendered and has_row_header(page.rendered)


def parse(page: Page) -> CableRecord:
    """Read the row and what follows it; the title stands above, beside `Viewing cable`."""
    row = read_row(page.rendered)
    if row is None:
        start = page.start
        if start is None:
            return CableRecord(reason="no telegram structure: the row of the viewer's table cannot be read")
        return CableRecord(telegram=cut(page.lines, start))
    telegram = cut(page.lines, below_listing(page.lines, page.line_at(row.end) + 1))
    return CableRecord(
        telegram=telegram,
        reason="no telegram structure: the page ends below the viewer's table",
        listed_cable_id=row.cable_id,
        listed_created_at=row.created_at,
        listed_released_at=row.released_at,
        listed_classification=row.classification,
        listed_origin=row.origin,
        listed_subject=viewed_subject(page.rendered, row.cable_id),
    )
