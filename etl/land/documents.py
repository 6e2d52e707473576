"""Landed documents: their identities, and the frames that they go out in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import polars as pl

from etl.schemas import RawDocuments

ID_DIGITS = 16
_ROW_BYTES = 256
_SCHEMA = pl.Schema(RawDocuments)
EMPTY_SHA256 = sha256(b"").hexdigest()


@dataclass(frozen=True)
class Document:
    """A page, or what could not be read as one.

    Attributes:
        uri: where it was found.
        sha256: of its bytes; of no bytes at all when they could not be had.
        n_bytes: its size.
        text: its content decoded; null exactly when there is a reason.
        reason: why it cannot be read, in one line.
        is_unread: its bytes could not be had: then the uri has to tell it from others.
    """

    uri: str
    sha256: str
    n_bytes: int
    text: str | None = None
    reason: str | None = None
    is_unread: bool = False


class Identities:
    """Gives out document ids: the first 16 hex digits of the content's SHA-256.

    The next document of the same digits in a run gets `-2` after them, then `-3`. Whether it is the same
    content or a collision, its whole `sha256` says.
    """

    def __init__(self) -> None:
        # As numbers, which take half the memory of their digits: ten full dumps are 2.5 million.
        self._taken: set[int] = set()
        self._counts: dict[str, int] = {}

    def take(self, digest: str) -> str:
        """An id that no other document of this run has."""
        stem = digest[:ID_DIGITS]
        number = int(stem, 16)
        if number not in self._taken:
            self._taken.add(number)
            return stem
        count = self._counts.get(stem, 1) + 1
        self._counts[stem] = count
        return f"{stem}-{count}"


def unread(uri: str, reason: str) -> Document:
    """A document whose bytes could not be had; its id is made from its uri instead."""
    return Document(uri, EMPTY_SHA256, 0, reason=reason, is_unread=True)


@dataclass(frozen=True)
class DumpRows:
    """Rows of one dump.

    Attributes:
        uri: that of the dump.
        first: ordinal of the first row in the dump, from 1.
        rows: frame of `dump.read_dump`.
    """

    uri: str
    first: int
    rows: pl.DataFrame


def batch(landed: Iterable[tuple[str, Document | DumpRows]], batch_bytes: int) -> Iterator[pl.DataFrame]:
    """Frames of `RawDocuments` in the order given; only a single document exceeds `batch_bytes`.

    Args:
        landed: what was landed, each with the uri of the file that it came from.
        batch_bytes: content of a frame.
    """
    frames = _frames(landed, batch_bytes)
    n_landed = 0
    for frame in frames:
        yield frame.with_columns(ordinal=pl.int_range(n_landed, n_landed + frame.height)).select(
            list(_SCHEMA)
        )
        n_landed += frame.height


def _frames(landed: Iterable[tuple[str, Document | DumpRows]], batch_bytes: int) -> Iterator[pl.DataFrame]:
    identities = Identities()
    pages: list[tuple[str, Document]] = []
    n_bytes = 0
    for source, item in landed:
        size = batch_bytes if isinstance(item, DumpRows) else _ROW_BYTES + len(item.text or "")
        if pages and n_bytes + size > batch_bytes:
            yield _page_frame(pages, identities)
            pages, n_bytes = [], 0
        if isinstance(item, DumpRows):
            yield _dump_frame(source, item, identities)
        else:
            pages.append((source, item))
            n_bytes += size
    if pages:
        yield _page_frame(pages, identities)


def _page_frame(landed: list[tuple[str, Document]], identities: Identities) -> pl.DataFrame:
    pages = [page for _, page in landed]
    seeds = [sha256(p.uri.encode()).hexdigest() if p.is_unread else p.sha256 for p in pages]
    return pl.DataFrame(
        {
            "source": [source for source, _ in landed],
            "document_id": [identities.take(seed) for seed in seeds],
            "uri": [page.uri for page in pages],
            "sha256": [page.sha256 for page in pages],
            "n_bytes": [page.n_bytes for page in pages],
            "text": [page.text for page in pages],
            "dump_row": [None] * len(pages),
            "reason": [page.reason for page in pages],
        },
        schema={name: dtype for name, dtype in _SCHEMA.items() if name != "ordinal"},
    )


def _dump_frame(source: str, dump: DumpRows, identities: Identities) -> pl.DataFrame:
    ids = [identities.take(digest) for digest in dump.rows["sha256"]]
    ordinal = pl.int_range(dump.first, dump.first + dump.rows.height)
    return dump.rows.select(
        source=pl.lit(source),
        document_id=pl.Series(ids, dtype=pl.String),
        uri=pl.concat_str(pl.lit(dump.uri + "#"), ordinal.cast(pl.String)),
        sha256="sha256",
        n_bytes="n_bytes",
        text=pl.lit(None, pl.String),
        dump_row="dump_row",
        reason="reason",
    )
