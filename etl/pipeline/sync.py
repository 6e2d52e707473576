"""Raw sources to shards: the part of a build that reads every word, of what is new or changed only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.land import Source, land_sources, sources_to_land
from etl.pipeline import places
from etl.pipeline.engine import Engine, LocalEngine
from etl.pipeline.shards import FiguresJob, ShardJob, add_figures, make_shard
from etl.pipeline.store import MANIFEST, ShardStore

SHARD_BYTES = 64 << 20
"""Content of a shard: parsers compile their regexes for each, and a worker holds some ten times as much."""

MIN_SHARD_BYTES = 32 << 20
"""Of a shard that is not the last: below it, starting processes costs more than they save."""

SMALL_SHARDS = 16
"""So many shards of less than an eighth of that are made anew as one, lest every day leave one for good."""

MIN_LIVE = 0.5
"""A shard of whose documents fewer are still among the raw sources is made anew of those."""

FILE = ["source", "n_bytes", "modified_ns", "changed_ns", "inode"]
"""By which a file is known to be what it was."""


@dataclass(frozen=True)
class Progress:
    """How far `parse_sources` has come.

    Attributes:
        n_documents: documents that are in shards, those of earlier builds included.
        n_bytes: bytes of their content.
        n_parsed: how many of the documents this build has parsed.
    """

    n_documents: int
    n_bytes: int
    n_parsed: int


def parse_sources(
    raw: Sequence[Path],
    store: ShardStore,
    engine: Engine | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Progress:
    """Bring the shards of `store` in line with the raw sources: what is new or changed is landed and parsed.

    Args:
        raw: files, folders and archives.
        store: where shards are kept.
        engine: where they are made; null for processes of this machine.
        on_progress: called once at the start, and after each shard.

    Returns:
        The final count.

    Raises:
        etl.land.LandingError: a raw path is missing, or there is nothing to land.
        etl.pipeline.EngineError: a worker died.
        OSError: the store cannot be written.
    """
    engine = engine or LocalEngine()
    sources = sources_to_land(raw)
    held = _still_true(sources, store.manifest())
    known = set(held["source"])
    fresh = [source for source in sources if source.uri not in known]
    done = Progress(int(held["n_documents"].sum()), int(held["content_bytes"].sum()), 0)
    tell = on_progress or (lambda _: None)
    tell(done)
    told = [held]
    for job, notes in engine.map(make_shard, _land(fresh, store, _shard_bytes(fresh))):
        places.remove(job.landed)
        told.append(_manifest_rows(fresh, notes))
        n = int(notes["n_documents"].sum())
        done = Progress(
            done.n_documents + n, done.n_bytes + int(notes["content_bytes"].sum()), done.n_parsed + n
        )
        tell(done)
    stale = [FiguresJob(shard, store) for shard in held["shard"].unique().sort() if not store.holds(shard)]
    for _ in engine.map(add_figures, stale):
        tell(done)
    store.keep(pl.concat(told))
    return done


def _still_true(sources: Sequence[Source], held: pl.DataFrame) -> pl.DataFrame:
    """The rows of a manifest that need no work: files that are as they were, in shards worth keeping."""
    now = pl.DataFrame(
        [(s.uri, s.n_bytes, s.modified_ns, s.changed_ns, s.inode) for s in sources],
        schema={name: MANIFEST[name] for name in FILE},
        orient="row",
    )
    unread = held.filter("is_unread").select("source")
    kept = held.join(now, on=FILE, how="semi").join(unread, on="source", how="anti")
    shards = (
        held.group_by("shard")
        .agg(n_all="n_documents", all_bytes="content_bytes")
        .with_columns(pl.col("n_all", "all_bytes").list.sum())
    )
    live = kept.group_by("shard").agg(n_live=pl.col("n_documents").sum()).join(shards, on="shard")
    sparse = live.filter(pl.col("n_live") < MIN_LIVE * pl.col("n_all")).select("shard")
    small = live.filter(pl.col("all_bytes") < SHARD_BYTES // 8).select("shard")
    # The last shard of a large file is small as well, and stays with the others of its file.
    spread = kept.join(small, on="shard", how="anti").select("source").unique()
    part_of_large = (
        kept.join(small, on="shard", how="semi").join(spread, on="source", how="semi").select("shard")
    )
    small = small.join(part_of_large, on="shard", how="anti")
    if small.height < SMALL_SHARDS:
        small = small.clear()
    again = kept.join(pl.concat([sparse, small]), on="shard", how="semi").select("source").unique()
    return kept.join(again, on="source", how="anti")


def _shard_bytes(sources: Sequence[Source]) -> int:
    """Content of a shard: less than `SHARD_BYTES` where there is too little to keep all workers busy with."""
    n_bytes = sum(source.n_bytes for source in sources)
    return max(MIN_SHARD_BYTES, min(SHARD_BYTES, n_bytes // (2 * pl.thread_pool_size())))


def _land(sources: Sequence[Source], store: ShardStore, shard_bytes: int) -> Iterator[ShardJob]:
    """Land documents and leave them on disk for the workers, `shard_bytes` of content at a time."""
    for number, documents in enumerate(_gather(land_sources(sources), shard_bytes)):
        yield ShardJob(store.land(number, documents), store)


def _gather(batches: Iterator[pl.DataFrame], shard_bytes: int) -> Iterator[pl.DataFrame]:
    """Batches of documents put together up to `shard_bytes` of content, at least one batch each."""
    gathered: list[pl.DataFrame] = []
    n_bytes = 0
    for batch in batches:
        gathered.append(batch)
        n_bytes += int(batch["n_bytes"].sum())
        if n_bytes >= shard_bytes:
            yield pl.concat(gathered)
            gathered, n_bytes = [], 0
    if gathered:
        yield pl.concat(gathered)


def _manifest_rows(sources: Sequence[Source], notes: pl.DataFrame) -> pl.DataFrame:
    """What `make_shard` tells of files, with what the files were when the build began."""
    wanted = set(notes["source"])
    files = pl.DataFrame(
        [(s.uri, s.n_bytes, s.modified_ns, s.changed_ns, s.inode) for s in sources if s.uri in wanted],
        schema={name: MANIFEST[name] for name in FILE},
        orient="row",
    )
    return notes.join(files, on="source").select(list(MANIFEST)).cast(MANIFEST)
