"""What a number leaves out: the arms it counts ("six of them", "another ten"), the currency of its money."""

import re
from dataclasses import replace

from etl.figures.lexicon import SHARED, shared_currencies, words
from etl.figures.models import Number, Sentence, System
from etl.figures.reading import Reading

WHOLE = re.compile(
    r"^\s*of\s+(?:these|those|them|which|the\s+(?:former|latter|lot))\b|^\s*(?:each|apiece)\b", re.I
)
YEARLIKE = re.compile(r"(?:19|20)\d\d(?:\D+\d{2,4})?")
NOTHING = re.compile(r"\s*[.,;:)]|\s*$")
NEXT_WORD = re.compile(r"^\s*([A-Za-z]+)\b(?!-)")
LEAD_WORD = re.compile(r"([A-Za-z]+)\s*$")
BESIDE_WORDS = (
    "in of for to once from and or but by on the when after with a thus so then only now was were is are "
    "would will has had have could than against through as at over under since until that which not more "
    "less last this next each per"
)
BESIDE_MONEY = frozenset(BESIDE_WORDS.split()) | frozenset(".,;:)")
LEAST_BARE_MONEY = 1e6


def elided_system(reading: Reading, index: int, number: Number) -> System | None:
    """The arms of the sentence or the two before, for a number whose noun is left out."""
    sentence = reading.sentences[index]
    if number.has_magnitude or number.low < 2 or number.low % 1 or not sign_of_elision(sentence, number):
        return None
    at = sentence.token_at(number.start)
    earlier = [s for s in sentence.systems if s.first < at]
    for previous in reversed(reading.sentences[max(0, index - 2) : index]):
        earlier = earlier or list(previous.systems)
    later = [s for s in sentence.systems if s.first > at]  # "eight more of the MiG-29s"
    return (
        earlier[-1] if earlier else (later[0] if later and WHOLE.match(sentence.text[number.end :]) else None)
    )


def sign_of_elision(sentence: Sentence, number: Number) -> str | None:
    """How a number shows that its noun is left out: "ten of them", "six more"; null if it does not."""
    after = sentence.text[number.end :]
    if YEARLIKE.fullmatch(sentence.text[number.start : number.end]):
        return None
    if WHOLE.match(after):
        return "whole"
    follower = NEXT_WORD.match(after[:30])
    word = follower[1].lower() if follower else ""
    lead = LEAD_WORD.search(sentence.text[max(0, number.start - 20) : number.start])
    is_led = lead is not None and lead[1].lower() in words("elision_lead")
    sign = None
    if word in words("generic_noun"):
        sign = "generic"
    elif word in words("elision_verb", "auxiliary") or word.endswith("ed"):
        sign = "led_verb" if is_led else "verb"
    elif word in words("phrase_end") or (not word and NOTHING.match(after)):
        sign = "led" if is_led else "bare"
    return sign


def with_currency(reading: Reading, index: int, number: Number) -> Number:
    """The number with the currency that its words leave open.

    A word that many countries use ("francs") is read by the countries around it; a bare amount of millions
    takes the currency of the money beside it, as in "rose to 4.2 billion euros from 3.8 billion".
    """
    sentence = reading.sentences[index]
    if number.currency and number.currency.startswith(SHARED):
        return replace(number, currency=_by_country(reading, sentence, number.currency))
    if number.currency or not number.has_magnitude or number.low < LEAST_BARE_MONEY:
        return number
    behind = sentence.tokens[sentence.token_at(number.end - 1) + 1 :]
    if behind and behind[0].lower not in BESIDE_MONEY and not behind[0].lower.endswith("ed"):
        return number
    beside = [n for n in sentence.numbers if n.currency]
    for previous in reversed(reading.sentences[max(0, index - 2) : index]):
        beside = beside or [n for n in previous.numbers if n.currency and n.has_magnitude]
    if not beside or (beside[-1].currency or "").startswith(SHARED):
        return number
    return replace(number, currency=beside[-1].currency)


def _by_country(reading: Reading, sentence: Sentence, word: str) -> str | None:
    """The currency that a shared word means in the embassy's country, else in one that the text names."""
    context = reading.context
    named = [p.code for p in sentence.parties]
    known = shared_currencies()
    codes = (known.get((word, country or "")) for country in (context.host, *named, *context.tag_countries))
    return next((code for code in codes if code), None)
