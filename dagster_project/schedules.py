"""When a build starts by the clock."""

import dagster as dg

from dagster_project.jobs import BUILD_JOB

daily_build = dg.ScheduleDefinition(
    name="daily_build",
    job_name=BUILD_JOB,
    cron_schedule="0 5 * * *",
    execution_timezone="UTC",
    default_status=dg.DefaultScheduleStatus.STOPPED,
    description="Builds at 05:00 UTC: parses what is new since the build before, or everything after an "
    "upgrade of cablehouse itself. Off until switched on.",
)
