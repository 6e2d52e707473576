"""A build of real pages in many small shards, without Dagster: what tests of engines and stores compare."""

from functools import partial
from pathlib import Path

import pytest

from etl import pipeline
from etl.land import land_sources
from etl.pipeline import sync
from etl.schemas import TABLES
from etl.warehouse.parquet import part_file, parts_held
from tests.tables import write_tables

PAGES = Path(__file__).parents[1] / "golden" / "pages"

Files = dict[str, bytes]


def cut_small(patch: pytest.MonkeyPatch, n_bytes: int) -> None:
    """Let shards be of a few pages."""
    patch.setattr(sync, "MIN_SHARD_BYTES", n_bytes)
    patch.setattr(sync, "SHARD_BYTES", n_bytes)
    patch.setattr(sync, "land_sources", partial(land_sources, batch_bytes=1_000))


def build_tables(store: pipeline.ShardStore, folder: Path) -> Files:
    """All tables of the shards in a store, as the bytes of their files."""
    write_tables(store, folder)
    return {
        f"{name}/{part}": part_file(folder, name, part).read_bytes()
        for name in TABLES
        for part in parts_held(folder, name)
    }
