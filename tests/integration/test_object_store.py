"""Shards in an object store end as the same tables as shards on disk, from build to build."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from etl.pipeline import LocalEngine, ShardStore, parse_sources, places
from etl.settings import SettingsError
from tests.integration.shardwise import PAGES, build_tables, cut_small

TELEGRAM = (PAGES.parents[2] / "warehouse/raw/sample/telegram_islamabad.txt").read_text()


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """Address of a bucket in a stand-in for S3, which Polars and s3fs are pointed at."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ALLOW_HTTP", "true")
        patch.setenv("AWS_ACCESS_KEY_ID", "anyone")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "anything")
        patch.setenv("AWS_REGION", "us-east-1")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        places.place("s3://cables").fs.mkdir("cables")
        yield "s3://cables"
    server.stop()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """A folder of telegrams, whose shards are of one or two."""
    for number in range(1, 5):
        add_telegram(tmp_path / "raw", number)
    return tmp_path / "raw"


def add_telegram(raw: Path, number: int) -> None:
    raw.mkdir(exist_ok=True)
    (raw / f"{number}.txt").write_text(TELEGRAM.replace("9007", f"90{number:02}"))


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch, 2_000)


def test_builds_are_those_of_a_folder(bucket: str, raw: Path, tmp_path: Path) -> None:
    remote, local = (ShardStore.current(root) for root in (f"{bucket}/daily builds", tmp_path / "shards"))
    for n_parsed, edit in [(4, None), (0, None), (1, 5), (1, 6), (0, -1)]:
        if edit and edit > 0:
            add_telegram(raw, edit)
        elif edit:
            (raw / f"{-edit}.txt").unlink()
        done = [parse_sources([raw], store, LocalEngine(1)) for store in (remote, local)]
        assert done[0] == done[1]
        assert done[0].n_parsed == n_parsed
        files = [build_tables(store, tmp_path / name) for store, name in ((remote, "r"), (local, "l"))]
        assert files[0] == files[1]
        held = {"manifest.parquet", *remote.manifest()["shard"]}
        assert places.names(remote.folder) == places.names(local.folder) == held
    assert len(held) > 2


@pytest.mark.slow
def test_workers_write_there_too(bucket: str, raw: Path, tmp_path: Path) -> None:
    remote, local = (ShardStore.current(root) for root in (f"{bucket}/workers", tmp_path / "shards"))
    parse_sources([raw], remote, LocalEngine(2))
    assert remote.manifest()["shard"].n_unique() > 1
    parse_sources([raw], local, LocalEngine(1))
    assert build_tables(remote, tmp_path / "r") == build_tables(local, tmp_path / "l")


def test_a_shard_without_figures_is_not_there_yet(bucket: str, raw: Path, tmp_path: Path) -> None:
    """What a killed worker leaves: some of the objects, never the last."""
    store = ShardStore.current(f"{bucket}/killed")
    parse_sources([raw], store, LocalEngine(1))
    shard = store.manifest()["shard"][0]
    whole = places.names(store.folder / shard)
    expected = build_tables(store, tmp_path / "whole")
    places.remove(store.manifest_file)
    places.remove(store.frame(shard, "arms_figures"))
    places.remove(store.frame(shard, "tags"))
    assert not store.holds(shard)
    assert parse_sources([raw], store, LocalEngine(1)).n_parsed == 4
    assert places.names(store.folder / shard) == whole
    assert build_tables(store, tmp_path / "again") == expected


def test_other_code_leaves_nothing_of_the_old(bucket: str, raw: Path) -> None:
    store = ShardStore.current(f"{bucket}/versions")
    parse_sources([raw], store, LocalEngine(1))
    other = replace(store, figures="0" * 12)
    assert parse_sources([raw], other, LocalEngine(1)).n_parsed == 0
    shard = store.manifest()["shard"][0]
    assert other.holds(shard)
    assert not store.holds(shard)
    (store.root / "of others").touch()
    another = replace(store, parsing="0" * 12)
    assert parse_sources([raw], another, LocalEngine(1)).n_parsed == 4
    assert places.names(store.root) == {another.parsing, "of others"}


@pytest.mark.parametrize("where", ["gs://bucket/x", "http://host/x", "memory://x"])
def test_other_addresses_are_wrong_usage(where: str) -> None:
    with pytest.raises(SettingsError, match=r"give a folder, or s3://bucket/prefix$"):
        places.place(where)


def test_a_missing_extra_is_told_by_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'cablehouse\[s3\]'"):
        places.place("s3://bucket/prefix")
    assert places.place("some/folder") == Path("some/folder")


def test_a_bucket_that_is_not_there_is_one_line(bucket: str, raw: Path) -> None:
    with pytest.raises(OSError, match="nobody"):
        parse_sources([raw], ShardStore.current("s3://nobody/shards"), LocalEngine(1))
