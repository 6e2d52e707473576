"""Which layouts there are; the first that claims a page reads it, so the most specific stand first."""

from dataclasses import replace
from typing import NamedTuple, Protocol

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
from etl.pages.series import split_series
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


_OF_SERIES = frozenset({Layout.TELEGRAM, Layout.UNKNOWN, Layout.NARA})


class Reading(NamedTuple):
    """One telegram, or none, read from a page.

    Attributes:
        layout: how the page wraps it.
        record: what was read.
        part: the text that it was read from, where that is not all of the page.
    """

    layout: Layout
    record: CableRecord
    part: str | None = None


def read_page(text: str) -> list[Reading]:
    """Tell the layout of a page by its content, and read it; a page of several telegrams gives each."""
    page = Page(text)
    whole = _read(page)
    if whole.layout not in _OF_SERIES:
        return [whole]
    parts = nara.split(page.lines) if whole.layout is Layout.NARA else split_series(page.lines, page.start)
    if len(parts) == 1:
        return [whole]
    texts = ["\n".join(line.text for line in part) for part in parts]
    return [_read(Page(part))._replace(part=part) for part in texts]


def _read(page: Page) -> Reading:
    for layout, reader in LAYOUTS.items():
        if reader.matches(page):
            record = reader.parse(page)
            if record.telegram is None or layout is Layout.EXCERPT:
                record = replace(record, passages=page.passages)
            return Reading(layout, record)
    return Reading(Layout.UNKNOWN, CableRecord(reason="no telegram structure: no layout claims the page"))
