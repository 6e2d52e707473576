"""A build that lost rows is not published, unless that is asked for."""

from collections.abc import Callable
from dataclasses import replace

import polars as pl
import pytest

from dagster_project.build import CheckOutcome, Outcome, run_build
from etl.schemas import TABLES
from etl.settings import Settings, SettingsError
from etl.warehouse.parquet import n_rows
from tests.unit.dagster_project.conftest import rejected_document, rejection

CHECK = "tables_keep_their_volume"


@pytest.fixture
def build(settings: Settings, tables: dict[str, pl.DataFrame], notes) -> Callable[..., Outcome]:
    """`build(n)`: a build of so many rejected documents, each with its finding."""

    def run(n_documents: int, *, n_findings: int | None = None, **changes: object) -> Outcome:
        for name, make, n in (
            ("documents", rejected_document, n_documents),
            ("findings", rejection, n_documents if n_findings is None else n_findings),
        ):
            tables[name] = pl.DataFrame([make(i) for i in range(n)], schema=pl.Schema(TABLES[name]))
        return run_build(replace(settings, **changes), notes)

    return run


def told(outcome: Outcome) -> CheckOutcome:
    (check,) = (check for check in outcome.checks if check.name == CHECK)
    return check


def test_a_loss_of_over_a_tenth_blocks_and_says_what_was_lost(build, settings) -> None:
    assert build(10).success
    outcome = build(8)
    assert not outcome.success
    assert [check.name for check in outcome.blocked_by] == [CHECK]
    assert told(outcome).rows == ({"table_name": "documents", "n_rows": 8, "n_rows_before": 10},)
    assert "--allow-shrink" in told(outcome).description
    assert n_rows(settings.tables, "documents") == 10


def test_it_blocks_again_when_the_same_is_built_again(build) -> None:
    build(10)
    assert [build(8).success, build(8).success] == [False, False]


@pytest.mark.parametrize(
    ("before", "after"),
    [((10,), (9,)), ((10,), (30,)), ((10, 10), (10, 2))],
    ids=["a tenth", "growth", "findings alone"],
)
def test_what_may_change_passes(build, before, after) -> None:
    build(before[0], n_findings=before[-1])
    outcome = build(after[0], n_findings=after[-1])
    assert outcome.success
    assert (told(outcome).passed, told(outcome).description) == (True, "")


def test_a_loss_that_is_allowed_is_published_and_told_once(build, settings) -> None:
    build(10)
    outcome = build(2, allow_shrink=True)
    assert outcome.success
    assert told(outcome).passed
    assert told(outcome).description.startswith("allowed: 1 rows break: ")
    assert told(outcome).rows == ({"table_name": "documents", "n_rows": 2, "n_rows_before": 10},)
    assert n_rows(settings.tables, "documents") == 2
    assert told(build(2)).description == ""
    assert not build(1).success


@pytest.mark.parametrize(
    ("value", "is_allowed"), [("", False), ("0", False), ("no", False), ("1", True), ("TRUE", True)]
)
def test_the_environment_may_allow_it(value, is_allowed, monkeypatch) -> None:
    monkeypatch.setenv("CABLEHOUSE_ALLOW_SHRINK", value)
    assert Settings.resolve().allow_shrink is is_allowed
    assert Settings.resolve(allow_shrink=True).allow_shrink


def test_an_environment_that_says_neither_is_refused(monkeypatch) -> None:
    monkeypatch.setenv("CABLEHOUSE_ALLOW_SHRINK", "perhaps")
    with pytest.raises(SettingsError, match=r"^CABLEHOUSE_ALLOW_SHRINK=perhaps: give 1 or 0$"):
        Settings.resolve()
