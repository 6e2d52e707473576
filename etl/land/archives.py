"""The members of an archive, one after the other, as streams; nothing is extracted to disk.

A member's name is only ever a label: `..` and leading slashes in it lead nowhere. Folders are passed over;
what is no plain file (a link, a device) is a member with a reason.
"""

import bz2
import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import py7zr
import pyarrow as pa
import stream_unzip

from etl.land.formats import Format, is_tar
from etl.land.limits import READ_BYTES, Meter, Readable
from etl.land.members import ArchiveError, Member, Metered
from etl.land.sevenzips import seven_zip_members
from etl.land.zips import zip_members

_DECOMPRESSORS: dict[Format, Callable[[BinaryIO], Readable]] = {
    Format.GZIP: lambda file: gzip.GzipFile(fileobj=file),
    Format.BZIP2: bz2.BZ2File,
    Format.XZ: lzma.LZMAFile,
    Format.ZSTD: lambda file: pa.CompressedInputStream(pa.PythonFile(file, "r"), "zstd"),
}

# What the readers of archives raise on content that is not as it should be: their own errors, and those that
# damaged length fields and names run into. Caught around calls into these readers only.
_DAMAGE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    py7zr.exceptions.ArchiveError,
    py7zr.exceptions.PasswordRequired,
    stream_unzip.UnzipError,
    pa.ArrowException,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    NotImplementedError,
    RuntimeError,
    TypeError,
    ValueError,
)


# Headers that only describe the next one, which `tarfile` reads into memory whatever their size.
_NAME_TYPES = frozenset(
    {
        tarfile.GNUTYPE_LONGNAME,
        tarfile.GNUTYPE_LONGLINK,
        tarfile.XHDTYPE,
        tarfile.XGLTYPE,
        tarfile.SOLARIS_XHDTYPE,
    }
)
_NAME_BYTES = 1 << 20


def members(kind: Format, file: BinaryIO, name: str, meter: Meter) -> Generator[Member, None, None]:
    """The members of an archive in the order that it stores them.

    Args:
        kind: one of `formats.ARCHIVES`.
        file: the archive, seekable, at its start.
        name: its own name, after which the content of a compressed single file is called.
        meter: counts members and decompressed bytes.

    Raises:
        ArchiveError: the archive is damaged, encrypted or no archive after all. The members before that came.
        LimitError: it asks for more than the limits allow.
    """
    if kind is Format.ZIP:
        found = zip_members(file, meter)
    elif kind is Format.SEVEN_ZIP:
        found = seven_zip_members(file, meter)
    else:
        found = _tar_members(kind, file, name, meter)
    while True:
        try:
            member = next(found, None)
        except _DAMAGE as error:
            raise ArchiveError(f"archive is damaged: {_describe(error)}") from error
        if member is None:
            return
        meter.count_member()
        yield member._replace(stream=member.stream and _Guarded(member.stream))


class _Guarded:
    """A member's stream that raises `ArchiveError` for damage."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        try:
            return self._stream.read(min(size, READ_BYTES))
        except _DAMAGE as error:
            raise ArchiveError(f"archive member is damaged: {_describe(error)}") from error


def _describe(error: BaseException) -> str:
    """One line on what a reader met: its message if that is one, else the name of the error in words."""
    message = error.strerror if isinstance(error, OSError) and error.strerror else (*error.args, "")[0]
    text = " ".join(message.split())[:200] if isinstance(message, str) else ""
    return text or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__).lower()


def _tar_members(kind: Format, file: BinaryIO, name: str, meter: Meter) -> Iterator[Member]:
    """The members of a tar, plain or compressed; of another compressed file, its content."""
    if kind is not Format.TAR:
        head = io.BytesIO()
        packed = _DECOMPRESSORS[kind](file)
        while head.tell() < tarfile.BLOCKSIZE and (data := packed.read(tarfile.BLOCKSIZE)):
            head.write(data)
        file.seek(0)
        stream: Readable = Metered(_DECOMPRESSORS[kind](file), meter)
        if not is_tar(head.getvalue()[: tarfile.BLOCKSIZE]):
            yield Member(PurePosixPath(name).stem, stream)
            return
    else:
        stream = Metered(file, meter)
    # Mode `r|` reads forward only, and so neither trusts nor seeks to what a header says.
    with tarfile.open(fileobj=cast(BinaryIO, stream), mode="r|", tarinfo=_StrictHeader) as archive:
        for entry in archive:
            if entry.isreg():
                yield Member(entry.name, archive.extractfile(entry))
            elif not entry.isdir():
                yield Member(entry.name, None, "link or device in an archive, not followed")
            archive.members.clear()  # type: ignore[attr-defined]  # it keeps all headers otherwise


class _StrictHeader(tarfile.TarInfo):
    """A header that is an error when damaged: `tarfile` takes that for the archive's end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_StrictHeader":
        if not buf:
            raise tarfile.ReadError("its end is missing")
        try:
            header = super().frombuf(buf, encoding, errors)
        except tarfile.HeaderError as error:
            if not any(buf):  # an empty block is the end
                raise
            raise tarfile.ReadError(f"wrong header: {error}") from error
        if header.type in _NAME_TYPES and header.size > _NAME_BYTES:
            raise tarfile.ReadError("a header is too large")
        return header
