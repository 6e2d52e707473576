"""Which engine a setting names, and what is said when its workers cannot be used."""

import shutil
import subprocess
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import LocalCluster

from dagster_project.cli import main
from etl.pipeline import EngineError, LocalEngine, choose_engine, cluster, engine
from etl.pipeline.cluster import ClusterEngine, LocalClusterEngine
from etl.settings import Settings, SettingsError

NOBODY = "tcp://127.0.0.1:1"


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    """Two, as threads of this process, which start at once."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
    ) as in_process:
        yield in_process


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CONNECT_SECONDS", "PATIENCE_SECONDS", "LOOK_SECONDS"):
        monkeypatch.setattr(cluster, name, 0.3)


@pytest.mark.parametrize(
    ("setting", "chosen"),
    [
        pytest.param("local", LocalEngine(), id="as many processes as cores"),
        pytest.param("local:1", LocalEngine(1), id="this process alone"),
        pytest.param("local:12", LocalEngine(12), id="so many processes"),
        pytest.param("dask", LocalClusterEngine(), id="a cluster on this machine"),
        pytest.param("dask:3", LocalClusterEngine(3), id="a cluster of so many processes"),
        pytest.param("tcp://host:8786", ClusterEngine("tcp://host:8786"), id="a scheduler"),
        pytest.param("tls://[::1]:8786", ClusterEngine("tls://[::1]:8786"), id="a scheduler behind TLS"),
    ],
)
def test_setting_names_an_engine(setting: str, chosen: object) -> None:
    assert choose_engine(setting) == chosen


@pytest.mark.parametrize(
    "setting",
    ["", "spark", "local:0", "local:", "local:-1", "local:two", "dask:99999", "tcp://host", "http://host:1"],
)
def test_another_setting_is_wrong_usage(setting: str) -> None:
    with pytest.raises(SettingsError, match="give local, local:N, dask, dask:N or a scheduler's address"):
        choose_engine(setting)


@pytest.mark.parametrize("setting", ["dask", "dask:2", "tcp://host:8786"])
def test_a_missing_extra_is_told_by_how_to_install_it(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(SettingsError, match=r"pip install 'cablehouse\[cluster\]'"):
        choose_engine(setting)
    assert choose_engine("local") == LocalEngine()


@pytest.mark.parametrize("command", ["build", "serve"])
@pytest.mark.parametrize(
    ("setting", "said"),
    [
        pytest.param("CABLEHOUSE_ENGINE=spark", "engine 'spark': give local, ", id="engine"),
        pytest.param("CABLEHOUSE_SHARDS=ftp://x/y", "shards at ftp://x/y: give a folder, ", id="shards"),
    ],
)
def test_commands_refuse_it_with_one_line(
    command: str, setting: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(*setting.split("="))
    assert main([command]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"cablehouse: error: {said}")


def test_argument_goes_before_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CABLEHOUSE_ENGINE", "dask")
    monkeypatch.setenv("CABLEHOUSE_SHARDS", "s3://bucket/prefix")
    assert Settings.resolve().engine == "dask"
    assert Settings.resolve(engine="local:2").engine == "local:2"
    assert main(["build", "--engine", "spark"]) == 2
    assert Settings.resolve().shards == "s3://bucket/prefix"
    monkeypatch.delenv("CABLEHOUSE_SHARDS")
    assert Settings.resolve(warehouse=tmp_path).shards == tmp_path / "shards"


def test_each_job_comes_with_its_result(workers: LocalCluster) -> None:
    jobs = [f"  {number}" for number in range(20)]
    done = ClusterEngine(workers.scheduler_address).map(textwrap.dedent, jobs)
    assert sorted(done) == sorted((job, job.strip()) for job in jobs)


def test_no_more_jobs_are_drawn_than_keep_workers_busy(workers: LocalCluster) -> None:
    drawn = []
    jobs = (drawn.append(number) or str(number) for number in range(50))
    done = ClusterEngine(workers.scheduler_address).map(textwrap.dedent, jobs)
    for n_done, _ in enumerate(done, start=1):
        assert len(drawn) <= n_done + 2 * cluster.JOBS_A_THREAD
    assert len(drawn) == n_done == 50


def test_results_do_not_wait_until_all_have_enough_to_do(workers: LocalCluster, tmp_path: Path) -> None:
    drawn = []

    def jobs() -> Iterator[str]:
        """Jobs that come slower than they are done."""
        for number in range(20):
            drawn.append(number)
            yield f"touch {tmp_path / str(number)}"
            while not (tmp_path / str(number)).exists():
                time.sleep(0.01)

    done = ClusterEngine(workers.scheduler_address).map(subprocess.getoutput, jobs())
    assert next(done)[1] == ""
    assert len(drawn) < 2 * cluster.JOBS_A_THREAD
    assert len(list(done)) == 19


@pytest.mark.parametrize("chosen", [ClusterEngine(NOBODY), LocalClusterEngine(2), LocalEngine(2)])
def test_without_jobs_nobody_is_asked(chosen: engine.Engine) -> None:
    assert list(chosen.map(textwrap.dedent, [])) == []


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_that_cannot_be_reached() -> None:
    with pytest.raises(EngineError, match=rf"^no scheduler at {NOBODY}: [^\n]+$"):
        list(ClusterEngine(NOBODY).map(textwrap.dedent, ["job"]))


@pytest.mark.usefixtures("impatient")
def test_a_scheduler_without_workers() -> None:
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as empty,
        pytest.raises(EngineError, match=r"has no workers$"),
    ):
        list(ClusterEngine(empty.scheduler_address).map(textwrap.dedent, ["job"]))


def test_a_worker_of_another_version_is_refused(
    workers: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The workers are threads of this process.
    monkeypatch.setattr(
        cluster,
        "code_version",
        lambda _: "this" if threading.current_thread() is threading.main_thread() else "other",
    )
    with pytest.raises(EngineError, match=r"^2 of 2 workers run another version of cablehouse"):
        list(ClusterEngine(workers.scheduler_address).map(textwrap.dedent, ["job"]))


def test_a_worker_of_another_version_that_comes_later_is_refused() -> None:
    work = cluster._Work(textwrap.dedent, "another version")
    with pytest.raises(EngineError, match="another version of cablehouse"):
        work("job")


def test_a_worker_that_does_not_see_the_shards_is_told(workers: LocalCluster, tmp_path: Path) -> None:
    jobs = [str(tmp_path / "nothing")]
    with pytest.raises(EngineError, match="CABLEHOUSE_SHARDS must name a place that all reach"):
        list(ClusterEngine(workers.scheduler_address).map(shutil.rmtree, jobs))


def test_an_error_of_the_work_is_its_own(workers: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        list(ClusterEngine(workers.scheduler_address).map(shutil.rmtree, [str(tmp_path / "file")]))
