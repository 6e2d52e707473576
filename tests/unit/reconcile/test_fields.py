"""What the canonical document lacks is taken from the best copy that can be trusted with it."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from etl.reconcile import FIELDS, field_sources
from etl.schemas import CableFieldSources

MINUTE = datetime(2006, 5, 2, 12, 4, tzinfo=UTC)
DAY = datetime(2006, 5, 2, tzinfo=UTC)
SCHEMA = {
    "cable_id": pl.String, "document_id": pl.String, "rank": pl.Int64,
    **dict.fromkeys(("is_flattened", "is_dated", "is_misplaced", "is_foreign"), pl.Boolean),
    **dict.fromkeys(FIELDS, pl.String),
    **dict.fromkeys(("created_at", "released_at"), pl.Datetime("us", "UTC")),
    **dict.fromkeys(("tags", "recipients", "cable_references", "n_sections"), pl.Int32),
}  # fmt: skip


def copy_of(rank: int, **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(SCHEMA) | {"cable_id": "06OSLO7", "document_id": f"d{rank}", "rank": rank}
    row |= dict.fromkeys(("is_flattened", "is_dated", "is_misplaced", "is_foreign"), False)
    return row | {"tags": 0, "recipients": 0, "cable_references": 0} | changes


def sources(*rows: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    """By field: the document that it is taken from, and what the canonical one has instead."""
    found = field_sources(pl.DataFrame(list(rows), schema=SCHEMA))
    CableFieldSources.validate(found, cast=True)
    return {row["field"]: (row["document_id"], row["own_value"]) for row in found.to_dicts()}


TAKEN = [
    pytest.param({"signed_by": "SMITH"}, {"signed_by": ("d2", None)}, id="a field that is missing"),
    pytest.param({"released_at": DAY}, {"released_at": ("d2", None)}, id="a time"),
    pytest.param({"recipients": 4}, {"recipients": ("d2", None)}, id="rows of a table"),
    pytest.param({"released_at": DAY, "is_misplaced": True}, {}, id="not from another cable's listing"),
    pytest.param({"origin": "Embassy Rome", "is_foreign": True}, {}, id="not from another cable's head"),
    pytest.param(
        {"signed_by": "SMITH", "is_foreign": True}, {"signed_by": ("d2", None)}, id="but from its text"
    ),
    pytest.param({"subject": "arms sales", "is_flattened": True}, {}, id="no words of a flattened copy"),
    pytest.param(
        {"origin": "Embassy Oslo", "is_flattened": True}, {"origin": ("d2", None)}, id="but its codes"
    ),
]


@pytest.mark.parametrize(("changes", "taken"), TAKEN)
def test_what_is_missing_is_taken(changes: dict[str, Any], taken: dict[str, Any]) -> None:
    assert sources(copy_of(1), copy_of(2, **changes)) == taken


def test_what_is_there_stays() -> None:
    assert sources(copy_of(1, subject="TANKS", tags=2), copy_of(2, subject="TANKS AND GUNS", tags=3)) == {}


def test_the_best_copy_gives() -> None:
    rows = [copy_of(3, signed_by="BROWN"), copy_of(1), copy_of(2, signed_by="SMITH")]
    assert sources(*rows) == {"signed_by": ("d2", None)}


def test_an_envelope_dates_better_than_a_listing() -> None:
    listed, dated = copy_of(1, created_at=DAY), copy_of(2, created_at=MINUTE, is_dated=True)
    assert sources(listed, dated) == {"created_at": ("d2", "2006-05-02 00:00")}
    assert sources(copy_of(1, created_at=MINUTE, is_dated=True), copy_of(2, created_at=DAY)) == {}


def test_a_caption_is_taken_from_a_page_that_lists_the_cable() -> None:
    rows = (
        copy_of(1, subject="VISAS", tags=2, signed_by="SMITH", is_misplaced=True),
        copy_of(2, subject="TANKS", tags=3, signed_by="BROWN"),
    )
    assert sources(*rows) == {"subject": ("d2", "VISAS"), "tags": ("d2", "2")}
    alone = copy_of(1, subject="VISAS", is_misplaced=True), copy_of(2)
    assert sources(*alone) == {}


def test_what_another_cables_page_told_is_replaced() -> None:
    rows = copy_of(1, origin="Embassy Rome", is_foreign=True), copy_of(2, origin="Embassy Oslo")
    assert sources(*rows) == {"origin": ("d2", "Embassy Rome")}
