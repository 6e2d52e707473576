"""Scoop's mirror: the headline `Cablegate: <title>`, the date, the telegram, then the news site."""

import re

from etl.pages.extent import cut
from etl.pages.listing import parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord

_HEADLINE = re.compile(r"^[ \t]*Cablegate:[ \t]*(\S[^\n]*)$", re.M)


def matches(page: Page) -> bool:
    """Whether a telegram follows the headline."""
    if "Cablegate:" not in page.rendered:
        return False
    start = page.start
    return start is not None and any(_HEADLINE.match(line.text) for line in page.lines[:start])


def parse(page: Page) -> CableRecord:
    """Read headline and date, then the telegram up to the site's own furniture."""
    start = page.start
    if start is None:
        return CableRecord(reason="no telegram structure: Scoop's headline without a telegram")
    above = [line.text for line in page.lines[:start]]
    headlines = [(index, match[1]) for index, text in enumerate(above) if (match := _HEADLINE.match(text))]
    index, subject = headlines[-1] if headlines else (0, None)
    return CableRecord(
        telegram=cut(page.lines, start),
        listed_subject=subject,
        listed_created_at=parse_instant(" ".join(above[index + 1 :])),
    )
