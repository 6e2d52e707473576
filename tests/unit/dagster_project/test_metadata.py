"""What the web UI shows about a table."""

import polars as pl
import pytest

from dagster_project.metadata import BREAKDOWNS, PREVIEW_WIDTH, table_metadata
from etl.schemas import TABLES

TAGS = pl.LazyFrame(
    {
        "cable_id": ["07MOSCOW1", "07MOSCOW1", "07PARIS2"],
        "position": [1, 2, 1],
        "tag": ["PREL", "RS", "MARR"],
        "kind": ["subject", "geographic", "subject"],
        "name": ["long " * 100, None, "two\nlines"],
        "country": [None, "RUS", None],
    }
)


def test_rows_are_counted() -> None:
    assert table_metadata("tags", TAGS)["dagster/row_count"].value == 3


def test_rows_are_broken_down_most_first() -> None:
    records = table_metadata("tags", TAGS)["breakdown"].records
    assert [r.data for r in records] == [{"kind": "subject", "rows": 2}, {"kind": "geographic", "rows": 1}]


def test_preview_cuts_long_text_and_joins_lines() -> None:
    names = [record.data["name"] for record in table_metadata("tags", TAGS)["preview"].records]
    assert len(names[0]) == PREVIEW_WIDTH
    assert names[1:] == [None, "two lines"]


@pytest.mark.parametrize("table", BREAKDOWNS)
def test_breakdowns_name_columns_that_exist(table: str) -> None:
    assert set(BREAKDOWNS[table]) <= set(TABLES[table].column_names())
