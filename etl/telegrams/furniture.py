"""What the transmission left in a telegram's body: page breaks, repeated headers, end marks, rulers.

All of it is cut out even from the middle of a sentence. What is left in its place are control characters
that the later steps read: `PAGE_BREAK` where furniture stood, `RULER` where a line of dashes stood.
"""

import polars as pl

PAGE_BREAK = "\x0c"
RULER = "\x1d"

LEVEL = (
    r"(?:C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L|(?:T ?O ?P  ?)?S ?E ?C ?R ?E ?T|U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
    r"|L ?I ?M ?I ?T ?E ?D  ?O ?F ?F ?I ?C ?I ?A ?L  ?U ?S ?E)"
)
"""A classification, closed up or spaced out letter by letter."""

_CAVEAT = r"(?:NOFORN|SENSITIVE|SIPDIS|NODIS|EXDIS|LIMDIS|STADIS|ROGER CHANNEL|FOR OFFICIAL USE ONLY|FOUO|NF)"
_LEVEL_LINE = rf"{LEVEL}(?:[ \t]*/{{0,2}}[ \t]*{_CAVEAT})*"
_EDGE = r"(?m:^)[ \t]*"
_END = r"[ \t]*(?m:$)"

# 00: the station may be damaged or two words long; the eight-digit serial and "002 OF 004" are not text.
_PAGE_LINE = (
    rf"{_EDGE}(?:[A-Za-z][A-Za-z0-9 .,'-]{{1,24}}?[ \t]+)?[0-9]{{5,8}}[ \t]+[0-9]{{3}}(?:\.[0-9])?[ \t]+"
    rf"(?i:OF)[ \t]+[0-9]{{1,3}}[ \t.…]*(?m:$)"
)
_PAGE_GLUED = (
    r"(?-u:\b)[A-Z][A-Za-z]+[ \t]+[0-9]{8}[ \t]+[0-9]{3}(?:\.[0-9])?[ \t]+(?i:OF)[ \t]+[0-9]{3}(?-u:\b)"
)
_PAGE_TELETYPE = (
    rf"(?-u:\b)PAGE[ \t]+[0-9]{{1,3}}[ \t]+(?:[A-Z][A-Z .]{{1,20}}?[ \t]+[0-9]{{4,6}}[ \t]+[0-9]{{1,2}}[ \t]+OF[ \t]+[0-9]{{1,2}}[ \t]+"
    rf"[0-9]{{6}}Z(?:[ \t]+ACTION[ \t]+[A-Z]{{1,5}}-[0-9][0-9])?"
    rf"|[A-Z][A-Z ]{{1,20}}?[ \t]+[0-9]{{4,6}}(?:[ \t]+TOSEC[ \t]+[0-9]+)?(?:[ \t]+[0-9]{{6}}Z)?[ \t]*(?m:$)"
    rf"|RU[A-Z]{{4,6}}[ \t#]*[0-9]{{4,6}}(?:[ \t]+{LEVEL})?[ \t]*(?m:$))"
)
_MARKING_LINE = (
    rf"{_EDGE}(?:{_LEVEL_LINE}|{_CAVEAT}(?:[ \t/]+{_CAVEAT})*"
    rf"|{LEVEL}[ \t]+[A-Z][A-Z ]{{1,20}}[ \t]+[0-9]{{4,6}}){_END}"
)
_MARKING_GLUED = r"(?m:^)[ \t]*SIPDIS[ \t]+"
_END_MARK = (
    rf"{_EDGE}(?:N{{4}}[A-Z]*|BT|#[0-9]{{4}}|<<[ \t]*END OF [A-Z ]+>>|(?i:END (?:OF )?(?:CABLE|MESSAGE|DOCUMENT)(?: TEXT)?)"
    rf"|[0-9]{{4}}[A-Z]+[0-9]{{5}} - {_LEVEL_LINE}){_END}"
)
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]+"

FURNITURE = rf"(?:\s*(?-u:\b){LEVEL}[ \t]*\n\s*)?{_PAGE_TELETYPE}|" + "|".join(
    (_PAGE_LINE, _MARKING_LINE, _MARKING_GLUED, _END_MARK, _PAGE_GLUED, _CONTROL)
)
_RULER_LINE = r"(?m)^[ \t]*(?:[-=_*~–—]{2,}[-=_*~–— \t]*|(?:[-=_*~.][ \t]+){2,}[-=_*~.]?[ \t]*|[-.*])$"

_CONTINUED = r"(?:[^\n]+\n){0,3}?[ \t\x0c]*\n"
_CAPTION_LINE = (
    r"(?:[ \t]*\n"
    rf"|[ \t]*{_CAVEAT}.*\n"
    r"|.+? (?:FOR|PASS) [^\n]*\n"
    r"|[ \t]*(?:E\. ?O\.|EO)[ \t]*1[0-9]{4}[^\n]*\n"
    rf"|[ \t]*(?:SUBJECT|SUBJ|TAGS?|REFS?(?:\(S\))?|(?i:CLASSIFIED BY|DERIVED FROM|REASONS?))[ \t]*[:.][^\n]*\n"
    rf"|[ \t]*(?:SUBJECT|REF|(?i:CLASSIFIED BY))[ \t]*[:.][^\n]*\n{_CONTINUED})"
)
_SECTION_ENVELOPE = (
    r"(?:(?m:^)(?:ACTION[ \t]+[A-Z]{1,5}-[0-9][0-9]|INFO[ \t]+[A-Z]+-[0-9][0-9]|[ZOPR][ \t]+[0-9]{6}Z[ \t]+[A-Z]{3}[ \t]+[0-9][0-9])"
    r"[^\n]*\n(?:.*\n){0,40}?)?"
)
SECTION_START = (
    rf"{_SECTION_ENVELOPE}(?m:^)[ \t]*{LEVEL}.*?SECTION[ \t]+[0-9]{{1,2}}[ \t]+OF[ \t]+[0-9]{{1,2}}[^\n]*\n"
    rf"{_CAPTION_LINE}*"
)
"""The header that stands again at the start of each section of a long telegram, caption included."""


def cut_furniture(bodies: pl.DataFrame) -> pl.DataFrame:
    """Cut the furniture out of column `body`.

    Args:
        bodies: any frame with a text column `body`; the other columns stay.

    Returns:
        The frame, with `PAGE_BREAK` where furniture stood and `RULER` for each line of dashes.
    """
    body = pl.col("body")
    sections = pl.when(body.str.contains("SECTION", literal=True)).then(body)
    return bodies.with_columns(
        body=pl.coalesce(sections.str.replace_all(SECTION_START, PAGE_BREAK + "\n"), body)
        .str.replace_all(FURNITURE, PAGE_BREAK)
        .str.replace_all(_RULER_LINE, RULER)
    )
