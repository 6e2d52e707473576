"""A telegram in a page: which layouts say what, and what a document made of one tells."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.reconciliation.cables import Cable
from tests.reconciliation.truth import DUPLICATE, Document, Plant, Rank
from tests.rendering.layouts import RENDERERS, dump_row, viewer_flattened

DUMP, FLATTENED = "dump", "viewer_flattened"
CLEAN = (
    "viewer_html",
    "plusd",
    "identifier",
    DUMP,
    "wordpress",
    "scoop",
    "viewer_text stacked",
    "identifier stacked",
    "wordpress in markup",
    "viewer_text",
    "unknown",
    "viewer_html of 2010",
    "telegram",
    "unknown as of a search engine",
    "unknown in a mail",
)
"""Layouts in the order in which telegrams take their turns."""
LISTING = ("viewer_html", "identifier", "wordpress", "plusd", "viewer_text", "identifier stacked")
"""Those that tell an id, and leave no doubt that it is one."""
NAMELESS = ("scoop", "telegram", "unknown in a mail", "telegram of Windows")
"""Those that tell none."""
RELEASED = {"viewer_html", "viewer_text", "viewer_text stacked", "wordpress", FLATTENED}
UNDATED = {"telegram", "telegram of Windows", "unknown in a mail", "wordpress in markup"}
UNMARKED = {*UNDATED, "scoop", "unknown"}
TITLED = {FLATTENED, "viewer_html", "viewer_text", "identifier", "identifier stacked", "scoop", "plusd"}
TAGGED = {"identifier", "identifier stacked", "plusd"}
PAGES: dict[str, Callable[..., str]] = {**RENDERERS, FLATTENED: viewer_flattened}


def document(
    cable: Cable,
    layout: str,
    *,
    listed: Cable | None = None,
    envelope_of: Cable | None = None,
    rank: Rank | None = None,
    statuses: frozenset[str] = frozenset({DUPLICATE}),
    plants: tuple[Plant, ...] = (),
    change: Callable[[str], str] = str,
) -> Document:
    """A telegram, damaged or not, in a page.

    Args:
        cable: what is printed.
        layout: one of `PAGES`, or `DUMP`.
        listed: what the page says of it, where that is not what it says itself.
        envelope_of: whose envelope stands above, where that is not its own.
        rank: how good a copy it is; by default without fault.
        statuses: what may become of it, unless it is the one chosen.
        plants: conflicts in it.
        change: what happens to the page.
    """
    telegram = cable.telegram(listed)
    if envelope_of:
        telegram = replace(telegram, envelope=envelope_of.telegram().envelope)
    text = dump_row(1, telegram) if layout == DUMP else PAGES[layout](telegram)
    return Document(
        text=change(text),
        cable_id=cable.cable_id,
        rank=rank or Rank(),
        statuses=statuses,
        has=_told(cable, layout, is_own=listed is None or listed.cable_id == cable.cable_id),
        is_row=layout == DUMP,
        plants=plants,
        note=layout,
    )


def clean_copies(cable: Cable, number: int, size: int) -> list[Document]:
    """Copies of a telegram without any fault, each in another layout."""
    return [document(cable, turn(CLEAN, 3 * number + 4 * place)) for place in range(size)]


def turn(layouts: Sequence[str], number: int) -> str:
    """The layout whose turn it is."""
    return layouts[number % len(layouts)]


def _told(cable: Cable, layout: str, *, is_own: bool) -> frozenset[str]:
    """The fields that a copy surely tells."""
    classified = {"declassify_on", "classified_by", "classification_reasons"}
    parts = [
        # All pages list the same release, also those that list another cable.
        (layout in RELEASED, {"released_at"}),
        (cable.has_envelope and not cable.notice, {"precedence", "recipients", "created_at"}),
        (layout not in UNDATED and is_own, {"created_at"}),
        (cable.has_marking or (layout not in UNMARKED and is_own), {"classification"}),
        (cable.has_marking, {"n_sections"}),
        (cable.has_caption, {"tags", "subject"}),
        (cable.has_caption and cable.level != "UNCLASSIFIED" and not cable.is_old, classified),
        (cable.has_caption and bool(cable.reference), {"cable_references"}),
        (layout in TITLED and is_own, {"subject"}),
        (layout in TAGGED and is_own, {"tags"}),
        (cable.is_signed, {"signed_by"}),
    ]
    return frozenset().union(*(fields for is_there, fields in parts if is_there))
