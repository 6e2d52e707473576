"""No row depends on which telegrams are parsed together."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl import telegrams
from etl.land import land
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams

GOLDEN = Path(__file__).parents[2] / "golden" / "pages"


@pytest.fixture(scope="module")
def pages() -> pl.DataFrame:
    return read_pages(pl.concat(land([GOLDEN])))


@pytest.fixture(scope="module")
def together(pages: pl.DataFrame) -> ParsedTelegrams:
    return telegrams.parse_telegrams(pages)


def assert_same_rows(left: ParsedTelegrams, right: ParsedTelegrams) -> None:
    for name, frame in left._asdict().items():
        if name == "findings":  # a finding has no place of its own among the others
            assert_frame_equal(frame, getattr(right, name), check_row_order=False)
        else:
            assert_frame_equal(frame, getattr(right, name))


@pytest.mark.parametrize("size", [1, 3])
def test_threads_change_no_row(
    pages: pl.DataFrame, together: ParsedTelegrams, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telegrams, "MIN_CHUNK", size)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 4)
    assert together.cables.height > 6
    assert_same_rows(telegrams.parse_telegrams(pages), together)


def test_neighbours_change_no_row(pages: pl.DataFrame, together: ParsedTelegrams) -> None:
    backwards = telegrams.parse_telegrams(pages.reverse())
    order = pages.select("document_id").with_row_index("place")
    for name, frame in backwards._asdict().items():
        again = (
            frame.join(order, on="document_id", how="left").sort("place", maintain_order=True).drop("place")
        )
        assert_frame_equal(again, getattr(together, name), check_row_order=name != "findings")
