"""How far a transfer has come: the words before, behind and around a number, weighed for each status."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import polars as pl

from etl.figures.counted import anchor
from etl.figures.governing import OF_NUMBER, governing, own_clause
from etl.figures.lexicon import words
from etl.figures.models import Figure, Number, Predicate, Sentence
from etl.figures.numbers import SMALL
from etl.figures.reading import Reading
from etl.figures.weights import Cues, weigh
from etl.figures.wording import words_around
from etl.settings import sql_folder
from etl.vocabulary import FigureStatus

LEAD, TAIL = 12, 10
NUMBER_OF = re.compile(
    rf"\b(?:\d+|{SMALL}|dozen|half|most|some|first|last|rest|remainder|batch|tranche)\s+(?:out\s+)?of\s+"
    r"(?:(?:the|its|their|a|an|total|order|batch|of|for)\s+){0,4}$",
    re.I,
)


Rest = tuple[re.Pattern[str], ...]


@cache
def _forms() -> dict[str, list[tuple[Rest, str]]]:
    """First letter of each form of stage_words.csv -> patterns of its words, and class; "*" ends a stem."""
    frame = pl.read_csv(sql_folder() / "reference" / "stage_words.csv", infer_schema=False)
    found: dict[str, list[tuple[Rest, str]]] = {}
    for form, name in frame.select(pl.col("form").str.to_lowercase(), "class").iter_rows():
        patterns = tuple(re.compile(word.replace("*", r"\w*")) for word in form.split())
        found.setdefault(form[0], []).append((patterns, name))
    return found


@lru_cache(maxsize=1 << 16)
def _starting(word: str) -> tuple[tuple[Rest, str], ...]:
    """Forms that a word can start: the patterns of their other words, and their class."""
    return tuple((first[1:], name) for first, name in _forms().get(word[0], ()) if first[0].fullmatch(word))


NONE: frozenset[str] = frozenset()


def classes_of(sentence: Sentence, low: int = 0, high: int | None = None) -> frozenset[str]:
    """Classes of stage words that start at the tokens `low` up to but not including `high`."""
    if sentence.stages is None:
        lowers = [token.lower for token in sentence.tokens]
        sentence.stages = [
            _at(lowers, index, forms) if forms else NONE for index, forms in enumerate(map(_starting, lowers))
        ]
    return NONE.union(*sentence.stages[low:high])


def _at(lowers: list[str], index: int, forms: Sequence[tuple[Rest, str]]) -> frozenset[str]:
    return frozenset(
        name
        for rest, name in forms
        if len(lowers) > index + len(rest)
        and all(pattern.fullmatch(lowers[index + i]) for i, pattern in enumerate(rest, 1))
    )


def status_of(
    reading: Reading, index: int, number: Number, told: Sequence[Figure], scope: str
) -> FigureStatus:
    """The status with the most evidence."""
    cues = status_cues(reading, index, number, told, scope)
    return max(FigureStatus, key=lambda status: weigh(f"status_{status.value}", cues))


def status_cues(reading: Reading, index: int, number: Number, told: Sequence[Figure], scope: str) -> Cues:
    """Words of stage by their place, the form of the governing verb, what was said before and behind."""
    sentence = reading.sentences[index]
    cues: Cues = {"bias": 1.0, "is_money" if number.currency else "is_count": 1.0, f"scope_{scope}": 1.0}
    predicate = governing(sentence, number)
    for where, (low, high) in _stretches(sentence, number, predicate).items():
        cues |= {f"{where}:{name}": 1.0 for name in classes_of(sentence, low, high)}
    sentences, subject = reading.sentences, reading.context.subject
    others = {"subject": subject, "prev": sentences[index - 1] if index > 0 else None}
    others["next"] = sentences[index + 1] if index + 1 < len(sentences) else None
    for where, other in others.items():
        if other:
            cues |= {f"{where}:{name}": 1.0 for name in classes_of(other)}
    cues |= _predicate_cues(sentence, predicate) if predicate else {"no_predicate": 1.0}
    if predicate and own_clause(sentence, number) is predicate:
        cues["own_clause"] = 1.0
        cues[f"own_clause_{predicate.stage.value}"] = 1.0
    if OF_NUMBER.match(sentence.text[number.end :]):
        cues["part"] = 1.0  # "five of the twelve ordered"
    elif NUMBER_OF.search(sentence.text[: number.start]):
        cues["whole"] = 1.0
    if told:
        same = told[-1].evidence == sentence.text
        cues[f"{'same_sentence' if same else 'figure_before'}_{told[-1].status.value}"] = 1.0
    return cues | words_around(reading, index, number)


def _predicate_cues(sentence: Sentence, predicate: Predicate) -> Cues:
    """Its usual stage, kind and form, and the auxiliaries before it."""
    cues: Cues = {f"stage_{predicate.stage.value}": 1.0, f"kind_{predicate.kind}": 1.0}
    if predicate.kind == "noun":
        return cues | {f"noun_{predicate.stage.value}": 1.0}
    word = predicate.word
    if word.endswith("ing"):
        form = "ing"
    elif word.endswith("ed") or word in words("irregular_participle"):
        form = "past"
    else:
        form = "base"
    lead = {t.lower for t in sentence.tokens[max(0, predicate.first - 4) : predicate.first]}
    group = ""
    if lead & {"will", "would", "shall", "should", "may", "might", "could", "can", "must"}:
        group = "modal"
    elif "to" in lead:
        group = "to"
    elif lead & {"has", "have", "had", "having"}:
        group = "perfect"
    elif lead & {"is", "are", "was", "were", "be", "being", "been"}:
        group = "be"
    cues[f"verb_{form}"] = cues[f"verb_{form}_{predicate.stage.value}"] = 1.0
    if group:
        cues[f"group_{group}"] = cues[f"group_{group}_{predicate.stage.value}"] = 1.0
    if lead & {"not", "never", "n't", "nor"}:
        cues["group_not"] = 1.0
    return cues


def _stretches(sentence: Sentence, number: Number, predicate: Predicate | None) -> dict[str, tuple[int, int]]:
    """Tokens of the clause up to the number, behind it, around the verb, next to the number, and all."""
    tokens, clauses = sentence.tokens, sentence.clauses
    at = anchor(sentence, number)
    first = min(at, predicate.first) if predicate else at
    low = first
    while low > max(0, first - LEAD) and clauses[low - 1] == clauses[first]:
        low -= 1
    last = max(at, predicate.last - 1) if predicate else at
    high = last
    while high + 1 < min(len(tokens), last + TAIL) and clauses[high + 1] == clauses[last]:
        high += 1
    first, behind = (predicate.first, predicate.last) if predicate else (at, at)
    return {
        "pre": (max(0, first - 5), first),
        "gov": (first, behind),
        "mid": (min(behind, at), max(behind, at)),
        "lead": (low, at),
        "tail": (at, high + 1),
        "near": (max(0, at - 5), at + 7),
        "here": (0, len(tokens)),
    }
