"""Words and phrases of trade in arms, beyond the verbs that say who sells and who buys."""

from functools import cache

from etl.figures.lexicon import words
from etl.figures.models import Token


@cache
def _forms() -> dict[str, frozenset[tuple[str, ...]]]:
    """First word of each form of `transfer_context` -> its forms, as words."""
    forms: dict[str, set[tuple[str, ...]]] = {}
    for form in words("transfer_context", "price_context"):
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
