"""Places that one copy of a cable hides and another prints.

Both texts are run along each other by anchors: three words in a row that stand once in each. Where a mark
stands between two anchors in one text, and words in the other, something is hidden. What is hidden is never
told, only how often, and which words stand before it.
"""

import polars as pl

from etl.telegrams.measures import REDACTION

WORD = "xxxx"
"""What stands for a mark among the words."""

_REACH = 3
_LONGEST = 200
"""Words between two anchors beyond which the texts are not the same there."""

_SIDES = ("text", "other_text")


def hidden_places(pairs: pl.DataFrame) -> pl.DataFrame:
    """Count the places that one of two texts hides and the other prints.

    Args:
        pairs: `pair` (number of the pair), `text` and `other_text`.

    Returns:
        One row a pair with such a place: `pair`; `n_hidden` and `n_other_hidden`, how many are hidden in
        `text` and in `other_text`; `before`, the words before the first of them.
    """
    marked = pairs.filter(pl.any_horizontal(pl.col(side).str.contains(REDACTION) for side in _SIDES))
    own, other = (_words(marked.select("pair", text=side)) for side in _SIDES)
    other = other.rename({name: f"other_{name}" for name in ("at", "n_marks", "before")})
    anchors = own.join(other, on=["pair", "run"]).sort("pair", "at")
    last, following = (pl.col("other_at").shift(step).over("pair") for step in (1, -1))
    aligned = anchors.filter(
        (pl.col("other_at") > last).fill_null(value=True)
        & (pl.col("other_at") < following).fill_null(value=True)
    )
    counted = ("at", "n_marks", "other_at", "other_n_marks")
    between = aligned.with_columns(
        *((pl.col(name) - pl.col(name).shift(1).over("pair")).alias(name) for name in counted),
        before=pl.col("before").shift(1).over("pair"),
    ).with_columns(
        n_words=pl.col("at") - pl.col("n_marks"), n_other_words=pl.col("other_at") - pl.col("other_n_marks")
    )
    return _hidden(between.filter((pl.col("at") <= _LONGEST) & (pl.col("other_at") <= _LONGEST)))


def _hidden(between: pl.DataFrame) -> pl.DataFrame:
    """Counts a pair, from the stretches between two anchors."""
    here = (pl.col("n_marks") - pl.col("other_n_marks")).clip(0)
    there = (pl.col("other_n_marks") - pl.col("n_marks")).clip(0)
    prints = pl.col("n_other_words") > pl.col("n_words")
    hides = pl.col("n_words") > pl.col("n_other_words")
    return (
        between.filter(((here > 0) & prints) | ((there > 0) & hides))
        .group_by("pair", maintain_order=True)
        .agg(n_hidden=here.sum(), n_other_hidden=there.sum(), before=pl.col("before").first())
    )


def _words(texts: pl.DataFrame) -> pl.DataFrame:
    """Runs of words that stand once in a text: `pair`, `at`, `run`, `before` (its words), `n_marks` above."""
    edges = [pl.lit([letter * 2 for letter in edge]) for edge in ("\1\2\3", "\4\5\6")]
    plain = pl.col("text").str.replace_all(REDACTION, f" {WORD} ").str.to_lowercase()
    words = (
        texts.select("pair", word=pl.concat_list(edges[0], plain.str.extract_all("[a-z0-9]+"), edges[1]))
        .explode("word")
        .with_columns(at=pl.int_range(pl.len()), n_marks=(pl.col("word") == WORD).cum_sum().cast(pl.Int64))
    )
    row = [pl.col("word").shift(-step) for step in range(_REACH)]
    runs = words.with_columns(
        before=pl.concat_str(row, separator=" "), run=pl.concat_str(row, separator=" ").hash()
    )
    unmarked = ~pl.any_horizontal(word == WORD for word in row)
    once = pl.len().over("pair", "run") == 1
    return runs.filter(unmarked & pl.col("before").is_not_null()).filter(once).drop("word")
