"""Files that hold several telegrams, one after the other, as dumps of traffic and clippings do.

The next telegram begins below what ends a message (`NNNN`, `<< END OF DOCUMENT >>`, a ruler) or with the
transmission id that starts one (`ZCZC`, `VZCZC`), and only where a whole head follows. A telegram quoted
inside another is announced, or stands between QUOTE and UNQUOTE; the sections of one telegram share sender
and date-time group: neither is a telegram of its own.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

from etl.pages.html import Line
from etl.pages.structure import LONE_MARKING, LONGEST_SIGN, find_signs

_END = re.compile(
    r"\s*(?:N{3,4}\w{0,12}|<< ?END OF [A-Z ]{2,20}>>|END OF (?:CABLE|MESSAGE|TELEGRAM))\s*", re.I
)
_RULER = re.compile(r"\s*(?:[-=_*~#+]\s?){10,}")
_TRANSMISSION = re.compile(r"\s*V?ZCZC(?![^ \w])")
_LABEL = re.compile(r"\s*(?:#|[A-Za-z][A-Za-z ]{1,30}\s?:|\d{1,6}\s*$)")
_ANNOUNCED = re.compile(r"(?:\b(?:follows?|text|quote|quoted|repeated|forwarded|reads)\b.*|:\s*)$", re.I)
_SENTENCE_END = re.compile(r".*[.!?)\"”]\s*|\s*[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'.-]+){0,2}\s*")
_OPENED = re.compile(r"[\s(]*(?:BEGIN TEXT|BEGIN QUOTE|QUOTE)\b", re.I)
_CLOSED = re.compile(r"\b(?:END TEXT|END QUOTE|UNQUOTE)\b", re.I)
_OPENING = frozenset({"routing", "time", "sender", "page", "distribution", "marking"})
_BODY = frozenset({"portion", "paragraph"})
_LATER_PAGE = re.compile(r"\s*PAGE (?!01)\d\d", re.I)
_HEADS = (frozenset({"time", "sender"}), frozenset({"marking", "order"}), frozenset({"marking", "tags"}))
_HEAD_LINES = 80
_LABEL_LINES = 15
_SENT = re.compile(r"\b(\d{6}Z) {1,3}([A-Z]{3}) {1,3}(\d\d)\b")
_SENDER = re.compile(r"\s*FM ([A-Z][A-Z ]+)")
_SERIAL = re.compile(r"\b([A-Z][A-Z ]{2,25}?) 0{0,4}(\d{1,6})\s*$")


def split_series(lines: Sequence[Line], start: int | None) -> list[Sequence[Line]]:
    """The telegrams of a page, each with what stands above it; the whole page when it holds one or none.

    Args:
        lines: the page.
        start: index of the line that opens its first telegram, as `find_start` has it.
    """
    if start is None:
        return [lines]
    cuts = [0]
    known = _identity(lines[start : start + _HEAD_LINES])
    n_open, counted = 0, start
    for index in _boundaries(lines):
        head = _head(lines, index) if index > start else None
        if head is None:
            continue
        n_open = _open_quotations(lines[counted:index], n_open)
        counted = index
        identity = set() if n_open else _identity(lines[head : head + _HEAD_LINES])
        if known and identity and identity.isdisjoint(known):
            cuts.append(index)
            known = identity
        known = known or identity
    return [lines[begin:end] for begin, end in zip(cuts, [*cuts[1:], len(lines)], strict=True)]


def _boundaries(lines: Sequence[Line]) -> Iterator[int]:
    """Indexes of lines with which another telegram, or its listing, may begin."""
    above = ""
    for index, line in enumerate(lines):
        text = line.text
        if not text.strip():
            continue
        if _END.fullmatch(text) or _RULER.fullmatch(text):
            yield index + 1
        elif _TRANSMISSION.match(text) and _SENTENCE_END.fullmatch(above) and not _ANNOUNCED.search(above):
            yield index
        above = text


def _head(lines: Sequence[Line], index: int) -> int | None:
    """Index of the line that opens a telegram's head, at `index` or below a listing; None where none does."""
    end = min(len(lines), index + _LABEL_LINES)
    while index < end and not find_signs(lines[index : index + 1]):
        text = lines[index].text[:LONGEST_SIGN]
        if text.strip() and not any(form.match(text) for form in (_LABEL, _RULER, LONE_MARKING)):
            return None
        index += 1
    signs = find_signs(lines[index : index + _HEAD_LINES]) if index < end else []
    if not signs or signs[0].kind not in _OPENING or _LATER_PAGE.match(lines[index].text):
        return None
    head = itertools.takewhile(lambda sign: sign.kind not in _BODY, signs)
    kinds = {sign.kind for sign in head}
    return index if any(kinds >= needed for needed in _HEADS) else None


def _identity(head: Sequence[Line]) -> set[tuple[str, ...]]:
    """What tells a telegram from the next: when and by whom it was sent, and its station and serial."""
    identity: set[tuple[str, ...]] = set()
    sent = next((match for line in head if (match := _SENT.search(line.text))), None)
    sender = next((match[1].strip() for line in head if (match := _SENDER.match(line.text))), "")
    if sent and sender:
        identity.add((*sent.groups(), sender))
    marking = next((sign.line for sign in find_signs(head) if sign.kind == "marking"), None)
    serial = _SERIAL.search(head[marking].text) if marking is not None else None
    if serial:
        identity.add((serial[1].split()[-1], serial[2]))
    return identity


def _open_quotations(lines: Sequence[Line], n_open: int) -> int:
    """How many quotations are open below these lines, when so many were above them."""
    for line in lines:
        n_open += bool(_OPENED.match(line.text))
        n_open = max(n_open - bool(_CLOSED.search(line.text)), 0)
    return n_open
