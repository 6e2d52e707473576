"""Headings between paragraphs: underlined, boxed by dashes, or just short lines of their own."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER

LONGEST = 100
_TAIL = 420

_GAP = rf"[ \t\n{PAGE_BREAK}{RULER}]*"
_LINE = rf"[^\n{RULER}{PAGE_BREAK}]{{1,{LONGEST}}}"
_BLANK = rf"(?:\n[ \t{PAGE_BREAK}]*\n|{RULER}|^)"
_RULED = rf"{_BLANK}{_GAP}(?P<ruled>{_LINE}(?:\n{_LINE}){{0,2}}?)[ \t]*\n?{_GAP}{RULER}{_GAP}$"
_RULED_CLOSE = rf"[.!?:\"”][ \t]*\n[ \t{PAGE_BREAK}]*(?P<close>{_LINE})[ \t]*\n{_GAP}{RULER}{_GAP}$"
_RULED_LAST = rf"\n[ \t]*(?P<line>{_LINE})[ \t]*\n{_GAP}{RULER}{_GAP}$"
_APART = rf"{_BLANK}{_GAP}(?P<apart>{_LINE}(?:\n{_LINE})?)\s*$"
_BELOW = rf"(?:[.!?)\"”]|(?i:end (?:summary|comment|note)))[ \t]*\n[ \t]*(?P<below>{_LINE})[ \t]*\n*$"
_SENTENCE_END = r"[.;,]$"
_WORD = r"[A-Za-z][A-Za-z'’]{3,}"
_LOWER_WORD = r"(?:^|[ \n(\"“-])[a-z][a-z'’]{4,}"
_SMALL_WORDS = r"(?:^|[ \n])(?:about|after|against|among|before|between|under|through|toward|towards|without|within|versus|while)(?-u:\b)"
_LIST_LINE = r"^(?:[-*•(\[&]|[A-Za-z0-9]{1,2}[.)][ \t]|https?:|www\.)"


def cut_headings(pieces: pl.DataFrame) -> pl.DataFrame:
    """Move each heading from the end of a piece to the paragraph that follows.

    Args:
        pieces: `document`, `number` and `raw`, in order of the text.

    Returns:
        The frame with `raw` shortened and `heading` added (null where there is none).
    """
    last = (pl.col("document") != pl.col("document").shift(-1)).fill_null(value=True)
    tail = pl.col("raw").str.tail(_TAIL)
    ruled = tail.str.contains(rf"{RULER}{_GAP}$")
    pieces = pieces.with_columns(
        found=pl.when(last).then(None).when(ruled).then(_ruled(tail)).otherwise(_unruled(tail)),
    )
    size = pl.col("raw").str.len_chars()
    rest = pl.col("raw").str.strip_chars_end(f" \t\n{PAGE_BREAK}{RULER}")
    kept = rest.str.head(rest.str.len_chars() - pl.col("found").str.strip_chars().str.len_chars())
    return pieces.with_columns(
        raw=pl.when(pl.col("found").is_not_null() & (size > 0)).then(kept).otherwise("raw"),
        heading=fold(pl.col("found").shift(1)),
    ).drop("found")


def is_title(line: pl.Expr) -> pl.Expr:
    """Whether a short line reads like a heading: all capitals or title case, no sentence's end."""
    small = line.str.count_matches(_LOWER_WORD) - line.str.count_matches(_SMALL_WORDS)
    words = line.str.count_matches(_WORD)
    return (
        line.str.contains(r"^[\"“'‘(]?[A-Z0-9]")
        & ~line.str.contains(_SENTENCE_END)
        & ~line.str.contains(_LIST_LINE)
        & (small * 4 <= words)
    )


def _ruled(tail: pl.Expr) -> pl.Expr:
    line = tail.str.extract(_RULED_LAST)
    title = pl.when(is_title(line.str.strip_chars())).then(line)
    return pl.coalesce(tail.str.extract(_RULED_CLOSE), tail.str.extract(_RULED), title)


def _unruled(tail: pl.Expr) -> pl.Expr:
    apart = tail.str.extract(_APART).str.strip_chars()
    below = tail.str.extract(_BELOW).str.strip_chars()
    return pl.when(is_title(apart)).then(apart).when(is_title(below)).then(below)


def fold(text: pl.Expr) -> pl.Expr:
    """Lines joined by one space, rulers and page breaks gone, a hyphen at a line's end kept without space."""
    return (
        text.str.replace_all(rf"([A-Za-z])-[ \t]*\n[\s{PAGE_BREAK}]*([A-Za-z])", "$1-$2")
        .str.replace_all(
            rf"[ \t]*[\n\r{PAGE_BREAK}{RULER}][\s{PAGE_BREAK}{RULER}]*|[ \t\u{{a0}}]{{2,}}|[\t\u{{a0}}]", " "
        )
        .str.replace_all("¶", "", literal=True)
        .str.strip_chars()
    )
