"""Gives a flattened head its lines back: one line in lower case, no punctuation, single letters lost.

What can be told again is told by the words that open a line in every telegram (`fm`, `to`, `info`, `tags`,
`subject`, `ref`, `classified by`) and by the shapes of routing line, date-time group and date.
"""

import polars as pl

from etl.reference import posts

HEAD_CHARACTERS = 4_000
"""Flattened heads are short: their addressees stand on the same line as the rest."""

_BODY = r" 1 (?:C|S|U|SBU|CNF|SNF|LOU|TS)\b"
_WEEKDAY = r"(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY"
_OPENINGS = (
    (r"\b(?:DE )?(R[UH][A-Z]{3,6}) (\d{4})(\d{2})? (\d{7})\b", "\nDE $1 #$2/$3 $4\n"),
    (r"((?: [ZOPR]){0,2}) (\d{6}Z [A-Z]{3} \d{2})\b", "\n$1 $2\n"),
    *(
        (rf"\b({label}) (AM|SEC|US|R[UH]|ALL|[A-Z ]{{2,40}}COLLECTIVE)", "\n$1 $2")
        for label in ("FM", "TO", "INFO")
    ),
    (rf"\b({_WEEKDAY}) (\d{{1,2}} [A-Z]+ \d{{4}}) (\d\d)(\d\d)\b", "\n$1, $2, $3:$4\n"),
    (r"\b(?:S{1,2} (?:E )?C R (?:E )?T|SECRET) (SECTION|[A-Z ]{4,20} \d{3,6})\b", "\nS E C R E T $1"),
    (
        r"\b(?:C (?:O )?N F (?:I )?D (?:E )?N T (?:I )?(?:A )?L|CONFIDENTIAL)"
        r" (SECTION|[A-Z ]{4,20} \d{3,6})\b",
        "\nC O N F I D E N T I A L $1",
    ),
    (r"\b(UNCLAS(?:SIFIED)?) (SECTION|[A-Z ]{4,20} \d{3,6})\b", "\n$1 $2"),
    (r"\b((?:SIPDIS|NOFORN|SENSITIVE|NODIS|EXDIS)(?: (?:SIPDIS|NOFORN|SENSITIVE|NODIS|EXDIS))*) ", "\n$1\n"),
    (r"\bE ?O (1\d{4})\b", "\nE.O. $1:"),
    (r"\bTAGS ", "\nTAGS: "),
    (r"\bSUBJECT ", "\nSUBJECT: "),
    (r"\b(?:REFS?|REFTEL) ((?:[A-Z] )?(?:\d{2} )?[A-Z ]{3,25} \d)", "\nREF: $1"),
    (r"\bCLASSIFIED BY ", "\nCLASSIFIED BY: "),
    (r"\bREASONS? 1([45])\b", "REASONS 1.$1"),
)


def restore_lines(text: pl.Expr) -> pl.Expr:
    """The head of a flattened telegram in capitals, one line a line, as the readers of heads expect it."""
    head = text.str.head(HEAD_CHARACTERS).str.to_uppercase().str.replace_all(r"\s+", " ")
    head = head.str.replace(rf"(?s){_BODY}.*$", "")
    for pattern, replacement in _OPENINGS:
        head = head.str.replace(pattern, replacement)
    return head.str.replace_all(_glued_route(), "\n$1/$2").str.replace_all(r"\n(TO|INFO) \n", "\n$1 ")


def _glued_route() -> str:
    """A routing indicator run together with its addressee: a known one, else six letters."""
    known = posts()["routing"].drop_nulls().unique().sort().sort(descending=True).to_list()
    known.sort(key=len, reverse=True)
    return rf"\b({'|'.join(known)}|R[UH][A-Z]{{4}})([A-Z]{{3,}})"
