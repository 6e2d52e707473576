"""Heads of real telegrams: the pages of the corpus, read from beside the repository."""

from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams
from etl.telegrams import parse_telegrams

COVERAGE = {
    "cable_id": 1.0,
    "station": 1.0,
    "origin": 1.0,
    "origin_country": 1.0,
    "created_at": 0.995,
    "classification": 1.0,
    "subject": 0.985,
    "n_sections": 0.99,
    "caveats": 0.95,
    "precedence": 0.91,
    "declassify_on": 0.89,
    "classified_by": 0.88,
    "classification_reasons": 0.88,
}
"""Least share of corpus telegrams in which each column is filled. What is left: extracts without envelope (precedence),
unclassified telegrams (the last three), and pages that print none."""


@pytest.fixture(scope="module")
def parsed(shared: Path) -> ParsedTelegrams:
    pages = pl.concat([read_pages(batch) for batch in land([shared / "corpus" / "cablegate"])])
    return parse_telegrams(pages)


@pytest.mark.parametrize(("column", "share"), COVERAGE.items(), ids=COVERAGE)
def test_coverage(parsed: ParsedTelegrams, column: str, share: float) -> None:
    filled = 1 - parsed.cables[column].null_count() / parsed.cables.height
    assert filled >= share


def test_listing_and_telegram_agree_but_for_mixed_up_pages(parsed: ParsedTelegrams) -> None:
    conflicts = parsed.findings.filter(pl.col("code") == "identity_conflict")
    assert conflicts.height / parsed.cables.height < 0.01
    assert conflicts["detail"].str.contains("envelope above the text is not").all()


def test_every_station_is_a_known_post(parsed: ParsedTelegrams) -> None:
    of_cables = (pl.col("code") == "unknown_station") & (pl.col("severity") == "warning")
    assert parsed.findings.filter(of_cables).is_empty()


def test_no_date_time_group_is_unreadable(parsed: ParsedTelegrams) -> None:
    assert parsed.findings.filter(pl.col("code") == "malformed_date").is_empty()


def test_addressees_are_told_by_every_envelope(parsed: ParsedTelegrams) -> None:
    """A telegram with a date-time group of its own has addressees; extracts have lost both."""
    codes = ("partial_extract", "missing_envelope", "identity_conflict", "date_from_listing")
    bare = parsed.findings.filter(pl.col("code").is_in(codes))["document_id"]
    whole = parsed.cables.filter(~pl.col("document_id").is_in(bare.implode()))
    assert whole["document_id"].is_in(parsed.recipients["document_id"].implode()).all()


def test_tags_are_on_the_official_list(parsed: ParsedTelegrams) -> None:
    unknown = parsed.tags.filter(pl.col("kind") == "unknown")
    assert unknown.height / parsed.tags.height < 0.005


def test_references_name_cables_or_say_what_else(parsed: ParsedTelegrams) -> None:
    references = parsed.cable_references
    cables = references.filter(pl.col("kind") == "cable")
    assert cables["referenced_cable_id"].null_count() == 0
    assert cables.height / references.height > 0.85
    assert references.filter(pl.col("kind") != "cable")["referenced_cable_id"].drop_nulls().is_empty()


def test_dates_agree_with_the_listing(parsed: ParsedTelegrams) -> None:
    """The listing of these pages repeats the hour in place of the minutes, so days are compared."""
    assert parsed.findings.filter(pl.col("code") == "date_conflict").is_empty()
