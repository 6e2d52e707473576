"""Words of the corpus: running text of the generated dump, and sentences with figures and names that are known.

A figure or a name that damage is to hit must stand where the truth can tell it, so those sentences are ours word
by word; the rest is drawn, so that no two telegrams say the same unless they are meant to.
"""

from functools import cache

import numpy as np

from tests.benchmarks.dump_text import Language, Layout, load_language, paragraphs, places

PLAIN_KINDS = ("plain", "plain", "plain", "counted", "forces")
STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'"})
FIGURES = (
    "{buyer} signed for {count} {system} from {seller} at ${decimal} billion, of which ${whole} million is for spares.",
    "The contract of {year} between {buyer} and {seller} covers {count} {system}; its price rose from ${whole} million to ${decimal} billion.",
    "{seller} delivered {count} {system} to {buyer} in {year}, worth {decimal} million euros, and was paid ${whole} million in advance.",
    "For {count} {system} {buyer} is to pay {seller} ${whole} million, at a rate of {decimal} percent over nine years.",
    "Sales of {seller} to {buyer} came to ${decimal} billion in {year}, after ${whole} million the year before, mostly for {system}.",
)
NAMED = (
    "The visit to the works at {name} was arranged on short notice, and nobody from the ministry went along.",
    "Our source {name} asked that the talk be kept from the press and from colleagues in the capital.",
    "According to {name}, who had seen the file the day before, the annexes were never shown to the committee.",
    "Over coffee {name} called the timetable a wish rather than a plan, and laughed.",
)
SYSTEMS = (
    "F-16 fighters",
    "T-90 tanks",
    "M113 carriers",
    "C-130J transports",
    "Mi-17 helicopters",
    "frigates",
)
COUNTRIES = ("Poland", "India", "Chile", "Morocco", "Norway", "Thailand", "Oman", "Peru", "Greece", "Jordan")
SELLERS = ("Russia", "France", "Sweden", "Germany", "Italy", "the United States")


class Writer:
    """Draws text, the same in each run of a seed."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.language = _language()
        # Two invented words each: no such pair stands in the running text by chance.
        self._names = [f"{one} {other}" for one, other in zip(_names()[::2], _names()[1::2], strict=True)]

    def plain(self, counts: list[int]) -> list[str]:
        """As many paragraphs as there are counts, each of so many sentences."""
        groups = self.rng.choice(PLAIN_KINDS, sum(counts))
        sentences = np.array([self.rng.choice(self.language.groups[group]) for group in groups])
        never = np.zeros(len(counts), dtype=bool)
        texts = paragraphs(self.language, sentences, np.array(counts), Layout(never, never, never), self.rng)
        return [str(text).translate(STRAIGHT) for text in texts.to_pylist()]

    def figures(self, year: int, size: int) -> str:
        """Sentences that each tell a decimal and a whole number of money."""
        return " ".join(
            template.format(
                buyer=self.rng.choice(COUNTRIES),
                seller=self.rng.choice(SELLERS),
                system=self.rng.choice(SYSTEMS),
                count=self.rng.integers(6, 90),
                year=year - self.rng.integers(0, 3),
                whole=self.rng.integers(11, 99) * 10,
                decimal=f"{self.rng.integers(2, 40)}.{self.rng.integers(1, 10)}",
            )
            for template in self.rng.permutation(FIGURES)[:size]
        )

    def named(self, size: int) -> tuple[str, tuple[str, ...]]:
        """Sentences that each tell a name, and the names."""
        names = tuple(self._names.pop() for _ in range(size))
        templates = self.rng.permutation(NAMED)[:size]
        return " ".join(t.format(name=name) for t, name in zip(templates, names, strict=True)), names

    def subject(self) -> str:
        """A subject of its own, in capitals."""
        first, second = self._names.pop().split()
        nouns = self.rng.permutation(("TALKS", "FRIGATES", "OFFSETS", "SPARES", "LICENSES", "TRAINING"))
        return f"{first} AND {second}: {nouns[0]} AND {nouns[1]} AFTER THE REVIEW".upper()


@cache
def _language() -> Language:
    return load_language()


@cache
def _names() -> list[str]:
    return [name for name in places(900) if len(name) > 5][:600]
