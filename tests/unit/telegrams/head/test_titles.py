"""The title of a page against the subject of its telegram."""

from collections.abc import Callable

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

TELEGRAM = (
    "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nC O N F I D E N T I A L OSLO 000431\n\n"
    "E.O. 12958: N/A\nSUBJECT: NORWAY'S FRIGATES AND\nTHE U.S. YARD'S OFFER\n\n1. (C) Text.\n"
)


def conflicts(parse: Parse, title: str, **listed: str) -> list[tuple[str, str]]:
    parsed = parse(TELEGRAM, **{"listed_cable_id": "06OSLO431", "listed_subject": title, **listed})
    found = parsed.findings.filter(pl.col("code") == "subject_conflict")
    assert set(found["severity"]) <= {"warning"}
    return found.select("value", "other_value").rows()


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("NORWAY'S FRIGATES AND", id="its first line"),
        pytest.param("Norway’s frigates and the U.S. yard’s of...", id="cut, case of a headline"),
        pytest.param("C) NORWAY'S FRIGATES AND", id="half of its mark"),
        pytest.param("(S/NF) NORWAY'S FRIGATES AND", id="its mark"),
        pytest.param("SUBJECT: NORWAY'S FRIGATES AND", id="its label"),
        pytest.param("Cablegate: Norway's Frigates & the US Yard's Offer", id="the series before it"),
        pytest.param("norways frigates the us yards offer", id="flattened"),
        pytest.param(" ", id="blank"),
    ],
)
def test_a_title_that_is_printed_otherwise_is_no_conflict(parse: Parse, title: str) -> None:
    assert conflicts(parse, title) == []


def test_another_title_is_told_with_both_values(parse: Parse) -> None:
    assert conflicts(parse, "CANALS OF VENICE") == [
        ("NORWAY'S FRIGATES AND THE U.S. YARD'S OFFER", "CANALS OF VENICE")
    ]


def test_a_page_without_an_id_can_be_contradicted(parse: Parse) -> None:
    assert len(conflicts(parse, "CANALS OF VENICE", listed_cable_id="")) == 1


def test_the_title_of_another_cable_is_a_conflict_of_identity_alone(parse: Parse) -> None:
    assert conflicts(parse, "CANALS OF VENICE", listed_cable_id="06ROME7") == []


def test_flattened_subjects_prove_nothing(parse: Parse) -> None:
    assert conflicts(parse, "CANALS OF VENICE", fidelity="flattened") == []
