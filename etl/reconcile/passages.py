"""Passages that one copy of a cable has in the place of others.

A release may be edited: a passage stands where the other copies have wholly other words. Words that are
merely missing, spelled otherwise or repeated at a page break are no such passage, nor is an editor's note.
"""

import polars as pl

from etl.reconcile.alignment import SIDES, stretches, words_before, words_of
from etl.telegrams.likeness import held

FEWEST = 12
"""Words of a passage, in both texts: as many as make a sentence, and more than a page line has."""
_LONG_WORD = 5
"""Letters; any two sentences share short words."""
_STEM = 3
"""Letters of a long word that are compared: what is misread further on is the same word."""
_FEWEST_STEMS = 4
_MOST_SHARED = 0.3
"""Share of the stems of one passage that the other may have too: both tell of the same matters."""
_TOLD = 12
_EDITORS = ["redacted", "withheld", "excised", "expunged", "sanitized", "removed", "deleted", "omitted"]
"""Words of a note in the place of hidden text, by whatever mark: what it hides must not be told."""


def replaced_passages(pairs: pl.DataFrame) -> pl.DataFrame:
    """Find the passages that differ wholly between two texts.

    Args:
        pairs: `pair` (number of the pair), `text` and `other_text`.

    Returns:
        One row a pair with such a passage: `pair`; `n_passages`; `words` and `other_words`, the first words
        of the first of them; `before`, the words before it.
    """
    letters = [pl.col(side).str.to_lowercase().str.replace_all("[^a-z]+", "") for side in SIDES]
    unlike = pairs.with_columns(one=letters[0], two=letters[1]).filter(~held(pl.col("one"), pl.col("two")))
    own, other = (words_of(unlike.select("pair", text=side)) for side in SIDES)
    unmarked = (pl.col("n_marks") == 0) & (pl.col("other_n_marks") == 0)
    long = pl.min_horizontal("n_words", "other_n_words") >= FEWEST
    found = (
        stretches(own, other)
        .filter(long & unmarked)
        .join(own, on="pair", maintain_order="left")
        .join(other.rename({"words": "other_words"}), on="pair", maintain_order="left")
        .with_columns(
            before=words_before(),
            words=pl.col("words").list.slice("start", "n_words"),
            other_words=pl.col("other_words").list.slice("other_start", "other_n_words"),
        )
    )
    edited = pl.any_horizontal(
        pl.col(name).list.set_intersection(_EDITORS).list.len() > 0 for name in ("words", "other_words")
    )
    long_words = pl.element().filter(pl.element().str.len_chars() >= _LONG_WORD)
    stems = long_words.str.head(_STEM).unique()
    own_stems, other_stems = (pl.col(name).list.eval(stems) for name in ("words", "other_words"))
    shared = own_stems.list.set_intersection(other_stems).list.len()
    fewer = pl.min_horizontal(own_stems.list.len(), other_stems.list.len())
    return (
        found.filter(~edited, fewer >= _FEWEST_STEMS, shared <= _MOST_SHARED * fewer)
        .group_by("pair", maintain_order=True)
        .agg(
            n_passages=pl.len(),
            words=pl.col("words").first().list.head(_TOLD).list.join(" "),
            other_words=pl.col("other_words").first().list.head(_TOLD).list.join(" "),
            before=pl.col("before").first(),
        )
    )
