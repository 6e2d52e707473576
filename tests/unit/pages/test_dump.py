"""Rows of the CSV dump."""

from datetime import UTC, datetime

import pytest

ROW = {
    "row_number": "12",
    "created": "4/22/2003 8:15",
    "reference_id": "03WARSAW1342",
    "origin": "Embassy Warsaw",
    "classification": "CONFIDENTIAL",
    "references": "02WARSAW4201|03STATE77",
    "header": "P 220815Z APR 03\nFM AMEMBASSY WARSAW",
    "body": "SUBJECT: F-16\n\n1. (C) Poland buys 48 F-16.",
}


def test_row_gives_listing_and_telegram(read_all) -> None:
    (record,) = read_all(ROW)
    assert record == {
        "layout": "dump",
        "fidelity": "verbatim",
        "reason": None,
        "listed_cable_id": "03WARSAW1342",
        "listed_created_at": datetime(2003, 4, 22, 8, 15, tzinfo=UTC),
        "listed_released_at": None,
        "listed_classification": "CONFIDENTIAL",
        "listed_origin": "Embassy Warsaw",
        "listed_subject": None,
        "listed_tags": None,
        "listed_references": "02WARSAW4201|03STATE77",
        "telegram": "P 220815Z APR 03\nFM AMEMBASSY WARSAW\n\nSUBJECT: F-16\n\n1. (C) Poland buys 48 F-16.",
        "passages": None,
    }


@pytest.mark.parametrize(
    ("body", "telegram"),
    [
        pytest.param("A &amp; B &quot;C&quot;", 'A & B "C"', id="entities"),
        pytest.param('said \\"no\\"', 'said "no"', id="escaped quotes"),
        pytest.param("line \\\n \\\nnext", "line\n\nnext", id="backslashes before newlines"),
        pytest.param("a\r\nb\xa0c \n", "a\nb c", id="newlines and blanks of other systems"),
        pytest.param("a\u2028b\u2007c\ufeffd\u0085e", "a\nb c d\ne", id="those beyond Latin"),
        pytest.param("a \t\nb\t", "a\nb", id="blanks at the ends of lines"),
        pytest.param("a\x00b\x1bc\x7fd\x9ce", "abcde", id="control characters"),
        pytest.param("a\n\x1a \n\tb", "a\n\n\tb", id="a control character among blanks"),
        pytest.param("\n\na\n", "a", id="blank lines at both ends"),
        pytest.param("a\nMessage Text\nb", "a\nMessage Text\nb", id="no mirror put its stamps there"),
        pytest.param("", None, id="no body and no header"),
    ],
)
def test_remnants_of_the_export_go(read_all, body: str, telegram: str | None) -> None:
    (record,) = read_all(ROW | {"header": "null", "body": body})
    assert record["telegram"] == telegram


@pytest.mark.parametrize("created", ["13/40/2003 8:15", "", None, "yesterday"])
def test_a_date_that_is_none_is_null(read_all, created: str | None) -> None:
    (record,) = read_all(ROW | {"created": created})
    assert record["listed_created_at"] is None


def test_rows_and_pages_keep_their_order(read_all) -> None:
    records = read_all(ROW, "no cable here", ROW)
    assert [record["layout"] for record in records] == ["dump", "unknown", "dump"]


def test_what_is_mended_in_one_row_leaves_the_others_as_they_are(read_all) -> None:
    bodies = ["plain", "a\rb", "café 5\xa0km", "naïve", "x \ny", " \t\n", "NULL"]
    records = read_all(*(ROW | {"header": "", "body": body} for body in bodies))
    assert [record["telegram"] for record in records] == [
        "plain",
        "a\nb",
        "café 5 km",
        "naïve",
        "x\ny",
        None,
        "NULL",
    ]
