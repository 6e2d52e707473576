"""A WordPress mirror: a post with the viewer's table or a bare telegram, then its comment form."""

from etl.pages.extent import cut
from etl.pages.furniture import count_marks
from etl.pages.layouts import viewer_text
from etl.pages.listing import read_row
from etl.pages.page import Page
from etl.pages.record import CableRecord

_ENOUGH_MARKS = 2


def matches(page: Page) -> bool:
    """Whether several marks of WordPress stand around a telegram or the viewer's table."""
    if count_marks("wordpress", page.rendered) < _ENOUGH_MARKS:
        return False
    return read_row(page.rendered) is not None or page.start is not None


def parse(page: Page) -> CableRecord:
    """Read the post as the viewer's text; without the viewer's table only the telegram is sure."""
    if read_row(page.rendered) is not None:
        return viewer_text.parse(page)
    start = page.start
    if start is None:
        return CableRecord(reason="no telegram structure: a WordPress page without a cable")
    return CableRecord(telegram=cut(page.lines, start))
