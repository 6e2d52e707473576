"""The one job: all assets in one run, in one process.

Starting a process for each asset costs seconds apiece; parallelism belongs to Polars and DuckDB inside.
"""

import dagster as dg

BUILD_JOB = "build"

build_job = dg.define_asset_job(
    BUILD_JOB,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Raw sources to a published warehouse.",
)
