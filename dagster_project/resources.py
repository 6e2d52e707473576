"""What a run works with: its settings, its private folder below the warehouse, and the warehouse's lock."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import dagster as dg

from etl.pipeline import Progress
from etl.settings import Settings
from etl.warehouse.publish import build_lock, start_build, take_over


@dataclass(frozen=True)
class Build:
    """Where a run reads and writes.

    Attributes:
        settings: raw sources and warehouse.
        folder: the run's private folder: nobody else reads it until `published` makes it the current build.
        on_progress: told how far the parsing has come; None writes to the run's log.
    """

    settings: Settings
    folder: Path
    on_progress: Callable[[Progress], None] | None = None

    @property
    def tables(self) -> Path:
        """The run's tables: those it has made, else the published ones."""
        return self.folder / self.settings.tables.name

    @property
    def database(self) -> Path:
        """The run's DuckDB file."""
        return self.folder / self.settings.database.name

    @property
    def staging(self) -> Path:
        """The run's parsed shards; they do not outlive it."""
        return self.folder / "staging"

    def clear_staging(self) -> None:
        """Remove the parsed shards: those of a step that is tried again, or of a run that is over."""
        shutil.rmtree(self.staging, ignore_errors=True)


def build_resource(
    settings: Settings, on_progress: Callable[[Progress], None] | None = None
) -> dg.ResourceDefinition:
    """The `build` resource: holds the warehouse's lock from the first step of a run to its last."""

    @dg.resource(description="Settings, private folder and lock of a run.")
    def build(context: dg.InitResourceContext) -> Iterator[Build]:
        with build_lock(settings.warehouse):
            folder = start_build(settings.warehouse, context.run_id or "no-run")
            take_over(folder, settings.warehouse)
            run = Build(settings, folder, on_progress)
            try:
                yield run
            finally:
                run.clear_staging()

    return build
