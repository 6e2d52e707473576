"""Files that appear whole or not at all, whenever the process is killed."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.warehouse.errors import WarehouseError, one_line

TEMPORARY_SUFFIX = ".tmp"
"""No reader's glob takes a temporary file for data."""


VERSION_DIGITS = 12


def version_of(files: Iterable[Path], seed: str = "") -> str:
    """Twelve hex digits over some files, their names and their content, and over what else is to count."""
    digest = hashlib.sha256(seed.encode())
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:VERSION_DIGITS]


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path beside `path`; on success its bytes are forced to disk and take the name.

    A failure inside removes the temporary file and leaves `path` as it was. A kill leaves a file named
    `.<name>.<pid>.tmp`, which the next publication sweeps.

    Raises:
        WarehouseError: the folder cannot be made or written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY_SUFFIX}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        yield temporary
        force(temporary)
        temporary.replace(path)
        force(path.parent)
    except OSError as error:
        raise WarehouseError(f"cannot write {path}: {one_line(error)}") from error
    finally:
        _discard(temporary)


def link_or_copy(source: Path, target: Path) -> None:
    """A second name for a file; a copy where the file system knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _discard(path: Path) -> None:
    """Remove a temporary file that may not exist, in a folder that may not either."""
    try:
        path.unlink(missing_ok=True)
    except NotADirectoryError:
        return


def force(path: Path) -> None:
    """Force a file's or a folder's content to disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
