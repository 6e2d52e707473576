"""The change report between two builds: what came, went, changed and stayed."""

import pytest

from tests.benchmarks.figures_diff import BASELINE, FIELDS, difference, main, read, report

HERE = {"char_start": 10, "char_end": 13}

PAIRS = {
    "nothing": ({}, {}, "gained 0, lost 0, changed 0, same 1"),
    "a field": ({"status": "contracted"}, {"status": "delivered"}, "gained 0, lost 0, changed 1, same 0"),
    "a field that was null": ({"seller": None}, {"seller": "RUS"}, "gained 0, lost 0, changed 1, same 0"),
    "the number's span grew": (HERE, {**HERE, "char_end": 21}, "gained 0, lost 0, changed 0, same 1"),
    "the number moved": (HERE, {"char_start": 30, "char_end": 33}, "gained 0, lost 0, changed 0, same 1"),
    "another number elsewhere": (
        HERE,
        {"char_start": 30, "char_end": 33, "amount": 5.0},
        "gained 1, lost 1, changed 0, same 0",
    ),
    "another paragraph": (
        {"paragraph_id": "06MOSCOW1#par1"},
        {"paragraph_id": "06MOSCOW1#par2"},
        "gained 1, lost 1, changed 0, same 0",
    ),
}


@pytest.fixture
def warehouse(tmp_path, make_rows):
    """`warehouse(name, {...}, ...)`: a warehouse with these arms figures."""

    def make(name, *changes):
        folder = tmp_path / name
        (folder / "tables" / "arms_figures").mkdir(parents=True)
        rows = make_rows("arms_figures", *changes)
        rows.write_parquet(folder / "tables" / "arms_figures" / "part.parquet")
        return folder

    return make


@pytest.mark.parametrize(("before", "after", "summary"), PAIRS.values(), ids=PAIRS)
def test_what_two_builds_tell_differently(before, after, summary, warehouse) -> None:
    found = difference(read(warehouse("old", before)), read(warehouse("new", after)))
    assert next(report(found)) == summary


def test_each_figure_is_paired_once(warehouse) -> None:
    old = read(warehouse("old", HERE))
    new = read(warehouse("new", {**HERE, "char_end": 11}, {**HERE, "char_start": 12}))
    found = difference(old, new)
    assert (len(found.gained), len(found.lost), found.n_same) == (1, 0, 1)


def test_the_report_tells_each_change_by_place_and_field(warehouse, capsys) -> None:
    old = warehouse("old", {"status": "contracted"}, {"paragraph_id": "06CAIRO2#par3", "amount": 7.0})
    new = warehouse("new", {"status": "delivered"}, {"paragraph_id": "06CAIRO4#par5", "amount": 8.0})
    main([str(old), str(new)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "gained 1, lost 1, changed 1, same 0"
    assert lines[1].startswith("+ 06CAIRO4#par5@0:3  One sale was signed.")
    assert "amount 8.0" in lines[2]
    assert lines[3].startswith("- 06CAIRO2#par3@0:3")
    assert lines[5:] == ["~ 06MOSCOW1#par1@0:3  One sale was signed.", "    status: contracted -> delivered"]


def test_a_list_that_was_kept_reads_as_the_warehouse_did(warehouse, tmp_path) -> None:
    rows = read(
        warehouse("old", {"amount": 1.7e9, "year_from": None, "is_suspect": True, "suspect_reason": "x"})
    )
    rows.write_csv(tmp_path / "kept.csv")
    assert read(tmp_path / "kept.csv").equals(rows)


def test_the_baseline_tells_every_field() -> None:
    rows = read(BASELINE)
    assert set(FIELDS) < set(rows.columns)
    assert rows.height > 0
    assert rows["paragraph_id"].null_count() == 0


def test_a_folder_without_figures_is_told(tmp_path) -> None:
    with pytest.raises(SystemExit, match="no arms figures in"):
        read(tmp_path)
