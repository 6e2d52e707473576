"""A build from a terminal: the job that the web UI starts, run in this process and watched."""

import os
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import dagster as dg
from dagster import DagsterEvent, DagsterEventType, EventLogEntry

from dagster_project.definitions import build_definitions
from dagster_project.jobs import BUILD_JOB
from dagster_project.server import dagster_home
from etl.pipeline import Progress
from etl.settings import Settings

WRAPPERS = ("Dagster",)
"""Prefix of exceptions that only wrap what a step raised."""


class Watcher(Protocol):
    """What is told how a build goes."""

    def plan(self, n_steps: int) -> None:
        """The build will take this many steps."""

    def on_progress(self, progress: Progress) -> None:
        """More documents were parsed."""

    def step_started(self, name: str) -> None:
        """An asset is being made, or its checks are run."""

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:
        """It is done."""


@dataclass(frozen=True)
class CheckOutcome:
    """How a check came out.

    Attributes:
        table: the asset that it is about.
        name: what it expects.
        passed: whether that holds.
        is_warning: whether a failure leaves the build standing.
        description: what was seen.
        rows: first failing rows.
    """

    table: str
    name: str
    passed: bool
    is_warning: bool
    description: str
    rows: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why a step failed: the innermost exception's class and first line."""

    step: str
    cls_name: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """How a build ended."""

    success: bool
    checks: list[CheckOutcome] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def blocked_by(self) -> list[CheckOutcome]:
        """Checks whose failure kept the build from being published."""
        return [check for check in self.checks if not check.passed and not check.is_warning]


def run_build(settings: Settings, watcher: Watcher) -> Outcome:
    """Materialize all assets; the run is kept where `DAGSTER_HOME` says, else nowhere."""
    job = build_definitions(settings, watcher.on_progress).resolve_job_def(BUILD_JOB)
    with _instance(settings) as instance:
        run_id = str(uuid.uuid4())
        watcher.plan(len(job.graph.node_defs))
        instance.add_event_listener(run_id, _event_listener(watcher))
        result = job.execute_in_process(
            run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            instance=instance,
            raise_on_error=False,
            run_id=run_id,
        )
    checks = [_check_outcome(evaluation) for evaluation in result.get_asset_check_evaluations()]
    failures = [failure for event in result.all_events if (failure := _failure(event))]
    # The run's own failure repeats its steps', unless it failed before the first of them.
    of_steps = [failure for failure in failures if failure.step]
    return Outcome(result.success, checks, of_steps or failures[:1])


def _instance(settings: Settings) -> dg.DagsterInstance:
    """Where the run's history goes; neither place lets Dagster report on its users."""
    if os.environ.get("DAGSTER_HOME"):
        dagster_home(settings)
        return dg.DagsterInstance.get()
    return dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}})


def _event_listener(watcher: Watcher) -> Callable[[EventLogEntry], None]:
    """Tell `watcher` about steps, as the instance stores their events."""
    n_rows: dict[str, int] = {}

    def listen(entry: EventLogEntry) -> None:
        event = entry.dagster_event
        if event is None or event.step_key is None:
            return
        if event.event_type is DagsterEventType.STEP_START:
            watcher.step_started(event.step_key)
        elif event.event_type is DagsterEventType.ASSET_MATERIALIZATION:
            count = event.step_materialization_data.materialization.metadata.get("dagster/row_count")
            if isinstance(count, dg.IntMetadataValue) and count.value is not None:
                n_rows[event.step_key] = count.value
        elif event.event_type is DagsterEventType.STEP_SUCCESS:
            seconds = event.step_success_data.duration_ms / 1000
            watcher.step_ended(event.step_key, seconds, n_rows.get(event.step_key))

    return listen


def _check_outcome(evaluation: dg.AssetCheckEvaluation) -> CheckOutcome:
    table = evaluation.metadata.get("failing_rows")
    rows = tuple(record.data for record in table.records) if isinstance(table, dg.TableMetadataValue) else ()
    return CheckOutcome(
        table=evaluation.asset_key.to_user_string(),
        name=evaluation.check_name,
        passed=evaluation.passed,
        is_warning=evaluation.severity is dg.AssetCheckSeverity.WARN,
        description=evaluation.description or "",
        rows=rows,
    )


def _failure(event: DagsterEvent) -> Failure | None:
    """The innermost cause that an event of failure carries; None when it carries none."""
    data = event.event_specific_data
    error = getattr(data, "error", None)
    if not event.is_failure or error is None:
        return None
    while error.cause is not None and (error.cls_name or "").startswith(WRAPPERS):
        error = error.cause
    message = error.message.strip().splitlines()[0].partition(": ")[2] or error.message.strip()
    return Failure(event.step_key or "", error.cls_name or "", message)
