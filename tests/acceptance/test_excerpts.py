"""Passages of real cables, damaged as blogs damage them and wrapped in prose, are linked to their cable."""

from pathlib import Path

import polars as pl
import pytest

from tests.benchmarks.excerpts import draw_passages, judge, read_cables

pytestmark = pytest.mark.slow

BAR = 0.99


@pytest.fixture(scope="module")
def held(shared: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    return read_cables([shared / "corpus"])


@pytest.fixture(scope="module")
def judged(held: tuple[pl.DataFrame, pl.DataFrame]) -> pl.DataFrame:
    return judge(draw_passages(held[0], per_cable=2, low=25, high=80), *held)


def test_passages_are_linked(judged: pl.DataFrame) -> None:
    assert judged.height > 1500
    right, wrong = judged["is_right"].sum(), judged["is_wrong"].sum()
    assert right / judged.height >= BAR
    assert right / (right + wrong) >= BAR


@pytest.mark.parametrize("by", ["kind", "damage"])
def test_no_damage_is_worse_than_others(judged: pl.DataFrame, by: str) -> None:
    assert judged.group_by(by).agg(pl.col("is_right").mean()).filter(pl.col("is_right") < 0.97).is_empty()


def test_passages_of_cables_that_are_not_held_stay_unlinked(held: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    paragraphs, cables = held
    is_held = pl.col("cable_id").hash(seed=1) % 2 == 0
    drawn = draw_passages(paragraphs.filter(~is_held), per_cable=2, low=25, high=80)
    judged = judge(drawn, paragraphs.filter(is_held), cables.filter(is_held))
    # What is left are sentences that one telegram took over from another.
    assert judged["is_wrong"].mean() <= 1 - BAR
