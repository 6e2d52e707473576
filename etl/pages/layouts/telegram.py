"""A telegram and nothing else, as in plain text dumps; furniture may still stand below it."""

from etl.pages.extent import cut
from etl.pages.page import Page
from etl.pages.record import CableRecord


def matches(page: Page) -> bool:
    """Whether the first line of the text opens a telegram."""
    return not page.is_html and _first(page) is not None


def parse(page: Page) -> CableRecord:
    """Take the whole text up to furniture."""
    start = _first(page)
    if start is None:
        return CableRecord(reason="no telegram structure: the first line opens none")
    return CableRecord(telegram=cut(page.lines, start))


def _first(page: Page) -> int | None:
    first = next((index for index, line in enumerate(page.lines) if line.text.strip()), None)
    return first if first is not None and page.start == first else None
