"""A run of the assets over hand-made tables: what is published, and what a failure leaves."""

import subprocess
import sys

import dagster as dg
import polars as pl
import pytest
from click.testing import CliRunner

from dagster_project.build import run_build
from dagster_project.cli import cablehouse
from dagster_project.definitions import build_definitions
from etl import pipeline
from etl.land import LandingError
from etl.schemas import TABLES
from etl.settings import Settings
from etl.warehouse.parquet import read_table
from etl.warehouse.publish import build_lock


def run(settings: Settings, *assets: str) -> dg.ExecuteInProcessResult:
    """A run of these assets alone, as the web UI starts it."""
    job = build_definitions(settings).resolve_implicit_global_asset_job_def()
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(
            instance=instance, asset_selection=[dg.AssetKey(name) for name in assets], raise_on_error=False
        )


def statuses(settings: Settings) -> list[str]:
    return read_table(settings.tables, "documents").collect()["status"].to_list()


def test_build_publishes_and_tells_its_steps(built) -> None:
    assert built.outcome.success
    assert built.outcome.failures == []
    assert {check.table for check in built.outcome.checks if check.name == "schema"} == set(TABLES)
    assert statuses(built.settings) == ["rejected"]
    assert built.settings.database.is_file()
    assert built.notes.n_documents == 1
    assert built.notes.rows["documents"] == 1
    assert built.notes.n_steps == len(built.notes.started) == len(built.notes.rows)


def test_parsed_shards_outlive_the_run(built) -> None:
    assert pipeline.ShardStore.current(built.settings.shards).manifest_file.is_file()


def test_failed_check_leaves_the_last_good_warehouse(built, tables: dict[str, pl.DataFrame]) -> None:
    before = built.settings.database.read_bytes()
    # A document that says it is canonical for a cable that nobody holds.
    tables["documents"] = tables["documents"].with_columns(
        status=pl.lit("canonical"), cable_id=pl.lit("07MOSCOW1"), reason=None
    )
    outcome = run_build(built.settings, built.notes)
    assert not outcome.success
    assert outcome.blocked_by
    assert all(check.rows and check.description for check in outcome.blocked_by)
    assert statuses(built.settings) == ["rejected"]
    assert built.settings.database.read_bytes() == before


def test_some_assets_alone_work_with_the_published_others(built, tables: dict[str, pl.DataFrame]) -> None:
    before = built.settings.tables.resolve()
    assert run(built.settings, "arms_figures", "cables_duckdb", "published").success
    assert built.settings.tables.resolve() != before
    assert statuses(built.settings) == ["rejected"]


def test_rows_that_break_their_schema_are_never_written(
    settings: Settings, tables: dict[str, pl.DataFrame], notes
) -> None:
    tables["documents"] = tables["documents"].with_columns(sha256=pl.lit("short"))
    outcome = run_build(settings, notes)
    assert not outcome.success
    (failure,) = outcome.failures
    assert failure.step == "documents"
    assert failure.message.startswith("documents: ")
    assert not settings.tables.exists()


def test_error_of_a_stage_is_told_by_its_own_words(
    settings: Settings, tables: dict[str, pl.DataFrame], monkeypatch: pytest.MonkeyPatch, notes
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LandingError("no such file: a.zip\nsecond line")

    monkeypatch.setattr(pipeline, "parse_sources", fail)
    (failure,) = run_build(settings, notes).failures
    assert (failure.step, failure.cls_name, failure.message) == (
        "telegrams",
        "LandingError",
        "no such file: a.zip",
    )


def test_second_build_of_one_warehouse_is_refused(
    settings: Settings, tables: dict[str, pl.DataFrame], notes
) -> None:
    with build_lock(settings.warehouse):
        outcome = run_build(settings, notes)
    assert not outcome.success
    assert [failure.cls_name for failure in outcome.failures] == ["BusyError"]


def test_tables_want_shards_of_this_code(settings: Settings, tables: dict[str, pl.DataFrame]) -> None:
    result = run(settings, "excerpts")
    assert not result.success
    assert "materialize telegrams along" in result.failure_data_for_node("excerpts").error.to_string()


def test_help_and_queries_start_without_dagster() -> None:
    code = (
        "import sys; from dagster_project.cli import main; main(['--help']); main(['sql', 'select 1']); "
        "sys.exit('dagster' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "command", [[], ["build"], ["sql"], ["tables"], ["serve"]], ids=lambda command: "".join(command) or "all"
)
def test_help_shows_its_examples_line_by_line(command: list[str]) -> None:
    shown = CliRunner().invoke(cablehouse, [*command, "--help"]).output
    examples = shown.partition("Examples:\n")[2].split("\n\n")[0].splitlines()
    assert examples
    assert all(example.startswith("    cablehouse ") for example in examples)


def test_history_is_kept_where_dagster_home_says_and_nothing_is_reported(
    settings: Settings, tables: dict[str, pl.DataFrame], notes, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setenv("DAGSTER_HOME", str(home))
    tables["documents"] = tables["documents"].with_columns(sha256=pl.lit("short"))
    run_build(settings, notes)
    with dg.DagsterInstance.get() as instance:
        assert instance.get_runs_count() == 1
        assert not instance.telemetry_enabled
