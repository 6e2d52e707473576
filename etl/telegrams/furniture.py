"""What the transmission left in a telegram's body: page breaks, repeated headers, end marks, rulers.

All of it is cut out even from the middle of a sentence. What is left in its place are control characters
that the later steps read: `PAGE_BREAK` where furniture stood, `RULER` where a line of dashes stood.
"""

import polars as pl

PAGE_BREAK = "\x0c"
RULER = "\x1d"

_CONFIDENTIAL = "C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
_SECRET = "(?:T ?O ?P  ?)?S ?E ?C ?R ?E ?T"
_UNCLASSIFIED = "U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
_LIMITED = "L ?I ?M ?I ?T ?E ?D  ?O ?F ?F ?I ?C ?I ?A ?L  ?U ?S ?E"
LEVEL = rf"(?:{_CONFIDENTIAL}|{_SECRET}|{_UNCLASSIFIED}|{_LIMITED})"
CAVEAT = r"(?:NOFORN|SENSITIVE|SIPDIS|NODIS|EXDIS|LIMDIS|STADIS|ROGER CHANNEL|FOR OFFICIAL USE ONLY|FOUO|NF)"
_MARKING = rf"{LEVEL}(?:[ \t]*/{{0,2}}[ \t]*{CAVEAT})*"
OPAQUE = r"(?:|[^\n]\A)"
"""Matches nothing, and hides what stands behind it from the search for literals that a regex must start with.

With few short ones the engine leaps from one to the next; with many it reads every letter of the text.
"""
# A line is looked for from the newline above it: regexes that start with a literal skip most of the text.
_LINE = r"\n[ \t]*"
# What is cut first leaves its page break at the end of the line above.
_END = rf"[ \t]*(?:{PAGE_BREAK}|(?m:$))"
_WORD_EDGE = r"(?-u:\b)"
GAP = r"[ \t]+"

# MOSCOW 00005154 002 OF 004. The station may be damaged, up to four words long, or lost.
_OF = rf"[0-9]{{3}}(?:\.[0-9])?{GAP}(?:OF|Of|of){GAP}"
_STATION = rf"(?:[A-Z][A-Za-z0-9.,'-]*(?:{GAP}[A-Za-z0-9.,'-]+){{0,3}}?{GAP})?"
_PAGE = rf"{_STATION}[0-9]{{5,8}}{GAP}{_OF}[0-9]{{1,3}}[ \t.…]*(?m:$)"
_PAGE_NUMBER = rf"[0-9]{{8}}{GAP}{_OF}[0-9]{{3}}{_WORD_EDGE}"
_PAGE_HINT = rf"[0-9]{GAP}(?:OF|Of|of){GAP}[0-9]"
_PAGE_GLUED = rf"{_WORD_EDGE}[A-Z][A-Za-z]+{GAP}{_PAGE_NUMBER}"
# PAGE 02 QUITO 00012 01 OF 02 021234Z; in older telegrams without the section, or with the routing indicator.
_SENDER = rf"[A-Z][A-Z .]{{1,20}}?{GAP}[0-9]{{4,6}}"
SECTION = rf"[0-9]{{1,2}}{GAP}OF{GAP}[0-9]{{1,2}}"
_ACTION = r"(?:[ \t]+ACTION[ \t]+[A-Z]{1,5}-[0-9]{2})?"
_PAGE_TELETYPE = (
    rf"(?:\s*{_WORD_EDGE}{LEVEL}[ \t]*\n\s*)*{_WORD_EDGE}PAGE{GAP}[0-9]{{1,3}}{GAP}"
    rf"(?:{_SENDER}{GAP}{SECTION}{GAP}[0-9]{{6}}Z{_ACTION}"
    rf"|{_SENDER}(?:{GAP}TOSEC{GAP}[0-9]+)?(?:{GAP}[0-9]{{6}}Z)?{_END}"
    rf"|RU[A-Z]{{4,6}}[ \t#]*[0-9]{{4,6}}(?:{GAP}{LEVEL})?{_END})"
)
_MARKINGS = (
    rf"(?:{_MARKING}|{CAVEAT}(?:[ \t/]+{CAVEAT})*"
    rf"|{LEVEL}{GAP}[A-Z][A-Z ]{{1,20}}{GAP}[0-9]{{4,6}}){_END}"
)
_CAVEAT_GLUED = rf"SIPDIS{GAP}"
_END_WORDS = r"(?i:END (?:OF )?(?:CABLE|MESSAGE|DOCUMENT)(?: TEXT)?)"
_END_MARK = (
    rf"(?:N{{4}}[A-Z]*|BT|#[0-9]{{4}}|<<[ \t]*END OF [A-Z ]+>>|{_END_WORDS}"
    rf"|[0-9]{{4}}[A-Z]+[0-9]{{5}} - (?:Classification:[ \t]*)?{_MARKING}){_END}"
)
# ACTION ARA-10, INFO OCT-01 ISO-00 /068 W: the offices of a page and their numbers of copies.
COPIES = "[A-Z]{1,5}-[0-9]{2}"
_IN_ALL = r"/[0-9]{3} ?W?"
_OFFICES = (
    rf"(?:(?:ACTION|INFO){GAP}{COPIES}(?:{GAP}{COPIES})*(?:{GAP}{_IN_ALL})?"
    rf"|{COPIES}(?:{GAP}{COPIES})+(?:{GAP}{_IN_ALL})?|{COPIES}{GAP}{_IN_ALL}){_END}"
)
_FURNITURE_LINE = rf"\n{OPAQUE}[ \t]*(?:{_PAGE}|{_MARKINGS}|{_CAVEAT_GLUED}|{_END_MARK}|{_OFFICES})"
_RULER_LINE = (
    rf"{_LINE}(?:[-=_*~–—]{OPAQUE}[-=_*~–—][-=_*~–— \t]*|(?:[-=_*~.][ \t]+){{2,}}[-=_*~.]?[ \t]*)(?m:$)"
)
# A blank line of the 1980s; and one page's mark of a line's end.
_LONE_MARK = r"\n[ \t]*[-.*](?m:$)"
_BACKSLASH = r"[ \t]*\\(?m:$)"
_ECHO = r"\nQ[A-Za-z]"
# One search for all that few bodies hold.
_SELDOM = rf"{_LINE}[-.*]{OPAQUE}(?m:$)|\nQ{OPAQUE}[A-Za-z]|\\\n|PAGE"
_OWN_MARKS = r"[\x0c\x1d\x1e]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]+"


def cut_furniture(bodies: pl.Series) -> pl.Series:
    """Cut the furniture out of bodies.

    Returns:
        The bodies, a newline before each, with `PAGE_BREAK` where furniture stood and `RULER` for each line
        of dashes.
    """
    bodies = ("\n" + bodies).alias("body")
    seldom = (
        (bodies.str.contains(_SELDOM) | bodies.str.contains(_OWN_MARKS)).fill_null(value=False).arg_true()
    )
    bodies = bodies.scatter(seldom, _with_plain_ends(bodies.gather(seldom)))
    bodies = bodies.str.replace_all(_FURNITURE_LINE, "\n" + PAGE_BREAK)
    bodies = replace_where(_PAGE_HINT, bodies, _PAGE_GLUED, PAGE_BREAK)
    bodies = bodies.scatter(seldom, bodies.gather(seldom).str.replace_all(_LONE_MARK, "\n"))
    bodies = bodies.str.replace_all(_RULER_LINE, "\n" + RULER)
    return bodies.scatter(seldom, _cut_echoes(bodies.gather(seldom)))


def _with_plain_ends(bodies: pl.Series) -> pl.Series:
    """Bodies without marks of lines' ends and control characters, and the page lines of teletypes cut."""
    bodies = replace_where(r"\\\n", bodies, _BACKSLASH, "")
    bodies = replace_where(_OWN_MARKS, bodies, _CONTROL, PAGE_BREAK)
    return replace_where("PAGE", bodies, _PAGE_TELETYPE, PAGE_BREAK)


def _cut_echoes(bodies: pl.Series) -> pl.Series:
    """Cut lines that a post's printer set twice over a page break, the second time behind a Q."""
    rows = bodies.str.contains(_ECHO).fill_null(value=False).arg_true()
    lines = bodies.gather(rows).to_frame("line").select(pl.col("line").str.split("\n")).with_row_index("row")
    line = pl.col("line")
    above = pl.when(line.str.strip_chars(f" \t{PAGE_BREAK}") != "").then(line).forward_fill().shift(1)
    kept = (
        lines.explode("line")
        .filter((line != pl.lit("Q") + above).fill_null(value=True))
        .group_by("row", maintain_order=True)
        .agg("line")
    )
    return bodies.scatter(rows, kept["line"].list.join("\n"))


def replace_where(hint: str, texts: pl.Series, pattern: str, replacement: str) -> pl.Series:
    """Replaces a pattern in the few texts in which a cheap regex finds a hint of it.

    Replacing copies every text and costs several times what a search for a literal does.
    """
    rows = texts.str.contains(hint).fill_null(value=False).arg_true()
    if rows.is_empty():
        return texts
    return texts.scatter(rows, texts.gather(rows).str.replace_all(pattern, replacement))


def where(condition: pl.Expr, text: pl.Expr | str) -> pl.Expr:
    """Text where a condition holds, else an empty one, in which no pattern looks for anything.

    Behind a null the text is still there, and patterns search it.
    """
    return pl.when(condition).then(text).otherwise(pl.lit(""))
