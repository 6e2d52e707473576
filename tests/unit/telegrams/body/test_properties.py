"""Whatever the text: no exception, no word lost, and the cleaned text reads like the first one."""

import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.schemas import Paragraphs
from etl.telegrams.paragraphs import Bodies

ReadBodies = Callable[..., Bodies]

SENTENCES = st.sampled_from(
    [
        "Prices of fish fell by 12 percent in 2003.",
        "The minister (see paragraph 3) said quotas\nwould stay.",
        "Fleets grew from 4. to 12 ships, at USD\n2.6 million each.",
        'Asked about grain, the deputy said "no comment."',
        "Talks go on -- slowly -- in three ports.",
    ]
)
MARKS = st.sampled_from(["(C) ", "(SBU) ", "(S/NF) ", "(U) ", ""])
HEADINGS = st.sampled_from(
    ["", "", "FISH PRICES FALL\n----------------\n", "What Now?\n---------\n", "Grain Exports\n\n"]
)
BREAKS = st.sampled_from(
    ["", "\nQUITO 00000012  002 OF 003\n", "\n\nSIPDIS\n", "\nCONFIDENTIAL\n\nPAGE 02 QUITO 00012\n"]
)
SIGNATURES = st.sampled_from(["", "\nSMITH", "\n\nSmith\n", "\nBT\n#0012\n", "\nSMITH\nNNNN"])


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A body as a post would send it."""
    pilcrow = draw(st.sampled_from(["", "¶"]))
    mark = draw(MARKS)
    paragraphs = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        text = f"{draw(SENTENCES)}{draw(BREAKS)} {draw(SENTENCES)}"
        paragraphs.append(f"{draw(HEADINGS)}{pilcrow}{number}. {mark}{text}")
    return "\n\n".join(paragraphs) + draw(SIGNATURES)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), min_size=1, max_size=8))
def test_any_text_gives_valid_paragraphs(read_bodies: ReadBodies, texts: list[str]) -> None:
    for fidelity in ("verbatim", "flattened"):
        result = read_bodies(*texts, fidelity=fidelity)
        assert result.bodies["document_id"].to_list() == [f"d{i}" for i in range(len(texts))]
        assert_valid(result)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.text(alphabet="1234. )(C\n¶ABab-=SECTION OF¶\x0c\x1d\x1e", max_size=120), max_size=8))
def test_lookalikes_of_our_own_marks_do_no_harm(read_bodies: ReadBodies, texts: list[str]) -> None:
    assert_valid(read_bodies(*texts))


@settings(max_examples=12, deadline=None)
@given(st.lists(bodies(), max_size=8))
def test_no_word_is_lost(read_bodies: ReadBodies, texts: list[str]) -> None:
    paragraphs = read_bodies(*texts).paragraphs
    kept = " ".join([*paragraphs["heading"].drop_nulls(), *paragraphs["text"]])
    assert sorted(re.findall(r"[a-z]{2,}", kept)) == sorted(re.findall(r"[a-z]{2,}", " ".join(texts)))


@settings(max_examples=12, deadline=None)
@given(st.lists(bodies(), max_size=8))
def test_cleaned_text_reads_the_same(read_bodies: ReadBodies, texts: list[str]) -> None:
    first = read_bodies(*texts)
    second = read_bodies(*first.bodies["text"])
    assert second.paragraphs.equals(first.paragraphs)
    assert second.bodies["text"].to_list() == first.bodies["text"].to_list()


LONG = [
    "\n",
    "x",
    " ",
    "-",
    "1. ",
    "\n1. A",
    "\n(C) A.",
    "SECRET\n",
    "PAGE 01 ",
    "¶1. ",
    "\nQa",
    "a-\n",
    "\n----\nAb",
]


@pytest.mark.parametrize("fidelity", ["verbatim", "flattened"])
def test_long_repetitions_are_read_in_linear_time(read_bodies: ReadBodies, fidelity: str) -> None:
    """Were a pattern or a loop quadratic, this would not end."""
    result = read_bodies(*(text * (1_000_000 // len(text)) for text in LONG), fidelity=fidelity)
    assert result.bodies["document_id"].to_list() == [f"d{i}" for i in range(len(LONG))]
    assert result.paragraphs["position"].min() == 1


def assert_valid(result: Bodies) -> None:
    """The paragraphs satisfy their schema; ids are unique within a document."""
    own_id = pl.concat_str("document_id", pl.lit(" "), "paragraph_id")
    Paragraphs.validate(result.paragraphs.with_columns(paragraph_id=own_id).drop("document_id"))
