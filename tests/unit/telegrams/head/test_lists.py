"""Lists of the head: TAGS, references, addressees."""

from collections.abc import Callable
from typing import Any

import polars as pl

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

ENVELOPE = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
LEVEL = "C O N F I D E N T I A L OSLO 000431\n\n"
BODY = "\n\n1. (C) Talks went on.\n"


def column_by_document(rows: pl.DataFrame, column: str, size: int) -> list[list[Any]]:
    """The values of each document, in order."""
    return [rows.filter(pl.col("document_id") == f"d{n}")[column].to_list() for n in range(size)]


def test_tags(parse: Parse) -> None:
    cases = {
        "blanks": ("TAGS: PREL PGOV NO", ["PREL", "PGOV", "NO"]),
        "commas": ("TAGS: PREL, PGOV,NO", ["PREL", "PGOV", "NO"]),
        "slashes and semicolons": ("TAGS: PREL/PGOV; NO", ["PREL", "PGOV", "NO"]),
        "no colon": ("TAGS PREL, NO", ["PREL", "NO"]),
        "singular": ("TAG: PREL NO", ["PREL", "NO"]),
        "label misspelt": ("TABS: PREL NO", ["PREL", "NO"]),
        "mixed case": ("Tags: prel, no", ["PREL", "NO"]),
        "wrapped": ("TAGS: PREL PGOV\nMARR NO", ["PREL", "PGOV", "MARR", "NO"]),
        "subject on the line": ("TAGS: PREL NO SUBJECT: TALKS", ["PREL", "NO"]),
        "order on the line": ("E.O. 12958: N/A TAGS: PREL NO", ["PREL", "NO"]),
        "run together": ("TAGS: EFISECON NO", ["EFIS", "ECON", "NO"]),
        "repeated": ("TAGS: PREL NO PREL", ["PREL", "NO"]),
        "caveat astray": ("TAGS: PREL NO SIPDIS", ["PREL", "NO"]),
        "spaced colon of the 1970s": ("TAGS : MASS, NO", ["MASS", "NO"]),
        "person in brackets": ("TAGS: OVIP (EXAMPLE, ANN B)", ["OVIP", "EXAMPLE, ANN B"]),
        "none": ("E.O. 12958: N/A", []),
    }
    parsed = parse(*(ENVELOPE + LEVEL + text + "\nSUBJECT: TALKS" + BODY for text, _ in cases.values()))
    read = dict(zip(cases, column_by_document(parsed.tags, "tag", len(cases)), strict=True))
    assert read == {name: tags for name, (_, tags) in cases.items()}


def test_kinds_of_tags(parse: Parse) -> None:
    parsed = parse(ENVELOPE + LEVEL + "TAGS: PREL NATO KIPR NO (EXAMPLE, ANN) QZXW\nSUBJECT: TALKS" + BODY)
    assert parsed.tags.select("tag", "kind", "country").rows() == [
        ("PREL", "subject", None),
        ("NATO", "organization", None),
        ("KIPR", "program", None),
        ("NO", "geographic", "NOR"),
        ("EXAMPLE, ANN", "person", None),
        ("QZXW", "unknown", None),
    ]
    unknown = parsed.findings.filter(pl.col("code") == "unknown_tag")
    assert unknown.select("severity", "cable_id").rows() == [("info", "06OSLO431")]


REFERENCES: dict[str, tuple[str, list[str | None]]] = {
    "one": ("REF: OSLO 12", ["06OSLO12"]),
    "zeros": ("REF: OSLO 00012", ["06OSLO12"]),
    "year": ("REF: 05 OSLO 12", ["05OSLO12"]),
    "four-digit year": ("REF: 2005 OSLO 12", ["05OSLO12"]),
    "glued year": ("REF: 05OSLO0012", ["05OSLO12"]),
    "semicolons": ("REF: OSLO 12; 05 OSLO 13; STATE 7", ["06OSLO12", "05OSLO13", "06STATE7"]),
    "bullets with dots": ("REF: A. OSLO 12\n     ¶B. OSLO 13 (NOTAL)", ["06OSLO12", "06OSLO13"]),
    "bullets with brackets": ("REFS: A) OSLO 12 B) OSLO 13", ["06OSLO12", "06OSLO13"]),
    "bullets in brackets": ("REF: (A) OSLO 12; (B) OSLO 13", ["06OSLO12", "06OSLO13"]),
    "bullets bare": ("REF A OSLO 12 B OSLO 13", ["06OSLO12", "06OSLO13"]),
    "bullets twice": ("REF: A. A) OSLO 12\nB. B) OSLO 13", ["06OSLO12", "06OSLO13"]),
    "labels repeated": ("REF: A. REF A: 05 OSLO 12\nB. REF B: OSLO 13", ["05OSLO12", "06OSLO13"]),
    "blank lines between": ("REF: A. OSLO 12\n\nB. OSLO 13", ["06OSLO12", "06OSLO13"]),
    "post inherited": ("REF: OSLO 12, 13 AND 14", ["06OSLO12", "06OSLO13", "06OSLO14"]),
    "and previous": ("REF: OSLO 12 AND PREVIOUS", ["06OSLO12"]),
    "name of several words": (
        "REF: PORT OF SPAIN 12 AND RIO DE JANEIRO 7",
        ["06PORTOFSPAIN12", "06RIODEJANEIRO7"],
    ),
    "name broken by lines": ("REF: A) OSLO 12, B) RIO\n \nDE JANEIRO 7", ["06OSLO12", "06RIODEJANEIRO7"]),
    "department": ("REF: SECSTATE 12", ["06STATE12"]),
    "apostrophe and hyphens": ("REF: N'DJAMENA 12; PORT-AU-PRINCE 7", ["06NDJAMENA12", "06PORTAUPRINCE7"]),
    "titles in brackets": ("REF: OSLO 12 (FISH AND 3 FERRIES) OSLO 13 (ICE)", ["06OSLO12", "06OSLO13"]),
    "repeated": ("REF: OSLO 12; OSLO 12", ["06OSLO12"]),
    "page break inside": (
        "REF: A. OSLO 12\nOSLO 00000431 001.2 OF 002\nB. OSLO 13",
        ["06OSLO12", "06OSLO13"],
    ),
    "e-mail": ("REF: A. OSLO 12 B. EXAMPLE E-MAIL 2/3/06", ["06OSLO12", None]),
    "telephone call": ("REF: EXAMPLE-DESK TELCON OF 3/4", [None]),
    "intelligence report": ("REF: IIR 6 902 9642 06", [None]),
    "none": ("REF: NONE", []),
    "no line": ("", []),
}


def test_references(parse: Parse) -> None:
    texts = [ENVELOPE + LEVEL + "SUBJECT: TALKS\n\n" + text + BODY for text, _ in REFERENCES.values()]
    found = column_by_document(parse(*texts).cable_references, "referenced_cable_id", len(texts))
    read = dict(zip(REFERENCES, found, strict=True))
    assert read == {name: ids for name, (_, ids) in REFERENCES.items()}


def test_references_keep_bullet_kind_and_print(parse: Parse) -> None:
    text = "REF: A. OSLO 12 (NOTAL)\n¶B. EXAMPLE E-MAIL OF 2/3/06\n¶C. EXAMPLE TELCON\n¶D. IIR 6 902"
    parsed = parse(ENVELOPE + LEVEL + "SUBJECT: TALKS\n\n" + text + BODY)
    assert parsed.cable_references.select("position", "bullet", "kind", "raw").rows() == [
        (1, "A", "cable", "OSLO 12 (NOTAL)"),
        (2, "B", "email", "EXAMPLE E-MAIL OF 2/3/06"),
        (3, "C", "telcon", "EXAMPLE TELCON"),
        (4, "D", "intelligence_report", "IIR 6 902"),
    ]


def test_addressees_in_order(parse: Parse) -> None:
    lines = [
        "VZCZCXRO0001",
        "PP RUEHAG RUEHROV",
        "DE RUEHNY #0431/01 0481205",
        "ZNY CCCCC ZZH",
        "O P 171204Z FEB 06",
        "FM AMEMBASSY OSLO",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 1200",
        "RHEHNSC/NSC WASHDC",
        "INFO NORDIC COLLECTIVE",
        "RUEHCP/AMEMBASSY COPENHAGEN PRIORITY",
        "0077",
        "ZEN/AMEMBASSY RIGA NIACT IMMEDIATE 0612-0615",
    ]
    parsed = parse("\n".join(lines) + "\n" + LEVEL + "SUBJECT: TALKS" + BODY)
    columns = ("position", "action", "route", "name", "precedence", "serial")
    assert parsed.recipients.select(columns).rows() == [
        (1, "to", "RUEHC", "SECSTATE WASHDC", "IMMEDIATE", 1200),
        (2, "to", "RHEHNSC", "NSC WASHDC", None, None),
        (3, "info", None, "NORDIC COLLECTIVE", None, None),
        (4, "info", "RUEHCP", "AMEMBASSY COPENHAGEN", "PRIORITY", 77),
        (5, "info", None, "AMEMBASSY RIGA", "IMMEDIATE", 612),
    ]
    assert parsed.cables["precedence"].to_list() == ["IMMEDIATE"]


def test_excluded_posts_are_no_addressees(parse: Parse) -> None:
    lines = [
        "INFO RUEHZZ/NORDIC COLLECTIVE",
        "XMT AMEMBASSY RIGA",
        "AMEMBASSY TALLINN",
        "RUEHCP/AMEMBASSY COPENHAGEN",
    ]
    parsed = parse(ENVELOPE + "\n".join(lines) + "\n" + LEVEL + "SUBJECT: TALKS" + BODY)
    assert parsed.recipients["name"].to_list() == [
        "SECSTATE WASHDC",
        "NORDIC COLLECTIVE",
        "AMEMBASSY COPENHAGEN",
    ]


def test_office_lists_of_the_1970s_are_no_addressees(parse: Parse) -> None:
    head = (
        "CONFIDENTIAL\n\nPAGE 01        OSLO   00431  01 OF 02  171300Z\nACTION EUR-00\n\n"
        "INFO  LOG-00   ADS-00   INR-05   SS-00    CIAE-00\n      H-01     L-03     /037 W\n"
        "                    ------------------352654  200910Z /23\n"
    )
    envelope = "R 171204Z FEB 76\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC PRIORITY 3361\nINFO AMEMBASSY BONN\n"
    parsed = parse(
        head
        + envelope
        + "C O N F I D E N T I A L SECTION 01 OF 02 OSLO 0431\n\nE.O. 11652: GDS\nSUBJECT: TALKS"
        + BODY
    )
    assert parsed.recipients.select("action", "name", "serial").rows() == [
        ("to", "SECSTATE WASHDC", 3361),
        ("info", "AMEMBASSY BONN", None),
    ]
    row = parsed.cables.row(0, named=True)
    assert (row["cable_id"], row["n_sections"], row["subject"]) == ("76OSLO431", 2, "TALKS")


def test_letters_of_references_are_bullets(parse: Parse) -> None:
    lines = "REF (A): OSLO 12\nREF (B): OSLO 13\nREF C: 10 MAY U.S. PAPER ON A U.S. BASE"
    parsed = parse(ENVELOPE + LEVEL + "SUBJECT: TALKS\n\n" + lines + BODY)
    assert parsed.cable_references.select("bullet", "raw").rows() == [
        ("A", "OSLO 12"),
        ("B", "OSLO 13"),
        ("C", "10 MAY U.S. PAPER ON A U.S. BASE"),
    ]
