"""How far a transfer has come, whether it is one deal or a sum, and whether it is paid, given or smuggled."""

import re
from collections.abc import Sequence

from etl.figures.lexicon import words
from etl.figures.models import Number, Predicate, Sentence
from etl.figures.counted import anchor, counted_system
from etl.figures.stage_words import (
    AID,
    ARRIVED,
    CLAUSE_ENDS,
    CONTRACTED,
    DEFINITE_PACKAGE,
    DELIVERED,
    DONE,
    GIVEN,
    GRANT,
    HANDOVER,
    HYPOTHETICAL,
    ILLICIT,
    NO_CHARGE,
    NO_STAGE,
    NOT_DONE,
    OF_NUMBER,
    ONE_DEAL,
    OWN_VERB,
    PRICE,
    PROPOSED,
    REACH,
    REFUSED,
    SALE_WORDS,
    SIGNED,
    STAGES,
    TAIL,
    TO_BE_DONE,
    TO_COME,
    TOTAL,
    TRAFFIC,
    UNCONFIRMED,
    UNDER_WAY,
)
from etl.vocabulary import FigureFlow, FigureKind, FigureScope, FigureStatus

__all__ = ["ONE_DEAL", "flow_of", "scope_of", "status_of"]


def governing(sentence: Sentence, number: Number) -> Predicate | None:
    """The word of transfer that a number hangs on: near, in its clause, rather before it than behind."""
    own = own_clause(sentence, number)
    if own:
        return own
    at = anchor(sentence, number)
    told_behind = OWN_VERB.match(sentence.text[number.end : number.end + 40])

    def cost(predicate: Predicate) -> float:
        gap = at - predicate.first
        apart = abs(sentence.clauses[predicate.first] - sentence.clauses[at])
        if gap < 0 and told_behind and sentence.clauses[predicate.first] == sentence.clauses[at]:
            return -gap / 4  # "eight of which have been delivered"
        return (gap if gap >= 0 else 1.6 * -gap) + 6 * apart + (2 if predicate.role == "either" else 0)

    return min(sentence.predicates, key=cost, default=None)


def own_clause(sentence: Sentence, number: Number) -> Predicate | None:
    """The verb right behind the noun: "12 jets ordered earlier", "jets that Chile bought"."""
    system = counted_system(sentence, number) if number.currency is None else None
    if system is None or OF_NUMBER.match(sentence.text[number.end :]):
        return None
    tokens, first = sentence.tokens, system.last
    while first < len(tokens) and tokens[first].lower in ("aircraft", "airframes", "vehicles", ","):
        first += 1
    for predicate in sentence.predicates:
        between = [t.lower for t in tokens[first : predicate.first]]
        if predicate.kind != "verb" or not 0 <= predicate.first - first <= 6 or set(between) & CLAUSE_ENDS:
            continue
        is_participle = predicate.word.endswith("ed") or predicate.word in words("irregular_participle")
        if is_participle and len(between) <= 1 and not set(between) & {"and", "or", "to", "for"}:
            return predicate
        if between and between[0] in ("that", "which", "it", "they", "we") and tokens[first - 1].text != ",":
            return predicate
    return None


def _window(sentence: Sentence, number: Number, predicate: Predicate | None) -> str:
    """The words around a number and the predicate that governs it, within their clauses."""
    at = anchor(sentence, number)
    ends = [at, predicate.first] if predicate else [at]
    clauses = {sentence.clauses[index] for index in ends}
    low, high = max(0, min(ends) - REACH), min(len(sentence.tokens) - 1, max(ends) + REACH)
    kept = [i for i in range(low, high + 1) if sentence.clauses[i] in clauses or min(ends) <= i <= max(ends)]
    return sentence.text[sentence.tokens[kept[0]].start : sentence.tokens[kept[-1]].end]


def status_of(sentence: Sentence, number: Number, earlier: Sequence[Sentence] = ()) -> FigureStatus:
    """The stage of the number's own words; for "the sale" without one, what was said of it before."""
    own = _own_status(sentence, number, earlier)
    if own is not FigureStatus.REPORTED:
        return own
    if re.search(r"\bthe\s+(?:sale|deal|package)\b", sentence.text, re.I):
        for other in reversed(earlier):
            for predicate in other.predicates:
                if predicate.role == "seller" and PROPOSED.search(_before_predicate(other, predicate)):
                    return FigureStatus.PROPOSED
    if any(p.is_strong for p in sentence.predicates):
        return own
    carried = _carried(earlier)
    is_deal = carried is FigureStatus.REPORTED and DEFINITE_PACKAGE.search(sentence.text)
    return FigureStatus.CONTRACTED if is_deal else carried


def _carried(earlier: Sequence[Sentence]) -> FigureStatus:
    """What the last sentence with a word of transfer told, for one that has none: "The price: ..."."""
    for other in reversed(earlier[-4:]):
        text = NO_STAGE.sub(" ", other.text)
        if not other.predicates and not ARRIVED.search(text):
            continue
        for pattern, stage in STAGES:
            if pattern.search(text):
                return stage
    return FigureStatus.REPORTED


def _before_predicate(sentence: Sentence, predicate: Predicate) -> str:
    first = max(0, predicate.first - 4)
    return sentence.text[sentence.tokens[first].start : sentence.tokens[predicate.first].end]


def _own_status(sentence: Sentence, number: Number, earlier: Sequence[Sentence]) -> FigureStatus:
    """Refused over proposed over what the governing word itself tells."""
    predicate = governing(sentence, number)
    window = NO_STAGE.sub(" ", _window(sentence, number, predicate))
    if predicate is None:
        return _without_verb(window)
    if own_clause(sentence, number) is predicate:
        window = sentence.text[number.start : sentence.tokens[predicate.last - 1].end]
    lead = NO_STAGE.sub(" ", UNCONFIRMED.sub(" ", _lead(sentence, number, predicate)))
    if NOT_DONE.search(lead) or (REFUSED.search(window) and not HYPOTHETICAL.search(window)):
        return FigureStatus.REFUSED
    is_to_come = TO_COME.search(lead) and HANDOVER.match(predicate.word) and _is_signed(sentence, earlier)
    if UNDER_WAY.search(sentence.text) or is_to_come:
        return FigureStatus.CONTRACTED
    tail = _tail(sentence, number, predicate)
    if _came_in(sentence, number) or DONE.search(tail):
        return FigureStatus.DELIVERED
    if PROPOSED.search(lead) or TAIL.search(tail):
        return FigureStatus.PROPOSED
    return _stage(sentence, predicate, lead)


def _without_verb(window: str) -> FigureStatus:
    """The stage of a number without a word of transfer."""
    if UNDER_WAY.search(window):
        return FigureStatus.CONTRACTED
    if ARRIVED.search(window) and not TO_COME.search(window):
        return FigureStatus.DELIVERED
    return FigureStatus.PROPOSED if PROPOSED.search(window) else FigureStatus.REPORTED


def _is_signed(sentence: Sentence, earlier: Sequence[Sentence]) -> bool:
    """True where the sentence or one of the two before tells a contract."""
    return any(SIGNED.search(other.text) for other in (sentence, *earlier[-2:]))


def _came_in(sentence: Sentence, number: Number) -> bool:
    """True for a number that opens its sentence, the subject of "joined the fleet", "sailed into"."""
    arrived = ARRIVED.search(sentence.text)
    if arrived is None or sentence.token_at(number.start) > 3 or own_clause(sentence, number):
        return False
    return not TO_COME.search(sentence.text[max(0, arrived.start() - 30) : arrived.start()])


def _stage(sentence: Sentence, predicate: Predicate, lead: str) -> FigureStatus:
    """The stage that a predicate tells with the words just before it; a sale takes it from its whole lead."""
    first, last = max(0, predicate.first - 3), predicate.last - 1
    near = sentence.text[sentence.tokens[first].start : sentence.tokens[last].end]
    if TO_BE_DONE.search(near):
        return FigureStatus.CONTRACTED if CONTRACTED.search(sentence.text) else FigureStatus.PROPOSED
    for told in (near, lead) if predicate.word in SALE_WORDS else (near,):
        if DELIVERED.search(told):
            return FigureStatus.DELIVERED
        if CONTRACTED.search(told):
            return FigureStatus.CONTRACTED
    if predicate.stage is FigureStatus.PROPOSED and DEFINITE_PACKAGE.search(near):
        return FigureStatus.REPORTED
    return predicate.stage


def _tail(sentence: Sentence, number: Number, predicate: Predicate) -> str:
    """The next few words behind the predicate and the number, the same clause only."""
    last = max(sentence.token_at(number.start), predicate.first)
    end = min(len(sentence.tokens), last + 9)
    while end > last + 1 and sentence.clauses[end - 1] != sentence.clauses[last]:
        end -= 1
    return sentence.text[sentence.tokens[last].start : sentence.tokens[end - 1].end]


def _lead(sentence: Sentence, number: Number, predicate: Predicate) -> str:
    """From a few words before the predicate or number to the later of both, the same clauses only."""
    if own_clause(sentence, number) is predicate:
        return sentence.text[number.start : sentence.tokens[predicate.first].end]
    at = anchor(sentence, number)
    first, last = sorted((at, predicate.first))
    low, counted = first, 0
    while low > 0 and counted < 12 and not _opens_relative(sentence, low):
        low -= 1
        counted += bool(sentence.tokens[low].squashed)
    while low < first and sentence.clauses[low] < sentence.clauses[first]:
        low += 1
    return sentence.text[sentence.tokens[low].start : sentence.tokens[last].end]


def _opens_relative(sentence: Sentence, index: int) -> bool:
    """True for "that" behind arms: "the radars that Sofia sold" hangs on nothing before."""
    if sentence.tokens[index].lower not in ("that", "which") or index == 0:
        return False
    before = index - (2 if sentence.tokens[index - 1].text == "," else 1)
    return sentence.tokens[before].lower == "system" or any(s.last == before + 1 for s in sentence.systems)


def scope_of(sentence: Sentence, number: Number, kind: FigureKind) -> FigureScope:
    """A sum over many transfers, or one deal; counts of weapons are deals unless they are called a total."""
    window = _window(sentence, number, governing(sentence, number))
    if kind is FigureKind.QUANTITY:
        return FigureScope.DEAL
    if TOTAL.search(window) and not ONE_DEAL.search(window):
        return FigureScope.TOTAL
    if re.search(r"\bFMF\b", window):
        return FigureScope.TOTAL
    return FigureScope.DEAL


def _phrase(sentence: Sentence, number: Number) -> str:
    """The words around a number up to the next comma or verb behind it, and from the verb before it."""
    at = sentence.token_at(number.start)
    predicate = governing(sentence, number)
    verbs = {p.first for p in sentence.predicates if p.kind == "verb"}
    high = at + 1
    while (
        high < min(len(sentence.tokens), at + 14)
        and sentence.tokens[high].text not in (",", ";")
        and high not in verbs
    ):
        high += 1
    low = max(0, min(at, predicate.first if predicate else at) - 8, at - 20)
    return sentence.text[sentence.tokens[low].start : sentence.tokens[high - 1].end]


def flow_of(sentence: Sentence, number: Number, subject: Sentence | None) -> FigureFlow:
    """Grant and illicit need their word in the sentence or in the subject line; a price is no grant."""
    phrase = _phrase(sentence, number)
    is_price = number.currency and PRICE.search(sentence.text[: number.start].rstrip("$€£ A-Z"))
    is_given = (GRANT.search(phrase) or NO_CHARGE.search(sentence.text)) and not (
        is_price and not AID.search(phrase)
    )
    if is_given:
        return FigureFlow.GRANT
    if ILLICIT.search(sentence.text) or (subject and TRAFFIC.search(subject.text)):
        return FigureFlow.ILLICIT
    predicate = governing(sentence, number)
    if predicate and predicate.flow is FigureFlow.GRANT and not is_price:
        return FigureFlow.GRANT
    is_gift = subject and GIVEN.search(subject.text) and predicate and predicate.role == "seller"
    return FigureFlow.GRANT if is_gift and not number.currency else FigureFlow.SALE
