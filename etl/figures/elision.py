"""What a number leaves out: the arms it counts ("six of them", "another ten"), the currency of its money."""

import re
from dataclasses import replace
from functools import cache

from etl.figures.lexicon import words
from etl.figures.models import Number, Sentence, System
from etl.figures.resolve import Reading

WHOLE = re.compile(r"^\s*of\s+(?:these|those|them|which)\b|^\s*(?:each|apiece)\b", re.I)
PASSIVE = re.compile(r"^\s*(?:\w+ly\s+)?(?:items|units|systems|pieces|more|others)\b", re.I)
BARE_END = re.compile(r"^\s*(?:[.,;:)]|$)")
NEXT_WORD = re.compile(r"^\s*([A-Za-z]+)\b(?!-)")
LEAD_WORD = re.compile(r"([A-Za-z]+)\s*$")
OPENS_CLAUSE = re.compile(r"(?:^|[.;:,(]\s|\band\s)$", re.I)
BESIDE_WORDS = "in of for to once from and or but by on the when after with a"
BESIDE_MONEY = frozenset(BESIDE_WORDS.split()) | frozenset(".,;:)")
LEAST_BARE_MONEY = 1e6


def elided_system(reading: Reading, index: int, number: Number) -> System | None:
    """The arms of the sentence or the two before, for a number whose noun is left out."""
    sentence = reading.sentences[index]
    if number.has_magnitude or number.low < 2 or not leaves_noun_out(sentence, number):
        return None
    at = sentence.token_at(number.start)
    earlier = [s for s in sentence.systems if s.first < at]
    for previous in reversed(reading.sentences[max(0, index - 2) : index]):
        earlier = earlier or list(previous.systems)
    return earlier[-1] if earlier else None


@cache
def _sign_of_elision() -> re.Pattern[str]:
    forms = sorted(words("elision_lead") | words("elision_verb"))
    whole = r"of\s+(?:these|those|them|which)|each|apiece|items|units|systems|pieces|\w+ed"
    return re.compile(rf"\b(?:{whole}|{'|'.join(forms)})\b", re.I)


def may_leave_noun_out(text: str) -> bool:
    """A cheap test of a sentence: false where no number of it can lack its noun."""
    return bool(_sign_of_elision().search(text))


def leaves_noun_out(sentence: Sentence, number: Number) -> bool:
    """True for "ten of them", "four each", "another six in May", "Five arrived", "the 18 ordered"."""
    before, after = sentence.text[: number.start], sentence.text[number.end :]
    if WHOLE.match(after) or PASSIVE.match(after):
        return True
    follower = NEXT_WORD.match(after[:30])
    word = follower[1].lower() if follower else ""
    lead = LEAD_WORD.search(before[-20:])
    is_led = lead is not None and lead[1].lower() in words("elision_lead")
    if word in words("elision_verb") or word.endswith("ed"):
        told = lead is not None and lead[1].lower() == "the" and word not in words("auxiliary")
        return is_led or told or bool(OPENS_CLAUSE.search(before))
    at = sentence.token_at(number.start)
    is_led = is_led or any(p.last == at and p.kind == "verb" and p.is_strong for p in sentence.predicates)
    return is_led and (bool(BARE_END.match(after)) or word in words("phrase_end"))


def with_shared_currency(reading: Reading, index: int, number: Number) -> Number:
    """A bare amount of millions with the currency of the money beside it.

    As in "rose to 4.2 billion euros from 3.8 billion".
    """
    if number.currency or not number.has_magnitude or number.low < LEAST_BARE_MONEY:
        return number
    sentence = reading.sentences[index]
    behind = sentence.tokens[sentence.token_at(number.end - 1) + 1 :]
    if behind and behind[0].lower not in BESIDE_MONEY:
        return number
    beside = [n for n in sentence.numbers if n.currency]
    for previous in reversed(reading.sentences[max(0, index - 1) : index]):
        beside = beside or [n for n in previous.numbers if n.currency and n.has_magnitude]
    return replace(number, currency=beside[-1].currency) if beside else number
