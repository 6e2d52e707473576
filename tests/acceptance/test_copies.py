"""Real telegrams beside damaged copies of themselves: what was changed is told, and nothing else."""

import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import NamedTuple

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.reconcile import copy_findings
from etl.telegrams import parse_telegrams

pytestmark = pytest.mark.slow

EVERY = 4
"""One telegram in so many, to be quick."""
HEADS = ("fidelity", "subject", "classification", "created_at", "is_dated")
COUNT = re.compile(r"(?<=[a-z] )\$?\d[\d,.]*\d(?=[ ,.]{1,2}[a-z])")
NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]+(?= [a-z])")
MARKS = ("XXXXXXXXXXXX", "XXXXX XXXXX", "[REDACTED]", "xxxxxxxx", "(name removed)")


class Damage(NamedTuple):
    """A text, and how many places of it were changed."""

    text: str
    n_changed: int


@pytest.fixture(scope="module")
def cables(shared: Path) -> pl.DataFrame:
    pages = read_pages(pl.concat(land([shared / "corpus"])).gather_every(EVERY))
    return parse_telegrams(pages).cables.select("document_id", "cable_id", "text", *HEADS)


def put(found: re.Pattern[str], make: Callable[[str, Random], str], text: str, luck: Random) -> Damage:
    """Change up to three places of a text."""
    places = list(found.finditer(text))
    for place in sorted(luck.sample(places, min(3, len(places))), key=re.Match.start, reverse=True):
        text = text[: place.start()] + make(place[0], luck) + text[place.end() :]
    return Damage(text, min(3, len(places)))


def altered(text: str, luck: Random) -> Damage:
    """Other digits first."""
    return put(
        COUNT, lambda count, _: re.sub(r"\d", lambda d: str(int(d[0]) % 9 + 1), count, count=1), text, luck
    )


def hidden(text: str, luck: Random) -> Damage:
    """Marks for names."""
    return put(NAME, lambda _, luck: luck.choice(MARKS), text, luck)


def cut(text: str, luck: Random) -> Damage:
    """The end lost."""
    return Damage(text[: int(len(text) * luck.uniform(0.3, 0.9))], 0)


def broken(text: str, luck: Random) -> Damage:
    """Lines broken otherwise, page lines between sentences, quotation marks of print."""
    words = text.replace('"', "“").replace("'", "’").split(" ")
    for at in range(luck.randrange(9), len(words), 9):
        words[at] += "\n\nCONFIDENTIAL\n\nOSLO 00000431  002 OF 004\n\n" if words[at].endswith(".") else "\n"
    return Damage(" ".join(words), 0)


def misread(text: str, luck: Random) -> Damage:
    """One word in twelve with two letters exchanged."""
    words = text.split(" ")
    for at in range(luck.randrange(12), len(words), 12):
        words[at] = re.sub(r"([a-z])([a-z])([a-z])$", r"\2\1\3", words[at])
    return Damage(" ".join(words), 0)


def beside(cables: pl.DataFrame, damage: Callable[[str, Random], Damage]) -> tuple[pl.DataFrame, int]:
    """Findings about damaged copies, and the number of places changed."""
    luck = Random(7)
    done = [damage(text, luck) for text in cables["text"]]
    copies = cables.with_columns(text=pl.Series([each.text for each in done]))
    others = copies.rename({name: f"other_{name}" for name in copies.columns if name != "cable_id"})
    pairs = pl.concat([cables, others.drop("cable_id")], how="horizontal")
    return copy_findings(pairs), sum(each.n_changed for each in done)


@pytest.mark.parametrize("damage", [cut, broken, misread])
def test_nothing_is_told_of_what_is_only_worse(damage, cables: pl.DataFrame) -> None:
    assert beside(cables, damage)[0].to_dicts() == []


def test_altered_numbers_are_told(cables: pl.DataFrame) -> None:
    found, n_changed = beside(cables, altered)
    assert set(found["code"]) == {"amount_conflict"}
    assert 0.98 * n_changed <= found.height <= n_changed


def test_hidden_names_are_counted(cables: pl.DataFrame) -> None:
    found, n_changed = beside(cables, hidden)
    assert set(found["code"]) == {"redacted"}
    assert set(found["value"]) == {"0 places hidden"}
    counted = found["other_value"].str.extract(r"(\d+)").cast(pl.Int32).sum()
    assert 0.98 * n_changed <= counted <= n_changed
