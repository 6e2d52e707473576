"""Which checks a build passed, kept in its folder: what held for a part holds while part and check stay."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from etl.settings import sql_folder
from etl.warehouse.checks import CheckResult
from etl.warehouse.files import replacing, version_of

FOLDER = "checks"


@cache
def checks_version() -> str:
    """Version of the checks, and of the views and reference tables that they read."""
    return version_of(path for path in sql_folder().rglob("*") if path.is_file())


def keep_verdicts(build: Path, table: str, results: Sequence[CheckResult]) -> None:
    """Write the names of those checks of a table that found no failing row, and hold while the tables do.

    Raises:
        WarehouseError: the build's folder cannot be written.
    """
    passed = [result.check.name for result in results if result.passed and not result.check.facts]
    with replacing(_file(build, table)) as temporary:
        temporary.write_text(json.dumps({"version": checks_version(), "passed": passed}))


def passed_before(build: Path | None, table: str) -> set[str]:
    """Names of the checks that a build passed in their present form; none if it kept no verdicts."""
    if build is None or not _file(build, table).is_file():
        return set()
    verdicts = json.loads(_file(build, table).read_text())
    return set(verdicts["passed"]) if verdicts["version"] == checks_version() else set()


def _file(build: Path, table: str) -> Path:
    return build / FOLDER / f"{table}.json"
