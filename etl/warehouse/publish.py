"""Builds, and which of them is the current one.

    <warehouse>/builds/<build_id>/tables/       one build: its tables ...
    <warehouse>/builds/<build_id>/cables.duckdb ... its database ...
    <warehouse>/builds/<build_id>/checks/       ... and which checks it passed
    <warehouse>/tables                          relative link to the current build's tables
    <warehouse>/cables.duckdb                   the current build's database, a file of its own
    <warehouse>/.lock                           held by the one build that may write
    <warehouse>/shards                          parsed documents: not of one build, and never swept here

Each of the two published names changes in one step, tables first: a reader, or a kill at any moment, finds
the old or the new, never a part. The build before stays, for readers that still hold its files by name.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.warehouse.errors import BusyError, PublishError, WarehouseError, one_line
from etl.warehouse.files import TEMPORARY_SUFFIX, link_or_copy, replacing
from etl.warehouse.parquet import link_part, parts_held

BUILDS = "builds"
TABLES = "tables"
DATABASE = "cables.duckdb"


@contextmanager
def build_lock(warehouse: Path) -> Iterator[None]:
    """Hold the warehouse for one build; the lock goes with the process, even a killed one.

    Raises:
        BusyError: another build holds it.
        WarehouseError: the folder cannot be made or written.
    """
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        handle = os.open(warehouse / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise WarehouseError(f"cannot write warehouse {warehouse}: {one_line(error)}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"another build is writing {warehouse}: wait for its end") from error
        yield
    finally:
        os.close(handle)


def start_build(warehouse: Path, build_id: str) -> Path:
    """Make the empty folder of a new build, and say where it is.

    Raises:
        PublishError: `<warehouse>/tables` is not ours to replace.
        WarehouseError: the folder cannot be made.
    """
    _refuse_foreign_tables(warehouse)
    build = warehouse / BUILDS / build_id
    try:
        (build / TABLES).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WarehouseError(f"cannot write warehouse {warehouse}: {one_line(error)}") from error
    return build


def take_over(build: Path, warehouse: Path) -> tuple[str, ...]:
    """Link the current build's tables that this build has not made anew; returns their names.

    Call it before the database is built, since that holds all tables.
    """
    current = current_build(warehouse)
    if current is None or current == build.resolve():
        return ()
    taken = []
    for table in sorted(p for p in (current / TABLES).iterdir() if p.is_dir()):
        if not parts_held(build / TABLES, table.name):
            for part in parts_held(current / TABLES, table.name):
                link_part(table.name, part, current / TABLES, build / TABLES)
            taken.append(table.name)
    return tuple(taken)


def publish(build: Path, warehouse: Path) -> None:
    """Make a finished build the current one, and remove builds older than the one before.

    Raises:
        PublishError: the build is not finished, or `<warehouse>/tables` is not ours to replace.
        WarehouseError: the warehouse cannot be written.
    """
    _refuse_foreign_tables(warehouse)
    if not (build / TABLES).is_dir() or not (build / DATABASE).is_file():
        raise PublishError(f"build {build.name} is not finished: it needs {TABLES}/ and {DATABASE}")
    before = current_build(warehouse)
    with replacing(warehouse / TABLES) as temporary:
        temporary.symlink_to(Path(BUILDS) / build.name / TABLES)
    with replacing(warehouse / DATABASE) as temporary:
        link_or_copy(build / DATABASE, temporary)
    if before is not None and before != build.resolve():
        _sweep(warehouse, keep={before, build.resolve()})


def current_build(warehouse: Path) -> Path | None:
    """Folder of the build that is current; null when nothing is published."""
    link = warehouse / TABLES
    return link.resolve().parent if link.is_symlink() and link.exists() else None


def _refuse_foreign_tables(warehouse: Path) -> None:
    """A folder of that name was made by something else: it may hold what nobody else has."""
    tables = warehouse / TABLES
    if tables.exists() and not tables.is_symlink():
        raise PublishError(f"{tables} was not made by a build: move it away, or choose another warehouse")


def _sweep(warehouse: Path, keep: set[Path]) -> None:
    """Remove other builds, and what killed builds left; the lock is held, so nobody is writing them."""
    for build in (warehouse / BUILDS).iterdir():
        if build.resolve() not in keep:
            shutil.rmtree(build, ignore_errors=True)
    for left in warehouse.glob(f".*{TEMPORARY_SUFFIX}"):
        left.unlink(missing_ok=True)
