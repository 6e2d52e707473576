"""Whether two warehouses are the same, whatever way each was built."""

import filecmp
from pathlib import Path

import duckdb

from etl.schemas import TABLES

MEMORY = "2GB"

ROWS_APART = """
select count(*) from (
    select 1 from (
        select hash(rows_of_one) as fingerprint, 1 as side from {one} as rows_of_one
        union all
        select hash(rows_of_other), -1 from {other} as rows_of_other
    ) group by fingerprint having sum(side) <> 0
)
"""


def rows_apart(one: Path, other: Path) -> dict[str, int]:
    """Rows that stand more often in one warehouse than in the other, by table: of Parquet, and of the database.

    Rows are told apart by a hash of 64 bits over all their columns.

    Returns:
        For each table `name`, and for each one of the databases `database.name`, the number of distinct rows.
    """
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as connection:
        connection.execute(f"attach '{one / 'cables.duckdb'}' as one (read_only)")
        connection.execute(f"attach '{other / 'cables.duckdb'}' as other (read_only)")
        pairs = {
            name: [f"read_parquet('{folder / 'tables' / name / '*.parquet'}')" for folder in (one, other)]
            for name in TABLES
        }
        stored = "select distinct table_name from duckdb_tables() where database_name in ('one', 'other') order by 1"
        for (name,) in connection.execute(stored).fetchall():
            pairs[f"database.{name}"] = [f'{side}.main."{name}"' for side in ("one", "other")]
        return {
            name: _count(connection, ROWS_APART.format(one=left, other=right))
            for name, (left, right) in pairs.items()
        }


def _count(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])


def files_apart(one: Path, other: Path) -> list[str]:
    """Parquet files of tables that only one warehouse has, or whose bytes are not the same."""
    names = sorted(
        {
            path.relative_to(folder).as_posix()
            for folder in (one / "tables", other / "tables")
            for path in folder.glob("*/*.parquet")
        }
    )
    _, mismatched, missing = filecmp.cmpfiles(one / "tables", other / "tables", names, shallow=False)
    return sorted([*mismatched, *missing])
