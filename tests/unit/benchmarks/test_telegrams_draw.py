"""The draw repeats itself, and a sheet shows the telegram and what was read from it."""

from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.telegrams import parse_telegrams
from tests.benchmarks.telegrams_draw import draw, sheet

GOLDEN = Path(__file__).parents[2] / "golden" / "pages" / "viewer_html"


@pytest.fixture(scope="module")
def pages() -> pl.DataFrame:
    return read_pages(pl.concat(land([GOLDEN]))).filter(pl.col("telegram").is_not_null())


def test_same_seed_draws_the_same_and_order_of_pages_matters_not(pages: pl.DataFrame) -> None:
    assert draw(pages, 7, 2) == draw(pages.reverse(), 7, 2)
    assert set(draw(pages, 7, 100)) == set(pages["document_id"])


def test_sheet_holds_the_telegram_and_its_rows(pages: pl.DataFrame) -> None:
    parsed = parse_telegrams(pages)
    document_id, subject = parsed.cables.drop_nulls("subject").select("document_id", "subject").row(0)
    shown = sheet(pages, parsed, document_id)
    assert pages.filter(pl.col("document_id") == document_id)["telegram"][0] in shown
    rows = parsed.paragraphs.filter(pl.col("document_id") == document_id)
    assert all(f"    {text}\n" in shown for text in rows["text"].to_list())
    assert f"subject: {subject}" in shown
