"""Whether a figure is one deal or a sum, and whether it is paid, given or smuggled."""

import re

from etl.figures.counted import anchor
from etl.figures.governing import governing
from etl.figures.models import Number, Predicate, Sentence
from etl.vocabulary import FigureFlow, FigureKind, FigureScope

TOTAL = re.compile(
    r"\b(?:total\w*|annual\w*|per\s+year|a\s+year|each\s+year|yearly|exports|imports|sales|"
    r"deliveries|purchases|deals|contracts|orders|transfers|cases|level|"
    r"altogether|cumulative\w*|combined|overall|since)\b",
    re.I,
)
ONE_DEAL = re.compile(
    r"\b(?:the|a|an|this|that|its|one)\s+(?:[\w.$€-]+\s+){0,6}?(?:deal|contract|sale|package|"
    r"agreement|purchase|order|tender|program|offer|loan)\b",
    re.I,
)
GRANT = re.compile(
    r"\b(?:FMF|foreign\s+military\s+(?:financing|funding)|EDA|excess\s+defen[sc]e\s+articles?|"
    r"donat\w+|gift\w*|grants?|free\s+of\s+charge|(?:at\s+)?no[\s-](?:charge|cost)|drawdown|gratis|"
    r"without\s+(?:charge|payment)|military\s+(?:aid|assistance)|"
    r"security\s+assistance|assistance\s+fund\w*|capabilit(?:y|ies)\s+fund|PCCF|section\s+1206|1206|"
    r"coalition\s+support\s+funds?|IMET|train[\s-]and[\s-]equip|supplemental)\b",
    re.I,
)
ILLICIT = re.compile(
    r"\b(?:smuggl\w+|traffick\w+|illicit\w*|illegal\w*|black[\s-]market|clandestin\w+|"
    r"unauthori[sz]ed|unlicen[sc]ed|diversion|front\s+compan\w+|contraband|gun[\s-]?running|"
    r"(?:embargo|sanctions)[\s-](?:busting|breaking)|forged|false\s+(?:end[\s-]user|papers|documents)|"
    r"in\s+(?:violation|breach|defiance|contravention)\s+of|(?:violat|breach|defy|bust)\w*\s+(?:\w+\s+){0,3}embargo|"
    r"(?:to|for|with|by)\s+(?:\w+\s+){0,2}(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)|"
    r"(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)\s+(?:\w+\s+){0,2}(?:received|bought|got|acquired|"
    r"obtained|purchased))\b",
    re.I,
)
TRAFFIC = re.compile(
    r"\b(?:smuggl|traffick|illicit|illegal|gun[\s-]?running|(?:embargo|sanctions)[\s-](?:bust|break))", re.I
)
GIVEN = re.compile(r"\b(?:gifts?|donations?|donates?|EDA|excess\s+defense\s+articles)\b", re.I)
PRICE = re.compile(r"\b(?:for|at|worth|cost\w*|price\w*)\s+(?:[\w-]+\s+){0,2}\W?$", re.I)
REACH = 14
NO_CHARGE = re.compile(r"\b(?:free\s+of\s+charge|no[\s-](?:charge|cost)\b|drawdown)", re.I)
AID = re.compile(r"\b(?:FMF|EDA|military|security|1206|assistance)\b", re.I)


def _window(sentence: Sentence, number: Number, predicate: Predicate | None) -> str:
    """The words around a number and the predicate that governs it, within their clauses."""
    at = anchor(sentence, number)
    ends = [at, predicate.first] if predicate else [at]
    clauses = {sentence.clauses[index] for index in ends}
    low, high = max(0, min(ends) - REACH), min(len(sentence.tokens) - 1, max(ends) + REACH)
    kept = [i for i in range(low, high + 1) if sentence.clauses[i] in clauses or min(ends) <= i <= max(ends)]
    return sentence.text[sentence.tokens[kept[0]].start : sentence.tokens[kept[-1]].end]


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
