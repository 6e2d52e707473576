"""Where a telegram starts and ends, told by its own structure; one sign alone is never enough.

Signs are those of ACP-127 messages as the Department of State wrote them from 1966 to 2010: routing,
date-time group, originator, marking line with station and serial, caption, numbered paragraphs.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.pages.furniture import is_end
from etl.pages.html import Line

_LEVEL = (
    r"(?:C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|T ?O ?P ?S ?E ?C ?R ?E ?T|UNCLAS(?:SIFIED)?"
    r"|U ?N ?C ?L ?A ?S|LIMITED OFFICIAL USE|L ?I ?M ?I ?T ?E ?D ?O ?F ?F ?I ?C ?I ?A ?L ?U ?S ?E)"
)
_SIGN_PATTERNS = {
    "notice": r"This record is a partial extract of the original cable",
    "routing": r"VZCZC\w{3}|DE RU[A-Z]{3,5} ?#|[OPRZ]{2} RU[A-Z]{3}|ZNY [A-Z]{5}",
    "time": r"[ZOPR](?: [ZOPR])? \d{6}Z\b",
    "sender": r"FM [A-Z]{3}",
    "addressee": r"(?:TO|INFO) (?:RU[A-Z]{3}|RH[A-Z]{3}|SECSTATE|AMEMB|AMCONSUL|USMISSION|ALL [A-Z]{3})",
    "distribution": r"(?:ACTION|ORIGIN|INFO) +[A-Z]{1,5}-\d\d\b",
    "page": r"PAGE \d\d +[A-Z]",
    "marking": _LEVEL
    + r"(?: [A-Z/ ]{2,40}?)?(?: SECTION \d\d? ?OF ?\d\d?)? {1,4}[A-Z]{3}[A-Z ]{0,25} \d{3,8}\b",
    "order": r"E\.? ?O\.? ?:? ?1[12]\d{3}\b",
    "tags": r"TAGS? ?[:;,]? ?[A-Z]{2,5}\b|TAGS ?[:;]",
    "subject": r"SUBJ(?:ECT)? ?[:;]",
    "reference": r"REFS?(?:\(S\))? ?[:;.]",
    "classifier": r"(?:\([A-Z]{1,3}\) ?)?CLASSIFIED BY",
    "caveat": r"(?:SIPDIS|NODIS|EXDIS|LIMDIS|STADIS)\b",
    "portion": r"(?:¶|&para;)? ?\d{1,3} ?\. ?\((?:[CSU]|SBU|LOU|[CSU]//?[A-Z/]{2,12}|SBU/?/?[A-Z/]{0,12})\)",
    "paragraph": r"(?:¶|&para;)? ?1 ?\. +\S",
}
_SIGN = re.compile(
    r"[\s*_|]{0,12}(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _SIGN_PATTERNS.items())
    + ")",
    re.I,
)
_LONGEST_SIGN = 120
_WEIGHTS = {
    "notice": 5,
    "routing": 3,
    "time": 3,
    "sender": 2,
    "addressee": 2,
    "distribution": 2,
    "page": 2,
    "marking": 3,
    "order": 3,
    "tags": 2,
    "subject": 1,
    "reference": 1,
    "classifier": 2,
    "caveat": 1,
    "portion": 2,
    "paragraph": 1,
}
_ENOUGH_WEIGHT = 5
_ENOUGH_KINDS = 3
_OPENING = frozenset(_WEIGHTS) - {"portion", "paragraph", "reference", "classifier", "subject"}
_REACH_LINES = 150
_REACH_SIGNS = 30
# A marking alone on its line opens some telegrams; elsewhere it is a page's label: never a sign.
_LONE_MARKING = re.compile(rf"\s*{_LEVEL}(?: [A-Z/ ]{{2,40}})?\s*", re.I)
_NUMBER = re.compile(r"[\s*_|]{0,12}(?:¶|&para;)? ?(?:\([A-Z/]{1,6}\) )?(\d{1,3}) ?\. ?\S")
_FEWEST_BODY_LINES = 3
_TRAILER = re.compile(r"\s*(?:BT|N{4}|#\d{4}|END (?:OF )?(?:MESSAGE|CABLE TEXT|TEXT))\s*", re.I)
_SIGNATURE = re.compile(
    r"\s*(?:[A-WYZ][A-Z'-]+(?: (?:JR|SR|II|III)\.?)?|[A-Z](?:[a-z]+-?){1,3})\s*", re.ASCII
)
_HEADINGS = frozenset(
    {
        "COMMENT",
        "SUMMARY",
        "BACKGROUND",
        "INTRODUCTION",
        "CONCLUSION",
        "CONCLUSIONS",
        "OVERVIEW",
        "PARTICIPANTS",
        "NOTE",
        "ANALYSIS",
        "END",
        "BIOGRAPHY",
        "CONTENTS",
        "DISCUSSION",
        "OBJECTIVES",
        "RECOMMENDATION",
        "RECOMMENDATIONS",
        "BIO",
        "ATTACHMENT",
        "ANNEX",
        "SIPDIS",
        "NOFORN",
    }
)


class Sign(NamedTuple):
    """A line that looks like a part of a telegram, and which part."""

    line: int
    kind: str


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """The lines that look like parts of a telegram, in order."""
    signs = []
    for index, line in enumerate(lines):
        match = _SIGN.match(line.text[:_LONGEST_SIGN])
        if match and match.lastgroup:
            signs.append(Sign(index, match.lastgroup))
    return signs


def find_start(lines: Sequence[Line]) -> int | None:
    """Index of the line that opens a telegram; None when nothing has enough of its structure."""
    signs = find_signs(lines)
    for position, sign in enumerate(signs):
        if sign.kind not in _OPENING:
            continue
        near = {
            other.kind
            for other in signs[position : position + _REACH_SIGNS]
            if other.line - sign.line <= _REACH_LINES
        }
        if len(near) >= _ENOUGH_KINDS and sum(_WEIGHTS[kind] for kind in near) >= _ENOUGH_WEIGHT:
            return _with_lone_marking(lines, sign.line)
    return None


def first_sign(lines: Sequence[Line], start: int = 0) -> int:
    """Index of the first line from `start` on that can open a telegram known to be there, else `start`."""
    for index in range(start, len(lines)):
        match = _SIGN.match(lines[index].text[:_LONGEST_SIGN])
        if match and match.lastgroup in _OPENING:
            return _with_lone_marking(lines, index, floor=start)
    return start


def cut(lines: Sequence[Line], start: int, *, until_signature: bool = False) -> str:
    """The telegram that opens at `start`: up to page furniture, or to the end of the element that holds it.

    Args:
        lines: the page.
        start: index of its first line.
        until_signature: whether to end at the signature below the last paragraph, for pages whose furniture
            nobody has seen; text below a signature is lost then.
    """
    body = lines[start:]
    numbered = _numbered_paragraphs(body)
    stop = _furniture(body, numbered)
    last = max((index for index in numbered if index < stop), default=0)
    if not last:
        last = max((sign.line for sign in find_signs(body) if sign.line < stop), default=0)
    end = _end_of_element(body, last, stop)
    # Caption in one element, unnumbered text in the next: then the element is not the whole telegram's.
    if numbered or sum(bool(line.text.strip()) for line in body[last + 1 : end]) >= _FEWEST_BODY_LINES:
        stop = end
    if until_signature:
        stop = _signature(body, last, stop)
    return "\n".join(line.text for line in body[:stop])


def _with_lone_marking(lines: Sequence[Line], index: int, floor: int = 0) -> int:
    before = index - 1
    while before > floor and index - before < 3 and not lines[before].text.strip():
        before -= 1
    return (
        before if before >= floor and _LONE_MARKING.fullmatch(lines[before].text[:_LONGEST_SIGN]) else index
    )


def _numbered_paragraphs(lines: Sequence[Line]) -> list[int]:
    """Indexes of lines that carry on the running number of paragraphs, gaps of two forgiven."""
    found, last = [], 0
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.text[:_LONGEST_SIGN])
        if match and last < int(match[1]) <= last + 3:
            last = int(match[1])
            found.append(index)
    return found


def _furniture(lines: Sequence[Line], numbered: Sequence[int]) -> int:
    """Index of the first line of page furniture that no later paragraph of the telegram follows."""
    last = numbered[-1] if numbered else 0
    for index in range(last + 1, len(lines)):
        if is_end(lines[index].text):
            return index
    return len(lines)


def _end_of_element(lines: Sequence[Line], last: int, stop: int) -> int:
    """First index after the last paragraph that lies outside the element that holds the whole telegram."""
    depth = min((line.depth for line in lines[1 : last + 1]), default=0)
    for index in range(last + 1, stop):
        if lines[index].depth < depth:
            return index
    return stop


def _signature(lines: Sequence[Line], last: int, stop: int) -> int:
    """Index behind signature and trailers; `stop` when no signature stands below the last paragraph."""
    for index in range(last + 1, stop):
        text = lines[index].text
        if (
            not _SIGNATURE.fullmatch(text)
            or text.strip().upper() in _HEADINGS
            or _LONE_MARKING.fullmatch(text)
        ):
            continue
        end = index + 1
        while end < stop and (not lines[end].text.strip() or _TRAILER.fullmatch(lines[end].text)):
            end += 1
        if end > index + 1 or end == stop:
            return end
    return stop
