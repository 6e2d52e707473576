"""What one page gives: its listing, and the telegram in it, or its prose."""

from dataclasses import dataclass
from datetime import datetime

from etl.vocabulary import Fidelity, PassageKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of a page without a telegram: the columns of `Passages` that a page tells, in their order.

    Attributes:
        position: of its paragraph on the page, from 1.
        kind: how the page sets it off.
        text: its words, lines as they are.
        listed_cable_id: the cable that the writer names beside it, as printed.
        told_at: the day that the writer gives the cable.
        told_origin: the post that the writer takes it from.
    """

    position: int
    kind: PassageKind
    text: str
    listed_cable_id: str | None = None
    told_at: datetime | None = None
    told_origin: str | None = None


@dataclass(frozen=True, slots=True)
class CableRecord:
    """One page, read: the columns of `Pages` that a layout fills, in their order.

    Attributes:
        telegram: the text as the page holds it; blank counts as missing.
        fidelity: what the page kept of the telegram; it counts only beside a telegram.
        reason: one line saying why there is no telegram; it counts only without one.
        passages: the prose of a page without a telegram.
    """

    telegram: str | None = None
    fidelity: Fidelity = Fidelity.VERBATIM
    reason: str | None = None
    listed_cable_id: str | None = None
    listed_created_at: datetime | None = None
    listed_released_at: datetime | None = None
    listed_classification: str | None = None
    listed_origin: str | None = None
    listed_subject: str | None = None
    listed_tags: str | None = None
    listed_references: str | None = None
    passages: tuple[Passage, ...] = ()
