"""What a run works with: its settings, its private folder below the warehouse, and the warehouse's lock."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import dagster as dg
import polars as pl

from etl.pipeline import Progress, ShardStore, changed_parts
from etl.schemas import TABLES
from etl.settings import Settings
from etl.warehouse.facts import Landed, volumes
from etl.warehouse.publish import build_lock, current_build, start_build, take_over


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

    @cached_property
    def before(self) -> Path | None:
        """Folder of the build that is current while this one runs; null where nothing was published yet."""
        return current_build(self.settings.warehouse)

    def changed_parts(self) -> dict[str, list[str]]:
        """Parts of tables that differ from those of the build before, by table; all where there was none."""
        tables = None if self.before is None else self.before / self.tables.name
        return changed_parts(list(TABLES), tables, self.tables)

    def facts(self) -> dict[str, pl.DataFrame]:
        """What checks may read beside the tables, see `etl.warehouse.facts`."""
        before = None if self.before is None else self.before / self.tables.name
        landed = self.store.manifest().select(list(Landed.columns()))
        return {"volumes": volumes(self.tables, before), "landed": landed}

    @cached_property
    def store(self) -> ShardStore:
        """The parsed shards, which outlive the run."""
        return ShardStore.current(self.settings.shards)


def build_resource(
    settings: Settings, on_progress: Callable[[Progress], None] | None = None
) -> dg.ResourceDefinition:
    """The `build` resource: holds the warehouse's lock from the first step of a run to its last."""

    @dg.resource(description="Settings, private folder and lock of a run.")
    def build(context: dg.InitResourceContext) -> Iterator[Build]:
        with build_lock(settings.warehouse):
            folder = start_build(settings.warehouse, context.run_id or "no-run")
            take_over(folder, settings.warehouse)
            yield Build(settings, folder, on_progress)

    return build
