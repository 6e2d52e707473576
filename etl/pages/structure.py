"""Where a telegram starts, told by its own structure; one sign alone is never enough.

Signs are those of ACP-127 messages as the Department of State wrote them from 1966 to 2010: routing,
date-time group, originator, marking line with station and serial, caption, numbered paragraphs.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from etl.pages.html import Line

_LEVEL = (
    r"(?:C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|S ?E ?C ?R ?E ?T|T ?O ?P ?S ?E ?C ?R ?E ?T|UNCLAS(?:SIFIED)?"
    r"|U ?N ?C ?L ?A ?S|LIMITED OFFICIAL USE|L ?I ?M ?I ?T ?E ?D ?O ?F ?F ?I ?C ?I ?A ?L ?U ?S ?E)"
)
_SIGN_PATTERNS = {
    "notice": r"This record is a partial extract of the original cable",
    "routing": r"V?ZCZC(?![^ \w])|DE RU[A-Z]{3,5} ?#|[OPRZ]{2} RU[A-Z]{3}|ZNY [A-Z]{5}",
    "time": r"[ZOPR](?: [ZOPR])? \d{6}Z\b",
    "date": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2} [A-Z]{3,9} \d{4},? \d\d:\d\d\s{0,9}$",
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
LONGEST_SIGN = 120
"""How much of a line is looked at."""
_WEIGHTS = {
    "notice": 5,
    "routing": 3,
    "time": 3,
    "date": 2,
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
_ADDRESSED_LINES = 4
# It opens some telegrams; elsewhere it is a page's label, and so it is no sign.
LONE_MARKING = re.compile(rf"\s*{_LEVEL}(?: [A-Z/ ]{{2,40}})?\s*", re.I)
"""A line with nothing but a classification on it."""


class Sign(NamedTuple):
    """A line that looks like a part of a telegram, and which part."""

    line: int
    kind: str


def find_signs(lines: Sequence[Line]) -> list[Sign]:
    """The lines that look like parts of a telegram, in order."""
    signs = []
    for index, line in enumerate(lines):
        match = _SIGN.match(line.text[:LONGEST_SIGN])
        if match and match.lastgroup:
            signs.append(Sign(index, match.lastgroup))
    return signs


def find_start(lines: Sequence[Line]) -> int | None:
    """Index of the line that opens a telegram; None when nothing has enough of its structure."""
    signs = find_signs(lines)
    for position, sign in enumerate(signs):
        reach = signs[position : position + _REACH_SIGNS]
        if sign.kind not in _OPENING or (sign.kind == "sender" and not _is_addressed(reach)):
            continue
        near = {other.kind for other in reach if other.line - sign.line <= _REACH_LINES}
        if len(near) >= _ENOUGH_KINDS and sum(_WEIGHTS[kind] for kind in near) >= _ENOUGH_WEIGHT:
            return _with_lone_marking(lines, sign.line)
    return None


def _is_addressed(signs: Sequence[Sign]) -> bool:
    """Whether an addressee follows a sender at once: FM is a foreign minister too."""
    return any(sign.kind == "addressee" and sign.line - signs[0].line <= _ADDRESSED_LINES for sign in signs)


def first_sign(lines: Sequence[Line], start: int = 0) -> int:
    """Index of the first line from `start` on that can open a telegram known to be there, else `start`."""
    for index in range(start, len(lines)):
        match = _SIGN.match(lines[index].text[:LONGEST_SIGN])
        if match and match.lastgroup in _OPENING:
            return _with_lone_marking(lines, index, floor=start)
    return start


def _with_lone_marking(lines: Sequence[Line], index: int, floor: int = 0) -> int:
    before = index - 1
    while before > floor and index - before < 3 and not lines[before].text.strip():
        before -= 1
    return before if before >= floor and LONE_MARKING.fullmatch(lines[before].text[:LONGEST_SIGN]) else index
