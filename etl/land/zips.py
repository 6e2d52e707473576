"""Members of a zip archive (APPNOTE.TXT 6.3.10), with its directory or, when that is damaged, without."""

import stat
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

import stream_unzip

from etl.land.limits import READ_BYTES, Meter
from etl.land.members import ArchiveError, Member, Metered

_ENCRYPTED = 0x1
_OFFICE = {
    "[Content_Types].xml": "Office document (Open XML)",
    "mimetype": "OpenDocument or EPUB document",
    "META-INF/MANIFEST.MF": "Java archive",
}


def zip_members(file: BinaryIO, meter: Meter) -> Iterator[Member]:
    """The members of a zip, in the order of its directory.

    Raises:
        ArchiveError: it is an Office document, or its directory is missing; then the members that can be
            found without it came first.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        yield from _members_without_directory(file, meter)
        raise ArchiveError(f"archive is damaged or cut short: {error}") from error
    with archive:
        names = archive.NameToInfo
        for name, what in _OFFICE.items():
            if name in names:
                raise ArchiveError(f"{what}, not a page of text")
        for entry in archive.infolist():
            if not entry.is_dir():
                yield _open_member(archive, entry, meter)


def _open_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, meter: Meter) -> Member:
    if entry.flag_bits & _ENCRYPTED:
        return Member(entry.filename, None, "archive member is encrypted")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Member(entry.filename, None, "link or device in an archive, not followed")
    try:
        return Member(entry.filename, Metered(archive.open(entry), meter))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        return Member(entry.filename, None, f"archive member is damaged: {error}")


def _members_without_directory(file: BinaryIO, meter: Meter) -> Iterator[Member]:
    """The members as their own headers tell them, up to the damage, for which `stream_unzip` raises."""
    file.seek(0)
    blocks = iter(lambda: file.read(READ_BYTES), b"")
    for name, _, content in stream_unzip.stream_unzip(blocks):
        stream = Metered(_Blocks(content), meter)
        if not name.endswith(b"/"):
            yield Member(name.decode("utf-8", "surrogateescape"), stream)
        while stream.read(READ_BYTES):
            pass


class _Blocks:
    """Blocks of bytes as a stream."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            self._rest = next(self._blocks, b"")
        data, self._rest = self._rest[:size], self._rest[size:]
        return data
