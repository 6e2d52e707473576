"""From a paragraph to its sentences, from a sentence to its tokens, clauses, numbers and mentions."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import nupunkt

from etl.figures.context import find_contexts
from etl.figures.lexicon import squash, words
from etl.figures.mentions import find_predicates, find_systems
from etl.figures.models import CableContext, Finders, Number, Party, Sentence, Token
from etl.figures.numbers import NUMBER_WORDS, find_numbers
from etl.figures.party_mentions import find_parties

TOKEN = re.compile(
    r"[a-z]+(?![\w’'&/.-])"  # most words: told at once
    r"|[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|\d+(?:,\d{3})*(?:\.\d+)?(?:[^\W\d_][\w-]*)?"
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
NEW = tuple.__new__
LONGEST_SENTENCE = 3000
LONGEST_SUBJECT = 10


def tokenize(text: str) -> list[Token]:
    """Words, numbers and marks with their places."""
    # a Token's own constructor would cost as much as all the rest
    return [NEW(Token, (*_spellings(match[0]), *match.span())) for match in TOKEN.finditer(text)]


@lru_cache(maxsize=KNOWN_WORDS)
def _spellings(text: str) -> tuple[str, str, str]:
    """A word as it is, in lower case, and squashed."""
    lower = text.lower()
    return text, lower, squash(lower)


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


def _numbers(sentence: Sentence) -> list[Number]:
    """Numbers that are no part of the name of arms."""
    numbers = find_numbers(sentence.text, sentence.tokens)
    if not numbers:
        return numbers
    tokens = sentence.tokens
    covered = [(tokens[s.first].start, tokens[s.last - 1].end) for s in sentence.systems]
    return [
        number
        for number in numbers
        if not any(a <= number.start < b and (a, b) != (number.start, number.end) for a, b in covered)
    ]


def _named(sentence: Sentence) -> list[Party]:
    context = sentence.context
    return find_parties(
        sentence.tokens, context.host, context.tag_countries, is_flattened=context.is_flattened
    )


FINDERS: Finders = {
    "tokens": lambda sentence: tokenize(sentence.text),
    "clauses": lambda sentence: number_clauses(sentence.tokens),
    "numbers": _numbers,
    "systems": lambda sentence: find_systems(sentence.tokens, is_flattened=sentence.context.is_flattened),
    "named": _named,
    "parties": lambda sentence: sentence.named,
    "predicates": lambda sentence: find_predicates(sentence.tokens, sentence.systems, sentence.named),
    "contexts": lambda sentence: find_contexts(sentence.tokens),
}
"""What a sentence tells by its own words; `reading` adds who is a side of a transfer."""


def analyse(text: str, start: int, context: CableContext) -> Sentence:
    """A sentence with its numbers, systems, parties and predicates; `start` is its place in the paragraph."""
    return Sentence(text, start, context, FINDERS)


COUNTABLE = re.compile(
    r"[$€£]|(?<![\w.,/-])(?!(?:19|20)\d\d(?!\d|\s+\w+s\b))\d[\d,.]*(?!\d|st\b|nd\b|rd\b|th\b|"
    r"\s?(?:%|percent|per\s?cent|km|hours?|days?|"
    r"years?|months?|weeks?)\b)",
    re.I,
)
COUNTED = frozenset({*NUMBER_WORDS.split("|"), "one"})
WORD = re.compile(r"\w+")
SIGN = re.compile(r"[$€£\d]")


def may_count(text: str) -> bool:
    """A cheap test of a sentence: false without a number that is neither a year nor an ordinal nor a time."""
    sign = SIGN.search(text)
    if sign and COUNTABLE.search(text, sign.start()):
        return True
    return not COUNTED.isdisjoint(WORD.findall(text.lower()))
