"""A database that is brought up to date holds what one made anew holds, whatever changed."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.schemas import TABLES
from etl.warehouse.catalog import published_tables, stored_tables, view_files
from etl.warehouse.database import build_database
from etl.warehouse.parquet import PARTED, UNDATED, write_part, write_table
from etl.warehouse.relations import create_table, parquet_rows
from etl.warehouse.update import LARGEST_WASTE, update_tables


class Sent(NamedTuple):
    """A cable: when it was sent, and what makes its rows differ."""

    year: int | None
    month: int
    word: str

    @property
    def part(self) -> str:
        # One year in whole, the others by month, as a build cuts large and small years.
        if self.year is None:
            return UNDATED
        return str(self.year) if self.year == 2005 else f"{self.year}-{self.month:02}"


Warehouse = dict[int, Sent]
"""Cables by serial."""


def rows_of(make_rows, warehouse: Warehouse) -> dict[str, pl.DataFrame]:
    """Rows of all tables, with the part of those that have one."""
    rows = {}
    for name in TABLES:
        changes = [
            {
                **({"cable_id": f"06MOSCOW{serial}"} if "cable_id" in TABLES[name].columns() else {}),
                **_own(name, serial, sent),
            }
            for serial, sent in warehouse.items()
        ]
        parts = pl.Series("part", [sent.part for sent in warehouse.values()], dtype=pl.String)
        rows[name] = make_rows(name, *changes).with_columns(parts)
    return rows


def _own(name: str, serial: int, sent: Sent) -> dict[str, object]:
    at = None if sent.year is None else datetime(sent.year, sent.month, 28, 23, 59, tzinfo=UTC)
    return {
        "cables": {"serial": serial, "created_at": at, "text": sent.word, "document_id": f"d{serial}"},
        "documents": {"document_id": f"d{serial}"},
        "paragraphs": {"paragraph_id": f"06MOSCOW{serial}#par1", "text": sent.word},
        "excerpts": {"position": serial},
        "tags": {"tag": sent.word.upper()},
        "arms_figures": {
            "figure_id": f"06MOSCOW{serial}#par1@0",
            "paragraph_id": f"06MOSCOW{serial}#par1",
        },
    }.get(name, {})


def write(rows: dict[str, pl.DataFrame], folder: Path) -> None:
    for name, frame in rows.items():
        if name in PARTED:
            for (part,), mine in frame.partition_by("part", as_dict=True, include_key=False).items():
                write_part(name, str(part), mine, folder)
        else:
            write_table(name, frame, folder)


def changes(before: dict[str, pl.DataFrame], after: dict[str, pl.DataFrame]) -> dict[str, set[str]]:
    """By table, the parts whose rows differ."""
    changed: dict[str, set[str]] = {}
    for name in TABLES:
        key = "part" if name in PARTED else pl.lit("0000").alias("part")
        old, new = (
            {part: mine for (part,), mine in rows[name].group_by(key, maintain_order=True)}
            for rows in (before, after)
        )
        changed[name] = {
            str(part)
            for part in {*old, *new}
            if part not in old or part not in new or not old[part].equals(new[part])
        }
    return changed


def bags(connection: duckdb.DuckDBPyConnection, names: list[str]) -> dict[str, Counter[str]]:
    """Rows of relations without their order."""
    return {name: Counter(map(repr, connection.execute(f"from {name}").fetchall())) for name in names}


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("attach ':memory:' as built")
        opened.execute("use built")
        yield opened


def fill(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    for table in published_tables().values():
        create_table(connection, table)
        files = sorted((tables / table.name).iterdir())
        connection.execute(f"insert into {table.name} {parquet_rows(table, files)}")


CABLES = st.dictionaries(
    st.integers(1, 9),
    st.builds(
        Sent, st.sampled_from([None, 2005, 2006, 2007]), st.integers(1, 2), st.sampled_from(["tanks", "jets"])
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=8, deadline=None)
@given(before=CABLES, after=CABLES)
def test_whatever_changed_the_rows_are_those_of_a_whole_build(
    make_rows, tmp_path_factory, before, after
) -> None:
    folder = tmp_path_factory.mktemp("changes")
    old, new = rows_of(make_rows, before), rows_of(make_rows, after)
    write(old, folder / "old")
    write(new, folder / "new")
    with duckdb.connect() as updated, duckdb.connect() as whole:
        for opened, tables in ((updated, "old"), (whole, "new")):
            opened.execute("attach ':memory:' as built")
            opened.execute("use built")
            fill(opened, folder / tables)
        assert update_tables(updated, folder / "new", changes(old, new))
        assert bags(updated, list(TABLES)) == bags(whole, list(TABLES))


def test_rows_that_no_change_explains_are_seen(make_rows, connection, tmp_path) -> None:
    before = {1: Sent(2006, 1, "tanks"), 2: Sent(2006, 2, "tanks")}
    write(rows_of(make_rows, before), tmp_path / "old")
    fill(connection, tmp_path / "old")
    write(rows_of(make_rows, {**before, 3: Sent(2007, 1, "jets")}), tmp_path / "new")
    assert not update_tables(connection, tmp_path / "new", {"cables": {"2006-01"}})


HELD = {serial: Sent(2006, 1 + serial % 2, "tanks") for serial in range(1, 9)} | {9: Sent(2007, 1, "jets")}
DAY = {**HELD, 10: Sent(2007, 1, "ships")}
ALL = {serial: sent._replace(word="guns") for serial, sent in HELD.items()}


@pytest.fixture
def held(make_rows, tmp_path) -> dict[str, pl.DataFrame]:
    """Tables and database of a build before, in `before`."""
    rows = rows_of(make_rows, HELD)
    write(rows, tmp_path / "before" / "tables")
    build_database(tmp_path / "before" / "tables", tmp_path / "before" / "cables.duckdb")
    return rows


@pytest.mark.parametrize(("warehouse", "is_whole"), [(DAY, False), (ALL, True)], ids=["a day", "nearly all"])
def test_a_database_is_updated_where_little_changed(warehouse, is_whole, held, make_rows, tmp_path) -> None:
    rows = rows_of(make_rows, warehouse)
    write(rows, tmp_path / "tables")
    previous = tmp_path / "before" / "cables.duckdb"
    old_bytes = previous.read_bytes()
    made = tmp_path / "cables.duckdb"
    assert build_database(tmp_path / "tables", made, previous, changes(held, rows)) == is_whole
    build_database(tmp_path / "tables", tmp_path / "whole.duckdb")
    names = [*stored_tables(), *(file.name for file in view_files())]
    with duckdb.connect(made) as updated, duckdb.connect(tmp_path / "whole.duckdb") as whole:
        assert bags(updated, names) == bags(whole, names)
        comments = (
            "select table_name, column_name, comment from duckdb_columns() where not internal order by all"
        )
        assert updated.execute(comments).fetchall() == whole.execute(comments).fetchall()
    assert previous.read_bytes() == old_bytes
    assert sorted(p.name for p in tmp_path.iterdir()) == ["before", "cables.duckdb", "tables", "whole.duckdb"]


def test_an_unchanged_database_is_the_same_file(held, tmp_path) -> None:
    previous = tmp_path / "before" / "cables.duckdb"
    unchanged: dict[str, set[str]] = {name: set() for name in TABLES}
    assert not build_database(tmp_path / "before" / "tables", tmp_path / "cables.duckdb", previous, unchanged)
    assert (tmp_path / "cables.duckdb").stat().st_ino == previous.stat().st_ino


@pytest.mark.parametrize("spoil", ["other columns", "other rows", "no file"])
def test_a_previous_file_of_other_making_is_not_built_on(spoil, held, make_rows, tmp_path) -> None:
    previous = tmp_path / "before" / "cables.duckdb"
    if spoil == "no file":
        previous.unlink()
    else:
        with duckdb.connect(previous) as connection:
            connection.execute(
                "comment on column tags.tag is 'another meaning'"
                if spoil == "other columns"
                else "delete from documents using cables"
            )
            connection.execute("delete from cables where serial = 1") if spoil == "other rows" else None
    rows = rows_of(make_rows, DAY)
    write(rows, tmp_path / "tables")
    assert build_database(tmp_path / "tables", tmp_path / "cables.duckdb", previous, changes(held, rows))
    with duckdb.connect(tmp_path / "cables.duckdb") as made:
        assert made.execute("select count(*) from cables").fetchall() == [(len(DAY),)]


def test_a_file_does_not_grow_with_every_change(make_rows, tmp_path) -> None:
    """Parts are replaced in turn: their gaps are filled, or the file is made anew."""
    warehouse: Warehouse = {serial: Sent(2006, 1 + serial % 12, "tanks") for serial in range(1, 61)}
    rows = rows_of(make_rows, warehouse)
    write(rows, tmp_path / "tables")
    path = tmp_path / "0.duckdb"
    build_database(tmp_path / "tables", path)
    made_anew = 0
    for step in range(1, 4):
        warehouse = {
            s: sent._replace(word=f"ships{step}") if sent.month == step else sent
            for s, sent in warehouse.items()
        }
        before, rows = rows, rows_of(make_rows, warehouse)
        shutil.rmtree(tmp_path / "tables")
        write(rows, tmp_path / "tables")
        previous, path = path, tmp_path / f"{step}.duckdb"
        made_anew += build_database(tmp_path / "tables", path, previous, changes(before, rows))
        with duckdb.connect(path, read_only=True) as connection:
            [(n_rows, n_numbers)] = connection.execute(
                "select count(*), max(rowid) + 1 from cables"
            ).fetchall()
        assert n_rows == 60
        assert 1 - n_rows / n_numbers <= LARGEST_WASTE + 0.1
    assert made_anew < 3
