"""What the layers of the recognizer hand to each other; positions are characters in the paragraph's text."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from etl.vocabulary import FigureFlow, FigureKind, FigureScope, FigureStatus, Qualifier, YearBasis

END_OF = attrgetter("end")


class Token(NamedTuple):
    """A word, number or mark of a sentence.

    Attributes:
        text: as written.
        lower: in lower case.
        squashed: lower case letters and digits only: "Su-30MK2" -> "su30mk2".
        start: first character, in the sentence.
        end: one past the last character.
    """

    text: str
    lower: str
    squashed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the text writes it, in digits or words, with its magnitude and currency.

    Attributes:
        start: first character of the number, in the sentence; currency signs lie outside.
        end: one past its last character, magnitude included.
        low: the number in full; the low end of a range.
        high: the high end of a range, else null.
        currency: ISO 4217 where it is an amount of money.
        qualifier: how exactly the text gives it.
        has_magnitude: true when a word like "million" stands with it.
        outer_end: one past the currency behind it.
    """

    start: int
    end: int
    low: float
    high: float | None = None
    currency: str | None = None
    qualifier: Qualifier = Qualifier.EXACT
    has_magnitude: bool = False
    outer_end: int = 0


@dataclass(frozen=True, slots=True)
class System:
    """A mention of arms: tokens `first` up to but not including `last`."""

    first: int
    last: int
    text: str
    kind: str
    category: str | None
    maker: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """A mention of a country, its government or people, a non-state recipient or an arms maker."""

    first: int
    last: int
    code: str
    kind: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or noun of transfer.

    Attributes:
        first: first token.
        last: one past the last token.
        word: lower case.
        kind: verb or noun.
        role: which side its subject or possessor is: seller, buyer, payer, either, us_seller.
        stage: the status that it tells when nothing qualifies it.
        flow: sale, grant or illicit.
        is_strong: false for everyday words ("provide", "order") that tell a transfer only beside arms.
    """

    first: int
    last: int
    word: str
    kind: str
    role: str
    stage: FigureStatus
    flow: FigureFlow
    is_strong: bool


@dataclass(frozen=True, slots=True)
class Hint:
    """Evidence that a party has a role in a transfer told at token `at`.

    Attributes:
        role: seller, buyer or either.
        code: the party.
        weight: how strong it is, about 1 to 4.
        at: the token that tells the transfer.
        place: the party's own token where it is close, else -1.
        cue: what kind of evidence: subject, possessor, a preposition...
    """

    role: str
    code: str
    weight: float
    at: int
    place: int = -1
    cue: str = ""


class Sentence:
    """A sentence with all that lexicon and patterns find in it, each found when it is first asked for.

    Attributes:
        text: the words, a substring of the paragraph.
        start: first character in the paragraph.
        context: what the cable tells beside it.
        tokens: its words and marks.
        clauses: number of the clause of each token.
        numbers: numbers that could measure something.
        systems: mentions of arms.
        named: mentions of parties.
        parties: mentions of parties that can be a side of a transfer.
        predicates: words of transfer.
        contexts: tokens at which a word of trade in arms starts.
        hints: who sells and who buys.
        stages: classes of stage words that start at each token, once asked for.
        stems: the words as cues name them, once asked for.
        of_numbers: what was found of a number: name of the search, place and currency of the number.
    """

    tokens: list[Token]
    clauses: list[int]
    numbers: list[Number]
    systems: list[System]
    named: list[Party]
    parties: list[Party]
    predicates: list[Predicate]
    contexts: list[int]
    hints: list[Hint]

    def __init__(self, text: str, start: int, context: "CableContext", finders: "Finders") -> None:
        self.text = text
        self.start = start
        self.context = context
        self.stages: list[frozenset[str]] | None = None
        self.stems: list[str] | None = None
        self.of_numbers: dict[tuple[str, int, str | None], Any] = {}
        self._finders = finders

    def __getattr__(self, name: str) -> Any:
        """Find what is asked for the first time: Python looks here only for what the sentence has not yet."""
        finder = self._finders.get(name)
        if finder is None:
            raise AttributeError(name)
        found = finder(self)
        setattr(self, name, found)
        return found

    def token_at(self, position: int) -> int:
        """Index of the token that covers or follows the character `position`."""
        index = bisect_right(self.tokens, position, key=END_OF)
        return min(index, len(self.tokens) - 1)


Found = TypeVar("Found")


def once_a_number(search: Callable[[Sentence, Number], Found]) -> Callable[[Sentence, Number], Found]:
    """Keep what a search finds of a number with its sentence: several cues ask for the same."""

    @wraps(search)
    def remembered(sentence: Sentence, number: Number) -> Found:
        key = (search.__name__, number.start, number.currency)
        known = sentence.of_numbers
        if key not in known:
            known[key] = search(sentence, number)
        found: Found = known[key]
        return found

    return remembered


Finders = dict[str, Callable[[Sentence], Any]]
"""What finds each attribute of a sentence."""


@dataclass(slots=True)
class CableContext:
    """What a cable tells beside the sentence.

    Attributes:
        year: year of the cable.
        month: month of the cable, where its date is known.
        host: country in which the embassy stands; used only where the text says "host government".
        tag_countries: countries of its geographic TAGS, in order.
        subject: its SUBJECT line, analysed.
        is_flattened: case and punctuation are lost.
    """

    year: int
    month: int | None = None
    host: str | None = None
    tag_countries: tuple[str, ...] = ()
    subject: Sentence | None = None
    is_flattened: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One arms figure of a paragraph; fields as in `schemas.ArmsFigures`."""

    char_start: int
    char_end: int
    evidence: str
    kind: FigureKind
    amount: float
    amount_high: float | None
    qualifier: Qualifier
    currency: str | None
    system: str | None
    system_category: str | None
    seller: str | None
    buyer: str | None
    year_from: int | None
    year_to: int | None
    year_basis: YearBasis | None
    status: FigureStatus
    scope: FigureScope
    flow: FigureFlow
    confidence: float
    has_magnitude: bool
