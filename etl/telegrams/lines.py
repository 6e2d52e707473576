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


def positions(row: pl.Expr) -> pl.Expr:
    """1, 2, 3... within each run of rows with the same number; such rows must be neighbours."""
    index = pl.int_range(pl.len(), dtype=pl.Int32)
    return index - pl.when(row.ne_missing(row.shift(1))).then(index).forward_fill() + 1


class LinesOf:
    """Where each text's lines begin and end in a frame of lines; finds lines without grouping.

    Grouping lines by text costs more than reading them; but they are in order, so the next or last of the
    lines that meet a condition is found by binary search.
    """

    def __init__(self, lines: pl.DataFrame) -> None:
        self._begin = lines["is_first"].arg_true().cast(pl.Int64)
        self._beyond = self._begin.shift(-1).fill_null(lines.height)

    def __len__(self) -> int:
        return len(self._begin)

    @property
    def begin(self) -> pl.Series:
        """Index of the first line of each text."""
        return self._begin

    @property
    def beyond(self) -> pl.Series:
        """Index of the line below the last one of each text."""
        return self._beyond

    def first(self, met: pl.Series, *, above: pl.Series | None = None) -> pl.Series:
        """The first of the lines `met` in each text; null where there is none.

        Args:
            met: indices of lines, ascending.
            above: index a text; only the lines below it count. Null for all.
        """
        least = self._begin if above is None else (above + 1).fill_null(self._begin)
        found = pl.concat([met, self._beyond.tail(1)]).gather(met.search_sorted(least))
        return found.set(found >= self._beyond, None)

    def last(self, met: pl.Series) -> pl.Series:
        """The last of the lines `met` in each text; null where there is none.

        Args:
            met: indices of lines, ascending.
        """
        found = pl.concat([pl.Series([-1], dtype=pl.Int64), met]).gather(met.search_sorted(self._beyond))
        return found.set(found < self._begin, None)

    def spread(self, texts: pl.Series) -> pl.Expr:
        """A value of each text on each of its lines; `texts` has one value a text, in order."""
        return pl.lit(texts).gather(pl.col("row"))
