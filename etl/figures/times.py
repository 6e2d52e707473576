"""Expressions of time in a sentence, in digits or counted from the cable's date, as calendar years."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from etl.figures.models import CableContext
from etl.figures.numbers import word_value
from etl.figures.sentences import MONTHS

EARLIEST, LATEST = 1945, 2035
MOST_AHEAD = 30
"""Years from a cable to the furthest that it may speak of: beyond, the digits are no year of its own."""
YEAR = r"(?:19[4-9]\d|20[0-3]\d)"
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
COUNT = r"(?:a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|\d{1,2})"
NEXT_EVENT = (
    r"(?!\s+(?:war|conflict|invasion|election|revolution|olympic|crisis|coup|lebanon|budget\s+of\s+the))"
)
SPAN = re.compile(
    rf"\b(?:between\s+|from\s+)?({YEAR})\s*(?:-|–|—|/|to|through|until|and)\s*({YEAR}|\d\d)\b(?![-\w])", re.I
)
MONTHS_SPAN = re.compile(
    rf"\b(?:between|from)\s+{MONTH}\s+({YEAR})\s+(?:and|to|through|until)\s+{MONTH}\s+({YEAR})\b", re.I
)
FISCAL = re.compile(
    r"\b(?:FY|CY|fiscal\s+years?)\s*-?\s*[’']?(?:20)?(\d\d)(?:\s*(?:[-–/]|to|through|and)\s*(?:FY)?(?:20)?(\d\d))?\b",
    re.I,
)
SINCE = re.compile(rf"\bsince\s+(?:(?:early|late|mid|the|end|of|{MONTH})[\s-]+)*({YEAR})\b(?!s)", re.I)
NO_ERA = r"(?![\s-]+(?:soviet[\s-]+)?(?:era|vintage|built|made|model|design|technology)\b)"
DECADE = re.compile(
    r"\b(?:(?P<part>early|mid|late)[\s-]+)?(?:19|20)?(?P<digits>[4-9]0)[’',]?s\b"
    + NO_ERA
    + r"|\b(?:(?P<part2>early|mid|late)[\s-]+)?"
    + r"(?P<word>forties|fifties|sixties|seventies|eighties|nineties)\b"
    + NO_ERA,
    re.I,
)
DECADES = dict(
    zip(
        ["forties", "fifties", "sixties", "seventies", "eighties", "nineties"],
        range(1940, 2000, 10),
        strict=True,
    )
)
PART = {"early": (0, 4), "mid": (4, 6), "late": (6, 9), "": (0, 9)}
PLAIN = re.compile(
    rf"(?:(?<=\bmid-)|(?<=\bearly-)|(?<=\blate-)|(?<=\bend-)|(?<![\w/,.-]))({YEAR})\b(?![-’',]?s\b)"
    rf"{NO_ERA}{NEXT_EVENT}",
    re.I,
)
RELATIVE = re.compile(
    rf"\b(?P<last>(?:last|previous|past|preceding)\s+year)\b|\b(?P<this>(?:this|current|present)\s+year)\b"
    rf"|\b(?P<next>(?:next|coming|following)\s+year)\b"
    rf"|\b(?P<ago>{COUNT}|some|many)\s+years?\s+ago\b"
    rf"|\b(?P<end>(?:by|before|at)\s+(?:the\s+)?(?:end\s+of\s+(?:the|this)\s+year|year[-’']?s?[\s-]end|christmas))\b"
    rf"|\b(?P<before>(?:the\s+)?year\s+(?:before|earlier))\b|\b(?P<after>(?:the\s+)?year\s+(?:after|later))\b"
    rf"|\b(?P<years_before>{COUNT})\s+years?\s+(?:earlier|before)\b"
    rf"|\b(?P<years_after>{COUNT})\s+years?\s+(?:later|after)\b"
    rf"|\b(?:over|in|during|for|within)\s+the\s+(?:past|last)\s+(?P<span>{COUNT})\s+years\b"
    rf"|\b(?:over|in|during|for|within)\s+the\s+(?P<to_come>(?:next|coming))\s+(?P<ahead>{COUNT})\s+years\b"
    rf"|\b(?P<months>(?:in|over|during)\s+the\s+(?:past|last)\s+(?:{COUNT}\s+)?months?)\b"
    rf"|\b(?P<quarter>(?:first|second|third|fourth)[\s-](?:quarter|half))\b",
    re.I,
)
SEASON = re.compile(
    r"\b(?P<when>last|this|next|the(?:\s+same)?|earlier\s+this|previous|in|late|early)\s+"
    r"(?P<unit>month|week|spring|summer|autumn|fall|winter)\b(?!\s+of\b)",
    re.I,
)
SEASONS = ("month", "week", "spring", "summer", "autumn", "fall", "winter")
MONTH_WORD = re.compile("|".join(sorted({name[:3] for name in MONTHS})), re.I)
BARE_MONTH = re.compile(
    rf"\b(?:(?P<lead>in|by|last|this|next|since|during|on|of|early|late|mid|until|before|after|from|for|through|and|or|the)"
    rf"[\s-]+(?:early\s+|late\s+|mid-?|the\s+end\s+of\s+)?(?P<month>{MONTH})(?:\s+\d{{1,2}}\b)?"
    rf"|(?P<dated>{MONTH})\s+\d{{1,2}}\b)(?!\d|(?:\s+\d{{1,2}})?\s*,?\s*{YEAR})",
    re.I,
)
AHEAD = re.compile(
    r"\b(?:will|would|shall|to\s+(?:be|arrive|come|follow|start|begin|take|sign|land|ship)|due|expect\w*|schedul\w*|"
    r"plan(?:s|ned)?|slated|promis\w*|upcoming|forthcoming)\b",
    re.I,
)
LOOK_BACK = 90


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Years that a stretch of a sentence names; `kind` is how it names them."""

    start: int
    end: int
    first: int
    last: int
    kind: str


def find_times(text: str, context: CableContext) -> list[TimeMention]:
    """Mentions of years in a sentence, left to right, none overlapping."""
    found: list[TimeMention] = []
    for mention in _mentions(text, context, found):
        clash = any(mention.start < m.end and m.start < mention.end for m in found)
        latest = min(LATEST, context.year + MOST_AHEAD)
        if not clash and EARLIEST <= mention.first <= mention.last <= latest:
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _mentions(text: str, context: CableContext, found: list[TimeMention]) -> Iterator[TimeMention]:
    """All readings, the surer first; `found` grows with those taken."""
    lower = text.lower()
    has_year = "19" in text or "20" in text
    months = MONTH_WORD.search(text) is not None
    for match in MONTHS_SPAN.finditer(text) if has_year and months else ():
        yield TimeMention(*match.span(), int(match[1]), int(match[2]), "span")
    for match in SPAN.finditer(text) if has_year else ():
        high = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        yield TimeMention(*match.span(), int(match[1]), high, "span")
    for match in FISCAL.finditer(text) if any(word in lower for word in ("fy", "cy", "fiscal")) else ():
        low = _two_digits(match[1])
        yield TimeMention(*match.span(), low, _two_digits(match[2]) if match[2] else low, "fiscal")
    for match in SINCE.finditer(text) if has_year and "since" in lower else ():
        yield TimeMention(*match.span(), int(match[1]), max(int(match[1]), context.year), "since")
    for match in DECADE.finditer(text) if "0" in text or "ties" in lower else ():
        start = 1900 + int(match["digits"]) if match["digits"] else DECADES[match["word"].lower()]
        low, high = PART[(match["part"] or match["part2"] or "").lower()]
        yield TimeMention(*match.span(), start + low, start + high, "decade")
    for match in PLAIN.finditer(text) if has_year else ():
        yield TimeMention(*match.span(), int(match[1]), int(match[1]), "plain")
    is_relative = any(word in lower for word in ("year", "month", "quarter", "half", "christmas"))
    for match in RELATIVE.finditer(text) if is_relative else ():
        base = max((m for m in found if m.end <= match.start()), key=lambda m: m.end, default=None)
        yield _relative(match, context.year, base.first if base else context.year)
    for match in SEASON.finditer(text) if any(unit in lower for unit in SEASONS) else ():
        yield _season(match, context)
    named = (m for m in BARE_MONTH.finditer(text) if m[0].lower() != m[0]) if months else ()
    for match in named:  # not "and may"
        yield _month(match, context)


def _two_digits(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < 45 else 1900)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else int(word_value(word) or 1)


def _relative(match: re.Match[str], year: int, base: int) -> TimeMention:
    """Words that count from the cable's `year` or from the `base` just named."""
    first = last = year
    if match["last"]:
        first = last = year - 1
    elif match["next"]:
        first = last = year + 1
    elif match["before"] or match["after"]:
        first = last = base + (1 if match["after"] else -1)
    elif match["years_before"] or match["years_after"]:
        away = _count(match["years_before"] or match["years_after"])
        first = last = base + (away if match["years_after"] else -away)
    elif match["ago"]:
        first = last = year - _count(match["ago"])
    elif match["span"]:
        first = year - _count(match["span"])
    elif match["ahead"]:
        last = year + _count(match["ahead"])
    elif match["months"] and "twelve" in match["months"].lower():
        first = year - 1
    return TimeMention(*match.span(), first, last, "relative")


def _season(match: re.Match[str], context: CableContext) -> TimeMention:
    """A season or month of this year; "last" may reach back over the turn of the year."""
    when, unit = match["when"].lower(), match["unit"].lower()
    month = context.month or 12
    back = when == "last" and (
        (unit == "month" and month == 1) or (unit in ("autumn", "fall", "winter") and month <= 9)
    )
    ahead = (
        when == "next" and unit in ("spring", "summer", "month") and month > (11 if unit == "month" else 4)
    )
    year = context.year - back + ahead
    return TimeMention(*match.span(), year, year, "season")


def _month(match: re.Match[str], context: CableContext) -> TimeMention:
    """A month without a year: the last such month, or the next one where the words before look ahead."""
    lead = (match["lead"] or "").lower()
    month = MONTHS[(match["month"] or match["dated"]).lower().strip(".")]
    year = context.year
    if context.month is not None:
        before = match.string[max(0, match.start() - LOOK_BACK) : match.start()]
        is_ahead = lead in ("by", "next", "until", "before") or AHEAD.search(before)
        if lead == "last" or not is_ahead:
            year -= month > context.month
        else:
            year += month < context.month
    return TimeMention(*match.span(), year, year, "month")
