"""How many telegrams are parsed at once changes no row and loses none."""

from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl.land import land
from etl.pipeline import Progress, parse_sources, shards

GOLDEN = Path(__file__).parents[2] / "golden" / "pages"


def staged(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / name / "*.parquet")


def test_small_batches_stage_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = parse_sources([GOLDEN], tmp_path / "whole")
    monkeypatch.setattr(shards, "PARSED_BYTES", 1)
    monkeypatch.setattr(shards, "land", partial(land, batch_bytes=1000))
    seen: list[Progress] = []
    cut = parse_sources([GOLDEN], tmp_path / "cut", seen.append)
    assert len(list((tmp_path / "whole" / "cables").iterdir())) == 1
    assert len(list((tmp_path / "cut" / "cables").iterdir())) > 3
    assert cut == whole == seen[-1]
    for name in ("pages", "cables", "paragraphs", "tags", "recipients", "cable_references"):
        assert_frame_equal(staged(tmp_path / "cut", name), staged(tmp_path / "whole", name))
