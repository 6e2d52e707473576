"""How much a raw source may ask for, so that a hostile or broken one costs a document and not the build."""

from typing import Protocol

BATCH_BYTES = 16 << 20
"""Raw content in one frame."""

PAGE_BYTES = 64 << 20
"""The largest page: the longest cables are under 1 MiB, and a page's furniture multiplies that by ten."""

DUMP_ROW_BYTES = 64 << 20
"""Where a row of the dump is cut when no next row begins."""

NESTED_ARCHIVE_BYTES = 256 << 20
"""The largest archive inside an archive: it is held in memory, since its directory may be at its end."""

NESTED_ARCHIVES = 1
"""How many archives an archive may be inside of."""

ARCHIVE_MEMBERS = 2_000_000
"""Members of one archive: a whole mirror has some 300,000 pages."""

ARCHIVE_BYTES = 64 << 30
"""Decompressed bytes of one archive: a whole mirror has some 20 GiB."""

ARCHIVE_RATIO = 200
"""Decompressed over compressed bytes: cable pages share their furniture, and solid archives reach 20."""

RATIO_FREE_BYTES = 64 << 20
"""Decompressed bytes below which the ratio is not looked at: a small archive harms nobody."""

READ_BYTES = 1 << 20
"""How much is read from a stream at once."""


class LimitError(Exception):
    """An archive asks for more than the limits allow; the message is one line."""


class Readable(Protocol):
    """What can be read forward; fewer bytes than asked for do not mean the end, none do."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes, none at the end."""
        ...


class Meter:
    """Counts what comes out of an archive, and out of the archives inside it."""

    def __init__(self, n_compressed: int, outer: "Meter | None" = None) -> None:
        self._n_compressed = max(n_compressed, 1)
        self._outer = outer
        self._n_bytes = 0
        self._n_members = 0

    def count_member(self) -> None:
        """Count one more member.

        Raises:
            LimitError: the archive holds more than `ARCHIVE_MEMBERS`.
        """
        self._n_members += 1
        if self._n_members > ARCHIVE_MEMBERS:
            raise LimitError(f"archive has more than {ARCHIVE_MEMBERS:,} members: the rest is not read")

    def count_bytes(self, n_bytes: int) -> None:
        """Count decompressed bytes, here and in the archives around this one.

        Raises:
            LimitError: the archive unpacks to more than `ARCHIVE_BYTES`, or `ARCHIVE_RATIO` times its size.
        """
        self._n_bytes += n_bytes
        if self._n_bytes > ARCHIVE_BYTES:
            raise LimitError(f"archive unpacks to more than {ARCHIVE_BYTES >> 30} GiB: the rest is not read")
        if self._n_bytes > max(RATIO_FREE_BYTES, self._n_compressed * ARCHIVE_RATIO):
            raise LimitError(
                f"archive unpacks to more than {ARCHIVE_RATIO:,} times its size: the rest is not read"
            )
        if self._outer:
            self._outer.count_bytes(n_bytes)
