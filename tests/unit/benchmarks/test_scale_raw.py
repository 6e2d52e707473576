"""Raw sources of the bench: no telegram is told under an id that another one has, and none is lost."""

from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.telegrams import parse_telegrams
from tests.benchmarks import dump, scale_raw
from tests.benchmarks.plain_parser import read_rows
from tests.benchmarks.scale_raw import drawn_rows, more_rows, renumbered, repeat, rows_of

N = 40


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("base") / "cables.csv"
    dump.write(path, N, 5, 0.3)
    return path


def parsed(path: Path) -> pl.DataFrame:
    return parse_telegrams(read_pages(pl.concat(land([path])))).cables


@pytest.mark.parametrize("block_bytes", [64 << 10, 8 << 20], ids=["rows across blocks", "one block"])
def test_rows_are_cut_where_they_start(base: Path, monkeypatch: pytest.MonkeyPatch, block_bytes: int) -> None:
    monkeypatch.setattr(scale_raw, "BLOCK_BYTES", block_bytes)
    rows = list(rows_of(base))
    assert b"".join(rows) == base.read_bytes()
    assert len(rows) == N


def test_copies_are_other_cables_with_the_same_text(base: Path, tmp_path: Path) -> None:
    repeat(base, 3, tmp_path / "cables.csv")
    once, thrice = parsed(base), parsed(tmp_path / "cables.csv")
    assert thrice.height == 3 * N
    assert thrice["cable_id"].is_unique().all()
    assert thrice["serial"].to_list() == [
        serial + more for more in (0, 40_000, 80_000) for serial in once["serial"]
    ]
    assert thrice["subject"].to_list() == 3 * once["subject"].to_list()


def test_a_serial_is_renumbered_wherever_the_row_tells_it() -> None:
    row = b'"7","1/2/2003 22:01","03ROME12","Embassy Rome","SECRET","03ROME9","#0012/01","ROME 000012\nROME 00000012"\n'
    assert renumbered(row, 1_007, 40_000) == (
        b'"1007","1/2/2003 22:01","03ROME40012","Embassy Rome","SECRET","03ROME9","#0012/01",'
        b'"ROME 040012\nROME 00040012"\n'
    )


def test_rows_drawn_again_are_rows_of_the_dump(base: Path) -> None:
    drawn = list(drawn_rows(base, 10))
    assert len(set(drawn)) == 10
    assert set(drawn) < set(rows_of(base))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer rows come after a dump."""
    monkeypatch.setattr(scale_raw, "COPIES", 15)
    monkeypatch.setattr(scale_raw, "MORE_ROWS", 150)


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(("kind", "n_copies", "n_months"), [("day", 0, 1), ("scattered", 15, 30)])
def test_what_comes_after_a_dump(base: Path, tmp_path: Path, kind: str, n_copies: int, n_months: int) -> None:
    more_rows(kind, tmp_path / "more.csv", base)
    rows = list(read_rows(tmp_path / "more.csv"))
    held = {row[2] for row in read_rows(base)}
    assert len({row[2] for row in rows}) == 150
    assert sum(row[2] in held for row in rows) == n_copies
    months = {(row[1].split("/")[0], row[1].split(" ")[0][-4:]) for row in rows}
    assert len(months) == 1 if n_months == 1 else len(months) >= n_months
