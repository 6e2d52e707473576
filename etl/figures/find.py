"""The recognizer: one short loop over the sentences and numbers of a paragraph."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.figures.confidence import THRESHOLD, confidence
from etl.figures.lexicon import lexicon
from etl.figures.models import CableContext, Figure, Number, Sentence, System
from etl.figures.parties import assign, choose, from_cable, left_over
from etl.figures.patterns import counted_system, is_name_or_measure, is_year
from etl.figures.status import flow_of, governing, scope_of, status_of
from etl.figures.years import years_of
from etl.vocabulary import FigureKind, FigureScope

MILITARY = re.compile(
    r"\b(?:military|defen[sc]e|arms|weapon\w*|navy|naval|army|air force|armed forces|MOD|armament\w*|munitions|FM[SF]|EDA)\b",
    re.I,
)
PROGRAMME = re.compile(
    r"\b(?:FM[SF]|EDA|foreign\s+military\s+(?:sales?|financing|funding)|excess\s+defen[sc]e\s+articles?|arms\s+(?:sales?|deals?|exports?|imports?|purchases?|contracts?|"
    r"transfers?|shipments?|package|deliver\w+)|weapons?\s+(?:sales?|deals?|exports?|purchases?|contracts?|package)|military\s+sales?)\b",
    re.I,
)
CIVIL = re.compile(
    r"\b(?:airliners?|airlines?|civil(?:ian)?\s+(?:aircraft|helicopters?|planes?)|commercial\s+(?:aircraft|airliners?|planes?|jets?)|passenger|airbus|boeing\s+7\d\d|oil\s+tankers?|"
    r"cargo\s+ships?|merchant|fishing|cruise\s+ships?|ferr(?:y|ies)|tankers?\s+trucks?|yachts?|private\s+jets?)\b",
    re.I,
)
ELIDED = re.compile(
    r"^\s*(?:of\s+(?:these|those|them|which|the\s+\w+)|each\b|(?:were|was|have\s+been|had\s+been|will\s+be|are)\s+(?:\w+ly\s+)?(?:delivered|sold|shipped|transferred|supplied|"
    r"purchased|ordered|sent|handed|donated|provided)|went\s+to|(?:of\s+)?(?:items|units|systems|pieces|more|others)\b)",
    re.I,
)
LISTED = re.compile(
    r"(?:(?<!-)--?\s*|[:;(,]\s*|\band\s+|\bplus\s+|\bincluding\s+|\b[a-h][.)]\s*)(?:\w+\s+)?$"
)
NEAR_MONEY = 10
NEAR_TRANSFER = 16


@dataclass(slots=True)
class Reading:
    """What has been read of a paragraph so far, for what a later sentence leaves open."""

    sentences: Sequence[Sentence]
    context: CableContext
    cable_pair: tuple[str | None, str | None]


def find_figures(reading: Reading) -> list[Figure]:
    """Arms figures of one paragraph, in the order of the text, each transfer's number once."""
    figures: list[Figure] = []
    for index, sentence in enumerate(reading.sentences):
        for number in sentence.numbers:
            if is_name_or_measure(sentence, number) or is_year(sentence, number):
                continue  # "S-300", "30 km", "in 2006"
            if number.currency:  # "USD 1.2 billion"
                figure = _value(reading, index, number)
            elif system := counted_system(sentence, number):  # "24 Su-30MK2"
                figure = _quantity(reading, index, number, system, {})
            elif antecedent := _elided_system(reading, index, number):  # "the remaining 15", "four each"
                figure = _quantity(reading, index, number, antecedent, {"elided": 1})
            else:
                figure = None
            if figure and figure.confidence >= THRESHOLD and not _told_before(figure, figures):
                figures.append(figure)
    return figures


def _value(reading: Reading, index: int, number: Number) -> Figure:
    sentence = reading.sentences[index]
    cues = _transfer_cues(reading, index, number) | {"money": 1.0}
    system = _priced_system(sentence, number)
    at = sentence.token_at(number.start)
    military = bool(MILITARY.search(sentence.text))
    if any(s.kind != "common_noun" for s in sentence.systems) or (sentence.systems and military):
        near = min(abs(s.first - at) for s in sentence.systems)
        cues |= {"arms_here": 1, "arms_near": float(near <= 14)}
    elif military:
        cues["military_word"] = 1
    elif index > 0 and any(
        s.kind != "common_noun" for p in reading.sentences[max(0, index - 2) : index] for s in p.systems
    ):
        cues["arms_before"] = 1
    elif not any(s.kind != "common_noun" for p in reading.sentences for s in p.systems):
        cues["no_arms"] = 1
    cues["other_money"] = min(2.0, _count_near(sentence, number, lexicon().not_arms["money_use"]))
    if CIVIL.search(_around(sentence, number, 60)):
        cues["civil"] = 1
    return _figure(reading, index, number, system, FigureKind.VALUE, cues)


def _quantity(reading: Reading, index: int, number: Number, system: System, cues: dict[str, float]) -> Figure:
    sentence = reading.sentences[index]
    cues = cues | _transfer_cues(reading, index, number)
    kind = {"common_noun": "common_noun", "noun": "plain_noun"}.get(system.kind, "designation")
    cues |= {kind: 1.0, "arms_here": 1.0}
    if system.kind == "pattern":
        cues["arms_here"] = 0.5
    stock = lexicon().not_arms["stock"]
    cues["stock_near"] = min(1.0, _count_near(sentence, number, stock, reach=7))
    cues["stock_here"] = min(1.0, _count_near(sentence, number, stock, reach=40)) - cues["stock_near"]
    if number.low <= 1:
        cues["small_count"] = 1
    if CIVIL.search(_around(sentence, number, 40)):
        cues["civil"] = 1
    return _figure(reading, index, number, system, FigureKind.QUANTITY, cues)


def _transfer_cues(reading: Reading, index: int, number: Number) -> dict[str, float]:
    sentence = reading.sentences[index]
    at = sentence.token_at(number.start)
    predicate = governing(sentence, number)
    cues: dict[str, float] = {}
    if predicate and abs(predicate.first - at) <= NEAR_TRANSFER:
        cues["transfer_near"] = 1
    elif predicate:
        cues["transfer_here"] = 1
        if LISTED.search(sentence.text[: number.start]):
            cues["list_item"] = 1
    elif index > 0 and reading.sentences[index - 1].predicates:
        cues["transfer_before"] = 1
        if LISTED.search(sentence.text[: number.start]) or number.start == 0:
            cues["list_item"] = 1
    else:
        cues["no_transfer"] = 1
    if PROGRAMME.search(sentence.text):
        cues["military_programme"] = 1
    return cues


def _count_near(sentence: Sentence, number: Number, words: frozenset[str], reach: int = NEAR_MONEY) -> float:
    """How many of `words` stand within `reach` tokens of a number, in its clause."""
    at = sentence.token_at(number.start)
    low, high = max(0, at - reach), min(len(sentence.tokens), at + reach + 1)
    return float(
        sum(
            sentence.tokens[i].lower in words and sentence.clauses[i] == sentence.clauses[at]
            for i in range(low, high)
        )
    )


def _around(sentence: Sentence, number: Number, reach: int) -> str:
    return sentence.text[max(0, number.start - reach) : number.outer_end + reach]


def _priced_system(sentence: Sentence, number: Number) -> System | None:
    """The arms that a price is for: the first behind it, else the last before it, in its clause."""
    at = sentence.token_at(number.start)
    same = [s for s in sentence.systems if sentence.clauses[s.first] == sentence.clauses[at]]
    same = [s for s in same if s.text.lower() not in ("arms", "weapon", "weapons", "military equipment")]
    behind = [s for s in same if at < s.first <= at + 14]
    before = [s for s in same if at - 14 <= s.first < at]
    return behind[0] if behind else (before[-1] if before else None)


def _elided_system(reading: Reading, index: int, number: Number) -> System | None:
    """The arms of the sentence or the one before, for a number whose noun is left out."""
    sentence = reading.sentences[index]
    after = sentence.text[number.end : number.end + 40]
    if number.has_magnitude or not ELIDED.search(after):
        return None
    at = sentence.token_at(number.start)
    earlier = [s for s in sentence.systems if s.first < at]
    for previous in reversed(reading.sentences[max(0, index - 2) : index]):
        earlier = earlier or list(previous.systems)
    return earlier[-1] if earlier else None


def _parties(
    reading: Reading, index: int, number: Number, *, is_total: bool
) -> tuple[str | None, str | None]:
    """Seller and buyer: own sentence, then the paragraph backwards and forwards, subject line, TAGS, cable."""
    sentence = reading.sentences[index]
    seller, buyer = choose(sentence, number)
    own_buyer_open = is_total and buyer is None
    order = [*reversed(reading.sentences[:index]), *reading.sentences[index + 1 :]]
    if seller or buyer:
        seller, buyer = left_over(sentence, seller, buyer) if not own_buyer_open else (seller, buyer)
    for other in order:
        if seller and (buyer or own_buyer_open):
            break
        scores = {(h.role, h.code): h.weight for h in other.hints}
        if own_buyer_open:
            scores = {key: weight for key, weight in scores.items() if key[0] == "seller"}
        seller, filled = assign(scores, seller, buyer)
        buyer = buyer if own_buyer_open else filled
    if own_buyer_open:
        return left_over(sentence, seller, None) if _names_counterpart(sentence) else (seller, None)
    seller, buyer = left_over(sentence, seller, buyer)
    seller, buyer = from_cable(reading.context, seller, buyer)
    pair_seller, pair_buyer = reading.cable_pair
    if seller is None and pair_seller != buyer:
        seller = pair_seller
    if buyer is None and pair_buyer != seller:
        buyer = pair_buyer
    return seller, buyer


def _names_counterpart(sentence: Sentence) -> bool:
    return bool(sentence.parties) and sentence.parties[0].first <= 2


def _figure(
    reading: Reading,
    index: int,
    number: Number,
    system: System | None,
    kind: FigureKind,
    cues: dict[str, float],
) -> Figure:
    sentence = reading.sentences[index]
    scope = scope_of(sentence, number, kind)
    seller, buyer = _parties(reading, index, number, is_total=scope is FigureScope.TOTAL)
    if seller is None and system and system.maker and system.maker != buyer:
        seller = system.maker
    cues = cues | {"seller_known": float(seller is not None), "buyer_known": float(buyer is not None)}
    previous = reading.sentences[index - 1] if index > 0 else None
    year_from, year_to, basis = years_of(sentence, number, reading.context, previous)
    return Figure(
        char_start=sentence.start + number.start,
        char_end=sentence.start + number.end,
        evidence=sentence.text,
        kind=kind,
        amount=number.low,
        amount_high=number.high,
        qualifier=number.qualifier,
        currency=number.currency,
        system=system.text if system else None,
        system_category=system.category if system else None,
        seller=seller if seller and len(seller) == 3 else None,
        buyer=buyer,
        year_from=year_from,
        year_to=year_to,
        year_basis=basis,
        status=status_of(sentence, number),
        scope=scope,
        flow=flow_of(sentence, number, reading.context.subject),
        confidence=confidence(cues),
        has_magnitude=number.has_magnitude,
    )


def _told_before(figure: Figure, figures: list[Figure]) -> bool:
    """True when the paragraph gave the same number for the same transfer already."""
    return any(
        (f.kind, f.amount, f.currency) == (figure.kind, figure.amount, figure.currency)
        and (f.system == figure.system or None in (f.system, figure.system))
        for f in figures
    )
