"""Telegrams in pages that say they are other ones; see `losses` on what the functions take."""

from dataclasses import replace

from tests.reconciliation import damage
from tests.reconciliation.cables import Cable
from tests.reconciliation.truth import AS_GOOD, REJECTED, WORSE, Document, Plant, Rank
from tests.reconciliation.wrapping import FLATTENED, document, turn

UNHELD = 50_000
"""Above all serials that are held."""
UNKNOWN_TEXT = (
    "The harbor board met on Thursday and put off the vote on the new quay once more; its chair blamed the weather, "
    "the dredgers and, after a pause, the budget.",
    "Two members walked out when the minutes of the last session were read, since these left out what they had said "
    "about the tender. They told reporters at the gate that they would come back when the tape was played.",
    "Fishermen wait for the ice plant, which was promised for spring. Until it runs they sell to trawlers offshore, "
    "and the town sees neither fish nor fees.",
)
"""Paragraphs of a telegram that is not held."""


def mislisted(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A page that lists another cable above this one's whole telegram."""
    return [_below(cable, other, Rank(is_mislisted=True), number)]


def mislisted_and_flattened(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A flattened page that lists another cable above this one's whole telegram."""
    page = _below(cable, other, Rank(is_flattened=True, is_mislisted=True), number, layout=FLATTENED)
    return [replace(page, statuses=WORSE)]


def below_another_listing(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A page that lists another cable, and of this one has the text without its head."""
    return [_below(damage.beheaded(cable), other, Rank(is_mislisted=True, lacks_head=True), number)]


def flattened_below_another_listing(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same flattened."""
    rank = Rank(is_flattened=True, is_mislisted=True, lacks_head=True)
    page = _below(damage.beheaded(cable), other, rank, number, layout=FLATTENED)
    return [replace(page, statuses=WORSE)]


def below_unheld_listing(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same below the listing of a cable that is not held."""
    unheld = replace(other, serial=other.serial + UNHELD)
    rank = Rank(is_mislisted=True, lacks_head=True)
    return [_below(damage.beheaded(cable), unheld, rank, number)]


def below_another_envelope(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same with the other one's envelope above the text."""
    rank = Rank(is_mislisted=True, lacks_head=True)
    return [_below(damage.beheaded(cable), other, rank, number, envelope_of=other)]


def text_of_none(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Listing and envelope of this cable above a text that is wholly another's, of a telegram not held."""
    text = replace(cable, subject="QUAY AND ICE PLANT WAIT", paragraphs=UNKNOWN_TEXT, has_marking=False)
    page = document(text, "wordpress", plants=(Plant("text_conflict"),))
    rejected = frozenset({REJECTED})
    return [replace(page, cable_id=None, rank=None, statuses=rejected, against=cable.cable_id)]


def _below(
    text: Cable,
    listed: Cable,
    rank: Rank,
    number: int,
    *,
    layout: str = "",
    envelope_of: Cable | None = None,
) -> Document:
    plant = Plant("identity_conflict", frozenset({listed.cable_id, text.cable_id}))
    return document(
        text,
        layout or turn(("viewer_html", "viewer_text", "identifier"), number),
        listed=listed,
        envelope_of=envelope_of,
        rank=rank,
        statuses=AS_GOOD,
        plants=(plant,),
    )
