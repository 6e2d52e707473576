"""Octets are counted and mapped alike in whichever slices."""

import polars as pl
import pytest

from etl.telegrams import octets

TEXTS = pl.Series(["tanks, 24", None, "", "café – ¶2.", "a\nb\n"])
IS_DIGIT = (pl.element() >= ord("0")) & (pl.element() <= ord("9"))


@pytest.mark.parametrize("slice_bytes", [1, 7, 1 << 20])
def test_slices_change_no_count(monkeypatch: pytest.MonkeyPatch, slice_bytes: int) -> None:
    monkeypatch.setattr(octets, "SLICE_BYTES", slice_bytes)
    assert octets.counted(TEXTS, IS_DIGIT).to_list() == [2, None, 0, 1, 0]


@pytest.mark.parametrize("slice_bytes", [1, 7, 1 << 20])
def test_slices_change_no_text(monkeypatch: pytest.MonkeyPatch, slice_bytes: int) -> None:
    monkeypatch.setattr(octets, "SLICE_BYTES", slice_bytes)
    blank = pl.when(pl.element() == ord("\n")).then(pl.lit(ord(" "), pl.UInt8)).otherwise(pl.element())
    assert octets.mapped(TEXTS, blank).to_list() == ["tanks, 24", None, "", "café – ¶2.", "a b "]


@pytest.mark.parametrize("slice_bytes", [1, 7, 1 << 20])
def test_what_is_mapped_is_what_is_counted(monkeypatch: pytest.MonkeyPatch, slice_bytes: int) -> None:
    monkeypatch.setattr(octets, "SLICE_BYTES", slice_bytes)
    starred = pl.when(IS_DIGIT).then(pl.lit(ord("*"), pl.UInt8)).otherwise(pl.element())
    texts, counts = octets.mapped_and_counted(TEXTS, starred, pl.element() == ord("*"))
    assert texts.to_list() == octets.mapped(TEXTS, starred).to_list()
    assert counts.to_list() == [2, None, 0, 1, 0]


def test_no_texts_have_no_octets() -> None:
    assert octets.counted(TEXTS.clear(), IS_DIGIT).to_list() == []
