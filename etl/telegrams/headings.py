"""Headings between paragraphs: underlined, boxed by dashes, or just short lines of their own."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER, replace_where
from etl.telegrams.numbering import MARK

LONGEST = 100
_TAIL = 420

_GAP = rf"[ \t\n{PAGE_BREAK}{RULER}]*"
_LINE = rf"[^\n{RULER}{PAGE_BREAK}]+"
_OPEN_LINE = rf"[^\n{RULER}{PAGE_BREAK}]*[^\n.!?:{RULER}{PAGE_BREAK} \t][ \t]*"
_BLANK = rf"(?:\n[ \t{PAGE_BREAK}]*\n|{RULER}|^)"
_CLOSED = r"(?:[.!?:\"”]|[.!?]\))[ \t]*\n"
_UNDERLINE = rf"[ \t]*\n{_GAP}{RULER}{_GAP}$"
_RULED = rf"{_BLANK}{_GAP}(?P<ruled>(?:{_OPEN_LINE}\n){{0,2}}?{_LINE})[ \t]*\n?{_GAP}{RULER}{_GAP}$"
_RULED_CLOSE = rf"{_CLOSED}[ \t{PAGE_BREAK}]*(?P<close>{_LINE}){_UNDERLINE}"
_RULED_TWO = rf"{_CLOSED}[ \t{PAGE_BREAK}]*(?P<two>{_OPEN_LINE}\n{_LINE}){_UNDERLINE}"
_RULED_LAST = rf"\n[ \t]*(?P<line>{_LINE}){_UNDERLINE}"
_APART = rf"{_BLANK}{_GAP}(?P<apart>(?:{_OPEN_LINE}\n)?{_LINE})\s*$"
_BELOW = rf"(?:[.!?)\"”]|(?i:end (?:summary|comment|note)))[ \t]*\n[ \t]*(?P<below>{_LINE})[ \t]*\n*$"
_CANDIDATES = (
    ("close", "ruled", _RULED_CLOSE),
    ("two", "ruled", _RULED_TWO),
    ("boxed", "ruled", _RULED),
    ("line", "ruled", _RULED_LAST),
    ("apart", "unruled", _APART),
    ("below", "unruled", _BELOW),
)
"""Lines that can be a heading: name, the tails that are searched for it, pattern."""

_SENTENCE_END = r"(?:[^.]\.|[;,])$"
_SENTENCE_ENDS = rf"(?:[^.]\.|[;,])[ \t\n{PAGE_BREAK}]*$"
_WORD = r"[A-Za-z][A-Za-z'’]{3,}"
_LOWER_WORD = r"(?:^|[ \n(\"“-])[a-z][a-z'’]{4,}"
_SMALL_WORDS = (
    r"(?:^|[ \n])(?:about|after|against|among|before|between|under|through|towards?|without|within|versus"
    r"|while)(?-u:\b)"
)
_HYPHENATION = rf"([A-Za-z])-[ \t]*\n[ \t\n{PAGE_BREAK}]*([A-Za-z])"
_BLANK_OCTET = 0x20
_EDGES = f" \t\n{PAGE_BREAK}{RULER}"
_LIST_LINE = r"^(?:[-*•(\[&]|[A-Za-z0-9]{1,2}[.)][ \t]|https?:|www\.)"


def cut_headings(pieces: pl.DataFrame) -> pl.DataFrame:
    """Move each heading from the end of a piece to the paragraph that follows.

    Args:
        pieces: `document`, `number` and `raw`, in order of the text.

    Returns:
        The frame with `raw` shortened and `heading` added (null where there is none).
    """
    columns = [name for name in pieces.columns if name != "raw"]
    last = (pl.col("document") != pl.col("document").shift(-1)).fill_null(value=True)
    pieces = pieces.with_columns(tail=pl.when(~last).then(pl.col("raw").str.tail(_TAIL)))
    ending = pl.col("tail").str.tail(12)
    pieces = pieces.with_columns(
        ruled=pl.when(ending.str.contains(RULER, literal=True)).then("tail"),
        unruled=pl.when(~ending.str.contains(rf"{RULER}|{_SENTENCE_ENDS}")).then("tail"),
    )
    pieces = pieces.with_columns(
        pl.col(tail).str.extract(pattern).str.strip_chars().alias(name) for name, tail, pattern in _CANDIDATES
    ).with_columns(_short(name) for name, _, _ in _CANDIDATES)
    pieces = with_titles(pieces, "two", "line", "apart", "below")
    pieces = pieces.with_columns(
        found=pl.coalesce("close", "two_title", "boxed", "line_title", "apart_title", "below_title")
    )
    pieces = pieces.with_columns(
        headed=pl.when(pl.col("found").is_not_null()).then("raw").str.strip_chars_end(_EDGES)
    )
    size = pl.col("headed").str.len_chars() - pl.col("found").str.len_chars()
    pieces = pieces.with_columns(above=pl.col("headed").str.head(size).str.strip_chars(_EDGES))
    # A number with nothing but a short line below it has no heading: the line is the paragraph.
    pieces = pieces.with_columns(
        found=pl.when(pl.col("number").is_null() | (pl.col("above") != "")).then("found")
    )
    pieces = pieces.with_columns(heading=fold(pieces["found"].shift(1))).with_columns(
        bare_title(pl.col("heading"))
    )
    kept = pl.when(pl.col("found").is_not_null()).then("above")
    return pieces.select(
        *columns,
        pl.coalesce(kept, "raw").alias("raw"),
        heading=pl.when(pl.col("heading") != "").then("heading"),
    )


def bare_title(line: pl.Expr) -> pl.Expr:
    """A heading without its portion mark and the dashes around it."""
    return line.str.strip_chars(" -=_*~").str.replace(rf"^{MARK}[ ]*", "").str.strip_chars(" -=_*~")


def with_titles(lines: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Adds `<name>_title` for each column of lines: the line where it reads like a heading, else null.

    A title is in capitals or title case and ends no sentence.
    """
    lines = lines.with_columns(bare_title(pl.col(name)).alias(f"{name}_bare") for name in names)
    return lines.with_columns(
        pl.when(_is_title(pl.col(name), pl.col(f"{name}_bare"))).then(name).alias(f"{name}_title")
        for name in names
    ).drop(f"{name}_bare" for name in names)


def _is_title(printed: pl.Expr, line: pl.Expr) -> pl.Expr:
    small = line.str.count_matches(_LOWER_WORD) - line.str.count_matches(_SMALL_WORDS)
    words = line.str.count_matches(_WORD)
    return (
        line.str.contains(r"^[\"“'‘(]?[A-Z0-9]")
        & ~line.str.contains(_SENTENCE_END)
        & ~line.str.contains(_LIST_LINE)
        & (~printed.str.contains(r"^[-*]") | printed.str.contains(r"[-*]$"))
        & (small * 4 <= words)
    )


def _short(name: str) -> pl.Expr:
    """The lines, or null when they are too long for a heading."""
    lines = pl.col(name)
    return pl.when(lines.str.len_bytes() <= LONGEST * (1 + lines.str.count_matches("\n", literal=True))).then(
        lines
    )


def fold(texts: pl.Series) -> pl.Series:
    """Lines joined by one space, rulers and page breaks gone, a hyphen at a line's end kept without space."""
    texts = replace_where(r"-[ \t]*\n", texts.str.strip_chars(), _HYPHENATION, "$1-$2")
    octet = pl.element()
    # Over bytes, as a search for newlines costs twice as much.
    blanked = (
        texts.cast(pl.Binary)
        .cast(pl.List(pl.UInt8))
        .list.eval(pl.when(octet < _BLANK_OCTET).then(pl.lit(_BLANK_OCTET, pl.UInt8)).otherwise(octet))
    )
    texts = blanked.cast(pl.Binary).cast(pl.String)
    return replace_where("  ", texts, "  +", " ").str.strip_chars()


def count_words(texts: pl.Series) -> pl.Series:
    """Words of folded texts."""
    blanks = texts.cast(pl.Binary).cast(pl.List(pl.UInt8)).list.eval(pl.element() == _BLANK_OCTET).list.sum()
    return (blanks + (texts != "")).cast(pl.Int32)
