"""Prose of others that quotes passages of a cable: only what is quoted is the cable's.

What the writer says about the cable is the listing; see `etl.pages.prose` for how the two are told apart.
"""

from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.vocabulary import Fidelity, PassageKind


def matches(page: Page) -> bool:
    """Whether prose that speaks of a cable sets passages off as quoted, and no telegram stands in it."""
    return page.start is None and any(passage.kind != PassageKind.PROSE for passage in page.passages)


def parse(page: Page) -> CableRecord:
    """Take the quoted passages, blank lines between them; id, day and post come from the writer's words."""
    quoted = [passage for passage in page.passages if passage.kind != PassageKind.PROSE]
    ids = {passage.listed_cable_id for passage in quoted if passage.listed_cable_id}
    days = [passage.told_at for passage in quoted if passage.told_at]
    origins = {passage.told_origin for passage in quoted if passage.told_origin}
    return CableRecord(
        telegram="\n\n".join(passage.text for passage in quoted),
        fidelity=Fidelity.EXCERPT,
        reason="no telegram structure: no passage of a cable is quoted",
        listed_cable_id=ids.pop() if len(ids) == 1 else None,
        listed_created_at=days[0] if days else None,
        listed_origin=origins.pop() if len(origins) == 1 else None,
    )
