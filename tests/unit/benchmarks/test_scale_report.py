"""Medians, lines and ratios of the bench's third part, and whether it sees that warehouses differ."""

from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from etl.schemas import TABLES
from tests.benchmarks.scale import merged, write_docs
from tests.benchmarks.scale_diff import files_apart, rows_apart
from tests.benchmarks.scale_report import line, medians, plot, show, slopes


def test_medians_go_into_results_and_keep_what_one_run_alone_has() -> None:
    runs = [{"a": {"s": seconds}, "name": "x", "n": 2 * seconds} for seconds in (3, 1, 9)]
    runs[0]["a"] |= {"apart": ["file"]}
    assert medians(runs) == {"a": {"s": 3, "apart": ["file"]}, "name": "x", "n": 6}


@pytest.mark.parametrize(
    ("points", "fixed", "slope"),
    [
        ([(1_000, 7.0), (2_000, 9.0), (50_000, 105.0)], 5.0, 0.002),
        ([(1_000, 2.0)], 0.0, 0.002),
    ],
    ids=["on a line", "one size alone"],
)
def test_the_line_through_sizes(points: list[tuple[float, float]], fixed: float, slope: float) -> None:
    assert line(points) == pytest.approx((fixed, slope))


def test_slopes_are_from_size_to_size() -> None:
    assert slopes([(1_000, 7.0), (2_000, 9.0), (4_000, 17.0)]) == [0.002, 0.004]


def cost(seconds: float, **more: Any) -> dict[str, Any]:
    return {
        "wall_seconds": seconds,
        "cpu_seconds": 2 * seconds,
        "peak_bytes": 3e9,
        "bytes_written": 5e8,
        **more,
    }


def build(seconds: float, **more: Any) -> dict[str, Any]:
    kinds = {"tables": 1e8, "database": 3e8, "shards": 1e8}
    return cost(seconds, steps={"telegrams": seconds / 2}, bytes_by_kind=kinds, **more)


def result() -> dict[str, Any]:
    apart = {"rows_apart": {"cables": 0, "tags": 4}, "files_apart": ["tags/tags-0000.parquet"]}
    first = {
        "unchanged": build(2),
        "day": build(3, **apart),
        "scattered": build(4, rows_apart={}, files_apart=[]),
    }
    return {
        "machine": {"cores": 2},
        "parsers": {"plain": {"rows_per_second": 500.0}, "ours": {"rows_per_second": 2_500.0}},
        "sizes": [
            {"rows": 1_000, "runs": 5, "floor": cost(2), "build": build(5), **first},
            {"rows": 3_000, "runs": 1, "floor": cost(4), "build": build(9)},
        ],
    }


@pytest.mark.parametrize(
    "told",
    [
        "2 cores, medians of runs: 5 of 1,000 rows, 1 of 3,000 rows",
        "build / floor: 2.50 of wall, 2.50 of CPU",
        "build / floor: 2.25 of wall",
        "build: 3.0 s + 2,000 us a row",
        "from 1,000 to 3,000 rows: 2,000 us a row, +0.0%",
        "telegrams                    4.5 s    50%",
        "rows apart from a whole build: {'tags': 4}, files: 1",
        "rows apart from a whole build: 0, files: 0",
        "plain 500 rows a second, ours 2,500: 5.0 times",
        "667 rows a second: 1.3 times",
    ],
)
def test_what_is_shown(told: str) -> None:
    assert told in show(result())


def test_results_of_separate_calls_are_one() -> None:
    first, later = result(), result()
    del first["sizes"][1]
    del later["sizes"][0]
    assert merged([later, first]) == result()
    again = {**result()["sizes"][0], "runs": 9}
    assert merged([result(), {**result(), "sizes": [again]}])["sizes"][0]["runs"] == 9


def test_the_page_gets_the_result_and_the_picture(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Above\n<!-- measured -->\n```text\nold\n```\nbelow\n")
    write_docs(result(), page)
    assert page.read_text() == f"Above\n<!-- measured -->\n```text\n{show(result())}\n```\nbelow\n"
    assert (tmp_path / "page.svg").exists()
    page.write_text("no block")
    with pytest.raises(SystemExit, match="no block"):
        write_docs(result(), page)


def test_the_picture_is_svg_with_both_lines(tmp_path: Path) -> None:
    plot(result(), tmp_path / "new" / "scale.svg")
    picture = (tmp_path / "new" / "scale.svg").read_text()
    assert picture.startswith("<svg")
    assert {word for word in ("build", "floor", "microseconds a row") if word in picture} == {
        "build",
        "floor",
        "microseconds a row",
    }


@pytest.fixture
def warehouses(tmp_path: Path) -> tuple[Path, Path]:
    """Two of the same rows in another order, in one file and in two."""
    rows = pl.DataFrame({"a": [1, 1, 2, 3], "b": ["x", "x", None, "z"]})
    found = []
    for name, parts in (("one", [rows]), ("other", [rows[2:], rows[:2]])):
        folder = tmp_path / name
        for table in TABLES:
            (folder / "tables" / table).mkdir(parents=True)
            for number, part in enumerate(parts):
                part.write_parquet(folder / "tables" / table / f"{table}-{number}.parquet")
        with duckdb.connect(folder / "cables.duckdb") as connection:
            connection.register("rows", pl.concat(parts).to_arrow())
            connection.execute("create table deals as from rows")
        found.append(folder)
    return found[0], found[1]


def test_order_and_files_of_rows_are_no_difference(warehouses: tuple[Path, Path]) -> None:
    assert rows_apart(*warehouses) == {**dict.fromkeys(TABLES, 0), "database.deals": 0}


def test_rows_are_counted_that_one_warehouse_has_more_often(warehouses: tuple[Path, Path]) -> None:
    one, _ = warehouses
    pl.DataFrame({"a": [1, 9], "b": ["x", "x"]}).write_parquet(one / "tables" / "tags" / "tags-1.parquet")
    with duckdb.connect(one / "cables.duckdb") as connection:
        connection.execute("delete from deals where a = 1")
    apart = rows_apart(*warehouses)
    assert {name: n for name, n in apart.items() if n} == {"tags": 2, "database.deals": 1}


def test_files_differ_by_their_bytes_or_by_being_there(warehouses: tuple[Path, Path]) -> None:
    one, other = warehouses
    names = [f"{table}/{table}-{number}.parquet" for table in TABLES for number in (0, 1)]
    assert files_apart(one, other) == sorted(names)
    assert files_apart(one, one) == []
