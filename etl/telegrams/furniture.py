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
_LEVEL = rf"(?:{_CONFIDENTIAL}|{_SECRET}|{_UNCLASSIFIED}|{_LIMITED})"
_CAVEAT = r"(?:NOFORN|SENSITIVE|SIPDIS|NODIS|EXDIS|LIMDIS|STADIS|ROGER CHANNEL|FOR OFFICIAL USE ONLY|FOUO|NF)"
_MARKING = rf"{_LEVEL}(?:[ \t]*/{{0,2}}[ \t]*{_CAVEAT})*"
_EDGE = r"(?m:^)[ \t]*"
_END = r"[ \t]*(?m:$)"
_WORD_EDGE = r"(?-u:\b)"
_GAP = r"[ \t]+"

# MOSCOW 00005154 002 OF 004. The station may be damaged, two words long, or lost.
_OF = r"[0-9]{3}(?:\.[0-9])?[ \t]+(?i:OF)[ \t]+"
_STATION = r"(?:[A-Za-z][A-Za-z0-9 .,'-]{1,24}?[ \t]+)?"
_PAGE_LINE = rf"{_EDGE}{_STATION}[0-9]{{5,8}}{_GAP}{_OF}[0-9]{{1,3}}[ \t.…]*(?m:$)"
_PAGE_GLUED = rf"{_WORD_EDGE}[A-Z][A-Za-z]+{_GAP}[0-9]{{8}}{_GAP}{_OF}[0-9]{{3}}{_WORD_EDGE}"
# PAGE 02 QUITO 00012 01 OF 02 021234Z; in older telegrams without the section, or with the routing indicator.
_SENDER = rf"[A-Z][A-Z .]{{1,20}}?{_GAP}[0-9]{{4,6}}"
_SECTION = rf"[0-9]{{1,2}}{_GAP}OF{_GAP}[0-9]{{1,2}}"
_ACTION = r"(?:[ \t]+ACTION[ \t]+[A-Z]{1,5}-[0-9]{2})?"
_PAGE_TELETYPE = (
    rf"{_WORD_EDGE}PAGE{_GAP}[0-9]{{1,3}}{_GAP}"
    rf"(?:{_SENDER}{_GAP}{_SECTION}{_GAP}[0-9]{{6}}Z{_ACTION}"
    rf"|{_SENDER}(?:{_GAP}TOSEC{_GAP}[0-9]+)?(?:{_GAP}[0-9]{{6}}Z)?{_END}"
    rf"|RU[A-Z]{{4,6}}[ \t#]*[0-9]{{4,6}}(?:{_GAP}{_LEVEL})?{_END})"
)
_MARKING_LINE = (
    rf"{_EDGE}(?:{_MARKING}|{_CAVEAT}(?:[ \t/]+{_CAVEAT})*"
    rf"|{_LEVEL}{_GAP}[A-Z][A-Z ]{{1,20}}{_GAP}[0-9]{{4,6}}){_END}"
)
_MARKING_GLUED = rf"{_EDGE}SIPDIS{_GAP}"
_END_WORDS = r"(?i:END (?:OF )?(?:CABLE|MESSAGE|DOCUMENT)(?: TEXT)?)"
_END_MARK = (
    rf"{_EDGE}(?:N{{4}}[A-Z]*|BT|#[0-9]{{4}}|<<[ \t]*END OF [A-Z ]+>>|{_END_WORDS}"
    rf"|[0-9]{{4}}[A-Z]+[0-9]{{5}} - {_MARKING}){_END}"
)
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f]+"
_FURNITURE = rf"(?:\s*{_WORD_EDGE}{_LEVEL}[ \t]*\n\s*)?{_PAGE_TELETYPE}|" + "|".join(
    (_PAGE_LINE, _MARKING_LINE, _MARKING_GLUED, _END_MARK, _PAGE_GLUED, _CONTROL)
)
_RULER_LINE = r"(?m)^[ \t]*(?:[-=_*~–—]{2,}[-=_*~–— \t]*|(?:[-=_*~.][ \t]+){2,}[-=_*~.]?[ \t]*|[-.*])$"

_CAPTION_LINE = (
    r"(?:[ \t]*\n"
    rf"|[ \t]*{_CAVEAT}.*\n"
    r"|.+? (?:FOR|PASS) .*\n"
    r"|[ \t]*(?:E\. ?O\.|EO)[ \t]*1[0-9]{4}.*\n"
    r"|[ \t]*(?:SUBJECT|SUBJ|TAGS?|REFS?(?:\(S\))?)[ \t]*[:.].*\n"
    r"|[ \t]*(?i:CLASSIFIED BY|DERIVED FROM|REASONS?)[ \t]*[:.].*\n"
    r"|[ \t]*(?:SUBJECT|REF|(?i:CLASSIFIED BY))[ \t]*[:.].*\n(?:[^\n]+\n){0,3}?[ \t\x0c]*\n)"
)
_SECTION_ENVELOPE = (
    r"(?:(?m:^)(?:ACTION[ \t]+[A-Z]{1,5}-[0-9]{2}|INFO[ \t]+[A-Z]+-[0-9]{2}"
    r"|[ZOPR][ \t]+[0-9]{6}Z[ \t]+[A-Z]{3}[ \t]+[0-9]{2}).*\n(?:.*\n){0,40}?)?"
)
# The header that stands again at the start of each section of a long telegram, caption included.
_SECTION_START = rf"{_SECTION_ENVELOPE}{_EDGE}{_LEVEL}.*?SECTION{_GAP}{_SECTION}.*\n{_CAPTION_LINE}*"


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
        body=pl.coalesce(sections.str.replace_all(_SECTION_START, PAGE_BREAK + "\n"), body)
        .str.replace_all(_FURNITURE, PAGE_BREAK)
        .str.replace_all(_RULER_LINE, RULER)
    )
