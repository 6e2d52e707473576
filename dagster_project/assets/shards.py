"""From raw sources to parsed telegrams: the step that reads every word that is new."""

from collections.abc import Callable

import dagster as dg

from dagster_project.resources import Build
from dagster_project.versions import shards_version
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
    group_name="shards",
    kinds={"python", "parquet"},
    io_manager_key="shards",
    code_version=shards_version(),
    description="Landed, unwrapped and parsed documents with the figures in them, in shards that are kept: "
    "only files that are new or changed since the last build are read.",
)
def telegrams(
    context: dg.AssetExecutionContext, build: dg.ResourceParam[Build]
) -> dg.Output[pipeline.Shards]:
    """Bring the shards in line with the raw sources."""
    tell = build.on_progress or _to_log(context.log)
    engine = pipeline.choose_engine(build.settings.engine)
    done = pipeline.parse_sources(build.settings.raw, build.store, engine, tell)
    metadata = {"documents": done.n_documents, "bytes": done.n_bytes, "documents_parsed": done.n_parsed}
    return dg.Output(pipeline.Shards(build.store), metadata=metadata)


def _to_log(log: dg.DagsterLogManager) -> Callable[[pipeline.Progress], None]:
    """Progress as lines of the run's log, for runs that the web UI starts."""
    return lambda done: log.info(
        f"{done.n_documents:,} documents, {done.n_bytes / 1e6:,.1f} MB; {done.n_parsed:,} parsed by this run"
    )
