"""Running text of the generated dump, columnar: sentences are drawn as arrays of word numbers, and joined once.

A word is a place in one array of strings; it stands there once for each way in which it may begin (`VARIANTS`).
A class is a range of that array, a sentence a row of classes. So a batch of telegrams costs a handful of passes
over whole arrays, however many words it has.
"""

import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from etl.reference import countries, country_names
from etl.settings import sql_folder

LANGUAGE = Path(__file__).with_name("dump_language.toml")
PAGE_BREAK = "\x01"
"""Where a page ends inside a paragraph: replaced by the line that heads the next page."""
VARIANTS = (" ", "\n", "", PAGE_BREAK, "\n\n-- ")
BLANK, NEWLINE, GLUED, BROKEN, BULLET = range(len(VARIANTS))
WIDTH = 57
"""Letters after which a wrapped line ends: those of the real telegrams have 55 to 61."""
PLACES = 50_000
SKEW = 1.3
"""Common words first: word number `size * u ** SKEW` of a class, u uniform."""
CLOSING = {".", ",", ":", ")", "”", "’s"}
OPENING = {"(", "“"}
SYSTEM_KINDS = ["designation", "common_noun"]
PREFIX = 7
"""Letters before a paragraph's first word: its number and its mark."""
PHRASES = {
    "{determiner} {noun}": [
        "{determiner} {noun}",
        "{place} ’s {noun}",
        "{determiner} {noun} of {place}",
        "{determiner} {place} {noun}",
        "{determiner} {agency} {noun}",
    ],
    "{contact}": ["{contact} {place}", "{place}"],
    "{Contact}": ["{Contact} {place}", "{Place}"],
    "{place}": ["{place}", "{place} {place}"],
}
VARIATIONS = 25
Ints = np.ndarray


@dataclass(frozen=True)
class Language:
    """Words, classes and sentences.

    Attributes:
        words: every word in every variant: word `w` in variant `v` stands at `w + v * n_words`.
        widths: letters of each word, with the blank before it.
        starts: where each class begins.
        sizes: how many words it has.
        groups: the sentences of each group, as numbers.
        offsets: where the slots of each sentence begin, and where those of the last one end.
        slot_class: the class of each slot.
        slot_glued: whether no blank stands before it.
        classes: the number of each class by name.
    """

    words: pa.Array
    widths: Ints
    starts: Ints
    sizes: Ints
    groups: dict[str, Ints]
    offsets: Ints
    slot_class: Ints
    slot_glued: Ints
    classes: dict[str, int]

    def draw(self, name: str, size: int, rng: np.random.Generator) -> pa.Array:
        """Words of one class."""
        number = self.classes[name]
        drawn = self.starts[number] + (self.sizes[number] * rng.random(size) ** SKEW).astype(np.int64)
        return self.words.take(pa.array(drawn + GLUED * self.widths.size))


def vary(template: str, rng: np.random.Generator) -> str:
    """A sentence with some of its plain noun phrases made longer, so that few sentences share their course."""
    for plain, longer in PHRASES.items():
        first, *rest = template.split(plain)
        template = first + "".join(str(rng.choice([plain, *longer])) + part for part in rest)
    return template


def places(size: int) -> list[str]:
    """Invented proper names, each once."""
    parts = {name: text.split() for name, text in tomllib.loads(LANGUAGE.read_text())["invented"].items()}
    rng = np.random.default_rng(PLACES)
    stems = rng.choice(parts["syllables"], (2 * size, 3))
    stems[rng.random(2 * size) < 0.45, 2] = ""
    names = [
        "".join(name).capitalize()
        for name in zip(*stems.T, rng.choice(parts["endings"], 2 * size), strict=True)
    ]
    return list(dict.fromkeys(names))[:size]


def load_language() -> Language:
    """The language of `dump_language.toml`, with the names of sql/reference."""
    written = tomllib.loads(LANGUAGE.read_text())
    words = {
        name: [word.replace("_", " ") for word in text.split()] for name, text in written["words"].items()
    }
    invented = places(PLACES)
    names = country_names().filter(pl.col("kind") == "demonym")["form"]
    systems = pl.read_csv(sql_folder() / "reference" / "weapon_systems.csv")
    words |= {
        "place": invented,
        "party": [f"the {name} {what}" for name in invented[:400] for what in ("Party", "bloc", "movement")],
        "country": countries()["name"].filter(countries()["name"].str.len_chars() < 14).to_list(),
        "nationality": sorted(names.unique()),
        "system": sorted(systems.filter(pl.col("kind").is_in(SYSTEM_KINDS))["form"].unique()),
        "day": [str(day) for day in range(2, 29)],
    }
    rng = np.random.default_rng(VARIATIONS)
    sentences = {
        group: [vary(template, rng) for template in templates for _ in range(VARIATIONS)]
        for group, templates in written["sentences"].items()
    }
    opening = {name.capitalize(): [word[0].upper() + word[1:] for word in words[name]] for name in words}
    return _compile(words | opening, sentences)


def _compile(words: dict[str, list[str]], sentences: dict[str, list[str]]) -> Language:
    templates = [template.split() for group in sentences.values() for template in group]
    slots = [slot for template in templates for slot in template]
    words = words | {slot: [slot] for slot in slots if slot[0] != "{"}
    classes = {name: number for number, name in enumerate(words)}
    texts = [word for members in words.values() for word in members]
    sizes = np.array([len(members) for members in words.values()])
    groups = np.repeat(list(sentences), [len(group) for group in sentences.values()])
    return Language(
        words=pa.array([variant + word for variant in VARIANTS for word in texts], pa.large_string()),
        widths=np.array([len(word) + 1 for word in texts]),
        starts=np.cumsum(sizes) - sizes,
        sizes=sizes,
        groups={group: np.flatnonzero(groups == group) for group in sentences},
        offsets=np.cumsum([0, *map(len, templates)]),
        slot_class=np.array([classes[slot.strip("{}")] for slot in slots]),
        slot_glued=np.array(
            [slot in CLOSING or before in OPENING for before, slot in pairwise(["", *slots])]
        ),
        classes=classes,
    )


@dataclass(frozen=True)
class Layout:
    """How paragraphs are laid out; an array a field, one value a paragraph.

    Attributes:
        is_wrapped: lines end after `WIDTH` letters.
        is_broken: a page ends inside.
        is_bulleted: each sentence but the first is an item of a list.
    """

    is_wrapped: Ints
    is_broken: Ints
    is_bulleted: Ints


def paragraphs(
    language: Language, sentences: Ints, counts: Ints, layout: Layout, rng: np.random.Generator
) -> pa.Array:
    """The text of paragraphs, without numbers and marks.

    Args:
        language: where words are from.
        sentences: of all paragraphs, one after the other.
        counts: how many are each paragraph's.
        layout: of each paragraph.
        rng: the source of chance.
    """
    lengths = np.diff(language.offsets)[sentences]
    slot = expand(language.offsets[sentences], lengths)
    paragraph = np.repeat(np.repeat(np.arange(counts.size), counts), lengths)
    drawn = language.slot_class[slot]
    word = language.starts[drawn] + (language.sizes[drawn] * rng.random(slot.size) ** SKEW).astype(np.int64)
    variant = np.where(language.slot_glued[slot], GLUED, BLANK)
    n_words = np.bincount(paragraph, minlength=counts.size)
    first_word = np.cumsum(n_words) - n_words
    # A new line begins with the word that would cross its end, or behind the sign that does.
    reach = np.cumsum(language.widths[word])
    line = (reach - (reach[first_word] - PREFIX)[paragraph]) // WIDTH
    blank = variant == BLANK
    line = line[np.maximum.accumulate(np.where(blank, np.arange(line.size), 0))]
    variant[(np.diff(line, prepend=0) > 0) & layout.is_wrapped[paragraph]] = NEWLINE
    opens = np.cumsum(lengths) - lengths
    variant[opens[layout.is_bulleted[paragraph[opens]]]] = BULLET
    broken = np.flatnonzero(layout.is_broken)
    where = first_word[broken] + (n_words[broken] * rng.uniform(0.2, 0.9, broken.size)).astype(np.int64)
    variant[where - (variant[where] == GLUED)] = BROKEN
    variant[first_word] = GLUED
    return joined(language.words.take(pa.array(word + variant * language.widths.size)), n_words)


def expand(starts: Ints, lengths: Ints) -> Ints:
    """`range(start, start + length)` for each pair, one after the other."""
    before = np.cumsum(lengths) - lengths
    return np.repeat(starts - before, lengths) + np.arange(lengths.sum())


def joined(texts: pa.Array, counts: Ints, separator: str = "") -> pa.Array:
    """The first `counts[0]` texts as one, then the next `counts[1]`, and so on."""
    offsets = pa.array(np.concatenate([[0], np.cumsum(counts)]), pa.int64())
    lists = pa.LargeListArray.from_arrays(offsets, texts)
    return pc.binary_join(lists, pa.scalar(separator, pa.large_string()))
