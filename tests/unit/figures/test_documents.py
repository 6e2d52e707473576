"""Figures are found in documents: several may tell of one cable, and some tell of none."""

import polars as pl

from etl.figures import recognize_figures
from tests.benchmarks.figures import frames

CASES = [
    {"year": 2006, "host": "FRA", "text": "In 2006 France sold Morocco 12 helicopters for EUR 50 million."},
    {"year": 2006, "host": "FRA", "text": "In 2006 France sold Chad 14 tanks."},
]
SIDES = ["document_id", "buyer", "kind", "amount"]


def found(cable_ids: list[str | None]) -> list[tuple[object, ...]]:
    """Figures of the cases, whose documents tell of these cables."""
    parsed = frames(CASES)
    told = pl.DataFrame({"document_id": ["08POST1", "08POST2"], "cable_id": cable_ids})
    parsed = tuple(
        frame.drop("cable_id").join(told, on="document_id", maintain_order="left") for frame in parsed
    )
    return recognize_figures(*parsed).select(SIDES).rows()


FIRST = [("08POST1", "MAR", "quantity", 12.0), ("08POST1", "MAR", "value", 50e6)]
SECOND = [("08POST2", "TCD", "quantity", 14.0)]


def test_two_documents_of_one_cable_are_each_read_by_themselves() -> None:
    assert found(["06PARIS1", "06PARIS1"]) == FIRST + SECOND


def test_a_document_of_no_cable_has_no_figures() -> None:
    assert found([None, "06PARIS1"]) == SECOND
