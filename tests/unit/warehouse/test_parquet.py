"""Tables as Parquet files: order, bytes, types, descriptions, refusals."""

from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pytest

from etl.schemas import TABLES
from etl.warehouse import parquet
from etl.warehouse.errors import TableError, WarehouseError
from etl.warehouse.parquet import STORAGE, Storage, read_table, table_file, write_table


@pytest.fixture
def many_cables(make_rows) -> pl.DataFrame:
    """Cables of equal and missing dates among others, as slices must cope with."""
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


@pytest.mark.parametrize("rows_a_slice", [1, 2, 3, 100])
@pytest.mark.parametrize("lazy", [False, True], ids=["frame", "lazy"])
def test_order_is_total_however_the_rows_come(rows_a_slice, lazy, many_cables, tmp_path, monkeypatch) -> None:
    whole = write_table("cables", many_cables, tmp_path / "whole").read_bytes()
    storage = Storage(("created_at", "cable_id"), group=4_000, slice=rows_a_slice)
    monkeypatch.setitem(parquet.STORAGE, "cables", storage)
    shuffled = many_cables.sample(fraction=1, shuffle=True, seed=rows_a_slice)
    path = write_table("cables", shuffled.lazy() if lazy else shuffled, tmp_path / "sliced")
    expected = many_cables.sort("created_at", "cable_id", nulls_last=True)
    assert pl.read_parquet(path).equals(expected)
    if rows_a_slice == 100:
        assert path.read_bytes() == whole


def test_slices_may_go_by_a_text(make_rows, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(parquet.STORAGE, "tags", Storage(("cable_id", "position"), slice=2))
    rows = make_rows("tags", *({"cable_id": f"06MOSCOW{n}"} for n in range(5)))
    write_table("tags", rows.reverse(), tmp_path)
    assert read_table(tmp_path, "tags").collect().equals(rows)


def test_same_slices_give_same_bytes(many_cables, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(parquet.STORAGE, "cables", Storage(("created_at", "cable_id"), slice=2))
    one = write_table("cables", many_cables, tmp_path / "one").read_bytes()
    other = write_table("cables", many_cables.reverse().lazy(), tmp_path / "other").read_bytes()
    assert one == other


def test_a_key_told_twice_in_different_slices_is_refused(many_cables, tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(parquet.STORAGE, "cables", Storage(("created_at", "cable_id"), slice=2))
    twice = pl.concat([many_cables, many_cables[[1]].with_columns(created_at=None)])
    with pytest.raises(TableError, match="cables: primary_key failed for 2 rows"):
        write_table("cables", twice, tmp_path)


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
    with pytest.raises(TableError, match=f"^arms_figures: .*{message}.* failed for 1 rows$"):
        write_table("arms_figures", rows.with_columns(change), tmp_path)
    assert [p.name for p in (tmp_path / "arms_figures").iterdir()] == ["arms_figures-0000.parquet"]
    assert read_table(tmp_path, "arms_figures").collect().equals(rows)


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
    table_file(tmp_path, "tags").with_name(".tags-0000.parquet.1.tmp").write_bytes(b"cut off")
    assert read_table(tmp_path, "tags").collect().equals(rows)
    assert pl.read_parquet(path.parent / "**/*.parquet").equals(rows)
