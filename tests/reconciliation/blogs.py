"""Blogs that quote passages of cables among their own prose, and pages that hold no cable at all."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from html import escape

from tests.reconciliation.cables import BOILERPLATE, Cable
from tests.reconciliation.damage import redacted
from tests.reconciliation.truth import REJECTED, SUPERSEDED, Document, Plant

LINKED, UNLINKED = frozenset({SUPERSEDED}), frozenset({REJECTED})
OPENING = (
    "Whoever has followed the procurement scandal of last winter will not be surprised by what is in the leaked "
    "cables, but the tone of it is still worth a read, and so is what the writers leave out."
)
CLOSING = (
    "That is where the cable ends, and I have found no answer to it. Readers who have are welcome to write."
)
NOT_HELD = (
    "The director said that the ferry would sail when the ministry had paid for the fuel, and not an hour before. He "
    "showed us the ledger, in which the last entry was eleven months old.",
    "Shopkeepers on the island have begun to give credit in coupons of their own. Two of the coupons were forged, we "
    "were told with some pride, and better printed than the real ones.",
)
"""Passages of a cable that no other document holds."""
NOT_TOLD = (
    "The mill at the ford was to open in June; it has neither a roof nor a wheel. The mayor took us to see it all the "
    "same, and cut a ribbon for our photographer.",
    "Asked who would pay for the wheel, he pointed at the river. Nobody in town expects flour from it before the next "
    "election, and few after it.",
)
"""Paragraphs of a telegram without any id, of which there is no other copy."""


def quoting_pages(cables: Sequence[Cable]) -> list[Document]:
    """Blogs, each with the paragraphs that it quotes; what they quote, no other cable has, but for the last ones."""
    plain, demarche, weekly = cables[:45], cables[56], cables[52]
    return [
        _post(f"From a cable dated {_day(plain[3])}:", {plain[3]: (1,)}),
        _post("The embassy's cable puts it like this:", {plain[8]: (3, 4)}, is_markup=True),
        _post(f"From cable {plain[13].cable_id}:", {plain[13]: (1, 2, 3)}),
        _post("This is what the cable says:", {plain[18]: (4,)}, shorten=_middle_left_out),
        _post("The secret cable continues:", {plain[23]: (1, 3)}, shorten=_begins_late),
        _post(
            "Another cable from the same week tells more:",
            {plain[28]: (2, 3)},
            shorten=_middle_left_out,
            is_markup=True,
        ),
        _post(f"A cable sent on {_day(plain[33])} sums it up:", {plain[33]: (5,)}, shorten=str.upper),
        _post("Two cables tell of this. The first cable says:", {plain[38]: (1, 3, 4), plain[9]: (3,)}),
        _post("In a leaked cable the ambassador writes:", {plain[41]: (3,)}, is_markup=True),
        _post("From one of the cables:", {demarche: (1,)}),
        # Three posts made this demarche, and of the series each week's report opens alike: the writer's words decide.
        _post(f"From a cable dated {_day(demarche)}:", {demarche: (2, 3)}),
        _post(f"From cable {weekly.cable_id}:", {weekly: (1,)}),
        # Of a cable that is held flattened alone; with its names hidden; and over the end of a paragraph.
        _post("This is what the embassy's cable says:", {plain[5]: (1, 2)}),
        _post("The cable, as it was released at first, says:", {redacted(plain[8], 0): (3,)}),
        _over_the_end(plain[12]),
        _misdated(plain[43]),
        _in_prose(
            plain[11], '"{}" Such was the mood on the day, wrote the embassy, and little has changed since.'
        ),
        _in_prose(plain[40], "{} Those are not my words."),
        Document(_page("From a cable dated March 9, 2006:", NOT_HELD), statuses=UNLINKED),
    ]


def pages_without_cable() -> list[Document]:
    """Pages that were landed with the rest, and hold no cable."""
    minutes = "Minutes of the garden club\n\n1. The chair opened the meeting.\n2. Seeds were exchanged.\n\nThe secretary"
    article = (
        f"<html><body><h1>Cables and their readers</h1><p>{OPENING}</p><p>More tomorrow.</p></body></html>"
    )
    index = (
        "Cable Viewer\nBrowse latest releases\nBrowse by origin\nEmbassy Moscow\nEmbassy London\n2011/08/30\n"
    )
    # Telegrams that do not say which they are: one like none held, one of a series of which others are held.
    nameless = _without_id("FERRY WITHOUT FUEL", NOT_TOLD)
    of_series = _without_id(
        "WEEKLY REPORT ON TRANSFERS, NUMBER 19", (BOILERPLATE[0], *NOT_TOLD, BOILERPLATE[1])
    )
    return [Document(text, statuses=UNLINKED) for text in (minutes, article, index, nameless, of_series)]


def _without_id(subject: str, paragraphs: Sequence[str]) -> str:
    numbered = (f"{number}. (U) {words}" for number, words in enumerate(paragraphs, 1))
    return f"E.O. 12958: N/A\nTAGS: EWWT, PREL\nSUBJECT: {subject}\n\n" + "\n\n".join(numbered)


def _post(
    cue: str,
    quoted: dict[Cable, tuple[int, ...]],
    *,
    shorten: Callable[[str], str] = str,
    is_markup: bool = False,
) -> Document:
    """A post that quotes paragraphs of one cable, or of a second one below a cue of its own."""
    passages = [[shorten(cable.paragraphs[at - 1]) for at in numbers] for cable, numbers in quoted.items()]
    most = max(quoted, key=lambda cable: len(quoted[cable]))
    return Document(
        _markup(cue, passages[0]) if is_markup else _page(cue, *passages),
        cable_id=most.cable_id,
        note=f"a blog: {cue}",
        statuses=LINKED,
        quotes={cable.cable_id: numbers for cable, numbers in quoted.items()},
    )


def _misdated(cable: Cable) -> Document:
    """A post whose writer took the day of another cable for this one's."""
    other = replace(cable, sent_at=cable.sent_at + timedelta(days=5))
    days = frozenset({f"{cable.sent_at:%Y-%m-%d}", f"{other.sent_at:%Y-%m-%d}"})
    post = _post(f"From a cable dated {_day(other)}:", {cable: (1, 2)})
    return replace(post, plants=(Plant("date_conflict", days),))


def _over_the_end(cable: Cable) -> Document:
    """A post whose one passage is the second half of a paragraph and the first of the next."""
    first, second = (text.split() for text in cable.paragraphs[2:4])
    passage = " ".join([*first[len(first) // 2 :], *second[: len(second) // 2]])
    post = _post("", {cable: (3, 4)})
    return replace(post, text=_page("The cable goes on:", [passage]), note="a blog over the end")


def _in_prose(cable: Cable, around: str) -> Document:
    """A post that quotes a paragraph in the middle of one of its own, and announces nothing."""
    post = _post("", {cable: (1,)})
    text = "\n".join([OPENING, around.format(cable.paragraphs[0]), CLOSING])
    return replace(post, text=text, note="a blog that quotes in its own prose")


def _page(cue: str, first: Sequence[str], second: Sequence[str] = ()) -> str:
    more = ["The other cable was sent later, and says:", *second] if second else []
    return "\n".join([OPENING, cue, *first, *more, CLOSING])


def _markup(cue: str, passages: Sequence[str]) -> str:
    quoted = "".join(f"<p>{escape(passage)}</p>" for passage in passages)
    return (
        f"<html><body><nav>Home</nav><article><h2>Ledgers</h2><p>{OPENING}</p><p>{cue}</p>"
        f"<blockquote>{quoted}</blockquote><p>{CLOSING}</p></article></body></html>"
    )


def _middle_left_out(passage: str) -> str:
    """A passage without the third quarter of its words."""
    words = passage.split()
    at = len(words) // 4
    return " ".join([*words[: 2 * at], "[...]", *words[3 * at :]])


def _begins_late(passage: str) -> str:
    """A passage without its first words, as one that a sentence of the writer's leads into."""
    return "… " + " ".join(passage.split()[6:])


def _day(cable: Cable) -> str:
    return f"{cable.sent_at:%B} {cable.sent_at.day}, {cable.sent_at.year}"
