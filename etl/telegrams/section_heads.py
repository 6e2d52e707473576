"""The head that stands again at the start of each section of a long telegram: envelope and caption.

What a line of the repeated caption is, the telegram's own caption tells, line by line: so a sentence that
goes on below the head is never cut with it.
"""

import polars as pl

from etl.telegrams.furniture import CAVEAT, COPIES, GAP, LEVEL, PAGE_BREAK, SECTION
from etl.telegrams.lines import lines_of

_DISTRIBUTION = (
    rf"(?:[ \t]*[0-9]{{2}}[ \t]*\n)?(?:ACTION|INFO){GAP}{COPIES}.*\n"
    rf"(?:[ \t]*(?:(?:(?:INFO{GAP})?{COPIES}|/[0-9]{{3}}|-{{5,}}).*)?\n){{0,20}}?"
)
# From the date-time group to the last addressee: no line of it starts with a number.
_ENVELOPE = (
    rf"[ZOPR](?:{GAP}[ZOPR])*{GAP}[0-9]{{6}}Z{GAP}[A-Z]{{3}}.*\n(?:[ \t]*(?:[^0-9¶(\s].*)?\n){{0,60}}?"
)
_HEAD = rf"[ \t]*{LEVEL}.*?SECTION{GAP}{SECTION}[^\na-z]*"
_HEAD_LINE = rf"^{_HEAD}$"
_SECTION_START = rf"(?m:^)(?:{_DISTRIBUTION})?(?:{_ENVELOPE})?({_HEAD})(?m:$)"
_CAPTION_LINE = (
    rf"^(?:{CAVEAT}(?:[ /,]+{CAVEAT})*"
    r"|(?:E\. ?O\.|EO)[ \t]*1[0-9]{4}.*"
    r"|(?:SUBJECT|SUBJ|TAGS?|REFS?(?:\(S\))?)[ \t]*[:.].*"
    r"|(?i:CLASSIFIED BY|DERIVED FROM|REASONS?)[ \t]*[:.].*)$"
)
_EDGES = f"¶ \t\\{PAGE_BREAK}"


def cut_section_heads(bodies: pl.Series, captions: pl.Series) -> pl.Series:
    """Cut the heads of all sections but the first out of bodies; a `PAGE_BREAK` stands in their place.

    Below the line with the section's number go labelled lines, caveats, and what stands in the caption too: a
    line of it, or a part where it is wrapped in another place.
    """
    rows = bodies.str.contains(rf"SECTION{GAP}{SECTION}").fill_null(value=False).arg_true()
    if not rows.is_empty():
        rows = rows.filter(bodies.gather(rows).str.contains(f"(?m){_HEAD_LINE}"))
    if rows.is_empty():
        return bodies
    lines = lines_of(bodies.gather(rows).str.replace_all(_SECTION_START, "$1"))
    caption = captions.gather(rows).fill_null("")
    line, bare = pl.col("line"), pl.col("line").str.strip_chars(_EDGES)
    own = pl.lit("\n" + caption + "\n").gather("row")
    own_words = pl.lit(" " + caption.str.replace_all(r"\s+", " ") + " ").gather("row")
    goes_on = (bare.shift(1) != "") & own_words.str.contains(" " + bare + " ", literal=True)
    is_known = (
        (bare == "")
        | bare.str.contains(_CAPTION_LINE)
        | own.str.contains("\n" + bare + "\n", literal=True)
        | goes_on
    )
    is_head = line.str.contains(_HEAD_LINE)
    lines = lines.with_columns(is_head=is_head, is_known=is_known.fill_null(value=False))
    n_text = (~pl.col("is_head") & ~pl.col("is_known")).cum_sum()
    at_head = pl.when("is_head").then(n_text).when("is_first").then(-1).forward_fill()
    kept = (
        lines.filter(pl.col("is_head") | (n_text != at_head))
        .with_columns(pl.when("is_head").then(pl.lit(PAGE_BREAK)).otherwise(line).alias("line"))
        .group_by("row", maintain_order=True)
        .agg("line")
    )
    return bodies.scatter(rows, kept["line"].list.join("\n"))
