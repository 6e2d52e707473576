"""Mirrors of the bench: second copies of a dump's cables, known as such."""

import random
import zipfile
from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.telegrams import parse_telegrams
from tests.benchmarks import dump, mirrors
from tests.benchmarks.mirrors import of_row, pages, write
from tests.benchmarks.plain_parser import read_rows

N = 200


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "cables.csv"
    dump.write(path, N, 5, 0.2)
    return path


def test_copies_are_of_cables_of_the_dump_in_several_layouts(base: Path, tmp_path: Path) -> None:
    n_pages = write(base, 0.3, tmp_path / "mirrors.zip")
    assert 0.2 * N < n_pages < 0.4 * N
    landed = read_pages(pl.concat(land([tmp_path / "mirrors.zip"])))
    assert landed.height == n_pages
    assert landed["layout"].n_unique() >= 5
    assert 0 < (landed["fidelity"] == "flattened").sum() < 0.5 * n_pages
    held = {row[2] for row in read_rows(base)}
    told = parse_telegrams(landed.filter(pl.col("telegram").is_not_null())).cables["cable_id"].drop_nulls()
    assert told.is_in(held).mean() > 0.9
    assert told.len() > 0.9 * n_pages


def test_the_same_dump_has_the_same_mirrors(base: Path, tmp_path: Path) -> None:
    for name in ("one.zip", "other.zip"):
        write(base, 0.1, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "other.zip").read_bytes()
    assert zipfile.ZipFile(tmp_path / "one.zip").testzip() is None


def test_some_copies_are_cut(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirrors, "FLATTENED", 0)
    monkeypatch.setattr(mirrors, "LAYOUTS", ["telegram"])
    rows = [row for row in read_rows(base) if of_row(row)]
    copies = list(pages(base, 1.0, random.Random(1)))
    assert len(copies) == len(rows)
    n_cut = sum(f"{row[6]}\n{row[7]}" != copy for row, copy in zip(rows, copies, strict=True))
    assert 0.1 * N < n_cut < 0.3 * N


@pytest.mark.parametrize("row", [[], ["1", "2/3/2004 5:06"], ["1", "", "X", "", "", "", "", ""]])
def test_a_damaged_row_has_no_copy(row: list[str]) -> None:
    assert of_row(row) is None
