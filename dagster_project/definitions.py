"""Everything that Dagster loads: `defs` for its own commands, `build_definitions` for the CLI and tests."""

from collections.abc import Callable, Mapping

import dagster as dg

from dagster_project.asset_checks import asset_checks
from dagster_project.assets import ASSETS
from dagster_project.io_managers import shards_io_manager, tables_io_manager
from dagster_project.jobs import build_job
from dagster_project.resources import build_resource
from dagster_project.schedules import daily_build
from dagster_project.sensors import new_raw_documents
from etl.pipeline import Progress
from etl.settings import Settings


def build_definitions(
    settings: Settings | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> dg.Definitions:
    """The definitions over one warehouse.

    Args:
        settings: raw sources and warehouse; None takes them from the environment.
        on_progress: told how far the parsing has come.
        overrides: resources to put in the place of `build`, `tables`, `shards`.
    """
    settings = settings or Settings.resolve()
    resources = {
        "build": build_resource(settings, on_progress),
        "tables": tables_io_manager,
        "shards": shards_io_manager,
    }
    return dg.Definitions(
        assets=ASSETS,
        asset_checks=asset_checks(),
        resources={**resources, **(overrides or {})},
        jobs=[build_job],
        schedules=[daily_build],
        sensors=[new_raw_documents(settings)],
        executor=dg.in_process_executor,
    )


defs = build_definitions()
