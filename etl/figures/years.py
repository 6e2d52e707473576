"""The calendar years that a sentence gives a figure, in digits or relative to the cable's date."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etl.figures.models import CableContext, Number, Sentence
from etl.figures.patterns import MONTHS, anchor
from etl.vocabulary import YearBasis

EARLIEST, LATEST = 1945, 2035
YEAR = r"(?:19[4-9]\d|20[0-3]\d)"
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
SPAN = re.compile(rf"\b({YEAR})\s*(?:-|–|—|to|through|until|and)\s*({YEAR}|\d\d)\b(?![-\w])", re.I)
FISCAL = re.compile(
    r"\b(?:FY|CY|fiscal\s+years?)\s*-?\s*(?:20)?(\d\d)(?:\s*[-–/]\s*(?:FY)?(?:20)?(\d\d))?\b", re.I
)
SINCE = re.compile(rf"\bsince\s+(?:(?:early|late|mid|the|{MONTH})[\s-]+)*({YEAR})\b", re.I)
PLAIN = re.compile(
    rf"(?:(?<=\bmid-)|(?<=\bearly-)|(?<=\blate-)|(?<=\bend-)|(?<![\w/,.-]))({YEAR})\b(?![-’']?s\b)(?!-era)(?!\s+(?:war|conflict|invasion|election|"
    rf"revolution|olympic|crisis|coup|Lebanon))",
    re.I,
)
RELATIVE = re.compile(
    r"\b(?P<last>last|previous|past|preceding)\s+year\b|\b(?P<this>this|current|present)\s+year\b|"
    r"\b(?P<next>next|coming|following)\s+year\b"
    r"|\b(?P<ago>one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\s+years?\s+ago\b|"
    r"\b(?P<end>by\s+(?:the\s+)?(?:end\s+of\s+the\s+year|year[-’']?s?[\s-]end))\b"
    r"|\b(?P<before>(?:the\s+)?year\s+(?:before|earlier))\b|\b(?P<after>(?:the\s+)?year\s+(?:after|later))\b"
    r"|\b(?:over|in|during|for)\s+the\s+(?:past|last)\s+(?P<span>two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
    r"\s+years\b"
    r"|\b(?P<quarter>(?:first|second|third|fourth)[\s-]quarter)\b",
    re.I,
)
RECENT = re.compile(
    r"\b(?P<when>last|this|earlier\s+this)\s+(?P<unit>month|week|spring|summer|autumn|fall|winter)\b", re.I
)
BARE_MONTH = re.compile(
    rf"\b(?P<lead>in|by|last|this|next|since|during|on|of|early|late|mid)[\s-]+(?:early\s+|late\s+|"
    rf"mid-)?(?P<month>{MONTH})(?:\s+\d{{1,2}}\b)?(?!\s*,?\s*{YEAR})",
    re.I,
)
STAGE_VERBS = re.compile(
    r"\b(?:sign|inked|deliver|arriv|join|enter|land|dock|offload|unload|hand|sail|commission|clinch|"
    r"took|taken|flown|flew|touch|cross|left|depart|complet|due\b|reach|brought|carried|went|gone|approv|crated|unveil|agree|ship|purchas|bought|order|sold|contract|conclud|receiv|suppli|award|"
    r"deal|transfer)",
    re.I,
)
SPEECH = re.compile(
    r"\b(?:said|told|met\b|meeting|visit|call(?:ed|s)?\b|stated|noted|reported|article|announc|discuss|asked|"
    r"informed|briefed|letter|demarche|speech)\w*",
    re.I,
)
CONTRACT_TO_DELIVERY = re.compile(r"\b(?:deliver\w*|arriv\w*|complet\w*|by)\b", re.I)
NUMBER_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


@dataclass(frozen=True, slots=True)
class TimeMention:
    """Years that a stretch of a sentence names."""

    start: int
    end: int
    first: int
    last: int


def find_times(text: str, context: CableContext) -> list[TimeMention]:
    """Mentions of years in a sentence, left to right, none overlapping."""
    found: list[TimeMention] = []

    def add(start: int, end: int, first: int, last: int) -> None:
        clash = any(start < m.end and m.start < end for m in found)
        if not clash and EARLIEST <= first <= last <= LATEST:
            found.append(TimeMention(start, end, first, last))

    for match in SPAN.finditer(text):
        high = int(match[2]) if len(match[2]) == 4 else int(match[1][:2] + match[2])
        add(match.start(), match.end(), int(match[1]), high)
    for match in FISCAL.finditer(text):
        low = _two_digits(match[1])
        add(match.start(), match.end(), low, _two_digits(match[2]) if match[2] else low)
    for match in SINCE.finditer(text):
        add(match.start(), match.end(), int(match[1]), max(int(match[1]), context.year))
    for match in PLAIN.finditer(text):
        add(match.start(), match.end(), int(match[1]), int(match[1]))
    _add_told_from_date(text, context, found, add)
    return sorted(found, key=lambda mention: mention.start)


def _add_told_from_date(
    text: str, context: CableContext, found: list[TimeMention], add: Callable[[int, int, int, int], None]
) -> None:
    """Add the years that count from the cable's date or from a year named before."""
    for match in RELATIVE.finditer(text):
        base = max((m for m in found if m.end <= match.start()), key=lambda m: m.end, default=None)
        first, last = _relative(match, context.year, base.first if base else context.year)
        add(match.start(), match.end(), first, last)
    for match in RECENT.finditer(text):
        if _dates_a_stage(text, match.start(), match.end()):
            back = match["unit"].lower() == "month" and match["when"].lower() == "last" and context.month == 1
            add(match.start(), match.end(), context.year - back, context.year - back)
    for match in BARE_MONTH.finditer(text):
        if _dates_a_stage(text, match.start(), match.end()):
            year = _nearest_year(match["lead"].lower(), match["month"].lower().strip("."), context)
            add(match.start(), match.end(), year, year)


def _two_digits(digits: str) -> int:
    return int(digits) + (2000 if int(digits) < 45 else 1900)


def _relative(match: re.Match[str], year: int, base: int) -> tuple[int, int]:
    """First and last year of words that count from the cable's `year` or from the `base` just named."""
    if match["last"]:
        return year - 1, year - 1
    if match["next"]:
        return year + 1, year + 1
    if match["before"] or match["after"]:
        named = base + (1 if match["after"] else -1)
        return named, named
    if match["ago"]:
        return year - _small(match["ago"]), year - _small(match["ago"])
    if match["span"]:
        return year - _small(match["span"]), year
    return year, year


def _small(word: str) -> int:
    return int(word) if word.isdigit() else NUMBER_WORDS.index(word.lower()) + 1


def _dates_a_stage(text: str, start: int, end: int) -> bool:
    """A month without a year counts when it dates a signature or delivery, not a conversation."""
    stage = _distance(STAGE_VERBS, text, start, end)
    return stage is not None and stage <= 60 and stage < (_distance(SPEECH, text, start, end) or 999)


def _distance(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    gaps = [
        start - m.end() if m.end() <= start else m.start() - end
        for m in pattern.finditer(text)
        if m.end() <= start or m.start() >= end
    ]
    return min(gaps) if gaps else None


def _nearest_year(lead: str, name: str, context: CableContext) -> int:
    """The year of a month named without one: the last such month, or the next after "by" and "next"."""
    if context.month is None:
        return context.year
    month = MONTHS[name]
    if lead in ("by", "next"):
        return context.year + (month < context.month)
    return context.year - (month > context.month)


LIST_GAP = re.compile(r"^\s*(?:,|and|or|&|,\s*and)\s*$")
DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those)\s+(?:\w+\s+)?(?:deal|contract|sale|package|agreement|purchase|"
    r"shipment|order|price)s?\b",
    re.I,
)


def _joined(text: str, times: list[TimeMention]) -> list[TimeMention]:
    """Years in a row as one span: "in 2011, 2012, and 2013"."""
    joined: list[TimeMention] = []
    for time in times:
        before = joined[-1] if joined and LIST_GAP.match(text[joined[-1].end : time.start]) else None
        if before:
            first, last = min(before.first, time.first), max(before.last, time.last)
            joined[-1] = TimeMention(before.start, time.end, first, last)
        else:
            joined.append(time)
    return joined


def _of_the_deal(
    sentence: Sentence, earlier: Sequence[Sentence], context: CableContext
) -> TimeMention | None:
    """As in "The deal included ...": the year of the deal, told up to four sentences before."""
    if not DEFINITE.search(sentence.text[:90]):
        return None
    for other in reversed(earlier[-4:]):
        times = find_times(other.text, context)
        if len(times) == 1 and (other.predicates or other.systems):
            return times[0]
    return None


OPENING_LINK = re.compile(
    r"^\W*(?:at the same time|in addition|additionally|also|these|those|this|that|the (?:deal|"
    r"contract|sale|package)|of these|it)\b",
    re.I,
)


def _implied(
    sentence: Sentence, number: Number, context: CableContext, earlier: Sequence[Sentence]
) -> tuple[int, int] | None:
    """Years that a sentence without any takes from those before it."""
    if earlier and OPENING_LINK.match(sentence.text):
        for previous in reversed(earlier[-3:]):
            opening = [t for t in find_times(previous.text, context) if t.start < 12]
            if opening:
                return opening[0].first, opening[0].last
    if told := _of_the_deal(sentence, earlier, context):
        return told.first, told.last
    if earlier and number.currency is None and not sentence.predicates:
        before = find_times(earlier[-1].text, context)
        if len(before) == 1 and earlier[-1].systems:
            return before[0].first, before[0].last
    return None


def years_of(
    sentence: Sentence, number: Number, context: CableContext, earlier: Sequence[Sentence]
) -> tuple[int, int, YearBasis]:
    """First and last year of a figure, and whether the text or the cable's date tells them."""
    times = [
        time
        for time in find_times(sentence.text, context)
        if not (time.start < number.end and number.start < time.end)
    ]
    if not times and (implied := _implied(sentence, number, context, earlier)):
        return *implied, YearBasis.TEXT
    times = [t for t in times if not _is_of_another(sentence, number, t)]
    if not times:
        return context.year, context.year, YearBasis.CABLE
    at = anchor(sentence, number)
    same = [t for t in times if sentence.clauses[sentence.token_at(t.start)] == sentence.clauses[at]]
    pool = same or [t for t in times if t.start < 12 or len(sentence.tokens) < 60]
    pool = [t for t in pool if abs(sentence.token_at(t.start) - at) <= 30]
    if not pool:
        return context.year, context.year, YearBasis.CABLE
    pool = _joined(sentence.text, pool)
    nearest = min(pool, key=lambda t: _gap(sentence, number, at, t))
    first, last = nearest.first, nearest.last
    for time in pool:
        gap = sentence.text[min(nearest.end, time.end) : max(nearest.start, time.start)]
        later = max(nearest, time, key=lambda t: t.start)
        is_end = UP_TO.search(sentence.text[: later.start]) and _tells_contract(sentence)
        if time is not nearest and ((len(gap) < 60 and CONTRACT_TO_DELIVERY.search(gap)) or is_end):
            first, last = min(first, time.first), max(last, time.last)
    return first, last, YearBasis.TEXT


def _gap(sentence: Sentence, number: Number, at: int, time: TimeMention) -> int:
    """Tokens between a number and a time; a comma before the number counts as several."""
    comma = time.end <= number.start and "," in sentence.text[time.end : number.start]
    return abs(sentence.token_at(time.start) - at) + (4 if comma else 0)


UP_TO = re.compile(
    r"\b(?:by|through|until|till|up\s+to)\s+(?:early\s+|late\s+|mid-?|the\s+end\s+of\s+)?$", re.I
)
CONTRACT = re.compile(r"\b(?:contract|agreement|arrangement|deal|signed|inked|ordered|order|awarded)\b", re.I)


def _tells_contract(sentence: Sentence) -> bool:
    return CONTRACT.search(sentence.text) is not None


def _is_of_another(sentence: Sentence, number: Number, time: TimeMention) -> bool:
    """True for the year of another count: "15 jets in place of the 18 ordered in 2003" for the 15."""
    for other in sentence.numbers:
        if (
            not number.end <= other.start < time.start
            or other.currency
            or _is_joined(sentence, number, other)
        ):
            continue
        between = [
            p
            for p in sentence.predicates
            if p.kind == "verb" and other.end <= sentence.tokens[p.first].start < time.start
        ]
        near = sentence.text[other.end : time.start]
        if between and not re.search(r"[,;]", near) and len(near) < 60:
            return True
    return False


def _is_joined(sentence: Sentence, number: Number, other: Number) -> bool:
    """True for "50 missiles and 1,000 rifles": what is told behind the list is told of both."""
    gap = sentence.text[number.end : other.start]
    return re.search(r"(?:,|\band)\s+(?:[\w-]+\s+){0,2}\W?$", gap) is not None and "," not in gap.rstrip(", ")
