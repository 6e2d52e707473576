"""One shard: some landed documents to their parsed rows and figures, the work that a build hands out.

It reads nothing but its documents, so shards can be made anywhere and in any order, and a shard that was lost
with its worker can be made again: same documents, same files.
"""

import hashlib
from dataclasses import dataclass

import polars as pl

from etl.figures import recognize_figures
from etl.land.documents import EMPTY_SHA256
from etl.pages import read_pages
from etl.pipeline.admit import admit, admit_pages
from etl.pipeline.places import Place
from etl.pipeline.store import FIGURES_FRAME, ShardStore
from etl.schemas import CatalogEntries, ParsedTelegrams, Passages, Sketches
from etl.telegrams import parse_telegrams
from etl.telegrams.identifiers import parse_ids
from etl.telegrams.measures import text_measures
from etl.telegrams.shingles import sketches
from etl.vocabulary import Fidelity

CATALOG_FRAME = "catalog"
SKETCHES_FRAME = "sketches"
PASSAGES_FRAME = "passages"
DATED_FRAMES = ("paragraphs", "tags", "recipients")


@dataclass(frozen=True)
class ShardJob:
    """Documents to be made a shard of.

    Attributes:
        landed: Arrow file with rows of `RawDocuments`; whoever hands out the job removes it when it is done,
            since a worker may be lost, and the job done again, after the shard is there.
        store: where the shard belongs.
    """

    landed: Place
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
    documents = pl.read_ipc(str(job.landed))
    shard = shard_id(documents)
    if not job.store.holds(shard):
        job.store.write(shard, shard_frames(documents))
    return documents.group_by("source").agg(
        shard=pl.lit(shard),
        n_documents=pl.len().cast(pl.Int64),
        content_bytes=pl.col("n_bytes").sum(),
        is_unread=(pl.col("sha256") == EMPTY_SHA256).any(),
    )


def add_figures(job: FiguresJob) -> str:
    """Recognize the figures of a shard anew, from its parsed rows; returns the shard.

    Raises:
        OSError: the store cannot be read or written.
    """
    read = [job.store.scan(job.shard, name).collect() for name in ("paragraphs", "cables", "tags")]
    job.store.write_figures(job.shard, recognize_figures(*read))
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
    pages = admit_pages(read_pages(documents))
    is_excerpt = pl.col("fidelity") == Fidelity.EXCERPT.value
    # Excerpts are quotations, not telegrams: they are linked to a cable later, never parsed into one.
    telegrams = pages.filter(pl.col("telegram").is_not_null() & ~is_excerpt)
    parsed, turned_away = admit(parse_telegrams(telegrams))
    figures = recognize_figures(parsed.paragraphs, parsed.cables, parsed.tags)
    catalog = _catalog(documents, pages, parsed, turned_away)
    sketched = Sketches.validate(sketches(parsed.cables.select("document_id", "text")), cast=True)
    found = {CATALOG_FRAME: catalog, SKETCHES_FRAME: sketched, PASSAGES_FRAME: _passages(pages)}
    return {**found, **_dated(parsed), FIGURES_FRAME: figures}


def _catalog(
    documents: pl.DataFrame, pages: pl.DataFrame, parsed: ParsedTelegrams, turned_away: pl.DataFrame
) -> pl.DataFrame:
    """Rows of `CatalogEntries`, one a row of `pages`, in their order."""
    # The parts of a document have its id, and their number behind it.
    whole = pl.col("document_id").str.replace(r"#[0-9]+$", "")
    told = [name for name in CatalogEntries.columns() if name in parsed.cables.columns and name != "fidelity"]
    telegrams = parsed.cables.select(told).hstack(text_measures(parsed.cables["text"]))
    listed = parse_ids(pages["listed_cable_id"])["cable_id"]
    entries = (
        pages.with_columns(
            whole_id=whole,
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
    return CatalogEntries.validate(entries, cast=True)


def _passages(pages: pl.DataFrame) -> pl.DataFrame:
    """Rows of `Passages`, in the order of `pages`."""
    told = pages.select("document_id", "passages").explode("passages", empty_as_null=False, keep_nulls=False)
    rows = told.unnest("passages")
    listed = parse_ids(rows["listed_cable_id"])["cable_id"].fill_null(rows["listed_cable_id"])
    text = pl.col("text").str.replace_all(r"[\x00-\x08\x0B-\x1F\x7F]", "")
    return Passages.validate(rows.with_columns(text, listed_cable_id=listed), cast=True)


def _dated(parsed: ParsedTelegrams) -> dict[str, pl.DataFrame]:
    """The parsed frames, with the time of their cable where tables are parted by it."""
    frames = parsed._asdict()
    times = parsed.cables.select("document_id", "created_at")
    for name in DATED_FRAMES:
        frames[name] = frames[name].join(times, on="document_id", how="left", maintain_order="left")
    return frames
