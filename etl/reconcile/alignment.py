"""Two texts run along each other by anchors: three words in a row that stand once in each.

Between two anchors lies a stretch of each text. Where the texts are the same, stretches are the same; where
one is cut, the stretches beyond are missing in both.
"""

import polars as pl

from etl.telegrams.measures import REDACTION

SIDES = ("text", "other_text")
_MARK = "xxxx"
"""What stands for a hidden place among the words."""
REACH = 3
"""Words of an anchor."""
_LONGEST = 300
"""Words between two anchors beyond which the texts are not of one telegram there."""
_EDGES = ("\1\2\3", "\4\5\6")


def words_of(texts: pl.DataFrame) -> pl.DataFrame:
    """Words of texts in lower case, signs left out, each hidden place as one word.

    Args:
        texts: `pair`, `text`.

    Returns:
        `pair`, `words`; before and behind the text stand three words that no text holds.
    """
    before, behind = (pl.lit([letter * 2 for letter in edge]) for edge in _EDGES)
    plain = pl.col("text").str.replace_all(REDACTION, f" {_MARK} ").str.to_lowercase()
    return texts.select("pair", words=pl.concat_list(before, plain.str.extract_all("[a-z0-9]+"), behind))


def stretches(own: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    """What lies between each two anchors that follow one another.

    Args:
        own: as `words_of` returns it.
        other: the same of the texts that it is held against.

    Returns:
        One row a stretch that holds words in one text or the other, by `pair` and in the order of `own`:
        `start`, the place of its first word in `words`; `n_words`, and `n_marks`, the hidden places among
        them; the same with `other_` before the name.
    """
    counted = ("at", "n_marks")
    named = {name: f"other_{name}" for name in counted}
    anchors = _runs(own).join(_runs(other).rename(named).drop("pair"), on="run").sort("pair", "at")
    last, following = (pl.col("other_at").shift(step).over("pair") for step in (1, -1))
    after, ahead = pl.col("other_at") > last, pl.col("other_at") < following
    columns = [*counted, *named.values()]
    above = [pl.col(name).shift(1).over("pair").alias(f"{name}_above") for name in columns]
    between = anchors.filter(after.fill_null(value=True) & ahead.fill_null(value=True)).with_columns(above)
    spans = between.select(
        "pair",
        start=pl.col("at_above") + REACH,
        n_words=pl.col("at") - pl.col("at_above") - REACH,
        n_marks=pl.col("n_marks") - pl.col("n_marks_above"),
        other_start=pl.col("other_at_above") + REACH,
        other_n_words=pl.col("other_at") - pl.col("other_at_above") - REACH,
        other_n_marks=pl.col("other_n_marks") - pl.col("other_n_marks_above"),
    )
    return spans.filter(pl.max_horizontal("n_words", "other_n_words").is_between(1, _LONGEST))


def words_before() -> pl.Expr:
    """The words of the anchor above a stretch, from `start` and its `words`; none at the top of the text."""
    anchor = pl.col("words").list.slice(pl.col("start") - REACH, REACH).list.join(" ")
    return anchor.str.replace_all(r"[\x01-\x06]+", "").str.strip_chars()


def _runs(words: pl.DataFrame) -> pl.DataFrame:
    """Words with which a run begins that stands once in its text: `pair`, `at`, `run`, `n_marks` above."""
    placed = words.select("pair", word="words", at=pl.int_ranges(pl.col("words").list.len()))
    placed = placed.explode("word", "at").with_columns(is_mark=pl.col("word") == _MARK)
    # The words' hashes, each times an odd number of its place; sums wrap.
    row = [pl.col("word").hash().shift(-step) * pl.lit(2**40 * step + 1, pl.UInt64) for step in range(REACH)]
    run = pl.sum_horizontal(*row, pl.col("pair").hash())
    runs = placed.select("pair", "at", "is_mark", run=run, n_marks=pl.col("is_mark").cum_sum().cast(pl.Int64))
    unmarked = ~pl.any_horizontal(pl.col("is_mark").shift(-step) for step in range(REACH))
    within = pl.col("pair").shift(1 - REACH) == pl.col("pair")
    own_runs = runs.filter((unmarked & within).fill_null(value=False)).drop("is_mark")
    return own_runs.filter(pl.col("run").is_unique())
