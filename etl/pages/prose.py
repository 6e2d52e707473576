"""The prose of a page without a telegram: the writer's paragraphs, and what they set off as quoted.

Quoted is, where a cable is spoken of: a block quotation, a paragraph in italics, indented or in quotation
marks, and what follows a line that announces a cable and ends in a colon, up to where the writer speaks
again. Quotation marks inside a paragraph hold a quotation of its own. All else is prose, which may quote
without a sign.
"""

import re
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from etl.pages.furniture import is_end
from etl.pages.html import Line
from etl.pages.record import Passage
from etl.pages.telling import SPEAKS_OF_CABLE, Told, tell
from etl.vocabulary import PassageKind

_CUE = re.compile(r".{0,600}:\s*", re.S)
_LONGEST_CUE = 600
_WRITER = re.compile(
    r"\b(?:(?:the|this|that|these|those|another|leaked|secret|confidential|diplomatic|embassy)"
    r" (?:cables?|telegrams?)"
    r"|wikileaks|cablegate|(?:this|my|our) (?:blog|post)|readers?|hat tip|I(?:'m|’m|'ve|’ve)? )",
    re.I,
)
_OPENING = re.compile(r"\s*[\"“«„]")
_CLOSING = re.compile(r"[\"”»“]\s*(?:\[[^\]]{0,20}\])?[.,;]?\s*")
_INNER = re.compile(r"[\"“«„]([^\"“”«»„]{30,3000})[\"”»“]")
_SHORTEST_QUOTED = 40
_SHORTEST_CUT, _LONGEST_WRAPPED = 45, 120
_LONGEST_LOOK = 5_000
_FEWEST_INNER_WORDS = 8
_NEAR = 2
"""Paragraphs of the writer's above a quotation that may tell of the cable; below it, one."""

_MOST_SET_OFF = 0.8
"""Share of a page's letters in italics or indented, above which that is how the page looks."""

FEWEST_PROSE_WORDS = 20
"""Of the writer's own paragraphs: in shorter ones nothing is looked for but quotation marks."""

MAX_LETTERS = 200_000
"""Of a page's prose; the rest of a longer one is not looked at."""


class _Paragraph(NamedTuple):
    """A paragraph in its place.

    Attributes:
        text: its words.
        is_set_off: whether it stands in a block quotation, in italics or indented, unlike the page.
        kind: quoted or the writer's.
        above: the writer's last paragraphs above it, the nearest first.
        below: the writer's paragraph right below it, empty where there is none.
    """

    text: str
    is_set_off: bool
    kind: PassageKind = PassageKind.PROSE
    above: tuple[str, ...] = ()
    below: str = ""


def read_passages(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """Paragraphs above the page's furniture, each with what the writer tells of the cable that it quotes."""
    paragraphs = _with_kinds(_paragraphs(lines))
    prose = [paragraph.text for paragraph in paragraphs if paragraph.kind == PassageKind.PROSE]
    quotes: list[Passage] = []
    passages: list[Passage] = []
    for position, paragraph in enumerate(paragraphs, start=1):
        if paragraph.kind == PassageKind.PROSE:
            if len(paragraph.text.split()) >= FEWEST_PROSE_WORDS:
                passages.append(Passage(position, PassageKind.PROSE, paragraph.text))
            found = _inner(paragraph)
        else:
            found = [(PassageKind.QUOTED, _unquoted(paragraph.text))]
        told = _told(paragraph) if found else Told()
        quotes += [Passage(position, kind, text, *told) for kind, text in found]
    if quotes and not any((p.listed_cable_id, p.told_at, p.told_origin) != (None,) * 3 for p in quotes):
        told = _told_once(prose)
        quotes = [Passage(quote.position, quote.kind, quote.text, *told) for quote in quotes]
    return tuple(sorted(passages + quotes, key=attrgetter("position")))


def _with_kinds(paragraphs: Sequence[_Paragraph]) -> list[_Paragraph]:
    """Tell which paragraphs are quoted, which the writer's."""
    placed: list[_Paragraph] = []
    above: tuple[str, ...] = ()
    announced, has_cue, in_marks = False, False, False
    has_set_off = any(paragraph.is_set_off for paragraph in paragraphs)
    for index, (text, is_set_off, *_) in enumerate(paragraphs):
        below = paragraphs[index + 1].text if index + 1 < len(paragraphs) else ""
        is_near = has_cue or _speak((*above, below))
        is_cue = _announces(text) and not is_set_off
        in_marks = not is_cue and _is_in_marks(text, below, goes_on=in_marks)
        if is_cue:
            announced, has_cue, is_quoted = True, True, False
        elif is_set_off or in_marks:
            is_quoted = is_near
        else:
            announced = announced and not has_set_off and not _WRITER.search(text)
            is_quoted = announced
        if placed and is_quoted:
            # Nor is what is quoted below a word of the writer's.
            placed[-1] = placed[-1]._replace(below="")
        kind = PassageKind.QUOTED if is_quoted else PassageKind.PROSE
        placed.append(_Paragraph(text, is_set_off, kind, above, below))
        if not is_quoted:
            above = (text, *above)[:_NEAR]
    return placed


def _speak(texts: Sequence[str]) -> bool:
    return any(SPEAKS_OF_CABLE.search(text[:_LONGEST_LOOK]) for text in texts)


def _told(paragraph: _Paragraph) -> Told:
    """What the writer tells of the cable beside its words: inside, above, then below."""
    # What is quoted inside names days and posts too, which are not its own.
    own = (_INNER.sub(" ", paragraph.text),) if paragraph.kind == PassageKind.PROSE else ()
    below = () if _announces(paragraph.below) else (paragraph.below,)
    told = Told()
    for text in (*own, *paragraph.above, *below):
        told = told.completed(tell(text))
    return told


def _told_once(prose: Sequence[str]) -> Told:
    """What the writer tells of a cable, where no more than one is told of on the page."""
    told = {told for text in prose if (told := tell(text)).is_known}
    return told.pop() if len(told) == 1 else Told()


def _announces(text: str) -> bool:
    return (
        len(text) < _LONGEST_CUE and _CUE.fullmatch(text) is not None and bool(SPEAKS_OF_CABLE.search(text))
    )


def _is_in_marks(text: str, following: str, *, goes_on: bool) -> bool:
    """Whether a paragraph stands in quotation marks as a whole.

    Of several quoted paragraphs each opens with a mark, and the last alone ends with one.
    """
    if len(text) < _SHORTEST_QUOTED or not _OPENING.match(text):
        return False
    inner = text.strip()[1:]
    closing = next(_CLOSING.finditer(inner), None)
    if closing is None:
        return goes_on or _OPENING.match(following) is not None
    return closing.end() == len(inner)


def _unquoted(text: str) -> str:
    """The words of a paragraph set wholly in quotation marks, without the marks."""
    if not _is_in_marks(text, "", goes_on=True):
        return text
    inner = text.strip()[1:]
    closing = _CLOSING.search(inner)
    return inner[: closing.start()] if closing else inner


def _inner(paragraph: _Paragraph) -> list[tuple[PassageKind, str]]:
    """Quotations in the writer's own paragraph, if a cable is spoken of there or just above."""
    if not _speak((paragraph.text, *paragraph.above)):
        return []
    quoted = [match[1] for match in _INNER.finditer(paragraph.text)]
    return [(PassageKind.QUOTATION, text) for text in quoted if len(text.split()) >= _FEWEST_INNER_WORDS]


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    """Paragraphs above furniture, with whether they are set off from the rest of the page.

    Blank lines part paragraphs; on a page without them, or whose lines are not all wrapped, so does the end
    of a line, unless it is as long as a wrapped one and no sentence ends there.
    """
    has_blanks = any(not line.text.strip() for line in lines[1:-1])
    is_wrapped = has_blanks and max(len(line.text) for line in lines) <= _LONGEST_WRAPPED
    letters = sum(len(line.text) for line in lines)
    set_off = sum(len(line.text) for line in lines if line.is_set_off)
    counts = set_off <= _MOST_SET_OFF * letters
    paragraphs: list[tuple[list[str], bool]] = []
    joins, seen = False, 0
    for line in lines:
        text = line.text.strip()
        seen += len(text)
        if is_end(text) or seen > MAX_LETTERS:
            break
        is_quoted = line.is_quoted or (line.is_set_off and counts)
        if text and joins and paragraphs[-1][1] == is_quoted:
            paragraphs[-1][0].append(text)
        elif text:
            paragraphs.append(([text], is_quoted))
        is_cut = _SHORTEST_CUT <= len(text) <= _LONGEST_WRAPPED and text[-1] not in '.!?:"”'
        joins = bool(text) and not text.endswith(":") and (is_wrapped or is_cut)
    return [_Paragraph("\n".join(texts), is_quoted) for texts, is_quoted in paragraphs]
