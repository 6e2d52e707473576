"""Unnumbered text: blocks between blank lines, each a paragraph of its own."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER
from etl.telegrams.headings import LONGEST, bare_title, fold, heading_mark, is_end_mark, with_titles
from etl.telegrams.numbering import UNNUMBERED_HEAD, mark_code

_SPLIT = "\x1e"
_BROKEN_SENTENCE = rf"([^.!?:\"”)\s{RULER}{PAGE_BREAK}-])[ \t\n]*{PAGE_BREAK}[\s{PAGE_BREAK}]*"
_BLANK_LINES = rf"(?:[ \t{PAGE_BREAK}]*\n){{2,}}"
_EDGES = f" \t\n{PAGE_BREAK}"
_NO_HEADING = rf"(?i)[.!?;,]$|\n.*\n|{RULER}|x{{4}}"


def split_blocks(texts: pl.DataFrame) -> pl.DataFrame:
    """Split unnumbered text into paragraphs; short lines beside rulers, and titles, become headings.

    Args:
        texts: `document`, `raw`, `heading`, `classification` and whatever else a row carries; one row a text.

    Returns:
        The same columns, one row a block; a block that starts in lower case goes on with the one before.
    """
    others = [name for name in texts.columns if name not in {"raw", "heading", "classification"}]
    raw = pl.col("raw").str.replace_all(_BROKEN_SENTENCE, "$1\n").str.replace_all(_BLANK_LINES, _SPLIT)
    blocks = texts.select(*others, raw.str.split(_SPLIT)).explode("raw")
    blocks = _with_headings(_joined(blocks, others))
    head = pl.col("raw").str.head(60).str.extract_groups(UNNUMBERED_HEAD).struct
    return blocks.with_columns(
        classification=pl.coalesce(mark_code(head["mark"]), "classification"),
        raw=pl.col("raw").str.slice(head["whole"].str.len_chars().fill_null(0)),
    )


def _joined(blocks: pl.DataFrame, others: list[str]) -> pl.DataFrame:
    """Blocks without their rulers, sentences that a blank line broke put together; adds `is_ruled`."""
    blocks = blocks.with_columns(pl.col("raw").str.strip_chars(_EDGES)).filter(pl.col("raw") != "")
    ruler = pl.col("raw").str.contains(RULER, literal=True)
    same = (pl.col("document") == pl.col("document").shift(1)).fill_null(value=False)
    after = (ruler.shift(1) & same).fill_null(value=False)
    before = (ruler.shift(-1) & same.shift(-1)).fill_null(value=False)
    ends = pl.col("raw").str.contains(r"(?i)^[ (*/-]*end ") & is_end_mark(pl.col("raw"))
    return (
        blocks.with_columns(
            raw=pl.col("raw").str.strip_chars(_EDGES + RULER), is_ruled=ruler | after | before
        )
        .filter(pl.col("raw") != "")
        .with_columns(block=(~(same & (pl.col("raw").str.contains(r"^[a-z]") | ends))).cum_sum())
        .group_by("block", maintain_order=True)
        .agg(pl.first(*others, "is_ruled"), pl.col("raw").str.join("\n"))
    )


def _with_headings(blocks: pl.DataFrame) -> pl.DataFrame:
    """Lifts headings to the block below; one without text below stays a block."""
    text = pl.col("raw")
    short = (text.str.len_chars() <= LONGEST) & ~text.str.contains(_NO_HEADING)
    follows = (pl.col("document") == pl.col("document").shift(-1)).fill_null(value=False)
    is_title = pl.col("short_title").is_not_null()
    blocks = with_titles(blocks.with_columns(short=pl.when(short).then(text)), "short").with_columns(
        is_heading=short & (pl.col("is_ruled") | is_title)
    )
    lifted = pl.col("is_heading") & follows & ~pl.col("is_heading").shift(-1).fill_null(value=True)
    blocks = blocks.with_columns(lifted=lifted)
    above = pl.when("lifted").then(bare_title(pl.lit(fold(blocks["raw"])))).shift(1)
    mark = pl.when("lifted").then(heading_mark(pl.col("raw"))).shift(1)
    return (
        blocks.with_columns(heading=above, classification=mark)
        .filter(~pl.col("lifted"))
        .drop("lifted", "is_heading", "is_ruled", "short", "short_title")
    )
