"""A folder of small tables, and the database built from it."""

from pathlib import Path

import pytest

from etl.schemas import TABLES
from etl.warehouse.database import build_database
from etl.warehouse.parquet import write_table


@pytest.fixture(scope="session")
def tables(make_rows, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    for name in TABLES:
        write_table(name, make_rows(name, {}), folder)
    return folder


@pytest.fixture(scope="session")
def database(tables, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("warehouse") / "cables.duckdb"
    build_database(tables, path)
    return path
