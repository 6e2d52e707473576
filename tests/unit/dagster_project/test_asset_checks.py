"""Checks of a build that changes little: they look at little, and forget nothing."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from dagster_project import asset_checks
from dagster_project.asset_checks import check_schema, judge
from dagster_project.resources import Build
from etl.schemas import TABLES
from etl.settings import Settings
from etl.warehouse import parquet
from etl.warehouse.checks import load_checks
from etl.warehouse.parquet import PARTED, write_part, write_table
from etl.warehouse.publish import publish, start_build, take_over

CHECKS = [
    check for check in load_checks() if check.name in ("paragraphs_have_words", "paragraphs_belong_to_cables")
]


def write(make_rows: Callable[..., pl.DataFrame], tables: Path, part: str, serial: int, n_words: int) -> None:
    """A cable and its paragraph in a part of their own."""
    ours = {"cable_id": f"06MOSCOW{serial}"}
    cable = make_rows("cables", {**ours, "serial": serial})
    paragraph = make_rows(
        "paragraphs", {**ours, "paragraph_id": f"06MOSCOW{serial}#par1", "n_words": n_words}
    )
    write_part("cables", part, cable, tables, fingerprint=str(n_words))
    write_part("paragraphs", part, paragraph, tables, fingerprint=str(n_words))


@pytest.fixture
def before(make_rows, tmp_path) -> Settings:
    """A published build with a paragraph that has no words in its part 2007."""
    settings = Settings(raw=(tmp_path,), warehouse=tmp_path / "warehouse")
    build = Build(settings, start_build(settings.warehouse, "one"))
    for name in set(TABLES).difference(PARTED):
        write_table(name, make_rows(name), build.tables)
    write(make_rows, build.tables, "2006", 1, n_words=4)
    write(make_rows, build.tables, "2007", 2, n_words=0)
    assert {found.check.name: found.n_failed for found in judge("paragraphs", CHECKS, build)} == {
        "paragraphs_have_words": 1,
        "paragraphs_belong_to_cables": 0,
    }
    build.database.touch()
    publish(build.folder, settings.warehouse)
    return settings


@pytest.fixture
def build(before) -> Build:
    """The next build, as it starts."""
    folder = start_build(before.warehouse, "two")
    take_over(folder, before.warehouse)
    return Build(before, folder)


def test_a_warning_stays_though_its_part_did_not_change(build, make_rows) -> None:
    write(make_rows, build.tables, "2006", 1, n_words=5)
    found = {found.check.name: found.n_failed for found in judge("paragraphs", CHECKS, build)}
    assert found == {"paragraphs_have_words": 1, "paragraphs_belong_to_cables": 0}


def test_what_was_passed_before_is_asked_of_changed_parts_only(build, make_rows, monkeypatch) -> None:
    asked = []

    def note(checks, tables, parts, facts=None):
        asked.append(({check.name for check in checks}, parts))
        return []

    monkeypatch.setattr(asset_checks, "run_checks", note)
    write(make_rows, build.tables, "2006", 1, n_words=5)
    judge("paragraphs", CHECKS, build)
    assert asked == [
        ({"paragraphs_have_words"}, None),
        ({"paragraphs_belong_to_cables"}, {"cables": ["2006"], "paragraphs": ["2006"]}),
    ]


def test_a_defect_in_a_changed_part_is_caught(build, make_rows) -> None:
    write(make_rows, build.tables, "2006", 1, n_words=5)
    write_part("paragraphs", "2006", make_rows("paragraphs", {"cable_id": "06CAIRO9"}), build.tables)
    found = {found.check.name: found.n_failed for found in judge("paragraphs", CHECKS, build)}
    assert found["paragraphs_belong_to_cables"] == 1


def test_rows_that_break_rules_made_since_are_told(build, make_rows, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(parquet, "validated", lambda _, frame: frame)
        patch.setattr(parquet, "rules_version", lambda: "before")
        write(make_rows, build.tables, "2006", 1, n_words=-1)
    found = check_schema("paragraphs", build.tables)
    assert (found.passed, found.description) == (False, "1 rows break n_words|min")
    (row,) = found.metadata["failing_rows"].records
    assert (row.data["rule"], row.data["paragraph_id"]) == ("n_words|min", "06MOSCOW1#par1")
    assert check_schema("documents", build.tables).passed
