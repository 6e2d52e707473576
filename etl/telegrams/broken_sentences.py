"""Sentences that a wrongly set pilcrow broke at a year or another number."""

import polars as pl

# What a number broke; and behind the number no more than a signature.
_OPEN_LINE = r"[A-Za-z0-9,][ \t]*$"
_OPEN_TEXT = r"[a-z,]\s*$"
_ONE_WORD = r"^[A-Za-z'-]*$"


def return_years(pieces: pl.DataFrame) -> pl.DataFrame:
    """Give the number back to a sentence that a wrongly set pilcrow broke ("... in January ¶2003. ...").

    The paragraph keeps its printed number, unless nothing stands behind it but a signature; the sentence
    above gets its last word back.

    Args:
        pieces: rows as `split_numbered` gives them.
    """
    number, same = pl.col("number"), pl.col("document") == pl.col("document").shift(-1)
    above = pl.when("is_opening").then(0).otherwise(number).forward_fill().shift(1)
    stray = (pl.col("has_pilcrow") & (number != above + 1)).shift(-1)
    rows = pieces.select((same & stray).fill_null(value=False).arg_true()).to_series()
    if rows.is_empty():
        return pieces
    above_it, behind = pieces["raw"].gather(rows), pieces["raw"].gather(rows + 1).str.strip_chars()
    is_spent = behind.str.contains(_ONE_WORD)
    is_broken = above_it.str.contains(_OPEN_LINE) | (is_spent & above_it.str.contains(_OPEN_TEXT))
    rows, behind = rows.filter(is_broken), behind.filter(is_broken)
    printed = pieces["number"].gather(rows + 1).cast(pl.String)
    is_spent = is_spent.filter(is_broken)
    returned = pieces["raw"].gather(rows).str.strip_chars_end() + " " + printed + "."
    returned = returned.zip_with(~is_spent, returned + "\n\n" + behind)
    spent = (rows + 1).filter(is_spent)
    whole = pieces.with_columns(pieces["raw"].scatter(rows, returned))
    return whole.with_row_index("row").filter(~pl.col("row").is_in(spent.implode())).drop("row")
