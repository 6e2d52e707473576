"""Raw sources to staged shards, in bounded batches: the part of a build that reads every word."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.land import land
from etl.pages import read_pages
from etl.pipeline.admit import admit
from etl.schemas import Pages
from etl.telegrams import parse_telegrams
from etl.telegrams.identifiers import parse_ids
from etl.vocabulary import Fidelity

PARSED_BYTES = 64 << 20
"""Telegrams parsed at once: each call compiles its regexes anew, which takes about 0.1 s."""


@dataclass(frozen=True)
class Progress:
    """How far `parse_sources` has come.

    Attributes:
        n_documents: documents landed so far.
        n_bytes: bytes of their content.
    """

    n_documents: int
    n_bytes: int


def parse_sources(
    raw: Sequence[Path], staging: Path, on_progress: Callable[[Progress], None] | None = None
) -> Progress:
    """Land, read and parse all raw sources into `staging/<frame>/<batch>.parquet`.

    Frames are `pages` (the columns of `Pages`; `telegram` for excerpts only) and those of `ParsedTelegrams`.

    Args:
        raw: files, folders and archives.
        staging: an empty or missing folder.
        on_progress: called after each batch of documents is read.

    Returns:
        The final count.

    Raises:
        etl.land.LandingError: a raw path is missing, or there is nothing to land.
        OSError: staging cannot be written.
    """
    progress = Progress(0, 0)

    def read() -> Iterator[pl.DataFrame]:
        nonlocal progress
        for documents in land(raw):
            yield read_pages(documents)
            progress = Progress(
                progress.n_documents + documents.height, progress.n_bytes + int(documents["n_bytes"].sum())
            )
            if on_progress:
                on_progress(progress)

    for batch, pages in enumerate(_gather(read())):
        for name, frame in _parse_batch(pages).items():
            folder = staging / name
            folder.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(folder / f"{batch:06d}.parquet", compression="zstd", compression_level=1)
    return progress


def _gather(pages: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Batches of pages put together up to `PARSED_BYTES` of telegrams, at least one batch each."""
    gathered: list[pl.DataFrame] = []
    n_bytes = 0
    for batch in pages:
        gathered.append(batch)
        n_bytes += int(batch["telegram"].str.len_bytes().sum())
        if n_bytes >= PARSED_BYTES:
            yield pl.concat(gathered)
            gathered, n_bytes = [], 0
    if gathered:
        yield pl.concat(gathered)


def _parse_batch(pages: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The frames that one batch of pages leaves in staging, by name."""
    is_excerpt = pl.col("fidelity") == Fidelity.EXCERPT.value
    # Excerpts are quotations, not telegrams: they are linked to a cable later, never parsed into one.
    telegrams = pages.filter(pl.col("telegram").is_not_null() & ~is_excerpt)
    parsed, turned_away = admit(parse_telegrams(telegrams))
    listed = parse_ids(pages["listed_cable_id"])["cable_id"]
    catalog = (
        pages.with_columns(
            telegram=pl.when(is_excerpt).then("telegram"),
            listed_cable_id=listed.fill_null(pages["listed_cable_id"]),
        )
        .join(turned_away.rename({"reason": "turned_away"}), on="document_id", how="left")
        .with_columns(reason=pl.coalesce("turned_away", "reason"))
        .select(list(Pages.columns()))
    )
    return {"pages": catalog, **parsed._asdict()}
