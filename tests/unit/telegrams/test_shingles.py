"""Sketches find copies: a part's sketch is part of the whole's, and what mirrors lose changes little."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.telegrams.shingles import KEPT, ONE_IN, RUN, shingles, sketches

WORDS = st.lists(st.text("abcdefghij", min_size=4, max_size=9), min_size=0, max_size=400)


def sketch_of(text: str) -> set[int]:
    told = sketches(pl.DataFrame({"document_id": ["a"], "text": [text]}))
    return set(told["sketch"].explode().to_list()) if told.height else set()


def shingles_of(text: str) -> list[int]:
    return shingles(pl.DataFrame({"document_id": ["a"], "text": [text]}))["shingle"].to_list()


@settings(max_examples=20, deadline=None)
@given(WORDS)
def test_a_text_has_a_shingle_a_run_of_words(words: list[str]) -> None:
    assert len(shingles_of(" ".join(words))) == max(0, len(words) - RUN + 1)


@settings(max_examples=20, deadline=None)
@given(WORDS)
def test_what_a_flattened_page_loses_changes_nothing(words: list[str]) -> None:
    printed = ",\n".join(word.capitalize() for word in words) + ". He paid $2.5 a go (1)."
    assert shingles_of(printed) == shingles_of(" ".join([*words, "he", "paid", "a", "go"]))


@settings(max_examples=20, deadline=None)
@given(WORDS, st.integers(0, 400))
def test_the_sketch_of_a_long_texts_part_is_in_that_of_the_whole_but_for_the_smallest(
    words: list[str], start: int
) -> None:
    whole = [
        f"{word}x{number:b}".replace("0", "o").replace("1", "l") for number, word in enumerate(words * 8)
    ]
    part = whole[start : start + 600]
    sampled = {shingle for shingle in sketch_of(" ".join(part)) if shingle <= (2**64 - 1) // ONE_IN}
    assert sampled <= sketch_of(" ".join(whole))


@settings(max_examples=20, deadline=None)
@given(WORDS)
def test_a_short_text_keeps_its_smallest_shingles_whatever_it_is_batched_with(words: list[str]) -> None:
    text = " ".join(words)
    smallest = sorted(set(shingles_of(text)))[:KEPT]
    assert sketch_of(text) >= set(smallest)
    both = sketches(pl.DataFrame({"document_id": ["b", "a"], "text": ["word " * 900, text]}))
    mine = both.filter(pl.col("document_id") == "a")["sketch"].explode().to_list() if smallest else []
    assert set(mine) == sketch_of(text)


def test_a_text_without_words_has_no_sketch() -> None:
    texts = pl.DataFrame({"document_id": ["a", "b"], "text": ["1.4 (b) USD 12", ""]})
    assert sketches(texts).is_empty()
