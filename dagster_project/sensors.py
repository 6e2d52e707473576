"""When a build starts because new raw documents have landed."""

import hashlib

import dagster as dg
import polars as pl

from dagster_project.jobs import BUILD_JOB
from etl.land import LandingError, survey
from etl.settings import Settings

INTERVAL_SECONDS = 30


def new_raw_documents(settings: Settings) -> dg.SensorDefinition:
    """The sensor over the raw sources of `settings`.

    Its cursor is a digest of what `survey` lists: a file added, changed or removed makes another one. A
    digest is built once only, since it is the run's key too. A file that is still being copied is built as
    it is now, and again once it has grown.

    Off until switched on: it builds from the raw sources that the server was started with, and may not
    replace a warehouse that someone built from others.
    """

    @dg.sensor(
        name="new_raw_documents",
        job_name=BUILD_JOB,
        minimum_interval_seconds=INTERVAL_SECONDS,
        default_status=dg.DefaultSensorStatus.STOPPED,
        description="Starts a build when files below the raw sources were added, changed or removed.",
    )
    def sense(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        try:
            listed = survey(settings.raw)
        except LandingError as error:
            return dg.SkipReason(str(error))
        if listed.is_empty():
            return dg.SkipReason("no files below the raw sources")
        digest = raw_digest(listed)
        if digest == context.cursor:
            return dg.SkipReason(f"nothing new among {listed.height:,} file(s)")
        return dg.SensorResult([dg.RunRequest(run_key=digest)], cursor=digest)

    return sense


def raw_digest(listed: pl.DataFrame) -> str:
    """Sixteen hex digits over names, sizes and times of the files that `survey` lists."""
    lines = sorted("\t".join(map(str, row)) for row in listed.rows())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
