"""Lines of the caption that belong to no field are kept apart, word for word."""

from collections.abc import Callable

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams
from etl.telegrams.split import split_telegrams

ENVELOPE = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
LEVEL = "C O N F I D E N T I A L OSLO 000431\n\n"
ORDER = "\nE.O. 12958: DECL: 02/17/2016\nTAGS: PREL NO\n"
SUBJECT = "SUBJECT: TALKS\n"
BODY = "\n¶1. (C) Talks went on.\n"
CASES = [
    pytest.param(
        "DEPT FOR EUR/NB\nNSC FOR EUROPE\n" + ORDER, "DEPT FOR EUR/NB\nNSC FOR EUROPE", id="offices"
    ),
    pytest.param("SIPDIS\nNOFORN, SENSITIVE\n" + ORDER, None, id="caveats have a field"),
    pytest.param("Sipdis\n\nDEPT FOR EUR/NB,\nAND EB\n" + ORDER, "DEPT FOR EUR/NB,\nAND EB", id="wrapped"),
    pytest.param("C O R R E C T E D C O P Y (TAG)\n" + ORDER, "C O R R E C T E D C O P Y (TAG)", id="copy"),
    pytest.param(ORDER + "\nDEPT FOR EUR/NB\n\n", "DEPT FOR EUR/NB", id="below the tags"),
    pytest.param("OSLO 00000431 001.2 OF 002\n" + ORDER, None, id="page break"),
    pytest.param("CONFIDENTIAL\n" + ORDER, None, id="running head"),
    pytest.param(ORDER, None, id="none"),
]


@pytest.mark.parametrize(("lines", "expected"), CASES)
def test_lines_of_no_field(make_pages: Callable[..., pl.DataFrame], lines: str, expected: str | None) -> None:
    split = split_telegrams(make_pages(ENVELOPE + LEVEL + lines + SUBJECT + BODY))
    assert split["attention"].to_list() == [expected]


@pytest.mark.parametrize(
    "field",
    [
        pytest.param("SUBJECT: TALKS ON FISH\n\nAND ICE\n", id="subject in capitals"),
        pytest.param("SUBJECT: TALKS\nREF: A. OSLO 12\n\nOF 10/6 AND 13\n\nC. OSLO 14\n", id="references"),
        pytest.param("SUBJECT: TALKS\n\nClassified By: DCM\n\nReason: 1.4 (b)\n", id="classified by"),
    ],
)
def test_fields_run_on_over_blank_lines(make_pages: Callable[..., pl.DataFrame], field: str) -> None:
    split = split_telegrams(make_pages(ENVELOPE + LEVEL + ORDER + field + BODY))
    assert split["attention"].to_list() == [None]


def test_text_with_lettered_lines_is_no_caption(make_pages: Callable[..., pl.DataFrame]) -> None:
    text = (
        "The embassy answers the questions that the Department asked last month, in order.\n\n"
        "¶A. Yes, in 3 towns.\n\n¶B. No.\n\n¶C. There were 12.\n"
    )
    split = split_telegrams(
        make_pages(ENVELOPE + LEVEL + ORDER + SUBJECT + "REF: OSLO 12\n\nReason: 1.4 (d)\n\n" + text)
    )
    assert split["caption"][0].endswith("Reason: 1.4 (d)")
    assert split["body"][0].strip() == text.strip()


def test_labels_glued_to_the_line_before_get_a_line(make_pages: Callable[..., pl.DataFrame]) -> None:
    glued = "E.O. 12958: DECL: 02/17/2016TAGS: PREL NOSUBJECT: TALKSREF: OSLO 12\n"
    split = split_telegrams(make_pages(ENVELOPE + LEVEL + glued + BODY))
    assert split["caption"][0].splitlines()[2:] == [
        "E.O. 12958: DECL: 02/17/2016",
        "TAGS: PREL NO",
        "SUBJECT: TALKS",
        "REF: OSLO 12",
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            "FOR THE COUNSELOR FROM CHIEF OF MISSION", "FOR THE COUNSELOR FROM CHIEF OF MISSION", id="to"
        ),
        pytest.param("From Ambassador for the Director", "From Ambassador for the Director", id="from"),
        pytest.param("For years the fish came from Norway.", None, id="sentence"),
        pytest.param("FISH FOR EXPORT", None, id="heading"),
    ],
)
def test_whom_the_message_is_for_below_the_subject(
    make_pages: Callable[..., pl.DataFrame], line: str, expected: str | None
) -> None:
    split = split_telegrams(make_pages(ENVELOPE + LEVEL + ORDER + SUBJECT + f"\n{line}\n" + BODY))
    assert split["attention"].to_list() == [expected]
    assert (line in split["body"][0]) == (expected is None)


def test_a_subject_may_hold_for_and_from(parse: Callable[..., ParsedTelegrams]) -> None:
    parsed = parse(ENVELOPE + LEVEL + ORDER + "SUBJECT: REQUEST\nFOR HELP FROM NATO\n" + BODY)
    assert parsed.cables["subject"].to_list() == ["REQUEST FOR HELP FROM NATO"]
