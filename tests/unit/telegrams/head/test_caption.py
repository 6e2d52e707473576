"""Values of the caption, one table of cases a field; a table is parsed as one batch."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

ENVELOPE = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
LEVEL = "C O N F I D E N T I A L OSLO 000431\n"
BODY = "\n\n1. (C) Talks went on.\n"


def misread(parse: Parse, column: str, telegrams: dict[str, str], expected: dict[str, Any]) -> dict[str, Any]:
    """What came out wrong, by the name of the phenomenon."""
    values = parse(*telegrams.values()).cables[column].to_list()
    return {name: value for (name, value) in zip(telegrams, values, strict=True) if value != expected[name]}


def assert_field(parse: Parse, column: str, cases: dict[str, tuple[str, Any]], template: str) -> None:
    telegrams = {name: template.replace("@", text) for name, (text, _) in cases.items()}
    assert misread(parse, column, telegrams, {name: value for name, (_, value) in cases.items()}) == {}


def test_classification(parse: Parse) -> None:
    cases = {
        "spaced letters": ("S E C R E T OSLO 000431", "SECRET"),
        "letter doubled": ("SS E C R E T OSLO 000431", "SECRET"),
        "first letter lost": ("E C R E T SECTION 01 OF 02 OSLO 000431", "SECRET"),
        "lower case": ("S e c r e t oslo 000431", "SECRET"),
        "plain word": ("CONFIDENTIAL SECTION 01 of 03 OSLO 000431", "CONFIDENTIAL"),
        "unclassified cut short": ("UNCLAS OSLO 000431", "UNCLASSIFIED"),
        "official use": ("UNCLAS//FOR OFFICIAL USE ONLY OSLO 000431", "UNCLASSIFIED//FOR OFFICIAL USE ONLY"),
        "limited official use": ("LIMITED OFFICIAL USE OSLO 0431", "LIMITED OFFICIAL USE"),
        "limited, spaced": ("L I M I T E D OFFICIAL USE OSLO 0431", "LIMITED OFFICIAL USE"),
        "top secret": ("T O P S E C R E T OSLO 000431", "TOP SECRET"),
        "none": ("SUBJECT: TALKS", None),
    }
    assert_field(parse, "classification", cases, ENVELOPE + "@\nSUBJECT: TALKS" + BODY)


def test_caveats(parse: Parse) -> None:
    cases = {
        "on the line": ("S E C R E T//NOFORN OSLO 000431", "NOFORN"),
        "below it": ("S E C R E T OSLO 000431\n\nNOFORN\nSIPDIS", "NOFORN;SIPDIS"),
        "repeated": ("S E C R E T OSLO 000431\n\nSIPDIS\n\nNOFORN\nSIPDIS", "SIPDIS;NOFORN"),
        "two on a line": ("UNCLAS OSLO 000431\n\nSENSITIVE SIPDIS", "SENSITIVE;SIPDIS"),
        "level repeated": ("S E C R E T OSLO 000431\nSECRET//NOFORN", "NOFORN"),
        "word in an attention line": ("UNCLAS OSLO 000431\n\nDEPT FOR SENSITIVE TRADE OFFICE", None),
        "none": ("UNCLAS OSLO 000431", None),
    }
    assert_field(parse, "caveats", cases, ENVELOPE + "@\n\nSUBJECT: TALKS" + BODY)


def test_sections(parse: Parse) -> None:
    cases = {
        "several": ("S E C R E T SECTION 01 OF 04 OSLO 000431", 4),
        "one": ("S E C R E T OSLO 000431", 1),
        "no section line": ("E.O. 12958: N/A", None),
    }
    assert_field(parse, "n_sections", cases, ENVELOPE + "@\nSUBJECT: TALKS" + BODY)


def test_declassification_date(parse: Parse) -> None:
    cases = {
        "month first": ("E.O. 12958: DECL: 02/17/2016", date(2016, 2, 17)),
        "one digit": ("E.O. 12958: DECL: 2/7/2016", date(2016, 2, 7)),
        "two-digit year": ("EO 12958 DECL: 02/17/16", date(2016, 2, 17)),
        "year first": ("E.O. 13526: DECL: 2035/02/17", date(2035, 2, 17)),
        "hyphens": ("E.O. 12958: DECL: 02-17-2016", date(2016, 2, 17)),
        "year first, hyphens": ("E.O. 12958: DECL: 2016-02-17", date(2016, 2, 17)),
        "month named": ("E.O. 12958: DECL: 17 FEB 2016", date(2016, 2, 17)),
        "month named first": ("E.O. 12958: DECL: FEBRUARY 17, 2016", date(2016, 2, 17)),
        "lower case": ("E.o. 12958: decl: 02/17/2016", date(2016, 2, 17)),
        "label left out": ("E.O. 12958: 02/17/2016", date(2016, 2, 17)),
        "behind an attention line": ("DEPT FOR EUR/NB E.O. 12958: DECL: 02/17/2016", date(2016, 2, 17)),
        "no such day": ("E.O. 12958: DECL: 02/31/2016", None),
        "exemption": ("E.O. 12958: DECL: X1", None),
        "at originating agency": ("E.O. 12356: DECL: OADR", None),
        "general schedule": ("E.O. 11652: GDS", None),
        "event": ("E.O. 12958: DECL: UPON DEPARTURE", None),
        "downgrading": ("E.O. 12958: DNG: CO 02/17/2016", date(2016, 2, 17)),
        "unclassified": ("E.O. 12958: N/A", None),
    }
    assert_field(parse, "declassify_on", cases, ENVELOPE + LEVEL + "\n@\nTAGS: PREL\nSUBJECT: TALKS" + BODY)


def test_subject(parse: Parse) -> None:
    cases = {
        "wrapped": ("SUBJECT: TALKS ON FISH AND \nFERRIES", "TALKS ON FISH AND FERRIES"),
        "short label": ("SUBJ: TALKS", "TALKS"),
        "label damaged": ("UBJECT: TALKS", "TALKS"),
        "label twice": ("SUBJECT: \nSUBJECT: TALKS", "TALKS"),
        "mixed case": ("Subject: Talks on Fish", "Talks on Fish"),
        "portion mark": ("SUBJECT: (C) TALKS ON FISH", "TALKS ON FISH"),
        "portion mark with caveat": ("SUBJECT: (S//NF) TALKS ON FISH", "TALKS ON FISH"),
        "reference on the line": ("SUBJECT: TALKS ON FISH REF: OSLO 12", "TALKS ON FISH"),
        "reference run together": ("SUBJECT: TALKS ON FISHREF: OSLO 12", "TALKS ON FISH"),
        "references in brackets": ("SUBJECT: TALKS ON FISH Ref(s): A) OSLO 12", "TALKS ON FISH"),
        "colon inside": ("SUBJECT: FISH: TALKS GO ON", "FISH: TALKS GO ON"),
        "blank line inside": (
            "SUBJECT: TALKS ON FISH AND FERRIES IN THE NORTH\n\nSEA\n\nREF: OSLO 12",
            "TALKS ON FISH AND FERRIES IN THE NORTH SEA",
        ),
        "line that looks like an envelope": (
            "SUBJECT: MINISTER'S VISIT\nTO OSLO",
            "MINISTER'S VISIT TO OSLO",
        ),
        "escaped line ends": ("SUBJECT: TALKS \\\n \\\nREF: OSLO 12", "TALKS"),
        "handling notice": ("SUBJECT: TALKS This message is sensitive but unclassified.", "TALKS"),
        "on the TAGS line": ("TAGS: PREL SUBJECT: TALKS", "TALKS"),
        "classified by below": ("SUBJECT: TALKS\nClassified By: DCM Ann B. Example, reason 1.4 (b)", "TALKS"),
    }
    assert_field(parse, "subject", cases, ENVELOPE + LEVEL + "\n@" + BODY)


def test_classified_by(parse: Parse) -> None:
    cases = {
        "title": ("Classified By: Ambassador Ann B. Example for reasons 1.4 (b) and (d)", "Ann B. Example"),
        "title misspelt": ("Classified By: Ambasador Ann Example, reason 1.4 (b)", "Ann Example"),
        "office with slash": (
            "Classified By: Acting Pol/Econ Counselor Ann Example. Reasons 1.4 b, d",
            "Ann Example",
        ),
        "office in capitals": ("Classified By: DAS for ISN Ann Example. Reason 1.4 (c)", "Ann Example"),
        "name first": ("CLASSIFIED BY: Ann Example, Consul General; REASON: 1.4(B)", "Ann Example"),
        "suffix": ("CLASSIFIED BY A. B. EXAMPLE, JR., AMBASSADOR. REASON: 1.5 (D)", "A. B. EXAMPLE, JR."),
        "suffix at the end": (
            "CLASSIFIED BY AMBASSADOR ANN B. EXAMPLE, JR. REASON 1.5 (D)",
            "ANN B. EXAMPLE, JR.",
        ),
        "label twice": ("Classified By: Classified by DCM Ann Example under Section 1.5 b", "Ann Example"),
        "word broken by the line": ("Classified By: DCM Ann Example for re \nasons 1.4 (b)", "Ann Example"),
        "surname alone": ("Classified By: Ambassador Example, reason 1.4 (b)", "Example"),
        "under secretary": ("Classified By: Under Secretary Ann Example for reasons 1.4 (b)", "Ann Example"),
        "title alone": ("Classified By: Ambassador for reasons 1.4 (b)", "Ambassador"),
        "name removed": ("Classified By: XXXXXXXXXXXX, Ambassador, reason 1.4 (b)", None),
        "in paragraph one": ("\n1. (U) Classified by DCM Ann Example. Reason 1.5 (d).", "Ann Example"),
        "none": ("REF: OSLO 12", None),
    }
    assert_field(
        parse, "classified_by", cases, ENVELOPE + LEVEL + "SUBJECT: TALKS\n\n@\n\n2. (C) Talks went on.\n"
    )


def test_reasons(parse: Parse) -> None:
    cases = {
        "brackets": ("for reasons 1.4 (b) and (d)", "1.4 (b), (d)"),
        "one bracket": ("reasons 1.4 (b,d)", "1.4 (b), (d)"),
        "plus": ("reasons 1.4 (b+d)", "1.4 (b), (d)"),
        "slash": ("reasons 1.4 b/d", "1.4 (b), (d)"),
        "capitals": ("REASON: 1.5(B) AND (D)", "1.5 (b), (d)"),
        "blank inside": ("reasons 1 .4 (b)", "1.4 (b)"),
        "wrapped": ("reasons 1.4 (c \n) and (d)", "1.4 (c), (d)"),
        "below a blank line": ("for reasons\n\n1.4 B, D", "1.4 (b), (d)"),
        "no letter": ("reason 1.4.", "1.4"),
        "none": ("", None),
    }
    template = ENVELOPE + LEVEL + "SUBJECT: TALKS\n\nClassified By: DCM Ann Example @" + BODY
    assert_field(parse, "classification_reasons", cases, template)


def test_text_below_the_caption_is_kept(parse: Parse) -> None:
    text = "This message is sensitive but unclassified; please protect it.\n\nSUMMARY\n-------\n\n1. Talks went on.\n"
    parsed = parse(ENVELOPE + LEVEL + "SUBJECT: TALKS\n\n" + text)
    words = " ".join(
        value for column in ("heading", "text") for value in parsed.paragraphs[column].drop_nulls().to_list()
    )
    assert {"sensitive", "protect", "Talks"} <= set(words.replace(";", " ").split())


def test_title_of_the_page_stands_in_for_a_missing_subject(parse: Parse) -> None:
    parsed = parse(
        ENVELOPE + LEVEL + "REF: OSLO 12" + BODY, listed_subject="Talks", listed_cable_id="06OSLO431"
    )
    assert parsed.cables["subject"].to_list() == ["Talks"]
    assert parsed.findings.filter(pl.col("code") == "missing_subject").height == 1


@pytest.mark.parametrize(
    ("order", "found"),
    [
        pytest.param("E.O. 12958: DECL: 0Z/1Q/2016", True, id="garbled"),
        pytest.param("E.O. 12958: DECL: 13/45/2016", True, id="no such day"),
        pytest.param("E.O. 12958: DECL: 02/17/2016", False, id="read"),
        pytest.param("E.O. 12958: N/A", False, id="not applicable"),
        pytest.param("E.O. 12958: DECL: X1", False, id="exempt"),
        pytest.param("E.O. 12356: DECL: OADR", False, id="originator decides"),
        pytest.param("E.O. 11652: GDS", False, id="schedule"),
        pytest.param("E.O. 12958: DECL: UPON UNIFICATION", False, id="event"),
        pytest.param("E.O. 12958:", False, id="nothing"),
    ],
)
def test_unreadable_dates_of_declassification_are_found(parse: Parse, order: str, found: bool) -> None:
    parsed = parse(
        f"R 171204Z FEB 06\nFM AMEMBASSY OSLO\nUNCLAS OSLO 000431\n\n{order}\nSUBJECT: FISH\n\n1. Text.\n"
    )
    assert ("unreadable_date" in parsed.findings["code"]) == found
