"""One file or archive member -> documents, read as what its content is: a page, the dump, or an archive."""

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import cast

from etl.land.archives import members
from etl.land.decode import decode
from etl.land.documents import Document, DumpRows, unread
from etl.land.dump import read_dump
from etl.land.formats import ARCHIVES, HEAD_BYTES, Format, binary_reason, recognize
from etl.land.limits import (
    NESTED_ARCHIVE_BYTES,
    NESTED_ARCHIVES,
    PAGE_BYTES,
    READ_BYTES,
    LimitError,
    Meter,
    Readable,
)
from etl.land.members import ArchiveError, Member
from etl.land.sources import is_junk, printable


class Content:
    """A file or an archive's member, whose first bytes can be looked at before it is read.

    Attributes:
        uri: what it is called.
        file: where it is read from; seekable unless it is in an archive.
        chunk_bytes: how much of a dump to read at once.
        meter: of the archive that it is in, if any.
        depth: how many archives it is in.
        head: its first bytes.
    """

    def __init__(
        self, uri: str, file: Readable, chunk_bytes: int, meter: Meter | None = None, depth: int = 0
    ) -> None:
        self.uri = uri
        self.file = file
        self.chunk_bytes = chunk_bytes
        self.meter = meter
        self.depth = depth
        self._rest = b""
        self.head = self._rest = self.take(HEAD_BYTES)

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        if not self._rest:
            return self.file.read(size)
        data, self._rest = self._rest[:size], self._rest[size:]
        return data

    def take(self, size: int) -> bytes:
        """As many as `size` bytes if there are."""
        taken = bytearray()
        while len(taken) < size and (data := self.read(min(size - len(taken), READ_BYTES))):
            taken += data
        return bytes(taken)

    def reject(self, reason: str, begun: bytes = b"") -> Document:
        """The document that says why this is not read; what is left is read for its hash, after `begun`."""
        digest, n_bytes = hashlib.sha256(begun), len(begun)
        while data := self.read(READ_BYTES):
            digest.update(data)
            n_bytes += len(data)
        return Document(self.uri, digest.hexdigest(), n_bytes, reason=reason)


def read_content(content: Content) -> Iterator[Document | DumpRows]:
    """What one file or member holds; one document at least.

    Raises:
        OSError, ArchiveError, LimitError: from the stream that it is read from.
    """
    kind = recognize(content.head)
    if kind is Format.EMPTY:
        yield content.reject("empty file: no bytes")
    elif kind is Format.DUMP:
        yield from _read_dump(content)
    elif kind in ARCHIVES:
        yield from _read_archive(content, kind)
    else:
        yield _read_page(content)


def _read_page(content: Content) -> Document:
    data = content.take(PAGE_BYTES + 1)
    reason = binary_reason(data)
    if reason is None and len(data) > PAGE_BYTES:
        reason = f"larger than {PAGE_BYTES >> 20} MiB, not a page of text"
    if reason:
        return content.reject(reason, data)
    return Document(content.uri, hashlib.sha256(data).hexdigest(), len(data), text=decode(data))


def _read_dump(content: Content) -> Iterator[DumpRows]:
    first = 1
    for rows in read_dump(content, content.chunk_bytes):
        yield DumpRows(content.uri, first, rows)
        first += rows.height


def _read_archive(content: Content, kind: Format) -> Iterator[Document | DumpRows]:
    """The members of an archive, then the archive itself if it could not be read to its end."""
    if content.depth > NESTED_ARCHIVES:
        yield content.reject("archive inside an archive inside an archive: not opened")
        return
    if content.depth:
        data = content.take(NESTED_ARCHIVE_BYTES + 1)
        if len(data) > NESTED_ARCHIVE_BYTES:
            size = f"{NESTED_ARCHIVE_BYTES >> 20} MiB"
            yield content.reject(f"archive inside an archive, larger than {size}: not opened", data)
            return
        file = cast(io.BufferedReader, io.BytesIO(data))
    else:
        file = cast(io.BufferedReader, content.file)
    meter = Meter(file.seek(0, io.SEEK_END), content.meter)
    file.seek(0)
    reason: str | None = None
    is_empty = True
    try:
        # Closed before the archive is read again below: a 7z is read by a thread of its own.
        with closing(members(kind, file, PurePosixPath(content.uri).name, meter)) as found:
            for member in found:
                if not _is_junk_member(member.name):
                    is_empty = False
                    yield from _read_member(content, member, meter)
    except (ArchiveError, LimitError) as error:
        reason = str(error)
    if reason or is_empty:
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        yield Document(content.uri, digest, file.tell(), reason=reason or "archive without files")


def _read_member(archive: Content, member: Member, meter: Meter) -> Iterator[Document | DumpRows]:
    uri = f"{archive.uri}!{printable(member.name).removeprefix('./').lstrip('/')}"
    if member.stream is None:
        yield unread(uri, member.reason or "archive member cannot be read")
        return
    try:
        inner = Content(uri, member.stream, archive.chunk_bytes, meter, archive.depth + 1)
        yield from read_content(inner)
    except ArchiveError as error:
        yield unread(uri, str(error))


def _is_junk_member(name: str) -> bool:
    return any(is_junk(part) for part in PurePosixPath(name).parts if part != "..")
