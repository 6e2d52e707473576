"""Seller and buyer of a number: the hints of its sentence, weighed by how near they stand."""

from etl.figures.hints import is_bystander, preposition_of
from etl.figures.lexicon import exporter_rank
from etl.figures.models import Number, Sentence
from etl.figures.patterns import OTHER_ITEM, anchor, is_listed
from etl.figures.roles import own_phrase

NEAR = 0.05
OTHER_CLAUSE = 0.8
OWN_PHRASE = 0.8
TOLD = 1.5


def choose(
    sentence: Sentence, number: Number, seller: str | None = None, buyer: str | None = None
) -> tuple[str | None, str | None]:
    """Seller and buyer of a number from the hints of its own sentence; what is given stays."""
    at = anchor(sentence, number)
    number_at = sentence.token_at(number.start)
    next_at = min(
        (sentence.token_at(n.start) for n in sentence.numbers if n.start > number.start),
        default=len(sentence.tokens),
    )
    scores: dict[tuple[str, str], float] = {}
    for hint in sentence.hints:
        score = hint.weight - NEAR * abs(hint.at - at)
        apart = abs(sentence.clauses[hint.at] - sentence.clauses[at])
        score -= 3.5 if apart >= OTHER_ITEM else 0.0
        if not is_listed(sentence, number):
            score -= OTHER_CLAUSE * min(2, apart)
        if number_at < hint.place < next_at:
            score += OWN_PHRASE
        key = (hint.role, hint.code)
        scores[key] = max(scores.get(key, score), score)
    for hint in own_phrase(sentence, number):
        scores[hint.role, hint.code] = max(scores.get((hint.role, hint.code), 0.0), hint.weight)
    return assign(scores, seller, buyer)


def assign(
    scores: dict[tuple[str, str], float], seller: str | None, buyer: str | None
) -> tuple[str | None, str | None]:
    """The pair of two different parties with the best scores; "either" fills what is open."""
    for (role, code), _ in sorted(scores.items(), key=lambda item: -item[1]):
        if role == "seller" and seller is None and code != buyer:
            seller = code
        elif role == "buyer" and buyer is None and code != seller:
            buyer = code
    unsure = [code for (role, code) in scores if role == "either" and code not in (seller, buyer)]
    for code in sorted(unsure, key=exporter_rank):
        if seller is None and (buyer is not None or len(unsure) > 1) and code != buyer:
            seller = code
        elif buyer is None and seller is not None and code != seller:
            buyer = code
    return seller, buyer


def told_in_role(sentence: Sentence, role: str) -> set[str]:
    """Countries that a sentence puts on one side and not on the other, for whatever number."""
    told = {h.code for h in sentence.hints if h.role == role and h.weight >= TOLD}
    told |= {h.code for n in sentence.numbers for h in own_phrase(sentence, n) if h.role == role}
    return told - {h.code for h in sentence.hints if h.role not in (role, "either")}


def left_over(
    sentence: Sentence, seller: str | None, buyer: str | None, *, must_be_governed: bool = False
) -> tuple[str | None, str | None]:
    """With one role known, the only other country of the sentence takes the open one.

    `must_be_governed` asks for "to" or "for" before a buyer, "from" or "by" before a seller.
    """
    known = {seller, buyer} - {None}
    if len(known) != 1:
        return seller, buyer
    wanted = ("to", "for") if seller else ("from", "by")
    same = "seller" if seller else "buyer"
    told = told_in_role(sentence, same)
    others = [
        party
        for party in sentence.parties
        if party.code not in known | told
        and party.kind not in ("compound", "pronoun", "maker")
        and not is_bystander(sentence, party)
    ]
    if must_be_governed:
        others = [party for party in others if preposition_of(sentence, party) in wanted]
    codes = {party.code for party in others}
    if len(codes) == 1:
        other = codes.pop()
        return (seller, other) if seller else (other, buyer)
    return seller, buyer
