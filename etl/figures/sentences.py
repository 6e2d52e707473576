"""From a paragraph to its sentences, from a sentence to its tokens, clauses, numbers and mentions."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import nupunkt

from etl.figures.context import find_contexts
from etl.figures.lexicon import squash, words
from etl.figures.mentions import find_predicates, find_systems
from etl.figures.models import CableContext, Sentence, Token
from etl.figures.numbers import SMALL, find_numbers
from etl.figures.party_mentions import find_parties

TOKEN = re.compile(
    r"[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|\d+(?:,\d{3})*(?:\.\d+)?(?:[^\W\d_][\w-]*)?"
    r"|[^\W\d_][\w]*(?:[-’'/&](?=[^\W_])[^\W_]+)*[’']?|--+|[^\w\s]"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
OTHER_ITEM = 3
KNOWN_WORDS = 1 << 16
LONGEST_SENTENCE = 3000
LONGEST_SUBJECT = 10


def tokenize(text: str) -> list[Token]:
    """Words, numbers and marks with their places."""
    return [Token(m[0], *_spellings(m[0]), *m.span()) for m in TOKEN.finditer(text)]


@lru_cache(maxsize=KNOWN_WORDS)
def _spellings(text: str) -> tuple[str, str]:
    """A word in lower case, and squashed."""
    lower = text.lower()
    return lower, squash(lower)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, without blanks at their ends, of a bounded length."""
    spans = []
    for start, end in _bounded(text, nupunkt.sent_spans(text)):
        sentence = text[start:end]
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        if right > left:
            spans.append((left, right))
    return spans


def _bounded(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans cut at blanks where a text without punctuation makes them too long."""
    for start, end in spans:
        first = start
        while end - first > LONGEST_SENTENCE:
            blank = text.rfind(" ", first + 1, first + LONGEST_SENTENCE)
            cut = blank if blank > 0 else first + LONGEST_SENTENCE
            yield first, cut
            first = cut
        yield first, end


def number_clauses(tokens: list[Token]) -> list[int]:
    """The clause of each token: it ends at a semicolon, a dash, before "while", before "and" with a verb."""
    clauses, current = [], 0
    openers = words("clause_opener")
    before, earlier = "", ""
    for index, token in enumerate(tokens):
        text = token.text
        if text == ";":
            current += OTHER_ITEM
        dash = text[:2] == "--" and index + 1 < len(tokens) and not tokens[index + 1].text[0].isdigit()
        after_comma = before == "," or (earlier == "," and before.lower() == "and")
        joined = earlier == "," and before.lower() == "and" and _has_verb(tokens, index)
        if (
            dash
            or before == ":"
            or joined
            or (after_comma and token.lower in openers)
            or (index > 0 and token.lower == "while")
        ):
            current += 1
        clauses.append(current)
        earlier, before = before, text
    return clauses


def _has_verb(tokens: list[Token], index: int) -> bool:
    """True where the words from `index` up to the next mark hold a finite verb: a clause, no list item."""
    for token in tokens[index : index + LONGEST_SUBJECT]:
        if token.text in (",", ";", ":", "(", ")"):
            return False
        if token.lower in words("finite_auxiliary"):
            return True
    return False


def analyse(text: str, start: int, context: CableContext) -> Sentence:
    """A sentence with its numbers, systems, parties and predicates; `start` is its place in the paragraph."""
    tokens = tokenize(text)
    systems = find_systems(tokens, is_flattened=context.is_flattened)
    covered = [(tokens[s.first].start, tokens[s.last - 1].end) for s in systems]
    numbers = [
        number
        for number in find_numbers(text)
        if not any(a <= number.start < b and (a, b) != (number.start, number.end) for a, b in covered)
    ]
    parties = find_parties(tokens, context.host, context.tag_countries, is_flattened=context.is_flattened)
    return Sentence(
        text,
        start,
        tokens,
        number_clauses(tokens),
        numbers,
        systems,
        parties,
        find_predicates(tokens, systems, parties),
        find_contexts(tokens),
    )


COUNTABLE = re.compile(
    rf"[$€£]|(?<![\w.,/-])(?!(?:19|20)\d\d(?!\d|\s+\w+s\b))\d[\d,.]*(?!\d|st\b|nd\b|rd\b|th\b|"
    rf"\s?(?:%|percent|per\s?cent|km|hours?|days?|"
    rf"years?|months?|weeks?)\b)|\b(?:{SMALL}|hundred|thousand|million|billion|dozen|pair)\b",
    re.I,
)


def may_count(text: str) -> bool:
    """A cheap test of a sentence: false without a number that is neither a year nor an ordinal nor a time."""
    return bool(COUNTABLE.search(text))
