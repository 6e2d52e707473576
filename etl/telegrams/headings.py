"""Headings between paragraphs: underlined, boxed by dashes, or just short lines of their own."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER, where
from etl.telegrams.numbering import MARK, mark_code
from etl.telegrams.octets import counted, mapped_and_counted

LONGEST = 100
_TAIL = 420

_GAP = rf"[ \t\n{PAGE_BREAK}{RULER}]*"
_LINE = rf"[^\n{RULER}{PAGE_BREAK}]+"
_OPEN_LINE = (
    rf"[^\n{RULER}{PAGE_BREAK}]*"
    rf"(?:[^\n.!?:)\"”{RULER}{PAGE_BREAK} \t]|[^\n.!?\"”{RULER}{PAGE_BREAK}][)\"”])[ \t]*"
)
_BLANK = rf"(?:\n[ \t{PAGE_BREAK}]*\n|{RULER}|^)"
_CLOSED = r"(?:[.!?:\"”]|[.!?]\))[ \t]*\n"
# A heading of two lines, each underlined by itself; the first one is as long as the heading was wide.
_PAIR = (
    rf"(?:\n[ \t{PAGE_BREAK}]*\n|{_CLOSED})[ \t{PAGE_BREAK}]*"
    rf"(?P<pair>[^\n{RULER}{PAGE_BREAK}]*[^\n.:{RULER}{PAGE_BREAK} \t][ \t]*\n{RULER}\n{_LINE})"
    rf"[ \t]*\n{_GAP}{RULER}{_GAP}$"
)
_PAIRED_WIDTH = 25
_UNDERLINE = rf"[ \t]*\n{_GAP}{RULER}{_GAP}$"
# In these the heading is all but the edges: patterns without a group cost a fourth.
_RULED = rf"{_BLANK}{_GAP}(?:{_OPEN_LINE}\n){{0,2}}?{_LINE}[ \t]*\n?{_GAP}{RULER}{_GAP}$"
_RULED_LAST = rf"\n[ \t]*{_LINE}{_UNDERLINE}"
_APART = rf"{_BLANK}{_GAP}(?:{_OPEN_LINE}\n)?{_LINE}\s*$"
_RULED_CLOSE = rf"{_CLOSED}[ \t{PAGE_BREAK}]*(?P<close>{_LINE}){_UNDERLINE}"
_RULED_TWO = rf"{_CLOSED}[ \t{PAGE_BREAK}]*(?P<two>{_OPEN_LINE}\n{_LINE}){_UNDERLINE}"
_BLANK_ABOVE = rf"(?:\n[ \t{PAGE_BREAK}]*\n|{RULER}){_GAP}(?:{_OPEN_LINE}\n)?{_LINE}\s*$"
_BELOW = (
    rf"(?:[.!?)\"”]|(?i:end (?:summary|comment|note)))[ \t]*\n[ \t]*(?P<below>{_LINE})[ \t\n{PAGE_BREAK}]*$"
)
_SENTENCE_END = r"(?:[^.]\.[\"”’')\]]*|[;,])$"
_SENTENCE_ENDS = rf"(?:[^.]\.[\"”’')\]]*|[;,])[ \t\n{PAGE_BREAK}]*$"
_WORD = r"[A-Za-z][A-Za-z'’]{3,}"
_LOWER_WORD = r"(?:^|[ \n(\"“-])[a-z][a-z'’]{4,}"
_SMALL_WORDS = (
    r"(?:^|[ \n])(?:about|after|against|among|before|between|under|through|towards?|without|within|versus"
    r"|while)(?-u:\b)"
)
# A hyphen at a line's end; in "medium- or long-range" a blank follows it.
_HYPHENATION = rf"([A-Za-z0-9])-[ \t]*\n[ \t\n{PAGE_BREAK}]*([A-Za-z0-9])"
_HYPHEN_BEFORE_BLANK = "-\n|- |-\t"
"""A search for three literals, which costs half of what one for the pattern does."""
_SUSPENDED = r"-[ \t]*\n[ \t]*((?:and|or|nor|to|AND|OR|NOR|TO)[ \t\n])"
_BLANK_OCTET = 0x20
_ALL_BLANKS = "".join(sign for sign in map(chr, range(0x3001)) if sign <= " " or sign.isspace())
"""Control characters, and all that Unicode calls white."""
_EDGES = f" \t\n{PAGE_BREAK}{RULER}"
_NO_HEADING = (
    r"(?i-u)^[ (*/-]*(?:end (?:of )?(?:[a-z]+ (?:and )?)?"
    r"(?:summary|comment|text|note|quote|points|message)s?[ .)*/-]*"
    r"|[x ]{4,})$"
)
"""What stands on a line of its own and is none: the end mark of the text above, a line that was redacted."""
_LABEL = r"^[A-Z][a-z]+(?: [A-Za-z]+){0,2}:$"
"""Few words with a colon, set apart, head what is below them: "Other issues:"."""
_DATED = r"\n[ \t]*\n[ \t]*[0-9][^\n]*(?:\n[^\n]+)?$"
_MARKED = rf"^[ =_*~/-]*({MARK})"
_ROMAN = r"^(?:I{1,3}|IV|VI{0,3}|IX|X)\.[ \t]+[A-Z]"
_LIST_LINE = r"^(?:[-*•(\[&]|[A-Za-z0-9]{1,2}[.)][ \t]|https?:|www\.)"


def cut_headings(pieces: pl.DataFrame) -> pl.DataFrame:
    """Move each heading from the end of a piece to the paragraph that follows.

    Args:
        pieces: `document`, `number`, `classification` and `raw`, in order of the text.

    Returns:
        The frame with `raw` shortened and `heading` added (null where there is none); a paragraph without a
        portion mark of its own has that of its heading.
    """
    ends = _without_body(_with_found(_open_ends(pieces)))
    heading = ends.with_columns(fold(ends["found"])).select(bare_title(pl.col("found"))).to_series()
    headings = pl.Series("heading", [None], pl.String).new_from_index(0, len(pieces))
    rows, marks = ends["row"] + 1, ends.select(heading_mark(pl.col("found"))).to_series()
    own = pieces["classification"].gather(rows)
    return pieces.with_columns(
        pieces["classification"].scatter(rows, own.fill_null(marks)),
        pieces["raw"].scatter(ends["row"], ends["above"]),
        headings.scatter(rows, heading.set(heading == "", None)),
    )


def _open_ends(pieces: pl.DataFrame) -> pl.DataFrame:
    """The few pieces with another below that end on a ruler or without a sentence's end, and their tails."""
    last = (pl.col("document") != pl.col("document").shift(-1)).fill_null(value=True)
    ends = pieces.lazy().with_row_index("row").filter(~last).select("row", "number", "raw").collect()
    ending = ends["raw"].str.tail(12)
    is_ruled = ending.str.contains(RULER, literal=True)
    open_end = ~ending.str.contains(_SENTENCE_ENDS)
    ends = ends.with_columns(is_ruled=is_ruled).filter(is_ruled | open_end)
    tail = pl.col("raw").str.tail(_TAIL)
    return ends.with_columns(ruled=where(pl.col("is_ruled"), tail), unruled=where(~pl.col("is_ruled"), tail))


def _with_found(ends: pl.DataFrame) -> pl.DataFrame:
    """The pieces whose tail holds a heading: `found`, as printed."""
    # To extract costs ten times what it costs to find that there is nothing to extract.
    unruled, size = pl.col("unruled"), pl.col("unruled").str.len_bytes()
    below_blank = unruled.str.contains(_BLANK_ABOVE) | (size < _TAIL)
    ends = ends.with_columns(blank=where(below_blank, unruled))
    ends = _with_lines(
        ends,
        ("close", "ruled", _RULED_CLOSE),
        ("two", "ruled", _RULED_TWO),
        ("boxed", "ruled", _RULED),
        ("apart", "blank", _APART),
        ("below", "unruled", _BELOW),
    )
    unboxed = where(pl.col("close").is_null() & pl.col("boxed").is_null(), "ruled")
    ends = _with_lines(ends.with_columns(unboxed=unboxed), ("line", "unboxed", _RULED_LAST))
    paired = where(pl.col("ruled").str.count_matches(RULER) > 1, "ruled")
    ends = _with_lines(ends.with_columns(paired=paired), ("pair", "paired", _PAIR))
    pair = pl.when(pl.col("pair").str.find("\n", literal=True) >= _PAIRED_WIDTH).then("pair")
    ends = with_titles(ends, "two", "line", "apart", "below")
    label = pl.when(pl.col("apart").str.contains(_LABEL)).then("apart")
    found = pl.coalesce(
        pair, "close", "two_title", "boxed", "line_title", "apart_title", "below_title", label
    )
    ends = ends.select("row", "number", "raw", "is_ruled", found=found)
    return ends.filter(~is_end_mark(pl.col("found")))


def _without_body(ends: pl.DataFrame) -> pl.DataFrame:
    """The pieces whose heading is one in its place, with `above`: what is left of the piece."""
    raw, size = pl.col("raw"), pl.col("found").str.len_chars().cast(pl.Int64)
    ends = ends.with_columns(raw.str.strip_chars_end(_EDGES))
    # Counted from the end, as texts are long; and `head(-0)` were nothing.
    above = pl.when(size > 0).then(raw.str.head(-size)).otherwise(raw)
    ends = ends.select("row", "number", "is_ruled", "found", above=above.str.strip_chars(_EDGES))
    # What a colon announces is no heading, nor the last of lines that start with numbers, unless it is ruled.
    announced = pl.col("above").str.contains(r"[a-z)]:$") & ~pl.col("found").str.ends_with(":")
    numbered = where(~pl.col("is_ruled") & pl.col("found").str.contains("^[0-9]"), "above")
    announced |= numbered.str.contains(_DATED)
    ends = ends.filter(pl.col("is_ruled") | ~announced)
    # A number with nothing but a short line below it has no heading: the line is the paragraph.
    return ends.filter(pl.col("number").is_null() | (pl.col("above") != ""))


def is_end_mark(line: pl.Expr) -> pl.Expr:
    """Whether a line closes the text above it, or stands for a text that was redacted."""
    return line.str.contains(_NO_HEADING)


def bare_title(line: pl.Expr) -> pl.Expr:
    """A heading without its portion mark and the dashes or slashes around it."""
    return line.str.strip_chars(" -=_*~/").str.replace(rf"^{MARK}[ ]*", "").str.strip_chars(" -=_*~/")


def heading_mark(line: pl.Expr) -> pl.Expr:
    """The code of the portion mark in front of a heading, null where there is none."""
    return mark_code(line.str.extract(_MARKED))


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
    opens = line.str.contains(r"^[\"“'‘(]?[A-Z0-9]") & ~line.str.contains(_SENTENCE_END)
    likely = where(opens, line)
    small = likely.str.count_matches(_LOWER_WORD) - likely.str.count_matches(_SMALL_WORDS)
    words = likely.str.count_matches(_WORD)
    return (
        opens
        & (~line.str.contains(_LIST_LINE) | line.str.contains(_ROMAN))
        & (~printed.str.contains(r"^[-*]") | printed.str.contains(r"[-*]$"))
        & (small * 4 <= words)
    )


def _with_lines(ends: pl.DataFrame, *candidates: tuple[str, str, str]) -> pl.DataFrame:
    """Adds columns (name, text, pattern): what a pattern finds in a text, null where it is too long."""
    ends = ends.with_columns(
        pl.col(text)
        .str.extract(pattern, int("(?P<" in pattern))
        .str.strip_chars(_EDGES)
        .str.strip_chars()
        .alias(name)
        for name, text, pattern in candidates
    )
    names = pl.col([name for name, _, _ in candidates])
    longest = LONGEST * (1 + names.str.count_matches("\n"))
    return ends.with_columns(pl.when(names.str.len_bytes() <= longest).then(names))


def fold(texts: pl.Series) -> pl.Series:
    """Lines joined by one space, rulers and page breaks gone, a hyphen at a line's end kept without space."""
    return fold_and_count(texts)["text"].rename(texts.name)


def fold_and_count(texts: pl.Series) -> pl.DataFrame:
    """Folded texts and their words: one row a text, `text` and `n_words`."""
    octet = pl.element()
    blanked = pl.when(octet < _BLANK_OCTET).then(pl.lit(_BLANK_OCTET, pl.UInt8)).otherwise(octet)
    texts, blanks = mapped_and_counted(
        _without_hyphens(texts).str.strip_chars(_ALL_BLANKS), blanked, octet == _BLANK_OCTET
    )
    rows = texts.str.contains("  ", literal=True).fill_null(value=False).arg_true()
    if not rows.is_empty():
        narrow = texts.gather(rows).str.replace_all("  +", " ")
        texts = texts.scatter(rows, narrow)
        blanks = blanks.scatter(rows, counted(narrow, octet == _BLANK_OCTET))
    return pl.DataFrame({"text": texts, "n_words": (blanks + (texts != "")).cast(pl.Int32)})


def _without_hyphens(texts: pl.Series) -> pl.Series:
    """Texts in which a hyphen at a line's end is followed by no newline."""
    rows = texts.str.contains(_HYPHEN_BEFORE_BLANK).fill_null(value=False).arg_true()
    broken = texts.gather(rows)
    at_end = broken.str.contains(r"-[ \t]*\n").arg_true()
    rows, broken = rows.gather(at_end), broken.gather(at_end)
    if rows.is_empty():
        return texts
    joined = broken.str.replace_all(_SUSPENDED, "- $1").str.replace_all(_HYPHENATION, "$1-$2")
    return texts.clone().scatter(rows, joined)
