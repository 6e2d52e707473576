"""How frames get from one asset to the next: as Parquet in the run's own folder."""

from pathlib import Path

import dagster as dg
import polars as pl

from dagster_project.metadata import table_metadata
from dagster_project.resources import Build
from etl.warehouse.errors import WarehouseError
from etl.warehouse.parquet import read_table, write_table


class TablesIOManager(dg.IOManager):
    """Writes a table into the run's folder, and reads it from there.

    The folder starts with links to the published tables, so a run of a few assets, started in the web UI,
    works with the published tables for all others.
    """

    def __init__(self, build: Build) -> None:
        self._build = build

    def handle_output(self, context: dg.OutputContext, obj: pl.LazyFrame) -> None:
        """Write and describe the table."""
        name = context.asset_key.path[-1]
        folder = self._build.tables
        write_table(name, obj, folder)
        context.add_output_metadata(table_metadata(name, read_table(folder, name)))

    def load_input(self, context: dg.InputContext) -> pl.LazyFrame:
        """Scan the table."""
        return read_table(self._build.tables, context.asset_key.path[-1])


class StagingIOManager(dg.IOManager):
    """Hands on the folder of parsed shards; it is gone when its run has been published."""

    def __init__(self, build: Build) -> None:
        self._build = build

    def handle_output(self, context: dg.OutputContext, obj: Path) -> None:
        """Nothing to do: the shards are written already."""

    def load_input(self, context: dg.InputContext) -> Path:  # noqa: ARG002
        """The staging folder of this run.

        Raises:
            WarehouseError: the run did not parse anything.
        """
        if not self._build.staging.is_dir():
            raise WarehouseError("parsed telegrams do not outlive their run: materialize telegrams along")
        return self._build.staging


@dg.io_manager(required_resource_keys={"build"}, description="Parquet tables of a run.")
def tables_io_manager(context: dg.InitResourceContext) -> TablesIOManager:
    """The IO manager of tables."""
    return TablesIOManager(context.resources.build)


@dg.io_manager(required_resource_keys={"build"}, description="Folder of the run's parsed shards.")
def staging_io_manager(context: dg.InitResourceContext) -> StagingIOManager:
    """The IO manager of parsed telegrams."""
    return StagingIOManager(context.resources.build)
