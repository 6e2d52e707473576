"""Where the numbered paragraphs of a body start.

The viewer sets a pilcrow before every line that starts with a word and a period, and anchors it; so a
pilcrow with a number always starts a paragraph, with the number as printed, even where a page error made it
of a year. Without a pilcrow the number must run on: enumerations and wrapped sentences also start lines with
numbers.
"""

import re

import polars as pl

from etl.telegrams.furniture import OPAQUE, PAGE_BREAK, RULER, replace_where

_SPLIT = "\x1e"
_ROUNDS = 40
_WIDEST_GAP = 3

_RELEASE = r"(?:[ \t]*/{1,2}[ \t]*[A-Za-z][A-Za-z ,/]{0,40}|[ \t]NF|[ \t]NOFORN)*"
_MARK_CODE = rf"(?i:TS|SBU|FOUO|LOU|[CSU]|CONFIDENTIAL|SECRET|UNCLASSIFIED|UNCLAS){_RELEASE}"
# The level is sometimes lost: (/REL UK).
_NO_LEVEL = r"/{1,2}[ \t]*(?i:NF|NOFORN|REL[ \t][A-Za-z ,/]{1,40})"
_SHORT = r"(?:TS|SBU|LOU|[CSU])(?:/{1,2}NF)?"
# So is a bracket of the mark; or it is doubled, square or a brace.
_CLOSED_MARK = rf"[(\[{{]{{1,2}}[ \t]*(?:{_MARK_CODE}|{_NO_LEVEL})[ \t]*[)\]}}]{{1,2}}|{_SHORT}\)"
MARK = rf"(?:{_CLOSED_MARK}|\({_SHORT}[ \t])"
_ANY_MARK = rf"(?:{_CLOSED_MARK}|\({OPAQUE}{_SHORT}[ \t])"
"""The same, for patterns that search a text."""
_BLOCK_MARK = rf"\({OPAQUE}(?:TS|SBU|FOUO|LOU|[CSU])(?:/{{1,2}}[A-Z][A-Z ,/]{{0,40}})?\)"
_BLOCK_LABEL = (
    r"(?:COMMENT|Comment|SUMMARY|Summary|NOTE|Note|ACTION REQUEST(?:ED)?|Action [Rr]equest(?:ed)?)"
    rf"{OPAQUE}(?:[ \t]*:|\.[ \t]+[A-Z])"
)
_REDACTED_LINE = rf"[Xx]{{2}}{OPAQUE}[Xx]{{2,}}[ \t]*(?m:$)"
_BLOCK = rf"(?:{_BLOCK_MARK}[ \t]+[A-Z\"“]|{_BLOCK_LABEL}|{_REDACTED_LINE})"
_BLANKS = r"[ \t]*(?:\n[ \t]*)?"
_WITH_PILCROW = rf"¶{OPAQUE}[ \t]*\(?[0-9]{{1,4}}\)?[.,:;]?(?:[ \t]|(?m:$)|[^0-9.,:;\s])"
_WITH_MARK = rf"\(?[0-9]{{1,3}}[ ]?[.):,;]{{0,2}}{_BLANKS}{MARK}|{_ANY_MARK}[ \t]*[0-9]{{1,3}}\."
_PLAIN = (
    r"(?:PARA(?:GRAPH)?[ \t]+[0-9]{1,3}(?-u:\b)|[0-9]{1,3}[ ]?[.)](?:[ \t]+(?:\n[ \t]*)?[^\sa-z]|[A-Z(\"“]))"
)
_START = rf"\n[ \t]*(?:{_WITH_PILCROW}|{_WITH_MARK}|{_PLAIN}|{_BLOCK})"
_GLUED = rf"[0-9]{{1,3}}\.[ \t]{{0,3}}\({_MARK_CODE}\)"
_GLUED_HINT = rf"[.!?)\"”{PAGE_BREAK}][ \t]{{0,3}}[0-9]{{1,3}}\.[ \t]{{0,3}}\("
_GLUED_START = rf"([.!?)\"”][ \t]{{1,3}}|[A-Za-z]{{2}}[.!?]|{PAGE_BREAK}[ \t]{{0,3}})({_GLUED})"
# The newline above a number goes with it.
_AFTER_BLANK = rf"\n[ \t{PAGE_BREAK}{RULER}]*\n?[ \t]*$|{RULER}\s*$"
_AFTER_SENTENCE = r"[.!?:)\"”][ \t]*$"
_ENUMERATED = r"\([BRT]\)"
_HEAD = (
    r"^(?P<whole>\s*(?P<pilcrow>¶)?[ \t]*(?:PARA(?:GRAPH)?[ \t]+)?"
    rf"(?:(?P<early>{MARK})[ \t]*)?\(?(?P<number>[0-9]{{1,4}})\)?[ ]?[.):,;]{{0,2}}\s*"
    rf"(?:(?P<late>{MARK})(?:\.[ \t])?)?)"
)
_WHOLE_HEAD = re.sub(r"\?P<[a-z]+>", "?:", _HEAD)
_BLOCK_HEAD = rf"^\s*({_BLOCK_MARK})[ \t]"
UNNUMBERED_HEAD = rf"^(?P<whole>\s*(?P<mark>\([ \t]*{_MARK_CODE}[ \t]*\)))"


def mark_code(mark: pl.Expr) -> pl.Expr:
    """The portion mark's code: brackets off, upper case, blanks folded, one slash."""
    folded = mark.str.strip_chars(" \t()[]{}/").str.replace_all(r"\s+", " ")
    return folded.str.replace_all("//", "/", literal=True).str.to_uppercase()


def split_numbered(bodies: pl.DataFrame) -> pl.DataFrame:
    """Split bodies at their numbered paragraphs.

    Args:
        bodies: `document` (row number, ascending) and `body`, furniture cut.

    Returns:
        One row a piece in order of the text: `document`, `number` (null for the text before the first number
        and for marked or labelled blocks), `has_pilcrow`, `classification`, `is_opening` (the text before the
        first number), `raw`.
    """
    body = bodies["body"].str.replace_all(_START, f"{_SPLIT}$0")
    body = replace_where(_GLUED_HINT, body, _GLUED_START, f"$1{_SPLIT}$2")
    pieces = bodies.select("document", raw=body.str.split(_SPLIT)).explode("raw")
    first = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    pieces = _with_heads(pieces.with_columns(first=first)).with_columns(
        pl.when("first").then(0).otherwise("number").alias("number"),
        pl.col("has_pilcrow").fill_null(value=False),
    )
    with_pilcrows = pl.col("document").filter("has_pilcrow").unique()
    pilcrows = pl.col("document").is_in(with_pilcrows.implode())
    marked = pl.col("mark").is_not_null() & ~pl.col("is_listed") & ~pilcrows
    pieces = pieces.with_columns(starts=pl.col("first") | pl.col("has_pilcrow") | marked)
    pieces = pieces.with_columns(_after_blank(pieces))
    is_block = pieces["number"].is_null()
    starts = pl.zeros(len(pieces), pl.Boolean, eager=True)
    starts = starts.scatter((~is_block).arg_true(), running(pieces.filter(~is_block)))
    return _merge(_with_blocks(pieces.with_columns(starts=starts)))


def _after_blank(pieces: pl.DataFrame) -> pl.Series:
    """Whether a piece stands below a blank line, a ruler or the first piece; false where a start is sure."""
    after = pl.Series("after_blank", [False]).new_from_index(0, len(pieces))
    doubtful = (~pieces["starts"]).arg_true()
    above = pieces.select("first", tail="raw").select(
        pl.col("first").gather(doubtful - 1), pl.col("tail").gather(doubtful - 1).str.tail(40)
    )
    blank = above.select(pl.col("first") | pl.col("tail").str.contains(_AFTER_BLANK)).to_series()
    return after.scatter(doubtful, blank)


def _with_heads(pieces: pl.DataFrame) -> pl.DataFrame:
    """Adds `whole`, what stands before the text of a piece, and what it says; null for a document's first.

    To find it costs a fifth of what taking it apart does, and few of them differ.
    """
    start = pl.when(~pl.col("first")).then(pl.col("raw").str.head(120))
    pieces = pieces.with_columns(whole=start.str.extract(_WHOLE_HEAD, 0))
    heads = pieces.select(pl.col("whole").unique().drop_nulls().str.extract_groups(_HEAD)).unnest("whole")
    told = heads.select(
        "whole",
        pl.col("number").cast(pl.Int32, strict=False),
        has_pilcrow=pl.col("pilcrow").is_not_null(),
        mark=mark_code(pl.coalesce("early", "late")),
        is_listed=pl.col("whole").str.contains(r"^\s*\(?[0-9]+\)"),
    )
    return pieces.join(told, on="whole", how="left", maintain_order="left")


def _with_blocks(pieces: pl.DataFrame) -> pl.DataFrame:
    """Starts a paragraph at unnumbered blocks, below a numbered one, that have a portion mark or label.

    A mark of one letter can be a point of an enumeration; and one within a sentence is none.
    """
    number = pl.col("number")
    below = pl.when("starts").then(number).forward_fill() > 0
    rows = pieces.select((number.is_null() & below).fill_null(value=False).arg_true()).to_series()
    raw, above = pieces["raw"].gather(rows), pieces["raw"].gather(rows - 1).str.strip_chars_end(" \t")
    mark = raw.str.head(60).str.extract(_BLOCK_HEAD)
    is_short = mark.str.len_bytes().fill_null(0) == len("(C)")
    apart = pieces["after_blank"].gather(rows) | (
        above.str.contains(_AFTER_SENTENCE) & (mark.is_not_null() & ~is_short)
    )
    found = apart.fill_null(value=False) & ~(is_short & above.str.contains(_ENUMERATED))
    rows, mark = rows.filter(found), mark.filter(found)
    code = mark.to_frame("mark").select(mark_code(pl.col("mark"))).to_series()
    return pieces.with_columns(
        pieces["starts"].scatter(rows, pl.ones(len(rows), pl.Boolean, eager=True)),
        pieces["mark"].scatter(rows, code),
        pieces["whole"].scatter(rows, raw.filter(found).str.extract(rf"^(\s*(?:{_BLOCK_MARK})?)")),
    )


def running(pieces: pl.DataFrame) -> pl.Series:
    """Which pieces start a paragraph: those that do for sure, and those whose number runs on from them.

    The first piece of each document, its text before any number, must start and have number 0: so every
    forward fill stops at the document's edge.

    Args:
        pieces: `document`, `number`, `after_blank` and `starts` (true where sure), in order of the text.
            A gap in the numbers is bridged after a blank line, where no start is sure.
    """
    frame = pieces.select("document", "number", "starts", "after_blank").with_row_index("row")
    unsure = pl.col("document").filter(~pl.col("starts")).unique()
    doubtful = frame.filter(pl.col("document").is_in(unsure.implode()))
    alone = pl.col("starts").sum().over("document") == 1
    doubtful = doubtful.with_columns(pl.col("after_blank") & alone)
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
    """Give pieces that start no paragraph back to the one before, and cut numbers and marks off."""
    numbered = pl.col("starts") & ~pl.col("first")
    pieces = pieces.select(
        "document",
        pl.when(numbered).then("number"),
        "has_pilcrow",
        pl.when(numbered).then("mark").alias("classification"),
        "raw",
        is_opening="first",
        head=pl.when(numbered).then(pl.col("whole").str.len_chars()).otherwise(0),
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
    printed = pl.col("number").cast(pl.String) + ". "
    pieces = pieces.with_columns(printed=printed)
    pieces = pieces.with_columns(size=pl.col("printed").str.len_bytes().fill_null(0))
    is_twice = pl.col("raw").str.slice("head", "size") == pl.col("printed")
    return pieces.with_columns(size=pl.col("head") + pl.when(is_twice).then("size").otherwise(0)).select(
        "document",
        "number",
        "has_pilcrow",
        "classification",
        "is_opening",
        raw=pl.col("raw").str.slice("size"),
    )
