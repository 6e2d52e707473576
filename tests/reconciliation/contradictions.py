"""Copies that contradict their page or each other in one thing; see `losses` on what the functions take."""

from dataclasses import replace

from tests.reconciliation import damage
from tests.reconciliation.cables import Cable
from tests.reconciliation.truth import AS_GOOD, WORSE, Document, Plant, Rank
from tests.reconciliation.wrapping import LISTING, document, turn


def listed_with_another_date(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A page that lists another day than the telegram bears."""
    listed = replace(cable, sent_at=damage.misdated(cable, 3).dated or cable.sent_at)
    return [_contradicted(cable, listed, "date_conflict", _days(cable, 3), number)]


def listed_with_another_level(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A page that lists another classification."""
    listed = replace(cable, level=damage.other_level(cable.level))
    return [_contradicted(cable, listed, "classification_conflict", {cable.level, listed.level}, number)]


def listed_with_another_subject(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A page with the title of another cable."""
    listed = replace(cable, subject=other.subject)
    return [_contradicted(cable, listed, "subject_conflict", {cable.subject, other.subject}, number)]


def _contradicted(cable: Cable, listed: Cable, code: str, values: set[str], number: int) -> Document:
    """A copy without fault but for its page."""
    layout = ("viewer_text", "identifier stacked", "viewer_html")[number % 3]
    plant = Plant(code, frozenset(values))
    return document(cable, layout, listed=listed, statuses=AS_GOOD, plants=(plant,))


def of_another_date(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy whose date-time group is of another day than that of the others."""
    return [_altered(damage.misdated(cable, 2), cable, "date_conflict", _days(cable, 2), number)]


def of_another_level(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy whose classification line is another than that of the others."""
    text = damage.mismarked(cable)
    return [_altered(text, cable, "classification_conflict", {cable.level, text.marked or ""}, number)]


def of_another_subject(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy whose SUBJECT line is another cable's."""
    text = replace(cable, subject=other.subject)
    return [_altered(text, cable, "subject_conflict", {cable.subject, other.subject}, number)]


def _altered(text: Cable, cable: Cable, code: str, values: set[str], number: int) -> Document:
    """In a page that lists what the other copies say, or in one that lists nothing."""
    plant = Plant(code, frozenset(values))
    rank = Rank(is_altered=True)
    layout = turn(("viewer_text", "telegram"), number)
    return document(text, layout, listed=cable, rank=rank, statuses=AS_GOOD, plants=(plant,))


def redacted(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that hides the names."""
    text = damage.redacted(cable, number)
    layout = turn(("viewer_html", "viewer_text", "wordpress"), number)
    plants = (Plant("redacted"),)
    return [document(text, layout, rank=Rank(is_redacted=True), statuses=WORSE, plants=plants)]


def decimals_joined(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy without its decimal points: 2.5 is 25."""
    return [_decimals_lost(cable, "", number)]


def decimals_parted(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy with a blank for each decimal point: 2.5 is 2 5."""
    return [_decimals_lost(cable, " ", number)]


def _decimals_lost(cable: Cable, put: str, number: int) -> Document:
    layout = turn(("wordpress", "scoop", "identifier"), number)
    plants = tuple(Plant("amount_conflict", values) for values in damage.lost_decimals(cable, put))
    rank = Rank(lacks_decimals=True)
    return document(damage.decimals_lost(cable, put), layout, rank=rank, statuses=WORSE, plants=plants)


def amount_altered(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy with an amount that no other copy has."""
    return [_amount_altered(cable, number, Rank(is_altered=True))]


def amount_altered_in_one_of_two(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same where one copy stands against one: either may be chosen."""
    return [_amount_altered(cable, number, Rank())]


def _amount_altered(cable: Cable, number: int, rank: Rank) -> Document:
    plants = (Plant("amount_conflict", damage.altered_amounts(cable)),)
    layout = turn(LISTING, number)
    return document(damage.amount_altered(cable), layout, rank=rank, statuses=WORSE, plants=plants)


def _days(cable: Cable, days: int) -> set[str]:
    return {f"{at:%Y-%m-%d}" for at in (cable.sent_at, damage.misdated(cable, days).dated or cable.sent_at)}
