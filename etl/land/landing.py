"""Raw paths -> frames of raw documents: each source is opened once, and read as what its content is."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl

from etl.land.contents import Content, read_content
from etl.land.documents import Document, DumpRows, batch, unread
from etl.land.limits import BATCH_BYTES
from etl.land.sources import LandingError, Source, find_sources, printable


def land(raw: Sequence[Path], *, batch_bytes: int = BATCH_BYTES) -> Iterator[pl.DataFrame]:
    """Land raw sources in bounded batches, in order of uri whatever the order of arguments and folders.

    A source is told by its content: a page of text, the CSV dump, or an archive of these (zip, 7z, tar, or a
    compressed file; an archive inside another is opened, a third is not). The members of an archive and the
    rows of a dump follow in the order that they are stored. A file is landed once, however often it is given.

    Args:
        raw: files, folders (searched recursively, hidden files left out) and archives.
        batch_bytes: content of a frame, in bytes; one larger document makes a frame of its own.

    Returns:
        Frames of `RawDocuments`. What cannot be read has a `reason` and neither `text` nor `dump_row`.

        * `uri`: `<name of the raw path>/<path below it>`, then `!<member>` in an archive, `#<row>` (from 1)
          in a dump.
        * `document_id`: the first 16 hex digits of `sha256`; `-2`, `-3`... for further documents of the same
          content in this run. Of bytes that could not be had, those of the uri's SHA-256.
        * `sha256`: of the bytes; of a dump row see `dump.read_dump`; of no bytes where none could be had.

    Raises:
        ValueError: `batch_bytes` is not positive.
        LandingError: at once, when a raw path is missing, or there is no file under any of them.
    """
    return land_sources(sources_to_land(raw), batch_bytes=batch_bytes)


def sources_to_land(raw: Sequence[Path]) -> list[Source]:
    """The files under the raw paths, in the order that `land` takes them; one at least.

    Raises:
        LandingError: a raw path is missing, or there is no file under any of them.
    """
    sources = find_sources(raw)
    if not sources:
        paths = ", ".join(printable(str(path)) for path in raw) or "no raw path given"
        raise LandingError(f"nothing to land: no file in {paths}")
    return sources


def land_sources(sources: Sequence[Source], *, batch_bytes: int = BATCH_BYTES) -> Iterator[pl.DataFrame]:
    """Land some of the files that `find_sources` found, in the order given; see `land`.

    Raises:
        ValueError: `batch_bytes` is not positive.
    """
    if batch_bytes < 1:
        raise ValueError(f"batch_bytes must be positive: {batch_bytes}")
    landed = ((source.uri, item) for source in sources for item in _read_source(source, batch_bytes))
    return batch(landed, batch_bytes)


def _read_source(source: Source, batch_bytes: int) -> Iterator[Document | DumpRows]:
    if source.reason:
        yield unread(source.uri, source.reason)
        return
    try:
        with source.path.open("rb") as file:
            yield from read_content(Content(source.uri, file, batch_bytes))
    except OSError as error:
        yield unread(source.uri, f"file cannot be read: {error.strerror or error}")
