"""How the text around a number ties it to a transfer, beyond the verbs that say who sells and who buys."""

from collections.abc import Sequence
from functools import cache

from etl.figures.lexicon import words
from etl.figures.models import Sentence, Token
from etl.figures.weights import Cues

NEAR_CONTEXT = 18


@cache
def _forms() -> dict[str, frozenset[tuple[str, ...]]]:
    """First word of each form of `transfer_context` -> its forms, as words."""
    forms: dict[str, set[tuple[str, ...]]] = {}
    for form in words("transfer_context") | words("price_context"):
        parts = tuple(form.split())
        forms.setdefault(parts[0], set()).add(parts)
    return {first: frozenset(known) for first, known in forms.items()}


def find_contexts(tokens: list[Token]) -> list[int]:
    """Tokens at which a word or phrase of trade in arms starts: "inked", "price tag", "handed over"."""
    known = _forms()
    found = []
    for index, token in enumerate(tokens):
        for form in known.get(token.lower, ()):
            if tuple(t.lower for t in tokens[index : index + len(form)]) == form:
                found.append(index)
                break
    return found


def context_cues(
    sentence: Sentence, around: Sequence[Sentence], subject: Sentence | None, at: int, *, is_money: bool
) -> Cues:
    """Cues of a number at token `at` of a sentence: words of trade near it and in the sentences `around`."""
    cues: Cues = {}
    near = [place for place in sentence.contexts if abs(place - at) <= NEAR_CONTEXT]
    if any(sentence.tokens[place].lower not in words("price_context") for place in near):
        cues["context_near"] = 1
    elif near:
        cues["price_money" if is_money else "price_count"] = 1
    if any(p.is_strong for s in around if s is not sentence for p in s.predicates):
        cues["paragraph_transfer"] = 1
    if subject and (any(p.is_strong for p in subject.predicates) or subject.contexts):
        cues["subject_transfer"] = 1
    return cues
