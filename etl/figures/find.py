"""The recognizer: one short loop over the sentences and numbers of a paragraph."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from etl.figures.counted import counted_system, is_name_or_measure, is_year
from etl.figures.elision import elided_system, with_currency
from etl.figures.evidence import (
    priced_system,
    quantity_cues,
    quantity_cues_beside,
    value_cues,
    value_cues_beside,
)
from etl.figures.models import Figure, Number, Sentence, System
from etl.figures.parties import parties_of
from etl.figures.party_cues import ABROAD
from etl.figures.reading import Reading
from etl.figures.scope import ONE_DEAL, flow_of, scope_of
from etl.figures.sentences import may_count
from etl.figures.stages import status_of
from etl.figures.weights import DOUBTFUL, SURE, Cues, probability, weigh
from etl.figures.years import years_of
from etl.vocabulary import FigureFlow, FigureKind, FigureScope

HOPE = 1.6  # the most that the sentences around can add, as they do in all labelled text and in real cables
LEAST = math.log(DOUBTFUL / (1 - DOUBTFUL)) - 0.01  # below it a probability rounds to less than `DOUBTFUL`


@dataclass(frozen=True, slots=True)
class Candidate:
    """A number that may be a figure.

    Attributes:
        index: its sentence.
        number: the number, with its currency.
        system: the arms that it counts or pays for.
        kind: amount of money or count.
        cues: what speaks for and against it.
        confidence: the probability that it is a figure.
    """

    index: int
    number: Number
    system: System | None
    kind: FigureKind
    cues: Cues
    confidence: float


Watch = Callable[[Candidate, Sequence[Figure]], None]


def find_figures(reading: Reading, watch: Watch | None = None) -> list[Figure]:
    """Arms figures of one paragraph, in the order of the text, each transfer's number once.

    Doubtful ones are among them, with a confidence below `SURE`; no other figure leans on them.
    `watch` sees every candidate with the figures told before it; the fitting of weights uses it.
    """
    figures: list[Figure] = []
    doubtful: list[Figure] = []
    for candidate in _candidates(reading, figures, hope=HOPE if watch is None else math.inf):
        if watch:
            watch(candidate, figures)
        if candidate.confidence >= DOUBTFUL:
            figure = _figure(reading, candidate, figures)
            kept = figures if candidate.confidence >= SURE else doubtful
            if not _told_before(figure, kept):
                kept.append(figure)
    doubtful = [figure for figure in doubtful if not _told_before(figure, figures)]
    return sorted(figures + doubtful, key=lambda figure: figure.char_start)


def _candidates(reading: Reading, told: Sequence[Figure], *, hope: float) -> Iterator[Candidate]:
    """Amounts of money, and numbers that count arms; `told` grows while they are read.

    The sentences around are read only for a number that lacks no more than `hope` to be a figure.
    """
    for index in range(len(reading.sentences)):
        if not may_count(reading.sentences.text(index)):
            continue
        sentence = reading.sentences[index]
        for written in sentence.numbers:
            number = with_currency(reading, index, written)
            if is_name_or_measure(sentence, number) or is_year(sentence, number):
                continue  # "S-300", "30 km", "in 2006"
            if number.currency:  # "USD 1.2 billion"
                system, kind = priced_system(sentence, number), FigureKind.VALUE
                cues = value_cues(reading, index, number, told)
            else:
                system = counted_system(sentence, number)  # "24 Su-30MK2"
                system = system or elided_system(reading, index, number)  # "the remaining 15", "four each"
                if system is None:
                    continue
                kind = FigureKind.QUANTITY
                cues = quantity_cues(reading, index, number, system, told)
            if weigh(kind.value, cues) + hope < LEAST:
                continue
            if system is None or number.currency:
                cues |= value_cues_beside(reading, index, cues)
            else:
                cues |= quantity_cues_beside(reading, index, system, cues)
            confidence = round(probability(weigh(kind.value, cues)), 3)
            yield Candidate(index, number, system, kind, cues, confidence)


def _figure(reading: Reading, candidate: Candidate, told: Sequence[Figure]) -> Figure:
    index, number, system = candidate.index, candidate.number, candidate.system
    sentence = reading.sentences[index]
    scope = scope_of(sentence, number, candidate.kind)
    seller, buyer = parties_of(reading, index, number, system, told)
    # What a country exports in all has no buyer but one that the sentence itself names.
    if scope is FigureScope.TOTAL and ABROAD.search(sentence.text) and buyer not in _named(sentence):
        buyer = None
    flow = flow_of(sentence, number, reading.context.subject)
    if buyer and len(buyer) > 3 and flow is FigureFlow.SALE:
        flow = FigureFlow.ILLICIT
    year_from, year_to, basis = years_of(reading, index, number, told)
    is_value = candidate.kind is FigureKind.VALUE
    if is_value and year_to > year_from and not ONE_DEAL.search(sentence.text):
        scope = FigureScope.TOTAL
    return Figure(
        char_start=sentence.start + number.start,
        char_end=sentence.start + number.end,
        evidence=sentence.text,
        kind=candidate.kind,
        amount=number.low,
        amount_high=number.high,
        qualifier=number.qualifier,
        currency=number.currency,
        system=system.text if system else None,
        system_category=system.category if system else None,
        seller=seller,
        buyer=buyer,
        year_from=year_from,
        year_to=year_to,
        year_basis=basis,
        status=status_of(reading, index, number, told, scope.value),
        scope=scope,
        flow=flow,
        confidence=candidate.confidence,
        has_magnitude=number.has_magnitude,
    )


def _told_before(figure: Figure, figures: Sequence[Figure]) -> bool:
    """True when the paragraph gave the same number for the same transfer already."""
    return any(
        (f.kind, f.amount, f.currency) == (figure.kind, figure.amount, figure.currency)
        and (f.system == figure.system or None in (f.system, figure.system))
        for f in figures
    )


def _named(sentence: Sentence) -> set[str | None]:
    """Parties of which the sentence itself tells, by name or by "its", "the latter" and the like."""
    return {*(party.code for party in sentence.parties), *(hint.code for hint in sentence.hints)}
