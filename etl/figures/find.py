"""The recognizer: one short loop over the sentences and numbers of a paragraph."""

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.figures.confidence import THRESHOLD, confidence
from etl.figures.context import context_cues
from etl.figures.elision import elided_system, may_leave_noun_out, with_shared_currency
from etl.figures.hints import is_passive
from etl.figures.lexicon import lexicon
from etl.figures.models import Figure, Number, Predicate, Sentence, System
from etl.figures.patterns import (
    COUNTABLE,
    anchor,
    counted_system,
    is_listed,
    is_name_or_measure,
    is_year,
    worth_reading,
)
from etl.figures.resolve import Reading, parties_of
from etl.figures.status import ONE_DEAL, flow_of, scope_of, status_of
from etl.figures.years import DEFINITE, years_of
from etl.vocabulary import FigureFlow, FigureKind, FigureScope

MILITARY = re.compile(
    r"\b(?:military|defen[sc]e|arms|weapon\w*|navy|naval|army|air force|armed forces|MOD|armament\w*|"
    r"munitions|hardware|FM[SF]|EDA)\b",
    re.I,
)
PROGRAMME = re.compile(
    r"\b(?:FM[SF]|EDA|foreign\s+military\s+(?:sales?|financing|funding)|"
    r"excess\s+defen[sc]e\s+articles?|arms\s+(?:sales?|deals?|exports?|imports?|purchases?|"
    r"contracts?|"
    r"transfers?|shipments?|package|deliver\w+)|weapons?\s+(?:sales?|deals?|exports?|purchases?|"
    r"contracts?|package)|military\s+sales?)\b",
    re.I,
)
CIVIL = re.compile(
    r"\b(?:airliners?|airlines?|civil(?:ian)?\s+(?:aircraft|helicopters?|planes?)|"
    r"boeing\s+(?:aircraft|planes?|jets?)|commercial\s+(?:aircraft|airliners?|planes?|jets?)|"
    r"passenger|airbus|boeing\s+7\d\ds?|oil\s+tankers?|"
    r"cargo\s+ships?|merchant|fishing|cruise\s+ships?|ferr(?:y|ies)|tankers?\s+trucks?|yachts?|"
    r"private\s+jets?)\b",
    re.I,
)
TO_BUY = re.compile(r"\b(?:loans?|credits?)\b.{0,60}\b(?:to|for)\s+(?:buy|pay|purchas|acquir|financ)", re.I)
PRICED = re.compile(r"\b(?:price[ds]?|worth|valued?|amounts?\s+to)\b", re.I)
PACKAGE = re.compile(
    r"\b(?:package|deal|order|contract|agreement|offer|sale|purchase|shipment|delivery)\b", re.I
)
BUILT = re.compile(r"\b(?:to|can|could|would)\s+build\b|\b(?:building|developing|manufacturing)\b", re.I)
CARRIED = frozenset({"carried"})
CONTENTS = frozenset({"comprises", "comprised", "consists", "consisted"})
NEXT_ITEM = re.compile(
    r"(?:,|\band|\bplus|\bwith)\s+(?:(?:and|some|about|over|more than|up to|also)\s+)*$", re.I
)
LONGEST_ITEM = 70
SHORTLY_BEFORE = 240
LARGEST_ORDERS = {"Aircraft": 2000.0, "Ships": 500.0}
NEAR_MONEY = 10
NEAR_TRANSFER = 16
NEAR_WEAK = 9


def find_figures(reading: Reading) -> list[Figure]:
    """Arms figures of one paragraph, in the order of the text, each transfer's number once."""
    figures: list[Figure] = []
    for index in range(len(reading.sentences)):
        text = reading.sentences.text(index)
        if not worth_reading(text) and not (may_leave_noun_out(text) and COUNTABLE.search(text)):
            continue
        sentence = reading.sentences[index]
        for written in sentence.numbers:
            number = with_shared_currency(reading, index, written)
            antecedent = None
            if is_name_or_measure(sentence, number) or is_year(sentence, number):
                continue  # "S-300", "30 km", "in 2006"
            told = _tells_transfer(figures, sentence)
            if number.currency:  # "USD 1.2 billion"
                figure = _value(reading, index, number, told)
            elif system := counted_system(sentence, number):  # "24 Su-30MK2"
                listed = _continues_list(figures, sentence, number)
                figure = _quantity(
                    reading, index, number, system, told | ({"list_follows": 1.0} if listed else {})
                )
            elif antecedent := elided_system(reading, index, number):  # "the remaining 15", "four each"
                figure = _quantity(reading, index, number, antecedent, told | {"elided": 1.0})
            else:
                figure = None
            if figure and figure.confidence >= THRESHOLD and not _told_before(figure, figures):
                figures.append(_completed(figure, figures, is_elided=antecedent is not None))
    return figures


def _value(reading: Reading, index: int, number: Number, told: dict[str, float]) -> Figure:
    sentence = reading.sentences[index]
    cues = _transfer_cues(reading, index, number, told) | {"money": 1.0}
    system = _priced_system(sentence, number)
    at = sentence.token_at(number.start)
    military = bool(MILITARY.search(sentence.text))
    if any(s.kind != "common_noun" for s in sentence.systems) or (sentence.systems and military):
        near = min(abs(s.first - at) for s in sentence.systems)
        cues |= {"arms_here": 1, "arms_near": float(near <= 14)}
    elif sentence.systems:
        cues["common_arms"] = 1
    elif military:
        cues["military_word"] = 1
    elif any(s.kind != "common_noun" for p in _earlier(reading, index) for s in p.systems):
        cues["arms_before"] = 1
    elif any(s.kind != "common_noun" for p in reading.sentences for s in p.systems):
        cues["arms_later"] = 1
    else:
        cues["no_arms"] = 1
    if PRICED.search(_around(sentence, number, 40)):
        cues["priced"] = 1
    words = lexicon().not_arms["money_use"]
    if TO_BUY.search(sentence.text):
        words = words - {"loan", "loans", "credit", "credits"}
    cues["other_money"] = min(2.0, _count_near(sentence, number, words))
    if "price_money" in cues and BUILT.search(sentence.text):
        cues["other_money"] += 1  # what an item costs its maker
    if CIVIL.search(_around(sentence, number, 60)):
        cues["civil"] = 1
    return _figure(reading, index, number, system, cues)


def _quantity(reading: Reading, index: int, number: Number, system: System, cues: dict[str, float]) -> Figure:
    sentence = reading.sentences[index]
    cues = cues | _transfer_cues(reading, index, number, cues)
    kind = {"common_noun": "common_noun", "noun": "plain_noun"}.get(system.kind, "designation")
    cues |= {kind: 1.0, "arms_here": 1.0}
    if system.kind == "pattern":
        cues["arms_here"] = 0.5
    stock = lexicon().not_arms["stock"] - (CONTENTS if PACKAGE.search(sentence.text) else frozenset())
    cues["stock_near"] = min(1.0, _count_near(sentence, number, stock, reach=7))
    cues["stock_here"] = min(1.0, _count_near(sentence, number, stock, reach=40)) - cues["stock_near"]
    if number.low <= 1:
        cues["small_count"] = 1
    cues["stock_before"] = float(_held(sentence, number))
    end = number.end if "elided" in cues else max(number.end, sentence.tokens[system.last - 1].end)
    is_common = kind == "common_noun" and not MILITARY.search(sentence.text)
    told = " ".join(s.text for s in reading.sentences) if is_common else ""
    if CIVIL.search(sentence.text[max(0, number.start - 12) : end + 12]) or CIVIL.search(told):
        cues["civil"] = 1
    if number.low > LARGEST_ORDERS.get(system.category or "", number.low):
        cues["implausible"] = 1
    if _made_at_home(sentence):
        cues["same_country"] = 1
    return _figure(reading, index, number, system, cues)


def _transfer_cues(reading: Reading, index: int, number: Number, told: dict[str, float]) -> dict[str, float]:
    """How the text ties a number to a transfer: its verb, the list it stands in, the sentence before."""
    sentence = reading.sentences[index]
    at = anchor(sentence, number)
    ties = [p for p in sentence.predicates if _ties(sentence, p, at)]
    cues: dict[str, float] = {}
    near = [p for p in ties if abs(p.first - at) <= (NEAR_TRANSFER if p.is_strong else NEAR_WEAK)]
    if any(p.is_strong for p in near):
        cues["transfer_near"] = 1
    elif near:
        cues["weak_near"] = 1
        cues["transfer_before"] = float(any(p.is_strong for p in _before(reading, index)))
    elif any(p.is_strong for p in sentence.predicates):
        cues["transfer_here"] = 1
    elif any(p.is_strong for p in _before(reading, index)):
        cues["transfer_before"] = 1
    else:
        cues["no_transfer"] = 1
    if is_listed(sentence, number) and ties:
        cues["list_item"] = 1
    if PROGRAMME.search(sentence.text):
        cues["military_programme"] = 1
    if "transfer_near" in cues:
        return cues
    cues |= told
    subject = reading.context.subject
    is_money = number.currency is not None
    around = context_cues(list(reading.sentences), subject, index, at, is_money=is_money)
    if told.keys() & {"list_follows", "figure_before"} or around.keys() & {"context_near", "price_money"}:
        cues.pop("no_transfer", None)
    return cues | around


def _before(reading: Reading, index: int) -> list[Predicate]:
    return [p for sentence in reading.sentences[max(0, index - 2) : index] for p in sentence.predicates]


def _ties(sentence: Sentence, predicate: Predicate, at: int) -> bool:
    """True when a predicate can govern the number at `at`: before it, or behind it as noun or passive."""
    comes_by_itself = predicate.word.startswith("arriv")
    return (
        predicate.first <= at
        or predicate.kind == "noun"
        or comes_by_itself
        or is_passive(sentence, predicate)
    )


def _tells_transfer(figures: list[Figure], sentence: Sentence) -> dict[str, float]:
    """A cue where the paragraph has a figure of a transfer shortly before the sentence."""
    near = any(sentence.start - f.char_end <= SHORTLY_BEFORE for f in figures)
    return {"figure_before": 1.0} if near else {}


def _continues_list(figures: list[Figure], sentence: Sentence, number: Number) -> bool:
    """True for "four corvettes" in "28 fighters from one country, four corvettes and three submarines"."""
    if not figures or figures[-1].kind is not FigureKind.QUANTITY:
        return False
    gap = sentence.text[max(0, figures[-1].char_end - sentence.start) : number.start]
    return figures[-1].evidence == sentence.text and len(gap) <= LONGEST_ITEM and bool(NEXT_ITEM.search(gap))


def _held(sentence: Sentence, number: Number) -> bool:
    """True behind a verb of holding or using: "operates six", "has only five"."""
    at = sentence.token_at(number.start)
    held = lexicon().not_arms["stock_before"]
    if any(p.is_strong for p in sentence.predicates):
        held = held - CARRIED  # "a ship carrying 30 tanks sold to"
    if any(p.word == "on" for p in sentence.predicates):
        return False  # "has 80 on order"
    low = max([0, at - 4, *(p.last for p in sentence.predicates if p.first < at and p.kind == "verb")])
    lead = [t.lower for t in sentence.tokens[low:at]]
    behind = {t.lower for t in sentence.tokens[at + 1 : at + 3]}
    return bool(behind & lexicon().not_arms["stock_adjective"]) or any(
        word in held
        and not (
            word in ("has", "have", "had") and i + 1 < len(lead) and lead[i + 1].endswith(("ed", "en", "ght"))
        )
        for i, word in enumerate(lead)
    )


def _made_at_home(sentence: Sentence) -> bool:
    """True when the only seller that the sentence hints at is the buyer itself."""
    sellers = {h.code for h in sentence.hints if h.role == "seller"}
    buyers = {h.code for h in sentence.hints if h.role == "buyer"}
    return bool(sellers) and sellers == buyers


def _earlier(reading: Reading, index: int) -> Sequence[Sentence]:
    """The two sentences before; all before for a sentence about "the sale"."""
    all_before = DEFINITE.search(reading.sentences[index].text)
    return reading.sentences[0 if all_before else max(0, index - 2) : index]


def _count_near(sentence: Sentence, number: Number, words: frozenset[str], reach: int = NEAR_MONEY) -> float:
    """How many of `words` stand within `reach` tokens of a number."""
    at = sentence.token_at(number.start)
    low, high = max(0, at - reach), min(len(sentence.tokens), at + reach + 1)
    return float(sum(token.lower in words for token in sentence.tokens[low:high]))


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


def _figure(
    reading: Reading, index: int, number: Number, system: System | None, cues: dict[str, float]
) -> Figure:
    sentence = reading.sentences[index]
    kind = FigureKind.VALUE if number.currency else FigureKind.QUANTITY
    scope = scope_of(sentence, number, kind)
    seller, buyer = parties_of(reading, index, number, is_total=scope is FigureScope.TOTAL)
    if seller is None and system and system.maker and system.maker != buyer:
        seller = system.maker
    if not sentence.hints:
        cues = cues | {"no_hints": 1.0}
    flow = flow_of(sentence, number, reading.context.subject)
    if buyer and len(buyer) > 3 and flow is FigureFlow.SALE:
        flow = FigureFlow.ILLICIT
    cues = cues | {"seller_known": float(seller is not None), "buyer_known": float(buyer is not None)}
    earlier = reading.sentences[:index]
    year_from, year_to, basis = years_of(sentence, number, reading.context, earlier)
    if kind is FigureKind.VALUE and year_to > year_from and not ONE_DEAL.search(sentence.text):
        scope = FigureScope.TOTAL
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
        status=status_of(sentence, number, earlier),
        scope=scope,
        flow=flow,
        confidence=confidence(cues),
        has_magnitude=number.has_magnitude,
    )


def _completed(figure: Figure, figures: list[Figure], *, is_elided: bool) -> Figure:
    """Open parties, from the figure before it in the sentence or from the one that it continues."""
    if not figures:
        return figure
    before = figures[-1]
    if is_elided:
        return replace(figure, seller=before.seller, buyer=before.buyer)
    if figure.evidence != before.evidence:
        return figure
    seller = figure.seller or (before.seller if before.seller != figure.buyer else None)
    buyer = figure.buyer or (before.buyer if before.buyer != seller else None)
    return replace(figure, seller=seller, buyer=buyer)


def _told_before(figure: Figure, figures: list[Figure]) -> bool:
    """True when the paragraph gave the same number for the same transfer already."""
    return any(
        (f.kind, f.amount, f.currency) == (figure.kind, figure.amount, figure.currency)
        and (f.system == figure.system or None in (f.system, figure.system))
        for f in figures
    )
