"""Unnumbered text: blocks between blank lines, each a paragraph of its own."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER
from etl.telegrams.headings import LONGEST, fold
from etl.telegrams.numbering import UNNUMBERED_HEAD, mark_code

_SPLIT = "\x1e"
_BROKEN_SENTENCE = rf"([^.!?:\"”)\s{RULER}{PAGE_BREAK}-])[ \t\n]*{PAGE_BREAK}[\s{PAGE_BREAK}]*"
_BLANK_LINES = rf"(?:[ \t{PAGE_BREAK}]*\n){{2,}}"
_EDGES = f" \t\n{PAGE_BREAK}"


def split_blocks(texts: pl.DataFrame) -> pl.DataFrame:
    """Split unnumbered text into paragraphs; short lines beside rulers become headings.

    Args:
        texts: `document`, `order`, `heading`, `role`, `has_pilcrow`, `classification`, `number` (null) and `raw`.

    Returns:
        The same columns, one row a block; a block that starts in lower case goes on with the one before.
    """
    others = [name for name in texts.columns if name not in {"raw", "heading", "classification"}]
    blocks = (
        texts.select(
            *others,
            pl.col("raw")
            .str.replace_all(_BROKEN_SENTENCE, "$1\n")
            .str.replace_all(_BLANK_LINES, _SPLIT)
            .str.split(_SPLIT),
        )
        .explode("raw")
        .with_columns(pl.col("raw").str.strip_chars(_EDGES))
        .filter(pl.col("raw") != "")
    )
    ruler = pl.col("raw").str.contains(RULER, literal=True)
    bare = pl.col("raw").str.strip_chars(_EDGES + RULER)
    same = pl.col("document") == pl.col("document").shift(1)
    beside = (
        ruler
        | (ruler.shift(1) & same).fill_null(value=False)
        | (ruler.shift(-1) & (pl.col("document") == pl.col("document").shift(-1))).fill_null(value=False)
    )
    blocks = (
        blocks.with_columns(
            bare=bare,
            is_heading=beside
            & (bare.str.len_chars() <= LONGEST)
            & ~bare.str.contains(r"[.!?;,]$")
            & ~bare.str.contains(rf"\n.*\n|{RULER}"),
        )
        .filter(pl.col("bare") != "")
        .with_columns(goes_on=same & pl.col("bare").str.contains(r"^[a-z]").fill_null(value=False))
        .with_columns(block=(~pl.col("goes_on").fill_null(value=False)).cum_sum())
        .group_by("block", maintain_order=True)
        .agg(pl.first(*others, "is_heading"), raw=pl.col("bare").str.join("\n"))
    )
    follows = (pl.col("document") == pl.col("document").shift(-1)).fill_null(value=False)
    heading = pl.col("is_heading") & follows & ~(pl.col("is_heading").shift(-1)).fill_null(value=True)
    blocks = blocks.with_columns(lifted=heading)
    above = pl.when("lifted").then(fold(pl.col("raw"))).otherwise(None).shift(1)
    head = pl.col("raw").str.head(60).str.extract_groups(UNNUMBERED_HEAD).struct
    return (
        blocks.with_columns(heading=above)
        .filter(~pl.col("lifted"))
        .with_columns(
            classification=mark_code(head["mark"]),
            raw=pl.col("raw").str.slice(head["whole"].str.len_chars().fill_null(0)),
        )
    )
