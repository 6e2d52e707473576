"""What Dagster loads: an asset a table, its checks, one job, a schedule."""

import datetime

import dagster as dg
import polars as pl
import pytest

from dagster_project.definitions import build_definitions
from dagster_project.jobs import BUILD_JOB
from etl.schemas import TABLES
from etl.settings import Settings, sql_folder
from etl.warehouse.checks import load_checks

DEFS = build_definitions(Settings.resolve())
GRAPH = DEFS.resolve_asset_graph()


def test_definitions_load() -> None:
    dg.Definitions.validate_loadable(DEFS)
    assert {key.to_user_string() for key in GRAPH.get_all_asset_keys()} == {
        "raw_sources",
        "telegrams",
        *TABLES,
        "cables_duckdb",
        "published",
    }


@pytest.mark.parametrize("name", TABLES)
def test_asset_tells_what_its_schema_tells(name: str) -> None:
    node = GRAPH.get(dg.AssetKey(name))
    assert node.description == TABLES[name].__doc__
    columns = node.metadata["dagster/column_schema"].columns
    assert [column.name for column in columns] == TABLES[name].column_names()
    assert all(column.description for column in columns)


@pytest.mark.parametrize("name", TABLES)
def test_published_waits_for_every_table(name: str) -> None:
    assert dg.AssetKey(name) in GRAPH.get_ancestor_asset_keys(dg.AssetKey("published"))


@pytest.mark.parametrize("name", TABLES)
def test_schema_of_each_table_blocks(name: str) -> None:
    key = dg.AssetCheckKey(dg.AssetKey(name), "schema")
    assert GRAPH.get_check_spec(key).blocking


def test_each_expectation_is_a_check_once_and_blocks_as_its_header_says() -> None:
    specs = [GRAPH.get_check_spec(key) for key in GRAPH.asset_check_keys if key.name != "schema"]
    assert {spec.name: spec.blocking for spec in specs} == {c.name: c.is_blocking for c in load_checks()}
    assert len(specs) == len(list((sql_folder() / "checks").glob("*.sql")))


def test_one_job_makes_everything_in_one_process() -> None:
    job = DEFS.resolve_job_def(BUILD_JOB)
    assert job.executor_def is dg.in_process_executor
    assert job.asset_layer.selected_asset_keys == GRAPH.materializable_asset_keys


def test_schedule_asks_for_a_build_and_is_off_at_first() -> None:
    schedule = DEFS.resolve_schedule_def("daily_build")
    at = datetime.datetime(2010, 12, 1, 5, tzinfo=datetime.UTC)
    with dg.DagsterInstance.ephemeral() as instance:
        tick = schedule.evaluate_tick(
            dg.build_schedule_context(instance=instance, scheduled_execution_time=at)
        )
    assert [request.job_name or schedule.job_name for request in tick.run_requests] == [BUILD_JOB]
    assert schedule.default_status is dg.DefaultScheduleStatus.STOPPED


def test_overrides_replace_resources() -> None:
    mine = dg.ResourceDefinition.hardcoded_resource("mine")
    defs = build_definitions(Settings.resolve(), overrides={"build": mine})
    assert defs.get_repository_def().get_top_level_resources()["build"] is mine


def test_column_types_are_those_of_the_frames() -> None:
    columns = GRAPH.get(dg.AssetKey("cables")).metadata["dagster/column_schema"].columns
    assert {c.name: c.type for c in columns}["created_at"] == str(pl.Datetime("us", "UTC"))
