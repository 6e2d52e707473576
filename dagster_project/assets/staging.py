"""From raw sources to parsed telegrams: the step that reads every word."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg

from dagster_project.resources import Build
from dagster_project.versions import code_version
from etl import pipeline

raw_sources = dg.AssetSpec(
    "raw_sources",
    group_name="raw",
    kinds={"file"},
    description="Files, folders and archives as they were downloaded. Nothing here writes them; "
    "the sensor `new_raw_documents` watches them.",
)


@dg.asset(
    deps=[raw_sources],
    group_name="staging",
    kinds={"python", "parquet"},
    io_manager_key="staging",
    code_version=code_version(),
    description="Landed, unwrapped and parsed documents, one Parquet shard a batch; gone when the run ends.",
)
def telegrams(context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]) -> dg.Output[Path]:
    """Stream the raw sources through land, pages and telegrams."""
    build.clear_staging()
    done = pipeline.parse_sources(
        build.settings.raw, build.staging, build.on_progress or _to_log(context.log)
    )
    return dg.Output(build.staging, metadata={"documents": done.n_documents, "bytes": done.n_bytes})


def _to_log(log: dg.DagsterLogManager) -> Callable[[pipeline.Progress], None]:
    """Progress as lines of the run's log, for runs that the web UI starts."""
    return lambda done: log.info(f"{done.n_documents:,} documents, {done.n_bytes / 1e6:,.1f} MB")
