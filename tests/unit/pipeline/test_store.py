"""What a store of shards keeps, and what it sweeps."""

from pathlib import Path

import polars as pl
import pytest

from etl.pipeline import ShardStore
from etl.pipeline.store import FIGURES_FRAME, MANIFEST

ROWS = pl.DataFrame({"document_id": ["a", "b"]})


@pytest.fixture
def store(tmp_path: Path) -> ShardStore:
    return ShardStore(tmp_path / "shards", "a" * 12, "b" * 12)


def manifest(*shards: str) -> pl.DataFrame:
    row = {"n_bytes": 1, "modified_ns": 1, "changed_ns": 1, "inode": 1, "n_documents": 1, "content_bytes": 1}
    rows = [{"source": f"{shard}.txt", "shard": shard, "is_unread": False, **row} for shard in shards]
    return pl.DataFrame(rows, schema=MANIFEST)


def write(store: ShardStore, *shards: str) -> None:
    for shard in shards:
        store.write(shard, {FIGURES_FRAME: ROWS, "cables": ROWS})


def test_only_what_the_manifest_names_is_kept(store: ShardStore) -> None:
    write(store, "one", "two", "three")
    store.land(7, ROWS)
    store.keep(manifest("one", "two"))
    assert {path.name for path in store.folder.iterdir()} == {"manifest.parquet", "one", "two"}
    assert store.manifest().equals(manifest("one", "two").sort("source"))


def test_a_shard_that_is_lost_is_not_held(store: ShardStore) -> None:
    write(store, "one")
    store.keep(manifest("one", "two"))
    assert store.manifest()["shard"].to_list() == ["one"]
    assert store.holds("one")
    assert not store.holds("two")


def test_a_shard_written_twice_is_whole(store: ShardStore) -> None:
    write(store, "one", "one")
    assert store.scan("one", "cables").collect().equals(ROWS)
    assert [path.name for path in store.folder.iterdir()] == ["one"]


def test_shards_of_other_code_are_swept_and_nothing_of_others(store: ShardStore) -> None:
    """A place may be named by mistake: a home, a bucket with other data."""
    mine = store.root / ("c" * 12) / "shard"
    others = store.root / "photographs" / "summer"
    for folder in (mine, others):
        folder.mkdir(parents=True)
        (folder / "file").touch()
    store.keep(manifest())
    assert {path.name for path in store.root.iterdir()} == {"photographs", store.parsing}
    assert (others / "file").exists()
