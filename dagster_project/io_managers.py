"""How rows get from one asset to the next: as shards of the warehouse, and as Parquet of the run."""

import dagster as dg
import polars as pl

from dagster_project.metadata import table_metadata
from dagster_project.resources import Build
from etl.pipeline import Shards, TablePart, write_parts
from etl.warehouse.errors import WarehouseError
from etl.warehouse.parquet import read_table


class TablesIOManager(dg.IOManager):
    """Writes a table into the run's folder, and reads it from there.

    The folder starts with links to the published tables, so a run of a few assets, started in the web UI,
    works with the published tables for all others; and parts that are still true stay as they are.
    """

    def __init__(self, build: Build) -> None:
        self._build = build

    def handle_output(self, context: dg.OutputContext, obj: list[TablePart]) -> None:
        """Write what is not there yet, and describe the table."""
        name = context.asset_key.path[-1]
        folder = self._build.tables
        written = write_parts(name, obj, folder)
        parts = {"parts": len(obj), "parts_written": len(written)}
        context.add_output_metadata({**table_metadata(name, read_table(folder, name)), **parts})

    def load_input(self, context: dg.InputContext) -> pl.LazyFrame:
        """Scan the table."""
        return read_table(self._build.tables, context.asset_key.path[-1])


class ShardsIOManager(dg.IOManager):
    """Hands on the parsed shards, which lie in the warehouse."""

    def __init__(self, build: Build) -> None:
        self._shards = Shards(build.store)

    def handle_output(self, context: dg.OutputContext, obj: Shards) -> None:
        """Nothing to write: the shards are there already."""

    def load_input(self, context: dg.InputContext) -> Shards:  # noqa: ARG002
        """The shards of the raw sources as they were last parsed.

        Raises:
            WarehouseError: nothing was parsed yet by this version of the code.
        """
        if not self._shards.store.manifest_file.exists():
            raise WarehouseError(
                "no telegrams parsed by this version of the code: materialize telegrams along"
            )
        return self._shards


@dg.io_manager(required_resource_keys={"build"}, description="Parquet tables of a run.")
def tables_io_manager(context: dg.InitResourceContext) -> TablesIOManager:
    """The IO manager of tables."""
    return TablesIOManager(context.resources.build)


@dg.io_manager(required_resource_keys={"build"}, description="Parsed shards of the warehouse.")
def shards_io_manager(context: dg.InitResourceContext) -> ShardsIOManager:
    """The IO manager of parsed telegrams."""
    return ShardsIOManager(context.resources.build)
