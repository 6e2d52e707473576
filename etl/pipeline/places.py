"""Where shards lie: a folder, or a prefix of an object store, `s3://bucket/prefix`.

One difference matters. A folder can be renamed, so what is written to one is written beside its place, and
takes its name when it is whole. An object cannot be renamed, but nobody sees one before it is whole: it is
written where it belongs, and of several that belong together, the one that is asked for is written last.
"""

import shutil
import uuid
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

from upath import UPath

from etl.settings import SettingsError
from etl.warehouse.files import force, replacing

Place = Path | UPath
Write = Callable[[str], object]
"""Writes one file to where it is told, a path or an address that Polars can write to."""


def place(where: str | Path) -> Place:
    """The place that a setting names.

    Args:
        where: a folder, or `s3://bucket/prefix`. The store's address and keys are taken from the environment
            by Polars and s3fs alike: `AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`,
            `AWS_REGION`; `AWS_ALLOW_HTTP=true` for a store without TLS.

    Raises:
        SettingsError: it is another kind of address, or what reads it is not installed.
    """
    protocol, separator, _ = str(where).partition("://")
    if isinstance(where, Path) or not separator:
        return Path(where)
    if protocol != "s3":
        raise SettingsError(f"shards at {where}: give a folder, or s3://bucket/prefix")
    if find_spec("s3fs") is None:
        raise SettingsError(f"shards at {where}: needs s3fs: pip install 'cablehouse[s3]'")
    # Others write here too: what was listed a moment ago is not what is there.
    return UPath(where, use_listings_cache=False)


def names(folder: Place) -> set[str]:
    """What a folder or prefix holds; nothing where there is none."""
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def write(where: Place, write_to: Write) -> None:
    """Write one file, which appears whole or not at all.

    Raises:
        OSError: it cannot be written.
        etl.warehouse.WarehouseError: its folder cannot.
    """
    if not isinstance(where, Path):
        write_to(str(where))
        return
    with replacing(where) as temporary:
        write_to(str(temporary))


def write_together(folder: Place, files: Mapping[str, Write]) -> None:
    """Write files that belong together: when the last of them is there, all are.

    Args:
        folder: which nobody else writes other content to.
        files: by their names, in order.

    Raises:
        OSError: they cannot be written.
    """
    if not isinstance(folder, Path):
        for name, write_to in files.items():
            write_to(str(folder / name))
        return
    temporary = folder.with_name(f".{folder.name}.{uuid.uuid4().hex[:8]}.tmp")
    temporary.mkdir(parents=True)
    for name, write_to in files.items():
        write_to(str(temporary / name))
        force(temporary / name)
    try:
        temporary.rename(folder)
    except OSError:
        # Another worker has written the same meanwhile, or all but the last was there.
        if not folder.is_dir():
            raise
        for name in files:
            (temporary / name).replace(folder / name)
        temporary.rmdir()


def remove(where: Place) -> None:
    """Remove a file, or a folder with all that is in it; what is not there is removed already."""
    if not isinstance(where, Path):
        if where.exists():
            where.fs.rm(where.path, recursive=True)
    elif where.is_dir():
        shutil.rmtree(where, ignore_errors=True)
    else:
        where.unlink(missing_ok=True)
