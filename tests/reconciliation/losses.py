"""Copies from which something is lost, and copies from which nothing is; each with the truth about it.

All damage takes the telegram, another one that is held, and the telegram's number, which only decides on layouts.
"""

from dataclasses import replace
from datetime import timedelta

from tests.reconciliation import damage
from tests.reconciliation.cables import Cable
from tests.reconciliation.truth import AS_GOOD, WORSE, Document, Plant, Rank
from tests.reconciliation.wrapping import FLATTENED, LISTING, NAMELESS, document, turn

_HEADLESS = Rank(lacks_head=True)


def flattened(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A flattened copy."""
    return [document(cable, FLATTENED, rank=Rank(is_flattened=True), statuses=WORSE)]


def flattened_alone(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Flattened copies alone: a whole one, the same under another name, and one cut."""
    whole = document(cable, FLATTENED, rank=Rank(is_flattened=True))
    rank = Rank(is_flattened=True, missing=0.5)
    return [whole, whole, document(damage.cut(cable, 0.5), FLATTENED, rank=rank, statuses=WORSE)]


def cut(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy whose end is missing, and nothing says so."""
    return [_cut(cable, turn(LISTING, number), 0.35 + number % 5 / 10)]


def cut_neatly(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that lacks the last paragraphs, and shows no trace of it."""
    return [_cut_neatly(cable, turn(LISTING, number), len(cable.paragraphs) - 2)]


def cut_alone(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Three copies cut at different places, and no whole one."""
    return [_cut(cable, turn(LISTING, number + at), kept) for at, kept in enumerate((0.3, 0.9, 0.6))]


def cut_alone_neatly(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Three cut copies, of which one ends as if it were whole: more of the text is in another one."""
    return [
        _cut_neatly(cable, turn(LISTING, number), 2),
        _cut(cable, turn(LISTING, number + 1), 0.95),
        _cut(cable, turn(LISTING, number + 2), 0.6),
    ]


def _cut(cable: Cable, layout: str, kept: float) -> Document:
    return document(damage.cut(cable, kept), layout, rank=Rank(missing=1 - kept), statuses=WORSE)


def _cut_neatly(cable: Cable, layout: str, kept: int) -> Document:
    rank = Rank(missing=1 - kept / len(cable.paragraphs))
    return document(damage.cut_neatly(cable, kept), layout, rank=rank, statuses=WORSE)


def extract(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The first paragraphs below the notice that there were more."""
    return [document(damage.extract(cable, 2), "viewer_html", rank=Rank(missing=0.6), statuses=WORSE)]


def beheaded(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Neither envelope nor classification line: only the page tells the id."""
    return [document(damage.beheaded(cable), turn(LISTING, number), rank=_HEADLESS, statuses=AS_GOOD)]


def beheaded_without_caption(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The paragraphs alone, in pages whose form tells where they start."""
    text = damage.beheaded(cable, caption=False)
    return [document(text, "viewer_html", rank=_HEADLESS, statuses=AS_GOOD)]


def beheaded_alone(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Three copies that all lack their heads."""
    text = damage.beheaded(cable)
    return [document(text, layout, rank=_HEADLESS) for layout in ("identifier", "viewer_html", "wordpress")]


def nameless(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that nothing but its text tells from others: no listing, no envelope, no classification line."""
    return [document(damage.beheaded(cable), turn(NAMELESS, number), rank=_HEADLESS, statuses=AS_GOOD)]


def nameless_and_cut(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same with the end missing."""
    text = damage.cut(damage.beheaded(cable), 0.7)
    rank = Rank(missing=0.3, lacks_head=True)
    return [document(text, turn(NAMELESS, number), rank=rank, statuses=WORSE)]


def nameless_and_redacted(cable: Cable, other: Cable, number: int) -> list[Document]:
    """The same with the names hidden."""
    text = damage.redacted(damage.beheaded(cable), number)
    rank = Rank(is_redacted=True, lacks_head=True)
    plants = (Plant("redacted"),)
    return [document(text, turn(NAMELESS, number), rank=rank, statuses=WORSE, plants=plants)]


def head_elsewhere(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Two whole copies without envelope and release, and a cut one that has both."""
    text = replace(cable, has_envelope=False)
    whole = [
        document(text, layout, statuses=AS_GOOD, rank=_HEADLESS) for layout in ("identifier", "telegram")
    ]
    return [*whole, _cut(cable, "viewer_html", 0.5)]


def caption_elsewhere(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Two whole copies without caption, and a cut one that has it."""
    text = replace(cable, has_caption=False)
    layouts = ("viewer_html of 2010", "plusd")
    whole = [document(text, layout, statuses=AS_GOOD, rank=_HEADLESS) for layout in layouts]
    return [*whole, _cut(cable, "wordpress", 0.6)]


def same_bytes(cable: Cable, other: Cable, number: int) -> list[Document]:
    """Two files of the same bytes."""
    return [document(cable, "viewer_text stacked")] * 2


def misspelt(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that was typed anew, with slips: no conflict, and as good as another."""
    return [document(damage.misspelt(cable), turn(LISTING, number), statuses=AS_GOOD)]


def paged(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that kept the line at the head of a page, which is no part of the text."""
    return [document(replace(cable, is_paged=True), turn(LISTING, number), statuses=AS_GOOD)]


def mangled(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy read in a wrong encoding."""
    layout = turn(("viewer_text", "identifier stacked", "wordpress"), number)
    return [document(cable, layout, statuses=AS_GOOD, change=damage.mangled)]


def trivial_differences(cable: Cable, other: Cable, number: int) -> list[Document]:
    """A copy that differs in nothing that counts: lines, quotation marks, case of the title, hours of the date."""
    listed = replace(cable, subject=cable.subject.title(), sent_at=cable.sent_at + timedelta(hours=7))
    text = damage.retyped(cable)
    layout = turn(("viewer_text", "identifier stacked", "plusd"), number)
    return [document(text, layout, listed=listed, statuses=AS_GOOD, change=damage.curly)]
