"""How many documents are parsed at once, and where, changes no row and loses none."""

from functools import partial
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl.land import land_sources
from etl.pipeline import LocalEngine, Progress, Shards, ShardStore, parse_sources, sync
from etl.pipeline.shards import CATALOG_FRAME, PASSAGES_FRAME, SKETCHES_FRAME
from etl.pipeline.store import FIGURES_FRAME

GOLDEN = Path(__file__).parents[2] / "golden" / "pages"
FRAMES = (
    *("cables", "paragraphs", "tags", "recipients", "cable_references", "findings"),
    FIGURES_FRAME,
    SKETCHES_FRAME,
    PASSAGES_FRAME,
)


def parsed(folder: Path, engine: LocalEngine | None = None) -> tuple[Shards, Progress]:
    store = ShardStore.current(folder)
    done = parse_sources([GOLDEN], store, engine)
    return Shards(store), done


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shards, Progress]:
    return parsed(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize(
    "engine", [LocalEngine(1), LocalEngine(2)], ids=["in this process", "in two processes"]
)
def test_small_shards_hold_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: tuple[Shards, Progress], engine: LocalEngine
) -> None:
    monkeypatch.setattr(sync, "MIN_SHARD_BYTES", 10_000)
    monkeypatch.setattr(sync, "land_sources", partial(land_sources, batch_bytes=1000))
    shards, done = parsed(tmp_path, engine)
    assert shards.catalog["shard"].n_unique() > 3
    assert done == whole[1]
    assert not list(shards.store.folder.rglob("*.arrow"))
    columns = [name for name in shards.catalog.columns if name not in ("shard", "ordinal")]
    assert_frame_equal(shards.catalog.select(columns), whole[0].catalog.select(columns))
    for name in FRAMES:
        rows, expected = (s.scan(name, s.catalog).collect() for s in (shards, whole[0]))
        assert_frame_equal(rows, expected, check_row_order=False)


def test_one_shard_where_there_is_little(whole: tuple[Shards, Progress]) -> None:
    shards, done = whole
    assert shards.catalog["shard"].n_unique() == 1
    assert done.n_parsed == done.n_documents == shards.catalog["source"].n_unique()
    frames = {path.name.split("-")[0].removesuffix(".parquet") for path in shards.store.folder.glob("*/*")}
    assert frames == {CATALOG_FRAME, *FRAMES}
    assert pl.read_parquet(shards.store.manifest_file)["n_documents"].sum() == done.n_documents
