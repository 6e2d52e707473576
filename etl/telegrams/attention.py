"""The lines of a caption that belong to no field: whom the message is for, and how it is to be handled."""

from functools import cache

import polars as pl

from etl.reference import caveats
from etl.telegrams.line_kinds import SUBJECT_LINE

_PAGE_BREAK = (
    r"^(?:[A-Z][A-Za-z .']+ [0-9]{8} +[0-9]{3}(?:\.[0-9])? +(?i-u:OF) +[0-9]{3}|PAGE [0-9][0-9] .*"
    r"|\(?[USC]\))$"
)
_RUNS_ON = r"(?i-u)^(?:REF|(?:DE)?CLASSIFIED|DERIVED|REASON|1\.[ \t]?[45])"
_GOES_ON = r"^[A-Z][A-Z0-9 ,'’\"/-]{1,59}$"


def attention_of(caption: pl.DataFrame, n_heads: int) -> pl.Series:
    """The lines of each caption that belong to no field, joined; null where there are none.

    Not among them are caveats, which have a field of their own, and page breaks. References and Classified By
    run on over blank lines, and so may a subject in capitals.

    Args:
        caption: the lines of the captions, as `_below` returns them.
        n_heads: of which one row each is returned.
    """
    line = pl.col("line")
    starts_anew = pl.col("row").ne_missing(pl.col("row").shift(1))
    label = pl.when("is_field").then(line).when(starts_anew).then(pl.lit("")).forward_fill()
    stray = (
        (pl.col("is_attention") | ~pl.col("in_field"))
        & ~pl.col("is_classification")
        & ~pl.col("is_date")
        & (line != "")
    )
    runs_on = pl.col("label").str.contains(_RUNS_ON) | (
        pl.col("label").str.contains(SUBJECT_LINE) & line.str.contains(_GOES_ON)
    )
    texts = (
        caption.with_columns(label=label)
        .filter(stray)
        .filter(
            (pl.col("is_attention") | ~runs_on)
            & ~line.str.contains(_PAGE_BREAK)
            & ~line.str.contains(only_caveats())
        )
        .group_by("row", maintain_order=True)
        .agg(line.str.join("\n"))
    )
    heads = pl.DataFrame({"row": range(n_heads)}, schema={"row": pl.UInt32})
    return heads.join(texts, on="row", how="left", maintain_order="left")["line"]


@cache
def only_caveats() -> str:
    """Pattern of a line that holds caveats and nothing else."""
    words = "|".join(sorted(caveats()["caveat"].to_list(), key=len, reverse=True))
    return rf"(?i-u)^(?:(?:{words}|SENSITIVE BUT UNCLASSIFIED)[ /,;.]*)+$"
