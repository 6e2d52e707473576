"""Places that one copy of a cable hides and another prints.

Where a mark stands in one text and words stand in the other, something is hidden. What is hidden is never
told, only how often, and which words stand before it.
"""

import polars as pl

from etl.reconcile.alignment import SIDES, stretches, words_before, words_of
from etl.telegrams.measures import REDACTION


def hidden_places(pairs: pl.DataFrame) -> pl.DataFrame:
    """Count the places that one of two texts hides and the other prints.

    Args:
        pairs: `pair` (number of the pair), `text` and `other_text`.

    Returns:
        One row a pair with such a place: `pair`; `n_hidden` and `n_other_hidden`, how many are hidden in
        `text` and in `other_text`; `before`, the words before the first of them.
    """
    marked = pairs.filter(pl.any_horizontal(pl.col(side).str.contains(REDACTION) for side in SIDES))
    own, other = (words_of(marked.select("pair", text=side)) for side in SIDES)
    here = (pl.col("n_marks") - pl.col("other_n_marks")).clip(0)
    there = (pl.col("other_n_marks") - pl.col("n_marks")).clip(0)
    printed = pl.col("n_words") - pl.col("n_marks")
    other_printed = pl.col("other_n_words") - pl.col("other_n_marks")
    hidden = ((here > 0) & (other_printed > printed)) | ((there > 0) & (printed > other_printed))
    found = (
        stretches(own, other)
        .filter(hidden)
        .group_by("pair", maintain_order=True)
        .agg(pl.col("start").first(), n_hidden=here.sum(), n_other_hidden=there.sum())
        .join(own, on="pair", maintain_order="left")
    )
    return found.select("pair", "n_hidden", "n_other_hidden", before=words_before())
