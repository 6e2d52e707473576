"""Shards made by workers of a cluster are those made here, also when workers are killed at work."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from etl.pipeline import EngineError, LocalEngine, Progress, ShardStore, cluster, parse_sources
from etl.pipeline.cluster import ClusterEngine, LocalClusterEngine
from tests.integration.shardwise import PAGES, Files, build_tables, cut_small

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch, 5_000)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("here")
    with pytest.MonkeyPatch.context() as patch:
        cut_small(patch, 5_000)
        store = ShardStore.current(folder / "shards")
        parse_sources([PAGES], store, LocalEngine(1))
    return build_tables(store, folder / "tables")


@pytest.fixture
def two_workers() -> Iterator[LocalCluster]:
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        scheduler_kwargs={"allowed_failures": 1},
    ) as processes:
        yield processes


def working(processes: LocalCluster) -> list[int]:
    """Processes that have a job now."""
    busy = {worker.address for worker in processes.scheduler.workers.values() if worker.processing}
    return [nanny.pid for nanny in processes.workers.values() if nanny.worker_address in busy and nanny.pid]


def test_tables_are_the_same_bytes(tmp_path: Path, expected: Files) -> None:
    store = ShardStore.current(tmp_path / "shards")
    done = parse_sources([PAGES], store, LocalClusterEngine(2))
    assert done.n_parsed == done.n_documents > 0
    assert store.manifest()["shard"].n_unique() >= 6
    assert build_tables(store, tmp_path / "tables") == expected


def test_a_worker_killed_at_work_changes_nothing(
    tmp_path: Path, expected: Files, two_workers: LocalCluster
) -> None:
    killed: list[int] = []

    def kill_one(done: Progress) -> None:
        if done.n_documents and not killed:
            killed.append(working(two_workers)[0])
            os.kill(killed[0], signal.SIGKILL)

    store = ShardStore.current(tmp_path / "shards")
    done = parse_sources([PAGES], store, ClusterEngine(two_workers.scheduler_address), kill_one)
    assert len(killed) == 1
    assert done.n_parsed == done.n_documents
    assert build_tables(store, tmp_path / "tables") == expected
    assert {path.name for path in store.folder.iterdir()} == {
        "manifest.parquet",
        *store.manifest()["shard"],
    }


def test_a_job_that_kills_its_workers_ends_the_build(two_workers: LocalCluster) -> None:
    with pytest.raises(EngineError, match="killed each worker"):
        list(ClusterEngine(two_workers.scheduler_address).map(subprocess.getoutput, ["kill -9 $PPID"]))


def test_workers_that_are_gone_for_good_end_the_build(
    two_workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(cluster, "PATIENCE_SECONDS", 1.0)
    results = ClusterEngine(two_workers.scheduler_address).map(
        subprocess.getoutput, ["echo done", *["sleep 60"] * 8]
    )
    assert next(results) == ("echo done", "done")
    two_workers.scale(0)
    with pytest.raises(EngineError, match="all workers are gone"):
        list(results)


def test_a_scheduler_that_is_gone_ends_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 3.0)
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0") as processes:
        results = ClusterEngine(processes.scheduler_address).map(
            subprocess.getoutput, ["echo done", "sleep 60"]
        )
        assert next(results) == ("echo done", "done")
        processes.close()
        with pytest.raises(EngineError, match="scheduler"):
            list(results)
