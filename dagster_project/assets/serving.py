"""From finished tables to what users open: the DuckDB file, and the switch to the new build."""

from pathlib import Path

import dagster as dg

from dagster_project.resources import Build
from dagster_project.versions import database_version
from etl.schemas import TABLES
from etl.settings import sql_folder
from etl.warehouse.database import build_database
from etl.warehouse.publish import publish


@dg.asset(
    deps=list(TABLES),
    group_name="serving",
    kinds={"duckdb"},
    code_version=database_version(),
    description="All tables and views in one DuckDB file, each with its comments.",
)
def cables_duckdb(build: dg.ResourceParam[Build]) -> dg.MaterializeResult[None]:
    """Build the database of this run; tables that the run did not make are those published.

    Where the file before was made by the same code, it is brought up to date, not loaded anew.
    """
    previous = None if build.before is None else build.before / build.database.name
    if previous is None or _version_beside(previous) != database_version():
        previous = None
    is_loaded_anew = build_database(build.tables, build.database, previous, build.changed_parts())
    _version_file(build.database).write_text(database_version())
    views = sorted(path.stem for path in (sql_folder() / "views").glob("*.sql"))
    return dg.MaterializeResult(
        metadata={"bytes": build.database.stat().st_size, "views": views, "loaded_anew": is_loaded_anew}
    )


def _version_file(database: Path) -> Path:
    """Where a build keeps the version of the code that made its database."""
    return database.with_suffix(".version")


def _version_beside(database: Path) -> str | None:
    file = _version_file(database)
    return file.read_text() if file.exists() else None


@dg.asset(
    deps=[cables_duckdb],
    group_name="serving",
    kinds={"parquet", "duckdb"},
    code_version=database_version(),
    description="The switch: tables and database of this run become the warehouse's; all checks have passed.",
)
def published(build: dg.ResourceParam[Build]) -> dg.MaterializeResult[None]:
    """Make the build of this run the current one."""
    publish(build.folder, build.settings.warehouse)
    return dg.MaterializeResult(
        metadata={
            "tables": dg.MetadataValue.path(build.settings.tables),
            "database": dg.MetadataValue.path(build.settings.database),
        }
    )
