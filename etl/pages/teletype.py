"""Line breaks of a telegram of 1973-79 that its copy lost: page heads, dates and numbers run into the text.

The archive's copies were reviewed, stamped and converted several times. What a teletype prints on a line of
its own is put there again; no word is changed.
"""

import re
from collections.abc import Iterable, Iterator

from etl.pages.html import Line

_LEVEL = (
    r"(?:UNCLASSIFIED|UNCLAS|LIMITED OFFICIAL USE|CONFIDENTIAL|TOP SECRET|SECRET)(?: (?:EXDIS|NODIS|NOFORN))?"
)
_PAGE_HEAD = re.compile(
    rf"(?:[ \t]+|^[ \t]*)((?:{_LEVEL}[ \t]+){{0,2}})(PAGE[ \t]+\d\d[ \t]+[A-Z][A-Z .]{{1,20}}[ \t]+\d{{4,6}}"
    r"(?:[ \t]+(?:TOSEC|SECTO)[ \t]+\d+)?(?:[ \t]+\d\d[ \t]+OF[ \t]+\d\d)?(?:[ \t]+\d{6}Z)?)(?=[ \t]|$)[ \t]*"
)
_HEAD_PARTS = (
    re.compile(r"(?<=\d)[ \t]+(?=(?:ORIGIN|INFO)[ \t]+[A-Z]{1,5}-\d\d\b)"),
    re.compile(r"(?<=\d [A-Z])[ \t]+(?=-{10,})"),
    re.compile(r"(?<=[\dZ])[ \t]+(?=(?:[ZOPR][ \t]+){1,2}\d{6}Z[ \t]+[A-Z]{3}[ \t]+\d\d)"),
)
_END_MARK = re.compile(rf"[ \t]+({_LEVEL})[ \t]+(N{{3,4}})[ \t]*$")
_NUMBER_AT_START = re.compile(r"[ \t]{0,9}(\d{1,2})\.[ \t]")
_NUMBER_INSIDE = re.compile(r"(?<=[.!?)\"])[ \t]{1,3}(?=(\d{1,2})\.[ \t]+[A-Z(])")
_SHORTEST = 20


def restore_breaks(lines: Iterable[Line]) -> list[Line]:
    """Cut lines where two or more of a teletype's lines were run together."""
    restored: list[Line] = []
    number = 0
    for line in lines:
        pieces = list(_pieces(line.text)) if len(line.text) >= _SHORTEST else [line.text]
        for piece in pieces:
            cut, number = _at_numbers(piece, number)
            restored.extend(line._replace(text=text) for text in cut)
    return restored


def _pieces(text: str) -> Iterator[str]:
    """A line cut around page heads, and between the parts of a message's head."""
    for part in _HEAD_PARTS:
        text = part.sub("\n", text)
    if "PAGE" in text:
        text = _PAGE_HEAD.sub(_own_lines, text)
    return iter(_END_MARK.sub(r"\n\n\1\n\n\2", text).strip("\n").split("\n") if text.strip() else [text])


def _own_lines(head: re.Match[str]) -> str:
    marks = re.findall(_LEVEL, head[1])
    return "\n".join(["", *marks, "", head[2], ""]) if marks else f"\n{head[2]}\n"


def _at_numbers(text: str, number: int) -> tuple[list[str], int]:
    """A line cut before paragraph numbers that carry on from the last, and the last number now."""
    cuts = [0]
    start = _NUMBER_AT_START.match(text)
    if start and int(start[1]) == number + 1:
        number += 1
    for inside in _NUMBER_INSIDE.finditer(text):
        if int(inside[1]) == number + 1 > 1:
            number += 1
            cuts.append(inside.end())
    ends = [*cuts[1:], len(text)]
    return [text[begin:end].rstrip() for begin, end in zip(cuts, ends, strict=True)], number
