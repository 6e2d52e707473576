"""Members of a 7z archive: py7zr pushes them into writers; a thread and a queue make streams of that."""

import queue
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

import py7zr
from py7zr.io import MemIO, Py7zIO, WriterFactory

from etl.land.limits import READ_BYTES, Meter
from etl.land.members import ArchiveError, Member

_QUEUED_BLOCKS = 16
_POLL_SECONDS = 0.2


def seven_zip_members(file: BinaryIO, meter: Meter) -> Iterator[Member]:
    """The members of a 7z, in the order that they are packed.

    Raises:
        ArchiveError: the archive is encrypted.
    """
    try:
        archive = py7zr.SevenZipFile(file)
    except py7zr.exceptions.PasswordRequired as error:
        raise ArchiveError("archive is encrypted") from error
    with archive:
        if archive.needs_password():
            raise ArchiveError("archive is encrypted")
        pump = _Pump(archive, meter)
        with ThreadPoolExecutor(max_workers=1) as pool:
            pump.start(pool)
            try:
                while (index := pump.next_member()) is not None:
                    entry = archive.files[index]
                    if entry.is_symlink or entry.is_junction or entry.is_socket:
                        yield Member(entry.filename, None, "link or device in an archive, not followed")
                    else:
                        yield Member(entry.filename, _MemberStream(pump))
                pump.check()
            finally:
                pump.stop()


class _StoppedError(Exception):
    """Nobody reads any more."""


class _Pump:
    """Extracts on one thread, and hands the pieces over to another.

    In the queue stand, for each member, its index, its blocks and an empty block; null at the end of all.
    """

    def __init__(self, archive: py7zr.SevenZipFile, meter: Meter) -> None:
        self._archive = archive
        self._meter = meter
        self._queue: queue.Queue[int | bytes | None] = queue.Queue(_QUEUED_BLOCKS)
        self._stopped = threading.Event()
        self._extraction: Future[None] = Future()
        self._in_member = False
        self._ended = False

    def start(self, pool: ThreadPoolExecutor) -> None:
        """Begin to extract."""
        self._extraction = pool.submit(self._extract)

    def check(self) -> None:
        """Wait for the extraction's end, and raise what it raised."""
        self._extraction.result()

    def stop(self) -> None:
        """Let the extraction end; called by the reader."""
        self._stopped.set()

    def _extract(self) -> None:
        try:
            # Registered by number, not through `extract`: that refuses an archive for one `..` in a name.
            for entry in self._archive.files:
                if not entry.is_directory:
                    self._archive.worker.register_filelike(entry.id, MemIO(str(entry.id), _Writers(self)))
            self._archive.worker.extract(self._archive.fp, None, parallel=False)
        except _StoppedError:
            return
        finally:
            self._put_last()

    def put(self, item: int | bytes | None) -> None:
        """Hand over one piece; called by the extraction."""
        while not self._stopped.is_set():
            try:
                return self._queue.put(item, timeout=_POLL_SECONDS)
            except queue.Full:
                continue
        raise _StoppedError

    def put_block(self, data: bytes | bytearray) -> None:
        """Hand over content; called by the extraction."""
        self._meter.count_bytes(len(data))
        for start in range(0, len(data), READ_BYTES):
            self.put(bytes(data[start : start + READ_BYTES]))

    def _put_last(self) -> None:
        try:
            self.put(None)
        except _StoppedError:
            return

    def next_member(self) -> int | None:
        """Pass over what is left of this member; the index of the next one, null at the end."""
        while not self._ended:
            item = self._queue.get()
            if item is None:
                self._ended = True
            elif isinstance(item, int):
                self._in_member = True
                return item
        return None

    def next_block(self) -> bytes:
        """The next piece of this member, empty at its end.

        Raises:
            EOFError: the extraction ended inside the member; or whatever it was that ended it.
        """
        if not self._in_member:
            return b""
        item = None if self._ended else self._queue.get()
        if isinstance(item, bytes):
            self._in_member = bool(item)
            return item
        self._ended, self._in_member = True, False
        self.check()
        raise EOFError


class _MemberStream:
    """The content of the member that the pump is at."""

    def __init__(self, pump: _Pump) -> None:
        self._pump = pump
        self._rest = b""

    def read(self, size: int, /) -> bytes:
        if not self._rest:
            self._rest = self._pump.next_block()
        data, self._rest = self._rest[:size], self._rest[size:]
        return data


class _Writers(WriterFactory):
    """Makes the writer of a member, whose name is its index in the archive."""

    def __init__(self, pump: _Pump) -> None:
        self._pump = pump

    def create(self, filename: str) -> Py7zIO:
        self._pump.put(int(filename))
        return _Writer(self._pump)


class _Writer(Py7zIO):
    """Where py7zr writes one member to."""

    def __init__(self, pump: _Pump) -> None:
        self._pump = pump
        self._n_bytes = 0

    def write(self, s: bytes | bytearray) -> int:
        self._n_bytes += len(s)
        self._pump.put_block(s)
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        raise NotImplementedError("written to only")

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002  # as the base class has it
        return offset

    def flush(self) -> None:
        return

    def size(self) -> int:
        return self._n_bytes

    def close(self) -> None:
        self._pump.put(b"")
