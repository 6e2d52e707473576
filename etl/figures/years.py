"""The calendar years that belong to a figure: every time that the text names, and none at all, weighed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.figures.counted import anchor
from etl.figures.models import Figure, Number, Sentence
from etl.figures.reading import Reading
from etl.figures.times import TimeMention
from etl.figures.weights import Cues, weigh
from etl.figures.wording import words_to_time
from etl.vocabulary import YearBasis

Span = tuple[int, int] | None
SPEECH = re.compile(
    r"\b(?:said|told|met|meeting|visit|call(?:ed|s)?|stated|noted|reported|article|announc|discuss|asked|"
    r"inform|briefed|letter|demarche|speech|confirm|confided|report\b|press\b|adviser|complain)\w*",
    re.I,
)
MEETING = re.compile(
    r"\b(?:meetings?|met|visit|call|lunch|dinner|conversation|told|said|speech|demarche|letter|briefing)\s+"
    r"(?:[\w.]+\s+){0,4}\W*$",
    re.I,
)
STAGE = re.compile(
    r"\b(?:sign|ink|deliver|arriv|join|enter|land|dock|offload|unload|hand|sail|commission|clinch|took|taken|"
    r"flown|flew|touch|cross|left|depart|complet|due\b|reach|brought|carried|went|gone|approv|crated|unveil|"
    r"agree|ship|purchas|bought|buy|order|sold|sell|sale|contract|conclud|receiv|suppl|award|deal|transfer|"
    r"export|import|acquir|lease|donat|gave|given|notif|cancel|refus|want|sent|total|budget|came|got)\w*",
    re.I,
)
LINK = re.compile(
    r"^\W*(?:at the same time|in addition|additionally|also|these|those|this|that|of these|it|they|"
    r"the\s+(?:\w+\s+)?(?:deal|contract|sale|package|agreement|purchase|shipment|order|price|cost|bill))\b",
    re.I,
)
DEFINITE = re.compile(
    r"\b(?:the|this|that|these|those)\s+(?:\w+\s+)?(?:deal|contract|sale|package|agreement|purchase|"
    r"shipment|order|price|cost|bill)s?\b",
    re.I,
)
LIST_GAP = re.compile(r"^\s*(?:,|and|or|&|,\s*and)\s*$")
UP_TO = re.compile(
    r"\b(?:by|through|until|till|up\s+to|before|beginning|starting|from|between)\s+"
    r"(?:early\s+|late\s+|mid-?|the\s+end\s+of\s+)?$",
    re.I,
)
DELIVERY = re.compile(r"\b(?:deliver\w*|arriv\w*|complet\w*|handed|handover|due|in service)\b", re.I)
CONTRACT = re.compile(
    r"\b(?:contract|agreement|arrangement|deal|signed|inked|ordered|order|awarded|lease)\w*\b", re.I
)
BACK = 4


@dataclass(frozen=True, slots=True)
class Time:
    """Years told in a sentence `away` from the number's, as one mention or joined from two or more."""

    mention: TimeMention
    away: int
    joined: str = ""


def years_of(
    reading: Reading, index: int, number: Number, told: Sequence[Figure]
) -> tuple[int, int, YearBasis]:
    """First and last year of a figure, and whether the text or the cable's date tells them."""
    options = year_options(reading, index, number, told)
    span, _ = max(options, key=lambda option: weigh("years", option[1]))
    year = reading.context.year
    return (*span, YearBasis.TEXT) if span else (year, year, YearBasis.CABLE)


def year_options(
    reading: Reading, index: int, number: Number, told: Sequence[Figure]
) -> list[tuple[Span, Cues]]:
    """Years that a figure may belong to, with their cues; null is the first option."""
    sentence = reading.sentences[index]
    times = [t for t in reading.sentences.times(index) if t.end <= number.start or t.start >= number.end]
    options = [Time(t, 0) for t in times] + [Time(t, 0, name) for t, name in _joined(sentence, times)]
    for away in range(1, BACK + 1):
        if index >= away:
            options += [Time(t, -away) for t in reading.sentences.times(index - away)]
    if index + 1 < len(reading.sentences):
        options += [Time(t, 1) for t in reading.sentences.times(index + 1)]
    null: Cues = {
        "null": 1.0,
        f"null_{min(2, len(times))}_here": 1.0,
        "null_money": float(bool(number.currency)),
    }
    if LINK.match(sentence.text):
        null["null_link"] = 1.0
    null |= _carried(sentence, told, None, "null_")
    found: list[tuple[Span, Cues]] = [(None, null)]
    for time in options:
        span = (time.mention.first, time.mention.last)
        cues = (
            _cues_here(sentence, number, time, times) if time.away == 0 else _cues_away(reading, index, time)
        )
        cues |= _cues_of_span(reading, time) | _carried(sentence, told, span, "")
        if time.away and times:
            cues["has_own"] = 1.0
        found.append((span, cues))
    return found


def _joined(sentence: Sentence, times: Sequence[TimeMention]) -> list[tuple[TimeMention, str]]:
    """Years in a row as one span ("in 2011, 2012, and 2013"); signature and delivery as one span."""
    found: list[tuple[TimeMention, str]] = []
    row: TimeMention | None = None
    for one, two in pairwise(times):
        gap = sentence.text[one.end : two.start]
        first, last = min(one.first, two.first), max(one.last, two.last)
        if LIST_GAP.match(gap):
            start = row if row and row.end == one.end else one
            row = TimeMention(start.start, two.end, min(start.first, first), max(start.last, last), two.kind)
            found.append((row, "row"))
        elif first < last and len(gap) < 120:
            name = (
                "to_delivery" if DELIVERY.search(gap) or UP_TO.search(sentence.text[: two.start]) else "apart"
            )
            found.append((TimeMention(one.start, two.end, first, last, two.kind), name))
    return found


def _cues_here(sentence: Sentence, number: Number, time: Time, times: Sequence[TimeMention]) -> Cues:
    """Cues of a time in the number's own sentence."""
    mention = time.mention
    at, place = anchor(sentence, number), sentence.token_at(mention.start)
    gap = abs(place - at)
    cues: Cues = {"here": 1.0, "tokens_away": min(1.0, gap / 30)}
    cues["ahead" if mention.end <= number.start else "behind"] = 1.0
    if time.joined:
        cues["joined"] = cues[f"joined_{time.joined}"] = 1.0
        if CONTRACT.search(sentence.text):
            cues[f"joined_{time.joined}_contract"] = 1.0
    apart = abs(sentence.clauses[place] - sentence.clauses[at])
    cues["other_clause"] = float(min(2, apart))
    if len(times) == 1:
        cues["only"] = 1.0
    if mention.start < 12:
        cues["opens_sentence"] = 1.0
    if min(times, key=lambda t: abs(sentence.token_at(t.start) - at)) == mention:
        cues["nearest"] = 1.0
    low, high = sorted((number.start, mention.start))
    between = sentence.text[low:high]
    if any(low < n.start < high for n in sentence.numbers if n != number):
        cues["number_between"] = 1.0
    if "," in between[1:]:
        cues["comma_between"] = 1.0
    if any(word in between for word in (" that ", " which ", " who ")):
        cues["relative_between"] = 1.0
    around = sentence.text[max(0, mention.start - 45) : mention.end + 45]
    cues |= {name: 1.0 for name, pattern in (("speech", SPEECH), ("stage", STAGE)) if pattern.search(around)}
    if MEETING.search(sentence.text[max(0, mention.start - 60) : mention.start]):
        cues["meeting"] = 1.0
    cues[f"lead_{sentence.tokens[place - 1].lower if place else 'none'}"] = 1.0
    return cues | words_to_time(sentence, number, mention.start, mention.end)


def _cues_away(reading: Reading, index: int, time: Time) -> Cues:
    """Cues of a time in another sentence of the paragraph."""
    other, sentence = reading.sentences.text(index + time.away), reading.sentences[index]
    where = "next" if time.away > 0 else ("prev" if time.away == -1 else "back")
    cues: Cues = {where: 1.0, "away": abs(time.away) / BACK}
    if LINK.match(sentence.text):
        cues[f"{where}_link"] = 1.0
    if DEFINITE.search(sentence.text[:90]):
        cues[f"{where}_definite"] = 1.0
    if time.mention.start < 12:
        cues[f"{where}_opens"] = 1.0
    if not sentence.predicates:
        cues[f"{where}_no_verb"] = 1.0
    around = other[max(0, time.mention.start - 45) : time.mention.end + 45]
    cues |= {
        f"{where}_{name}": 1.0
        for name, pattern in (("speech", SPEECH), ("stage", STAGE))
        if pattern.search(around)
    }
    return cues


def _cues_of_span(reading: Reading, time: Time) -> Cues:
    """How the years are named, and how they lie to the cable's."""
    mention, year = time.mention, reading.context.year
    where = "here" if time.away == 0 else "away"
    cues: Cues = {f"{mention.kind}_{where}": 1.0}
    if mention.first > year:
        cues["future"] = 1.0
    elif mention.last < year - 8:
        cues["long_ago"] = 1.0
    return cues


def _carried(sentence: Sentence, told: Sequence[Figure], span: Span, prefix: str) -> Cues:
    """Whether the figure before has these years."""
    if not told:
        return {}
    last = told[-1]
    own = (last.year_from, last.year_to) if last.year_basis is YearBasis.TEXT else None
    where = "same_sentence" if last.evidence == sentence.text else "figure_before"
    return {f"{prefix}{where}": 1.0 if own == span else -0.5}
