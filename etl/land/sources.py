"""Which files there are to land, and what each is called.

A source's uri is the name of the raw path it was found under, and its path below that: `raw/2007/a.html`. It
never tells where on the machine that is. Sources are in order of uri, whatever that of arguments and folders.

Hidden files and folders (a leading dot) and what desktops and editors leave behind (`Thumbs.db`, `__MACOSX`,
`page.html~`) are no raw documents, unless given by name. Symbolic links inside a folder are not followed, so
that no tree can loop or lead outside: each is landed with that reason. A link that is itself a raw path is.
"""

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

_JUNK_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin"})
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})
_SURVEY_SCHEMA = pl.Schema({"uri": pl.String, "n_bytes": pl.Int64, "modified_ns": pl.Int64})


class LandingError(ValueError):
    """What the user must mend before anything can be landed; the message is one line and names the path."""


@dataclass(frozen=True)
class Source:
    """One file under the raw paths.

    Attributes:
        uri: its name in the warehouse.
        path: where it is.
        n_bytes: its size; 0 when it cannot be known.
        modified_ns: when its content was last changed, in nanoseconds since 1970.
        changed_ns: when anything about it was last changed, its name and owner included; likewise.
        inode: its number in its file system.
        reason: why it cannot be read; null when it may be tried.
    """

    uri: str
    path: Path
    n_bytes: int = 0
    modified_ns: int = 0
    changed_ns: int = 0
    inode: int = 0
    reason: str | None = None


def printable(name: str) -> str:
    """A file name as valid UTF-8 on one line: control characters and undecodable bytes become escapes."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in _UNPRINTABLE else c for c in name
    )


def is_junk(name: str) -> bool:
    """Whether a file or folder of this name is hidden, or what a desktop or an editor left behind."""
    return name.startswith(".") or name.endswith("~") or name.lower() in _JUNK_NAMES


def survey(raw: Sequence[Path]) -> pl.DataFrame:
    """What lies under the raw paths, without reading any of it.

    Args:
        raw: files, folders and archives.

    Returns:
        One row a file, in the order that `land` takes them: `uri` (that of the landed document; what is
        landed from inside an archive or dump begins with it), `n_bytes`, `modified_ns` (since 1970).

    Raises:
        LandingError: a raw path is missing. An empty folder is an empty frame.
    """
    rows = [(s.uri, s.n_bytes, s.modified_ns) for s in find_sources(raw)]
    return pl.DataFrame(rows, schema=_SURVEY_SCHEMA, orient="row")


def find_sources(raw: Sequence[Path]) -> list[Source]:
    """The files under the raw paths, each real file once, in order of uri.

    Raises:
        LandingError: a raw path is missing, or is neither a file nor a folder.
    """
    found: dict[Path, Source] = {}
    for label, root in _label_roots(raw):
        for source in _walk(root, label):
            found.setdefault(source.path, source)
    return sorted(found.values(), key=lambda source: (source.uri, str(source.path)))


def _label_roots(raw: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """The real path of each raw path, outermost first, with a name of its own."""
    taken: dict[str, int] = {}
    for root in sorted({_resolve(path) for path in raw}, key=lambda path: (len(path.parts), path)):
        name = printable(root.name) or "raw"
        taken[name] = taken.get(name, 0) + 1
        yield (name if taken[name] == 1 else f"{name}~{taken[name]}"), root


def _resolve(path: Path) -> Path:
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise LandingError(f"cannot land {printable(str(path))}: {what}") from error
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise LandingError(f"cannot land {printable(str(path))}: neither a file nor a folder")
    return real


def _walk(root: Path, label: str) -> Iterator[Source]:
    if not root.is_dir():
        yield _describe(root, label)
        return
    folders = [(root, label)]
    while folders:
        folder, uri = folders.pop()
        try:
            with os.scandir(folder) as listing:
                entries = [entry for entry in listing if not is_junk(entry.name)]
        except OSError as error:
            yield Source(uri, folder, reason=f"folder cannot be listed: {error.strerror}")
            continue
        for entry in entries:
            path, name = folder / entry.name, f"{uri}/{printable(entry.name)}"
            if entry.is_dir(follow_symlinks=False):
                folders.append((path, name))
            else:
                yield _describe(path, name)


def _describe(path: Path, uri: str) -> Source:
    try:
        status = path.lstat()
    except OSError as error:
        return Source(uri, path, reason=f"file cannot be read: {error.strerror}")
    if stat.S_ISREG(status.st_mode):
        return Source(uri, path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    what = "symbolic link, not followed" if stat.S_ISLNK(status.st_mode) else "not a regular file"
    return Source(uri, path, 0, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, what)
