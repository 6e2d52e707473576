"""One shard: some landed documents to their parsed rows and figures, the work that a build hands out.

It reads nothing but its documents, so shards can be made anywhere and in any order, and a shard that was lost
with its worker can be made again: same documents, same files.
"""

import hashlib
import shutil
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from etl.figures import recognize_figures
from etl.land.documents import EMPTY_SHA256
from etl.pages import read_pages
from etl.pipeline.admit import admit
from etl.pipeline.store import FIGURES_FRAME, ShardStore
from etl.schemas import CatalogEntries, ParsedTelegrams
from etl.telegrams import parse_telegrams
from etl.telegrams.identifiers import parse_ids
from etl.vocabulary import Fidelity
from etl.warehouse.files import force, replacing

CATALOG_FRAME = "catalog"
DATED_FRAMES = ("paragraphs", "tags", "recipients")
GROUP_ROWS = {"cables": 2_000, "paragraphs": 20_000}
"""Rows of a row group: a few weeks of cables, since a table's part takes those of a month or a year."""

COMPRESSION: Literal["lz4"] = "lz4"
"""Shards are read a few times, by the machine that wrote them: cheaper to write than zstd, and larger."""


@dataclass(frozen=True)
class ShardJob:
    """Documents to be made a shard of.

    Attributes:
        landed: Arrow file with rows of `RawDocuments`; removed when the shard is there.
        store: where the shard belongs.
    """

    landed: Path
    store: ShardStore


@dataclass(frozen=True)
class FiguresJob:
    """A shard whose figures are those of other code than today's."""

    shard: str
    store: ShardStore


def make_shard(job: ShardJob) -> pl.DataFrame:
    """Parse landed documents and leave their rows as a shard.

    Returns:
        One row a file of the raw sources: `source`, `shard`, `n_documents`, `content_bytes`, `is_unread`.

    Raises:
        OSError: the store cannot be written.
    """
    documents = pl.read_ipc(job.landed)
    shard = shard_id(documents)
    if not job.store.frame(shard, FIGURES_FRAME).exists():
        _write_shard(job.store, shard, shard_frames(documents))
    told = documents.group_by("source").agg(
        shard=pl.lit(shard),
        n_documents=pl.len().cast(pl.Int64),
        content_bytes=pl.col("n_bytes").sum(),
        is_unread=(pl.col("sha256") == EMPTY_SHA256).any(),
    )
    job.landed.unlink(missing_ok=True)
    return told


def add_figures(job: FiguresJob) -> str:
    """Recognize the figures of a shard anew, from its parsed rows; returns the shard."""
    read = [pl.read_parquet(job.store.frame(job.shard, name)) for name in ("paragraphs", "cables", "tags")]
    with replacing(job.store.frame(job.shard, FIGURES_FRAME)) as temporary:
        _write(recognize_figures(*read), temporary, FIGURES_FRAME)
    return job.shard


def shard_id(documents: pl.DataFrame) -> str:
    """Sixteen hex digits over the documents of a shard, their content and their uris."""
    digest = hashlib.sha256()
    for name in ("source", "document_id", "uri"):
        digest.update("\n".join(documents[name]).encode())
        digest.update(b"\0")
    return digest.hexdigest()[:16]


def shard_frames(documents: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """All rows that come of some documents, by frame: the catalog, those of `ParsedTelegrams`, figures."""
    pages = read_pages(documents)
    is_excerpt = pl.col("fidelity") == Fidelity.EXCERPT.value
    # Excerpts are quotations, not telegrams: they are linked to a cable later, never parsed into one.
    telegrams = pages.filter(pl.col("telegram").is_not_null() & ~is_excerpt)
    parsed, turned_away = admit(parse_telegrams(telegrams))
    figures = recognize_figures(parsed.paragraphs, parsed.cables, parsed.tags)
    catalog = _catalog(documents, pages, parsed, turned_away)
    return {CATALOG_FRAME: catalog, **_dated(parsed), FIGURES_FRAME: figures}


def _catalog(
    documents: pl.DataFrame, pages: pl.DataFrame, parsed: ParsedTelegrams, turned_away: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `CatalogEntries`, one a row of `pages`, in their order."""
    # The parts of a document have its id, and their number behind it.
    whole = pl.col("document_id").str.replace(r"#[0-9]+$", "")
    telegrams = parsed.cables.select(
        "document_id", "cable_id", "created_at", "n_words", "is_partial",
        has_envelope=pl.col("precedence").is_not_null(),
    )  # fmt: skip
    listed = parse_ids(pages["listed_cable_id"])["cable_id"]
    return (
        pages.with_columns(
            whole_id=whole,
            excerpt=pl.when(pl.col("fidelity") == Fidelity.EXCERPT.value).then("telegram"),
            listed_cable_id=listed.fill_null(pages["listed_cable_id"]),
        )
        .join(
            documents.select("source", "ordinal", whole_id="document_id"),
            on="whole_id",
            maintain_order="left",
        )
        .join(
            turned_away.rename({"reason": "turned_away"}), on="document_id", how="left", maintain_order="left"
        )
        .join(telegrams, on="document_id", how="left", maintain_order="left")
        .with_columns(reason=pl.coalesce("turned_away", "reason"))
        .select(list(CatalogEntries.columns()))
    )


def _dated(parsed: ParsedTelegrams) -> dict[str, pl.DataFrame]:
    """The parsed frames, with the time of their cable where tables are parted by it."""
    frames = parsed._asdict()
    times = parsed.cables.select("document_id", "created_at")
    for name in DATED_FRAMES:
        frames[name] = frames[name].join(times, on="document_id", how="left", maintain_order="left")
    return frames


def _write_shard(store: ShardStore, shard: str, frames: Mapping[str, pl.DataFrame]) -> None:
    """Write all frames beside their place, then give them its name: a shard is there whole or not at all."""
    temporary = store.folder / f".{shard}.{uuid.uuid4().hex[:8]}.tmp"
    temporary.mkdir(parents=True)
    for name, frame in frames.items():
        path = temporary / store.frame(shard, name).name
        _write(frame, path, name)
        force(path)
    try:
        temporary.rename(store.folder / shard)
    except OSError:
        # Another worker has made the same shard meanwhile, or it was left by code with other figures.
        if not (store.folder / shard).is_dir():
            raise
        figures = store.frame(shard, FIGURES_FRAME)
        (temporary / figures.name).replace(figures)
        shutil.rmtree(temporary)


def _write(frame: pl.DataFrame, path: Path, name: str) -> None:
    frame.write_parquet(path, compression=COMPRESSION, row_group_size=GROUP_ROWS.get(name, 100_000))
