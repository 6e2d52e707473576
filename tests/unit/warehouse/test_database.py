"""The DuckDB file: it stands alone, tells what it holds, and is replaced under its readers."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.schemas import TABLES
from etl.warehouse.catalog import published_tables, reference_tables, stored_tables, view_files
from etl.warehouse.database import STORAGE_VERSION, build_database
from etl.warehouse.errors import WarehouseError
from etl.warehouse.parquet import part_file, write_table

CONTRACT_VIEWS = {
    "arms_sales_by_buyer_year",
    "arms_sales_by_seller_year",
    "arms_quantities_by_system_year",
    "arms_figure_evidence",
    "cables_by_date",
    "cables_by_origin",
    "cables_by_tag",
    "cables_by_classification",
    "latest_releases",
    "most_referenced_cables",
    "missing_cables",
    "data_quality",
}


@pytest.fixture
def reader(database):
    with duckdb.connect(database, read_only=True) as connection:
        yield connection


def test_every_promised_view_is_there(reader) -> None:
    views = {
        name
        for (name,) in reader.execute("select view_name from duckdb_views() where not internal").fetchall()
    }
    stored = {file.name for file in view_files() if "stored" in file.settings}
    assert views | stored >= CONTRACT_VIEWS
    assert views == {file.name for file in view_files()} - stored


@pytest.mark.parametrize("name", [*published_tables(), *reference_tables(), *(f.name for f in view_files())])
def test_every_table_and_view_answers(name, reader) -> None:
    assert reader.execute(f"select * from {name}").description


def test_everything_is_commented(reader) -> None:
    silent = reader.execute(
        """
        select table_name from duckdb_tables() where comment is null
        union all select view_name from duckdb_views() where not internal and comment is null
        union all select table_name || '.' || column_name from duckdb_columns()
            where not internal and (comment is null or comment = '')
        """
    ).fetchall()
    assert silent == []


def test_comments_are_those_of_the_schemas_and_headers(reader) -> None:
    comments = dict(
        reader.execute(
            "select column_name, comment from duckdb_columns() where table_name = 'arms_figures'"
        ).fetchall()
    )
    columns = TABLES["arms_figures"].columns()
    assert comments["buyer"] == columns["buyer"].description
    assert comments["amount_usd"] == f"{columns['amount_usd'].description} [USD, nominal]"


def test_rows_keep_order_types_and_constraints(reader, tables) -> None:
    stored = reader.execute("select created_at, cable_id from cables").fetchall()
    (written,) = pl.read_parquet(part_file(tables, "cables")).select("created_at", "cable_id").rows()
    assert stored == [(written[0].replace(tzinfo=None), written[1])]
    required = reader.execute(
        "select column_name from duckdb_columns() where table_name = 'tags' and not is_nullable"
    ).fetchall()
    assert required == [("cable_id",), ("position",), ("tag",), ("kind",)]


def test_the_file_has_the_format_that_older_drivers_read(database) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"attach '{database}' as built (read_only)")
        tags = connection.execute(
            "select tags from duckdb_databases() where database_name = 'built'"
        ).fetchall()
        keys = connection.execute(
            "select constraint_type from duckdb_constraints() where database_name = 'built'"
        )
        assert STORAGE_VERSION == "v1.0.0"
        assert "v1.0.0" in str(tags)
        assert {kind for (kind,) in keys.fetchall()} == {"NOT NULL"}


def test_a_copy_opens_from_any_folder(database, tmp_path) -> None:
    copy = shutil.copy(database, tmp_path / "copied.duckdb")
    code = "import duckdb; print(duckdb.connect('copied.duckdb', read_only=True).execute('from cables_by_tag').fetchall())"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(copy).parent, capture_output=True, text=True, check=True
    )
    assert "MARR" in told.stdout


def test_a_reader_keeps_the_old_file_while_it_is_replaced(tables, make_rows, tmp_path) -> None:
    path, changed = tmp_path / "cables.duckdb", tmp_path / "changed"
    build_database(tables, path)
    shutil.copytree(tables, changed)
    write_table("tags", make_rows("tags", {}, {"position": 2, "tag": "PREL"}), changed)
    with duckdb.connect(path, read_only=True) as old:
        assert old.execute("select count(*) from tags").fetchall() == [(1,)]
        build_database(changed, path)
        assert old.execute("select count(*) from arms_figure_evidence").fetchall() == [(1,)]
        assert old.execute("select count(*) from tags").fetchall() == [(1,)]
    with duckdb.connect(path, read_only=True) as new:
        assert new.execute("select count(*) from tags").fetchall() == [(2,)]
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["cables.duckdb"]


def test_the_same_tables_give_the_same_rows(database, tables, tmp_path) -> None:
    build_database(tables, tmp_path / "again.duckdb")
    with duckdb.connect(database, read_only=True) as one, duckdb.connect(tmp_path / "again.duckdb") as other:
        for name in stored_tables():
            assert one.execute(f"from {name}").fetchall() == other.execute(f"from {name}").fetchall()
        # SQL promises no order to a view without one: its rows are compared as a bag.
        for name in (file.name for file in view_files()):
            rows = [sorted(map(repr, c.execute(f"from {name}").fetchall())) for c in (one, other)]
            assert rows[0] == rows[1]


def test_a_missing_table_is_named_and_the_old_file_stays(tables, tmp_path) -> None:
    path, partial = tmp_path / "cables.duckdb", tmp_path / "partial"
    build_database(tables, path)
    before = path.read_bytes()
    shutil.copytree(tables, partial)
    shutil.rmtree(partial / "tags")
    with pytest.raises(WarehouseError, match=r"^no table tags in .*: build the warehouse first$"):
        build_database(partial, path)
    assert path.read_bytes() == before


def test_a_broken_table_is_one_line_and_leaves_nothing(tables, tmp_path) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(tables, broken)
    part_file(broken, "tags").write_bytes(b"PAR1 cut off")
    with pytest.raises(WarehouseError, match=r"^cannot build .*cables.duckdb: .+$"):
        build_database(broken, tmp_path / "cables.duckdb")
    assert [p.name for p in tmp_path.iterdir()] == ["broken"]
