"""Every view is asked for whole and by what people look up, and a slow one is told."""

from pathlib import Path

import pytest

from etl.schemas import TABLES
from etl.warehouse.catalog import view_files
from etl.warehouse.database import build_database
from etl.warehouse.parquet import write_table
from tests.benchmarks import views


@pytest.fixture(scope="module")
def warehouse(make_rows, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    for name in TABLES:
        changes = {"buyer": "GOR'KIY"} if name == "arms_figures" else {}
        write_table(name, make_rows(name, changes), folder / "tables")
    build_database(folder / "tables", folder / "cables.duckdb")
    return folder


def run(warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """The status that the benchmark ends with."""
    monkeypatch.setattr(views, "RUNS", 1)
    monkeypatch.setattr("sys.argv", ["views", str(warehouse)])
    with pytest.raises(SystemExit) as end:
        views.main()
    return end.value.code


def test_views_are_asked_for_whole_and_tables_by_cable(warehouse, monkeypatch, capsys) -> None:
    monkeypatch.setattr(views, "LIMIT_MS", 1e9)
    assert run(warehouse, monkeypatch) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert last.endswith("none")
    asked = {line.split("median  ")[1] for line in lines}
    assert asked >= {f"select * from {file.name}" for file in view_files()}
    assert {
        "select * from deals where buyer = 'GOR''KIY'",
        "select * from cables_by_tag where tag = 'MARR'",
        "select * from paragraphs where cable_id = '06MOSCOW1'",
    } <= asked


def test_of_many_rows_the_first_are_asked_for_and_an_aggregate(warehouse, monkeypatch, capsys) -> None:
    monkeypatch.setattr(views, "MANY_ROWS", 0)
    run(warehouse, monkeypatch)
    printed = capsys.readouterr().out
    assert "select * from deals limit 1000" in printed
    assert "select count(columns(*)) from deals" in printed
    assert "select * from deals\n" not in printed


def test_a_slow_view_is_told_and_fails(warehouse, monkeypatch, capsys) -> None:
    monkeypatch.setattr(views, "LIMIT_MS", 0)
    assert run(warehouse, monkeypatch) == 1
    *lines, last = capsys.readouterr().out.splitlines()
    assert any(line.endswith("SLOW select * from deals") for line in lines)
    assert last.startswith("over 0 ms: arms_amounts_by_pair_year, ")
