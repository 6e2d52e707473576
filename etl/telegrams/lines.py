"""Texts as frames of lines: cut them, and find lines in each text without grouping."""

import polars as pl


def lines_of(texts: pl.Series) -> pl.DataFrame:
    """Cut texts into lines.

    Args:
        texts: one text a row; null counts as empty.

    Returns:
        One row a line, in order: row (of the text, from 0), line, index (from 0), is_first (of its text).
    """
    cut = pl.col("line").fill_null("").str.split("\n")
    lines = texts.to_frame("line").select(cut).with_row_index("row").explode("line")
    return lines.with_columns(
        index=pl.int_range(pl.len(), dtype=pl.Int64),
        is_first=pl.col("row").ne_missing(pl.col("row").shift(1)),
    )


class LinesOf:
    """Where each telegram's lines begin and end in a frame of lines; finds lines without grouping.

    Grouping lines by telegram costs more than reading them; but they are in order, so the next or last line
    that meets a condition is found by filling.
    """

    def __init__(self, lines: pl.DataFrame) -> None:
        self._lines = lines
        self._begin = lines.filter("is_first")["index"]
        self._beyond = self._begin.shift(-1).fill_null(lines.height)

    def __len__(self) -> int:
        return len(self._begin)

    @property
    def begin(self) -> pl.Series:
        """Index of the first line of each telegram."""
        return self._begin

    def first(self, condition: pl.Expr) -> pl.Series:
        """Index of the first line of each telegram that meets a condition; null where none does."""
        met = (
            self._lines.select(pl.when(condition).then("index").backward_fill())
            .to_series()
            .gather(self._begin)
        )
        return met.set(met >= self._beyond, None)

    def last(self, condition: pl.Expr) -> pl.Series:
        """Index of the last line of each telegram that meets a condition; null where none does."""
        met = (
            self._lines.select(pl.when(condition).then("index").forward_fill())
            .to_series()
            .gather(self._beyond - 1)
        )
        return met.set(met < self._begin, None)

    def spread(self, telegrams: pl.DataFrame, name: str) -> pl.Expr:
        """A value of each telegram on each of its lines; `telegrams` has one row a telegram, in order."""
        return pl.lit(telegrams[name]).gather(pl.col("row")).alias(name)
