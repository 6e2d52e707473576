"""Queries by users: what they can reach, and how results are written."""

import csv
import io
import json

import duckdb
import polars as pl
import pytest

from etl.warehouse.errors import QueryError
from etl.warehouse.query import FORMATS, SHOWN_ROWS, run_query, write_result


@pytest.fixture
def ask(database):
    """Run a query and write its result in a format."""

    def written(sql: str, form: str = "csv", **options: int) -> bytes:
        stream = io.BytesIO()
        with run_query(database, sql) as rows:
            write_result(rows, form, stream, **options)
        return stream.getvalue()

    return written


ODD = """
select 1 as n, 1 as n, null as nothing, 'a,"b"' as text, sum(x) as whole, avg(x) as mean, [1, 2] as list,
    {'k': 'v'} as record, date '2006-05-04' as day, timestamp '2006-05-04 13:05:00' as instant, 'nan'::double as nan,
    1.50::decimal(5, 2) as price
from range(4) as r(x)
"""


def test_csv_quotes_what_needs_it(ask) -> None:
    header, row = csv.reader(io.StringIO(ask(ODD).decode()))
    assert header[:4] == ["n", "n", "nothing", "text"]
    assert row == [
        *("1", "1", "", 'a,"b"', "6", "1.5", "[1, 2]", '{"k": "v"}'),
        *("2006-05-04", "2006-05-04T13:05:00", "", "1.5"),
    ]


def test_json_is_an_array_with_an_object_a_line(ask) -> None:
    text = ask(ODD, "json").decode()
    (row,) = json.loads(text)
    assert list(row)[:2] == ["n", "n_2"]
    assert (row["whole"], row["list"], row["record"], row["nan"]) == (6, [1, 2], {"k": "v"}, None)
    assert len(ask("from range(3)", "json").splitlines()) == 5


def test_parquet_holds_all_rows_and_types(ask) -> None:
    frame = pl.read_parquet(io.BytesIO(ask(ODD, "parquet")))
    assert frame.columns[:2] == ["n", "n_2"]
    assert frame["list"].to_list() == [[1, 2]]
    assert pl.read_parquet(io.BytesIO(ask("from range(25000)", "parquet"))).height == 25_000


def test_a_table_shows_values_and_counts_what_it_hides(ask) -> None:
    text = ask(f"select range as n, 2.5e9 as usd from range({SHOWN_ROWS + 50})", "table", width=60).decode()
    assert "2,500,000,000" in text
    assert text.splitlines()[-1] == f"{SHOWN_ROWS + 50} rows, 50 of them not shown"
    assert sum("2,500,000,000" in line for line in text.splitlines()) == SHOWN_ROWS
    assert max(map(len, text.splitlines())) <= 60


def test_rows_too_wide_for_a_table_are_shown_a_line_a_column(ask) -> None:
    lines = ask("from arms_figures", "table", width=80).decode().splitlines()
    assert any(line.split() == ["buyer", "VEN"] for line in lines)
    assert any(line.split() == ["amount_usd", "1,000,000,000"] for line in lines)
    assert lines[-1] == "1 rows"


def test_text_that_looks_like_markup_is_shown_as_it_is(ask) -> None:
    assert "[red]x[/nothing]" in ask("select '[red]x[/nothing]' as t", "table").decode()


@pytest.mark.parametrize(
    ("form", "expected"),
    [("csv", b"tag\n"), ("json", b"[]\n"), ("table", b"0 rows")],
    ids=["csv", "json", "table"],
)
def test_no_rows_is_a_result(form, expected, ask) -> None:
    assert expected in ask("select tag from tags where false", form)


@pytest.mark.parametrize(
    "sql", ["from cables", "describe cables", "show tables", "explain from tags", "values (1)"]
)
@pytest.mark.parametrize("form", FORMATS)
def test_whatever_asks_is_answered(sql, form, ask) -> None:
    assert ask(sql, form)


REFUSED = {
    "a file": "select * from read_csv('pyproject.toml')",
    "a file by its name": "select * from 'pyproject.toml'",
    "a listing": "select * from glob('*')",
    "a copy": "copy tags to 'tags.csv'",
    "another database": "attach 'other.duckdb'",
    "a setting": "set enable_external_access = true",
    "an extension": "load httpfs",
    "a change": "delete from tags",
    "a new table": "create table t as select 1",
    "a temporary table": "create temp table t as select 1",
    "two statements": "select 1; select 2",
    "no statement": " ",
    "a mistake": "selct 1",
    "an unknown table": "select * from cable",
    "a variable of the program": "select * from rows_of_the_caller",
    "a failure midway": "select error('bad row') from tags",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
@pytest.mark.parametrize("form", FORMATS)
def test_anything_else_is_refused_in_one_line(sql, form, ask) -> None:
    rows_of_the_caller = pl.DataFrame({"secret": [1]})
    with pytest.raises(QueryError) as refusal:
        ask(sql, form)
    assert str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert rows_of_the_caller.height == 1


def test_an_endless_query_is_stopped(database) -> None:
    sql = "select count(*) from range(1000000000) as a, range(1000000) as b where a.range * b.range = 7"
    with pytest.raises(QueryError, match="execution time"), run_query(database, sql, timeout=0.2) as rows:
        write_result(rows, "csv", io.BytesIO())


def test_no_database_says_what_to_do(tmp_path) -> None:
    with (
        pytest.raises(QueryError, match=r"^no warehouse at \S+: run 'cablehouse build' first$"),
        run_query(tmp_path / "cables.duckdb", "select 1"),
    ):
        pytest.fail("a query ran on nothing")


def test_a_file_that_is_no_database_is_one_line(tmp_path) -> None:
    (tmp_path / "cables.duckdb").write_text("not a database " * 1000)
    with (
        pytest.raises(QueryError, match="not a valid DuckDB"),
        run_query(tmp_path / "cables.duckdb", "select 1"),
    ):
        pytest.fail("a query ran on nothing")


def test_other_readers_do_not_hinder(database, ask) -> None:
    with duckdb.connect(database, read_only=True, config={"enable_external_access": "false"}):
        assert ask("select count(*) as n from tags") == b"n\n1\n"


def test_parquet_is_not_sent_to_a_terminal(database) -> None:
    class Terminal(io.BytesIO):
        def isatty(self) -> bool:
            return True

    with run_query(database, "from tags") as rows, pytest.raises(QueryError, match="send it to a file"):
        write_result(rows, "parquet", Terminal())


def test_an_unknown_format_names_those_there_are(database) -> None:
    with (
        run_query(database, "from tags") as rows,
        pytest.raises(QueryError, match="table, csv, json, parquet"),
    ):
        write_result(rows, "xml", io.BytesIO())
