"""The word of transfer that a number hangs on."""

import re

from etl.figures.counted import anchor, counted_system
from etl.figures.lexicon import words
from etl.figures.models import Number, Predicate, Sentence, once_a_number

OWN_VERB = re.compile(
    r"\s*(?:of\s+(?:which|these|them|those)\s+)(?:have|has|had|were|was|will|are|is)\b", re.I
)
OF_NUMBER = re.compile(
    r"\s+of\s+(?:the\s+|its\s+|their\s+)?(?:\d|[a-z]+teen\b|two|three|four|five|six|seven|eight|nine|ten)",
    re.I,
)
CLAUSE_ENDS = frozenset({",", ";", ":", "from", "to", "for", "and", "or", "in", "by", "at"})


@once_a_number
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


@once_a_number
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
