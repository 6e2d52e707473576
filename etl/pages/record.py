"""What one page gives: its listing, and the telegram in it."""

from dataclasses import dataclass
from datetime import datetime

from etl.vocabulary import Fidelity


@dataclass(frozen=True, slots=True)
class CableRecord:
    """One page, read: the columns of `Pages` that a layout fills, in their order.

    Attributes:
        telegram: the text as the page holds it; blank counts as missing.
        fidelity: what the page kept of the telegram; it counts only beside a telegram.
        reason: one line saying why there is no telegram; it counts only without one.
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
