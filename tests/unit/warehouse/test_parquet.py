"""Tables as Parquet files: order, bytes, types, descriptions, refusals."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from etl.schemas import TABLES
from etl.warehouse import parquet
from etl.warehouse.errors import TableError, WarehouseError
from etl.warehouse.parquet import (
    STORAGE,
    WHOLE,
    Storage,
    broken_rows,
    keep_parts,
    link_part,
    part_file,
    parts_held,
    read_table,
    table_files,
    write_part,
    write_table,
)


@pytest.fixture
def many_cables(make_rows) -> pl.DataFrame:
    """Cables of equal and missing dates among others."""
    typical = make_rows("cables", {})["created_at"][0]
    dates = [None, typical.replace(year=2009), typical, typical, typical.replace(year=1973), None, typical]
    return make_rows(
        "cables",
        *({"cable_id": f"06MOSCOW{n}", "serial": n, "created_at": date} for n, date in enumerate(dates)),
    )


@pytest.mark.parametrize("name", TABLES)
def test_round_trip_is_exact(name, make_rows, tmp_path: Path) -> None:
    rows = make_rows(name, {})
    write_table(name, rows, tmp_path)
    assert read_table(tmp_path, name).collect().equals(rows)


@pytest.mark.parametrize("name", TABLES)
def test_order_decides_between_any_two_rows(name) -> None:
    key = TABLES[name].primary_key()
    assert set(STORAGE[name].order) >= set(key or TABLES[name].column_names())


@pytest.mark.parametrize("lazy", [False, True], ids=["frame", "lazy"])
def test_the_same_rows_give_the_same_bytes_however_they_come(lazy, many_cables, tmp_path) -> None:
    whole = write_table("cables", many_cables, tmp_path / "whole").read_bytes()
    shuffled = many_cables.sample(fraction=1, shuffle=True, seed=1)
    path = write_table("cables", shuffled.lazy() if lazy else shuffled, tmp_path / "other")
    assert pl.read_parquet(path).equals(many_cables.sort("created_at", "cable_id", nulls_last=True))
    assert path.read_bytes() == whole


def test_what_lies_behind_nulls_changes_no_byte(make_rows, tmp_path) -> None:
    """Text of which a mask shows a part, beside the same text without anything masked."""
    cables = make_rows("cables", *({"cable_id": f"06MOSCOW{n}", "serial": n} for n in range(1, 3000)))
    masked = cables.with_columns(pl.lit("words " * 200).alias("summary")).with_columns(
        pl.when(pl.col("serial") % 3 == 0).then("summary").alias("summary")
    )
    clean = masked.with_columns(pl.Series("summary", masked["summary"].to_list(), dtype=pl.String))
    first, second = (write_table("cables", rows, tmp_path / n) for n, rows in (("a", masked), ("b", clean)))
    assert first.read_bytes() == second.read_bytes()


def test_parts_are_read_in_their_order(many_cables, tmp_path) -> None:
    parts = {"2009": [1], "2006-10": [2], "undated": [0, 5], "2006-05": [3, 6], "1973": [4]}
    for part, places in parts.items():
        write_part("cables", part, many_cables[places], tmp_path)
    assert parts_held(tmp_path, "cables") == ("1973", "2006-05", "2006-10", "2009", "undated")
    read = read_table(tmp_path, "cables").collect()
    assert read["serial"].to_list() == [4, 3, 6, 2, 1, 0, 5]
    assert [file.name for file in table_files(tmp_path, "cables")][1] == "cables-2006-05.parquet"


def test_a_table_written_whole_takes_the_place_of_its_parts(many_cables, tmp_path) -> None:
    for part in ("2006", "2007"):
        write_part("cables", part, many_cables[:2], tmp_path)
    write_table("cables", many_cables, tmp_path)
    assert parts_held(tmp_path, "cables") == (WHOLE,)
    assert read_table(tmp_path, "cables").collect().height == many_cables.height


def test_parts_that_are_not_kept_go_alone(many_cables, tmp_path) -> None:
    for part in ("2006", "2007", "2008"):
        write_part("cables", part, many_cables, tmp_path)
    keep_parts("cables", {"2006", "2008", "2009"}, tmp_path)
    assert parts_held(tmp_path, "cables") == ("2006", "2008")


def test_a_linked_part_is_the_same_file(many_cables, tmp_path) -> None:
    path = write_part("cables", "2006", many_cables, tmp_path / "before")
    linked = link_part("cables", "2006", tmp_path / "before", tmp_path / "now")
    assert linked.stat().st_ino == path.stat().st_ino
    write_part("cables", "2006", many_cables[:1], tmp_path / "now")
    assert pl.read_parquet(path).height == many_cables.height


def test_a_part_that_is_not_there_cannot_be_linked(tmp_path) -> None:
    with pytest.raises(
        WarehouseError, match=r"^cannot write \S+cables-2006.parquet: No such file or directory$"
    ):
        link_part("cables", "2006", tmp_path, tmp_path / "now")


def test_a_key_told_twice_in_a_part_is_refused(many_cables, tmp_path) -> None:
    twice = pl.concat([many_cables, many_cables[[1]].with_columns(created_at=None)])
    with pytest.raises(TableError, match=r"^cables: .*primary_key.* failed for 2 rows"):
        write_part("cables", "2006", twice, tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (pl.lit("rumour").alias("status"), "known_figurestatus"),
        (pl.lit(-1.0).alias("amount"), "min"),
        (pl.lit(None, dtype=pl.String).alias("evidence"), "nullability"),
        (pl.lit("x").alias("suspect_reason"), "suspect_says_why"),
    ],
    ids=["unknown code", "below minimum", "null", "rule over two columns"],
)
def test_rows_that_break_the_schema_are_refused_and_nothing_is_left(
    change, message, make_rows, tmp_path
) -> None:
    rows = make_rows("arms_figures", {})
    write_table("arms_figures", rows, tmp_path)
    with pytest.raises(
        TableError, match=f"^arms_figures: .*{message}.* failed for 1 rows \\(figure_id=06MOSCOW1.*\\)$"
    ):
        write_table("arms_figures", rows.with_columns(change), tmp_path)
    assert [p.name for p in (tmp_path / "arms_figures").iterdir()] == ["arms_figures-0000.parquet"]
    assert read_table(tmp_path, "arms_figures").collect().equals(rows)


def test_rows_written_under_the_rules_of_today_are_not_read_again(make_rows, tmp_path, monkeypatch) -> None:
    write_part("tags", "2006", make_rows("tags", {}), tmp_path)
    monkeypatch.setattr(pl, "read_parquet", pytest.fail)
    assert broken_rows(tmp_path, "tags").is_empty()


@pytest.mark.parametrize("written_by", ["other rules", "another program"])
def test_rows_written_under_other_rules_are_held_against_these(
    written_by, make_rows, tmp_path, monkeypatch
) -> None:
    rows = make_rows("tags", {"kind": "rumour"}, {"position": 0, "kind": "rumour"}, {"position": 2})
    write_part("tags", "2007", make_rows("tags", {}), tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(parquet, "validated", lambda _, frame: frame)
        patch.setattr(parquet, "rules_version", lambda: "before")
        path = write_part("tags", "2006", rows, tmp_path)
    if written_by == "another program":
        rows.write_parquet(path)
    broken = broken_rows(tmp_path, "tags").select("rule", "position", "kind").rows()
    assert sorted(broken) == [
        ("kind|check__known_tagkind", 0, "rumour"),
        ("kind|check__known_tagkind", 1, "rumour"),
        ("position|min", 0, "rumour"),
    ]


def test_missing_column_is_named(make_rows, tmp_path) -> None:
    with pytest.raises(TableError, match="tags: missing columns name"):
        write_table("tags", make_rows("tags", {}).drop("name"), tmp_path)


def test_other_columns_and_orders_are_mended(make_rows, tmp_path) -> None:
    rows = make_rows("tags", {})
    given = rows.select(*reversed(rows.columns), extra=1).with_columns(pl.col("position").cast(pl.Int64))
    write_table("tags", given, tmp_path)
    assert read_table(tmp_path, "tags").collect().equals(rows)


def test_a_table_without_rows_keeps_its_columns(make_rows, tmp_path) -> None:
    write_table("findings", make_rows("findings").lazy(), tmp_path)
    assert read_table(tmp_path, "findings").collect_schema() == pl.Schema(TABLES["findings"])


@pytest.mark.parametrize("name", TABLES)
def test_descriptions_travel_in_the_file(name, make_rows, tmp_path) -> None:
    schema = pq.read_schema(write_table(name, make_rows(name), tmp_path))
    assert schema.metadata[b"description"]
    assert all(field.metadata[b"description"] for field in schema)


def test_rows_are_pruned_by_statistics(many_cables, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(parquet.STORAGE, "cables", Storage(("created_at", "cable_id"), group=2))
    metadata = pq.ParquetFile(write_table("cables", many_cables, tmp_path)).metadata
    created = many_cables.columns.index("created_at")
    highs = [metadata.row_group(n).column(created).statistics.max for n in range(2)]
    assert metadata.num_row_groups == 4
    assert highs == sorted(highs)
    assert metadata.row_group(0).column(created).compression == "ZSTD"


def test_unwritable_folder_is_one_line(make_rows, tmp_path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WarehouseError, match=r"^cannot write \S+tags-0000.parquet: Not a directory$"):
        write_table("tags", make_rows("tags", {}), tmp_path / "file")


def test_no_table_says_what_to_do(tmp_path) -> None:
    with pytest.raises(WarehouseError, match=r"no table cables in .*: build the warehouse first"):
        read_table(tmp_path, "cables")


def test_temporary_files_are_never_read(make_rows, tmp_path) -> None:
    rows = make_rows("tags", {})
    path = write_table("tags", rows, tmp_path)
    part_file(tmp_path, "tags").with_name(".tags-0000.parquet.1.tmp").write_bytes(b"cut off")
    assert read_table(tmp_path, "tags").collect().equals(rows)
    assert pl.read_parquet(path.parent / "**/*.parquet").equals(rows)
