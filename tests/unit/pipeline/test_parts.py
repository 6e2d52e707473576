"""Where a table is cut follows from its rows alone."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.pipeline import parts
from etl.pipeline.parts import fingerprint, part_names

INSTANTS = st.none() | st.datetimes(datetime(2003, 1, 1), datetime(2006, 12, 31), timezones=st.just(UTC))
DTYPE = pl.Datetime("us", "UTC")


def named(instants: list[datetime | None], limit: int) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART_ROWS", limit)
        return part_names(pl.Series(instants, dtype=DTYPE)).to_list()


def at(*days: tuple[int, int, int]) -> list[datetime | None]:
    return [datetime(*day, 12, tzinfo=UTC) for day in days]


@pytest.mark.parametrize(
    ("instants", "limit", "expected"),
    [
        pytest.param([], 1, [], id="no cables"),
        pytest.param(at((2006, 1, 2), (2005, 1, 2)), 2, ["0000", "0000"], id="few cables: one part"),
        pytest.param(at((2006, 1, 2), (2005, 3, 2)), 1, ["2006", "2005"], id="a part a year"),
        pytest.param(
            at((2006, 1, 2), (2006, 3, 2), (2005, 3, 2)),
            1,
            ["2006-01", "2006-03", "2005"],
            id="a part a month",
        ),
        pytest.param(
            at((2006, 1, 2), (2006, 1, 3), (2006, 2, 2)),
            1,
            ["2006-01-02", "2006-01-03", "2006-02"],
            id="a part a day",
        ),
        pytest.param(at((2006, 1, 2), (2006, 1, 2)), 1, ["2006-01-02"] * 2, id="no less than a day"),
        pytest.param([None, *at((2006, 1, 2))], 1, ["undated", "2006"], id="no time known"),
    ],
)
def test_part(instants: list[datetime | None], limit: int, expected: list[str]) -> None:
    assert named(instants, limit) == expected


@given(st.lists(INSTANTS, max_size=30), st.integers(1, 10), st.randoms())
def test_order_does_not_matter(instants: list[datetime | None], limit: int, random) -> None:
    shuffled = instants.copy()
    random.shuffle(shuffled)
    assert set(zip(instants, named(instants, limit), strict=True)) == set(
        zip(shuffled, named(shuffled, limit), strict=True)
    )


@given(st.lists(INSTANTS, max_size=30), st.integers(1, 10))
def test_each_part_is_a_stretch_of_time_and_small(instants: list[datetime | None], limit: int) -> None:
    frame = pl.DataFrame({"at": pl.Series(instants, dtype=DTYPE), "part": named(instants, limit)})
    spans = (
        frame.filter(pl.col("at").is_not_null())
        .group_by("part")
        .agg(low=pl.col("at").min(), high=pl.col("at").max(), n=pl.len())
        .sort("low")
    )
    assert spans.filter(pl.col("low") <= pl.col("high").shift(1)).is_empty()
    larger = spans.filter(pl.col("n") > limit)
    assert larger.filter(pl.col("high") - pl.col("low") >= timedelta(days=1)).is_empty()


def test_fingerprint_is_of_code_and_of_rows_in_any_order() -> None:
    ids, times = pl.Series(["a", "b"]), pl.Series([1, None])
    told = fingerprint("code", ids, times)
    assert told == fingerprint("code", ids.reverse(), times.reverse())
    others = {
        fingerprint("other", ids, times),
        fingerprint("code", ids, times.reverse()),
        fingerprint("code", ids),
        fingerprint("code"),
    }
    assert told not in others
    assert len(others) == 4
