"""Words of a text as numbers, by which copies of it are found: shingles, and a sketch of them.

A shingle is a run of `RUN` words of four letters and more, hashed. Figures, punctuation, case, line breaks
and short words count for nothing, so a page that loses them still gives most of the shingles. A sketch is a
sample of them that any other copy samples alike: a shingle is in it by its own value (FracMinHash: Irber et
al., "Lightweight compositional analysis of metagenomes with FracMinHash", 2022), so the sketch of a part is
part of the sketch of the whole; a short text keeps its smallest ones besides.
"""

import polars as pl

RUN = 5
ONE_IN = 16
"""Share of the shingles of a long text that its sketch keeps."""

KEPT = 32
"""Shingles that a sketch has at least, if there are as many."""

BATCH_ROWS = 2_000
"""Texts cut into words at once: some fifteen megabytes, and five times as much in words."""

_LARGEST = 2**64 - 1
_WEIGHTS = (
    0x9E3779B97F4A7C15,
    0xC2B2AE3D27D4EB4F,
    0x165667B19E3779F9,
    0x27D4EB2F165667C5,
    0x85EBCA77C2B2AE63,
)
"""Odd numbers without a pattern: a word counts differently at each place of a run."""


def shingles(texts: pl.DataFrame) -> pl.DataFrame:
    """All shingles of some texts.

    Args:
        texts: `document_id`, `text`.

    Returns:
        One row a shingle, repeated as in the text: `document_id`, `n_shingles` (of its text), `shingle`.
    """
    runs = _runs(texts["text"])
    return runs.select(pl.lit(texts["document_id"]).gather("row"), "n_shingles", "shingle")


def sketches(texts: pl.DataFrame) -> pl.DataFrame:
    """The sketch of each text.

    Args:
        texts: `document_id`, unique, and `text`.

    Returns:
        One row a text that has a shingle, in the order of `texts`: `document_id`, `n_shingles`, `sketch` (of
        different ones, ascending).
    """
    batches = [_sketch(texts.slice(start, BATCH_ROWS)) for start in range(0, texts.height, BATCH_ROWS)]
    return pl.concat(batches or [_sketch(texts)])


def _sketch(texts: pl.DataFrame) -> pl.DataFrame:
    sampled = pl.col("shingle") <= _LARGEST // ONE_IN
    # Four times as many as are needed, so that to sort the others is spared.
    one_in = (pl.col("n_shingles") // (4 * KEPT)).clip(1, ONE_IN).cast(pl.UInt64)
    likely = pl.col("shingle") <= pl.lit(_LARGEST, pl.UInt64) // one_in
    told = _runs(texts["text"]).filter(likely).sort("row", "shingle")
    is_new = (pl.col("shingle") != pl.col("shingle").shift()) | (pl.col("row") != pl.col("row").shift())
    told = told.filter(is_new.fill_null(value=True))
    kept = told.filter(sampled | (pl.int_range(pl.len()).over("row") < KEPT))
    return (
        kept.group_by("row", maintain_order=True)
        .agg(pl.col("n_shingles").first(), sketch="shingle")
        .select(pl.lit(texts["document_id"]).gather("row"), "n_shingles", "sketch")
    )


def _runs(texts: pl.Series) -> pl.DataFrame:
    """One row a shingle: `row` of its text, `n_shingles`, `shingle`."""
    plain = pl.col("text").str.replace_all(r"[^A-Za-z\s]+", "").str.to_lowercase()
    words = texts.to_frame("text").select(word=plain.str.extract_all("[a-z]{4,}")).with_row_index("row")
    words = words.with_columns(n_shingles=pl.col("word").list.len().cast(pl.Int32) - (RUN - 1))
    hashed = words.explode("word", empty_as_null=False).with_columns(word=pl.col("word").hash())
    run = pl.sum_horizontal(
        pl.col("word").shift(-place) * pl.lit(weight, pl.UInt64) for place, weight in enumerate(_WEIGHTS)
    )
    is_whole = pl.col("row") == pl.col("row").shift(1 - RUN)
    return hashed.select("row", "n_shingles", shingle=run).filter(is_whole)
