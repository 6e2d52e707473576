"""The very words around a number, a party or a time, as cues: what no list foresees is learnt from text."""

from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

from etl.figures.counted import anchor
from etl.figures.governing import governing
from etl.figures.models import Number, Party, Sentence
from etl.figures.reading import Reading
from etl.figures.weights import Cues

REACH = 8
PATH = 10
SHORT = 3
KINDS = ("ARMS", "PARTY")
STEMMER = snowballstemmer.stemmer("english")


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word in lower case without its ending, after Porter's second stemmer."""
    return str(STEMMER.stemWord(word))


def stems(sentence: Sentence) -> list[str]:
    """The words of a sentence as cues name them: stems; arms, parties and numbers by their kind alone."""
    if sentence.stems is None:
        found = [_plain(token.lower) for token in sentence.tokens]
        arms, parties = KINDS
        places = [(arms, s.first, s.last) for s in sentence.systems]
        places += [(parties, p.first, p.last) for p in sentence.parties]
        for name, first, last in places:
            found[first:last] = [name] * (last - first)
        sentence.stems = found
    return sentence.stems


@lru_cache(maxsize=1 << 16)
def _plain(lower: str) -> str:
    return "#" if any(character.isdigit() for character in lower) else stem(lower)


def words_around(reading: Reading, index: int, number: Number) -> Cues:
    """Words before and behind a number, of its sentence, of the sentences beside it, of the subject line."""
    return words_here(reading, index, number) | words_beside(reading, index)


def words_here(reading: Reading, index: int, number: Number) -> Cues:
    """Words of a number's sentence, and of the subject line."""
    sentence, subject = reading.sentences[index], reading.context.subject
    told = stems(sentence)
    first, last = sentence.token_at(number.start), anchor(sentence, number)
    cues = _named("l:", told[max(0, first - REACH) : first])
    cues |= _named("r:", told[last + 1 : last + 1 + REACH])
    cues |= _named("s:", told)
    cues |= _beside(told, first, last + 1)
    predicate = governing(sentence, number)
    if predicate:
        cues[f"g:{stem(predicate.word)}"] = 1.0
    if subject:
        cues |= _named("j:", _telling(subject))
    return cues


def words_beside(reading: Reading, index: int) -> Cues:
    """Words of the sentences before and behind."""
    sentences, cues = reading.sentences, Cues()
    if index > 0:
        cues |= _named("p:", _telling(sentences[index - 1]))
    if index + 1 < len(sentences):
        cues |= _named("n:", _telling(sentences[index + 1]))
    return cues


def _telling(sentence: Sentence) -> set[str]:
    """The longer words of another sentence: its articles and prepositions tell nothing here."""
    return {word for word in stems(sentence) if len(word) > SHORT and word not in KINDS}


def words_to_party(sentence: Sentence, number: Number, party: Party) -> Cues:
    """Words beside a mention of a party, and on the way from it to the number."""
    told = stems(sentence)
    cues = _beside(told, party.first, party.last)
    return cues | _on_the_way(told, anchor(sentence, number), party.first, party.last)


def words_to_time(sentence: Sentence, number: Number, start: int, end: int) -> Cues:
    """Words beside a time that stands at the characters `start` to `end`, and on the way to the number."""
    told = stems(sentence)
    first, last = sentence.token_at(start), sentence.token_at(end - 1) + 1
    return _beside(told, first, last) | _on_the_way(told, anchor(sentence, number), first, last)


def _beside(told: list[str], first: int, last: int) -> Cues:
    """The two words before the tokens `first` to `last`, and the two behind."""
    places = {"b2:": first - 2, "b1:": first - 1, "a1:": last, "a2:": last + 1}
    return {f"{name}{told[at]}": 1.0 for name, at in places.items() if 0 <= at < len(told)}


def _on_the_way(told: list[str], at: int, first: int, last: int) -> Cues:
    """The words between a number at the token `at` and a mention before or behind it, up to a few."""
    if last <= at:
        return _named("to:", told[last:at][:PATH])
    return _named("fro:", told[at + 1 : first][-PATH:])


def _named(prefix: str, told: Iterable[str]) -> Cues:
    return {f"{prefix}{word}": 1.0 for word in told if word[0].isalnum() or word == "#"}
