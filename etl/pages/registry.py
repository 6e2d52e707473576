"""Which layouts there are; the first that claims a page reads it, so the most specific stand first."""

from typing import Protocol

from etl.pages.layouts import (
    excerpt,
    identifier,
    nara,
    plusd,
    scoop,
    telegram,
    unknown,
    viewer_flattened,
    viewer_html,
    viewer_text,
    wordpress,
)
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.vocabulary import Layout


class LayoutReader(Protocol):
    """What a module of `layouts` offers."""

    def matches(self, page: Page) -> bool:
        """Whether the page has this layout."""
        ...

    def parse(self, page: Page) -> CableRecord:
        """Read a page that has it."""
        ...


LAYOUTS: dict[Layout, LayoutReader] = {
    Layout.VIEWER_HTML: viewer_html,
    Layout.PLUSD: plusd,
    Layout.NARA: nara,
    Layout.VIEWER_FLATTENED: viewer_flattened,
    Layout.IDENTIFIER: identifier,
    Layout.WORDPRESS: wordpress,
    Layout.VIEWER_TEXT: viewer_text,
    Layout.SCOOP: scoop,
    Layout.TELEGRAM: telegram,
    Layout.EXCERPT: excerpt,
    Layout.UNKNOWN: unknown,
}


def read_page(text: str) -> tuple[Layout, CableRecord]:
    """Tell the layout of a page by its content, and read it."""
    page = Page(text)
    for layout, reader in LAYOUTS.items():
        if reader.matches(page):
            return layout, reader.parse(page)
    return Layout.UNKNOWN, CableRecord(reason="no telegram structure: no layout claims the page")
