"""Headers, checks and dictionary: what is documented is what there is."""

from pathlib import Path

import pytest

from etl.settings import sql_folder
from etl.warehouse.catalog import published_tables, view_files
from etl.warehouse.checks import load_checks, run_checks
from etl.warehouse.dictionary import describe, dictionary, render_markdown
from etl.warehouse.errors import WarehouseError
from etl.warehouse.facts import FACTS
from etl.warehouse.parquet import part_file
from etl.warehouse.sqlfile import ColumnNote, read_sql_file

PAGE = Path(__file__).parents[3] / "docs" / "data_dictionary.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text() == render_markdown(), (
        "run: python -m etl.warehouse.dictionary > docs/data_dictionary.md"
    )


def test_every_view_documents_the_columns_it_has() -> None:
    views = dictionary()["views"]
    assert set(views) == {file.name for file in view_files()}
    assert all(column.type and column.meaning for view in views.values() for column in view.columns)


def test_every_column_of_every_table_has_a_meaning() -> None:
    for section in dictionary().values():
        for table in section.values():
            assert table.description
            assert [c.name for c in table.columns if not c.meaning] == []


def test_one_view_is_told_with_types_and_units() -> None:
    columns = {column.name: column for column in describe("arms_sales_by_buyer_year").columns}
    assert (columns["value_usd"].type, columns["value_usd"].unit) == ("DOUBLE", "USD, nominal")
    assert columns["year"].type == "INTEGER"


def test_an_unknown_name_lists_those_there_are() -> None:
    with pytest.raises(WarehouseError, match=r"no table or view cable: choose one of .*cables, "):
        describe("cable")


@pytest.mark.parametrize("path", sorted(sql_folder().glob("[vc]*s/*.sql")), ids=lambda p: p.stem)
def test_sql_is_written_in_lower_case_and_ends_its_lines(path: Path) -> None:
    text = path.read_text()
    words = {
        word for line in text.splitlines() if not line.startswith("--") for word in line.split("'")[0].split()
    }
    assert words.isdisjoint(
        {"SELECT", "FROM", "WHERE", "WITH", "JOIN", "GROUP", "ORDER", "CASE", "AND", "OR"}
    )
    assert text.endswith("\n")
    assert max(map(len, text.splitlines())) <= 120


def test_a_header_is_read_into_its_parts(tmp_path) -> None:
    path = tmp_path / "v.sql"
    path.write_text(
        "-- Sales,\n-- one row a year.\n--\n-- year | calendar year\n-- usd | USD | their value\n-- table: cables\n"
        "-- A rule: totals\n-- hold deals.\nselect year, usd -- from nothing\nfrom a join b using (year);\n"
    )
    file = read_sql_file(path, ["table"])
    assert (file.name, file.description) == ("v", "Sales, one row a year.")
    assert file.columns == (ColumnNote("year", "", "calendar year"), ColumnNote("usd", "USD", "their value"))
    assert file.settings == {"table": "cables"}
    assert file.notes == "A rule: totals hold deals."
    assert file.mentions(["a", "b", "nothing", "c"]) == ("a", "b")
    assert file.query.endswith("using (year)")


@pytest.mark.parametrize("text", ["select 1\n", "-- Only words.\n", "--\nselect 1\n"])
def test_a_file_without_header_or_statement_is_refused(text, tmp_path) -> None:
    (tmp_path / "v.sql").write_text(text)
    with pytest.raises(WarehouseError, match=r"^v.sql: needs a header"):
        read_sql_file(tmp_path / "v.sql")


@pytest.mark.parametrize("check", load_checks(), ids=lambda c: c.name)
def test_a_check_runs_where_only_its_tables_are(check, tables, make_rows, tmp_path) -> None:
    for name in check.reads:
        part_file(tmp_path, name).parent.mkdir()
        part_file(tmp_path, name).symlink_to(part_file(tables, name))
    facts = {name: make_rows(name, {}) for name in FACTS}
    assert run_checks([check], tmp_path, facts=facts)[0].passed
    assert check.table in published_tables()


def test_a_check_without_its_table_says_so(tmp_path) -> None:
    (check,) = (c for c in load_checks() if c.name == "tags_belong_to_cables")
    with pytest.raises(WarehouseError, match="check tags_belong_to_cables cannot run: no table cables in"):
        run_checks([check], tmp_path)


def test_blocking_checks_are_the_errors() -> None:
    assert {check.is_blocking for check in load_checks() if check.severity == "error"} == {True}
    assert {check.is_blocking for check in load_checks() if check.severity == "warning"} == {False}
