"""Where the numbered paragraphs of a body start.

The viewer sets a pilcrow before every line that starts with a word and a period, and anchors it; so a
pilcrow with a number always starts a paragraph, with the number as printed, even where a page error made it
of a year. Without a pilcrow the number must run on: enumerations and wrapped sentences also start lines with
numbers.
"""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER, replace_where

_SPLIT = "\x1e"
_ROUNDS = 40
_WIDEST_GAP = 3

_RELEASE = r"(?:[ \t]*/{1,2}[ \t]*[A-Za-z][A-Za-z ,/]{0,40}|[ \t]NF|[ \t]NOFORN)*"
_MARK_CODE = rf"(?i:TS|SBU|FOUO|LOU|[CSU]|CONFIDENTIAL|SECRET|UNCLASSIFIED|UNCLAS){_RELEASE}"
_SHORT = r"(?:TS|SBU|LOU|[CSU])(?:/{1,2}NF)?"
# A bracket of the mark is sometimes lost.
MARK = rf"(?:\([ \t]*{_MARK_CODE}[ \t]*\)|{_SHORT}\)|\({_SHORT}[ \t])"
_BLANKS = r"[ \t]*(?:\n[ \t]*)?"
_WITH_PILCROW = r"¶[ \t]*\(?[0-9]{1,4}\)?[.,:;]?(?:[ \t]|(?m:$)|[^0-9.,:;\s])"
_WITH_MARK = rf"\(?[0-9]{{1,3}}[ ]?[.):,;]{{0,2}}{_BLANKS}{MARK}|{MARK}[ \t]*[0-9]{{1,3}}\."
_PLAIN = (
    r"(?:PARA(?:GRAPH)?[ \t]+[0-9]{1,3}(?-u:\b)|[0-9]{1,3}[ ]?[.)](?:[ \t]+(?:\n[ \t]*)?[^\sa-z]|[A-Z(\"“]))"
)
_START = rf"\n[ \t]*(?:{_WITH_PILCROW}|{_WITH_MARK}|{_PLAIN})"
_GLUED = rf"[0-9]{{1,3}}\.[ \t]{{0,3}}\({_MARK_CODE}\)"
_GLUED_HINT = rf"[.!?)\"”{PAGE_BREAK}][ \t]{{0,3}}{_GLUED}"
_GLUED_START = rf"([.!?)\"”][ \t]{{1,3}}|{PAGE_BREAK}[ \t]{{0,3}})({_GLUED})"
# The newline above a number goes with it.
_AFTER_BLANK = rf"\n[ \t{PAGE_BREAK}{RULER}]*\n?[ \t]*$|{RULER}\s*$"
_HEAD = (
    r"^(?P<whole>\s*(?P<pilcrow>¶)?[ \t]*(?:PARA(?:GRAPH)?[ \t]+)?"
    rf"(?:(?P<early>{MARK})[ \t]*)?\(?(?P<number>[0-9]{{1,4}})\)?[ ]?[.):,;]{{0,2}}\s*(?P<late>{MARK})?)"
)
UNNUMBERED_HEAD = rf"^(?P<whole>\s*(?P<mark>\([ \t]*{_MARK_CODE}[ \t]*\)))"


def mark_code(mark: pl.Expr) -> pl.Expr:
    """The portion mark's code: brackets off, upper case, blanks folded."""
    return mark.str.strip_chars(" \t()").str.replace_all(r"\s+", " ").str.to_uppercase()


def split_numbered(bodies: pl.DataFrame) -> pl.DataFrame:
    """Split bodies at their numbered paragraphs.

    Args:
        bodies: `document` (row number, ascending) and `body`, furniture cut.

    Returns:
        One row a piece in order of the text: `document`, `number` (null for the text before the first
        number), `has_pilcrow`, `classification`, `raw`.
    """
    body = bodies["body"].str.replace_all(_START, f"{_SPLIT}$0")
    body = replace_where(_GLUED_HINT, body, _GLUED_START, f"$1{_SPLIT}$2")
    pieces = bodies.select("document", raw=body.str.split(_SPLIT)).explode("raw")
    first = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    before = pl.col("raw").shift(1).str.tail(40)
    pieces = pieces.with_columns(
        first=first,
        head=pl.when(~first).then(pl.col("raw").str.head(120)).str.extract_groups(_HEAD),
        after_blank=before.str.contains(_AFTER_BLANK) | first.shift(1),
    ).unnest("head")
    pieces = pieces.with_columns(
        has_pilcrow=pl.col("pilcrow").is_not_null(),
        number=pl.when("first").then(0).otherwise(pl.col("number").cast(pl.Int32, strict=False)),
        mark=pl.coalesce("early", "late"),
        is_listed=pl.col("whole").str.contains(r"^\s*\(?[0-9]+\)"),
    )
    pilcrows = pl.col("has_pilcrow").any().over("document")
    marked = pl.col("mark").is_not_null() & ~pl.col("is_listed") & ~pilcrows
    pieces = pieces.with_columns(starts=pl.col("first") | pl.col("has_pilcrow") | marked)
    return _merge(pieces.with_columns(starts=running(pieces)))


def running(pieces: pl.DataFrame) -> pl.Series:
    """Which pieces start a paragraph: those that do for sure, and those whose number runs on from them.

    The first piece of each document, its text before any number, must start and have number 0: so every
    forward fill stops at the document's edge.

    Args:
        pieces: `document`, `number`, `after_blank` and `starts` (true where sure), in order of the text.
            A gap in the numbers is bridged after a blank line, where no start is sure.
    """
    alone = pl.col("starts").sum().over("document") == 1
    frame = pieces.select(
        "document", "number", "starts", after_blank=pl.col("after_blank") & alone
    ).with_row_index("row")
    doubtful = frame.filter((~pl.col("starts")).any().over("document"))
    for _ in range(_ROUNDS):
        found = _next_runs(doubtful, widest=1)
        if not found.any():
            found = _next_runs(doubtful, widest=_WIDEST_GAP)
        if not found.any():
            break
        doubtful = doubtful.with_columns(starts=pl.col("starts") | found)
    rows = doubtful.filter("starts")["row"]
    return frame["starts"] | frame["row"].is_in(rows.implode())


def _next_runs(pieces: pl.DataFrame, widest: int) -> pl.Series:
    """One step further: runs of consecutive numbers that go on from the last accepted number.

    A step of more than 1, or a number given twice, counts only after a blank line.
    """
    number, starts = pl.col("number"), pl.col("starts")
    frame = pieces.select(
        number,
        starts,
        "after_blank",
        last=pl.when(starts & (number < 1000)).then(number).forward_fill(),
        bound=pl.when(starts).then(number).backward_fill().fill_null(0),
        new_run=starts
        | (number != number.shift(1) + 1).fill_null(value=True)
        | starts.shift(1).fill_null(value=True),
    )
    step = number - pl.col("last")
    room = (pl.col("bound") <= pl.col("last")) | (number < pl.col("bound"))
    bridged = step.is_between(0, widest) & pl.col("after_blank") & (number > 0)
    fits = step == 1 if widest == 1 else bridged
    frame = frame.with_columns(fits=pl.col("new_run") & ~starts & fits & room, room=room)
    count = pl.col("fits").cum_sum()
    earlier = pl.when(starts).then(count).forward_fill()
    frame = frame.with_columns(fits=pl.col("fits") & (count - earlier == 1))
    in_run = pl.when("new_run").then("fits").forward_fill()
    return frame.select((in_run & ~starts & pl.col("room")).fill_null(value=False).alias("found"))["found"]


def _merge(pieces: pl.DataFrame) -> pl.DataFrame:
    """Give pieces that start no paragraph back to the one before."""
    numbered = pl.col("starts") & ~pl.col("first")
    pieces = pieces.select(
        "document",
        pl.when(numbered).then("number"),
        "has_pilcrow",
        classification=mark_code(pl.when(numbered).then("mark")),
        raw=pl.col("raw").str.slice(pl.when(numbered).then(pl.col("whole").str.len_chars()).otherwise(0)),
        piece=pl.col("starts").cum_sum(),
    )
    same = pl.col("piece") == pl.col("piece").shift(1)
    broken = (same | same.shift(-1)).fill_null(value=False)
    # Joining text costs more than all else here, and few pieces need it.
    joined = (
        pieces.filter(broken)
        .group_by("piece", maintain_order=True)
        .agg(pl.exclude("raw").first(), "raw")
        .with_columns(pl.col("raw").list.join(""))
    )
    pieces = pl.concat([pieces.filter(~broken), joined.select(pieces.columns)]).sort("piece")
    twice = pl.when(pl.col("number").is_not_null()).then(pl.format("{}. ", "number"))
    again = pl.col("raw").str.starts_with(twice).fill_null(value=False)
    return pieces.select(
        "document",
        "number",
        "has_pilcrow",
        "classification",
        raw=pl.col("raw").str.slice(pl.when(again).then(twice.str.len_bytes()).otherwise(0)),
    )
