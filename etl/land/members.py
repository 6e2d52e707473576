"""What the readers of archives hand out."""

from typing import NamedTuple

from etl.land.limits import Meter, Readable


class ArchiveError(Exception):
    """An archive, or a member of it, cannot be read (on); the message is one line and says why."""


class Member(NamedTuple):
    """One file in an archive.

    Attributes:
        name: as the archive has it.
        stream: its content, to be read before the next member is asked for; null when it cannot be read.
        reason: why not; null when it can.
    """

    name: str
    stream: Readable | None
    reason: str | None = None


class Metered:
    """A stream whose bytes are counted as they are read."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream = stream
        self._meter = meter

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        data = self._stream.read(size)
        self._meter.count_bytes(len(data))
        return data
