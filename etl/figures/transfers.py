"""How the text ties a number to a transfer, as named cues."""

import re
from collections.abc import Sequence

from etl.figures.counted import anchor, is_listed
from etl.figures.lexicon import words
from etl.figures.models import Figure, Number, Predicate, Sentence
from etl.figures.reading import Reading
from etl.figures.stages import classes_of
from etl.figures.syntax import is_passive
from etl.figures.weights import Cues
from etl.figures.wording import words_beside, words_here

PROGRAMME = re.compile(
    r"\b(?:FM[SF]|EDA|foreign\s+military\s+(?:sales?|financing|funding)|"
    r"excess\s+defen[sc]e\s+articles?|(?:arms|weapons?|military)\s+(?:sales?|deals?|exports?|imports?|"
    r"purchases?|contracts?|transfers?|shipments?|package|deliver\w+))\b",
    re.I,
)
SHORTLY_BEFORE = 240
NEAR_TRANSFER = 16
NEAR_WEAK = 9
AROUND = 2
NEAR_CONTEXT = 18


def transfer_cues(reading: Reading, index: int, number: Number, told: Sequence[Figure]) -> Cues:
    """How its sentence ties a number to a transfer: its verb, the words and parties around it."""
    sentence = reading.sentences[index]
    at = anchor(sentence, number)
    ties = [p for p in sentence.predicates if _ties(sentence, p, at)]
    cues: Cues = {"base": 1.0}
    cues |= {_strongest(sentence, ties, at): 1.0}
    if is_listed(sentence, number) and ties:
        cues["list_item"] = 1
    if PROGRAMME.search(sentence.text):
        cues["military_programme"] = 1
    if told and sentence.start - told[-1].char_end <= SHORTLY_BEFORE:
        cues["figure_before"] = 1
    if told and told[-1].evidence == sentence.text:
        cues["figure_here"] = 1
    subject = reading.context.subject
    cues |= _context_cues(sentence, subject, at, is_money=number.currency is not None)
    cues |= {f"near:{name}": 1.0 for name in classes_of(sentence, max(0, at - 8), at + 9)}
    cues |= {f"here:{name}": 1.0 for name in classes_of(sentence)}
    if subject:
        cues |= {f"subject:{name}": 1.0 for name in classes_of(subject)}
    return cues | words_here(reading, index, number) | _party_cues(reading, sentence)


def transfer_cues_beside(reading: Reading, index: int) -> Cues:
    """How the sentences around one tie its numbers to a transfer."""
    cues = words_beside(reading, index)
    before = reading.sentences[max(0, index - AROUND) : index]
    behind = reading.sentences[index + 1 : index + AROUND + 1]
    if any(p.is_strong for s in before for p in s.predicates):
        cues["transfer_before"] = cues["paragraph_transfer"] = 1
    elif any(p.is_strong for s in behind for p in s.predicates):
        cues["paragraph_transfer"] = 1
    return cues


def _strongest(sentence: Sentence, ties: Sequence[Predicate], at: int) -> str:
    """The best word of transfer: near the number or only in the sentence, strong or weak."""
    near = [p for p in ties if abs(p.first - at) <= (NEAR_TRANSFER if p.is_strong else NEAR_WEAK)]
    if near:
        return "transfer_near" if any(p.is_strong for p in near) else "weak_near"
    if any(p.is_strong for p in sentence.predicates):
        return "transfer_here"
    return "weak_here" if sentence.predicates else "no_transfer"


def _party_cues(reading: Reading, sentence: Sentence) -> Cues:
    """How many countries the sentence names, and what its words say of them."""
    codes = {p.code for p in sentence.parties}
    host = reading.context.host
    cues: Cues = {f"parties_{min(3, len(codes))}": 1.0}
    roles = {h.role for h in sentence.hints if h.weight >= 1.5}
    cues |= {f"told_{role}": 1.0 for role in roles}
    if not sentence.hints:
        cues["no_hints"] = 1
    if codes - {host}:
        cues["names_foreign"] = 1
    if codes == {host}:
        cues["names_host_only"] = 1
    if any(len(code) > 3 for code in codes):
        cues["names_nonstate"] = 1
    makers = {p.code for p in sentence.parties if p.kind == "maker"}
    if makers - {host}:
        cues["names_maker"] = 1
    elif makers:
        cues["names_home_maker_only" if codes == makers else "names_home_maker"] = 1
    return cues


def _ties(sentence: Sentence, predicate: Predicate, at: int) -> bool:
    """True when a predicate can govern the number at `at`: before it, or behind it as noun or passive."""
    comes_by_itself = predicate.word.startswith("arriv")
    return (
        predicate.first <= at
        or predicate.kind == "noun"
        or comes_by_itself
        or is_passive(sentence, predicate)
    )


def _context_cues(sentence: Sentence, subject: Sentence | None, at: int, *, is_money: bool) -> Cues:
    """Cues of a number at token `at` of a sentence: words of trade near it and in the subject line."""
    cues: Cues = {}
    near = [place for place in sentence.contexts if abs(place - at) <= NEAR_CONTEXT]
    if any(sentence.tokens[place].lower not in words("price_context") for place in near):
        cues["context_near"] = 1
    elif near:
        cues["price_money" if is_money else "price_count"] = 1
    if subject and (any(p.is_strong for p in subject.predicates) or subject.contexts):
        cues["subject_transfer"] = 1
    return cues
