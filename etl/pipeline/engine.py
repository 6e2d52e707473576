"""Where shard-wise work is done: in this process, in others of this machine, or on a cluster (`cluster`).

An engine maps a function over jobs. Jobs and results are small (paths and counts): rows go through files,
since handing text between processes costs more than it gains. Results come in any order, and no more jobs are
drawn than can soon be worked on, so that a stream of jobs may hold what fills memory or disk.
"""

import multiprocessing
import os
import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain, islice
from typing import Protocol, TypeVar

import polars as pl

from etl.settings import SettingsError

J = TypeVar("J")
R = TypeVar("R")

WORKER_ENVIRONMENT = {
    # A worker for each core: more threads would only wait for each other.
    "POLARS_MAX_THREADS": "1",
    # Memory given back is soon asked for again: in small pages, a sixth of the parsing went into that.
    "_RJEM_MALLOC_CONF": "thp:always,dirty_decay_ms:-1,muzzy_decay_ms:-1",
}


class EngineError(Exception):
    """A worker died, or cannot be reached; the message is one line."""


class Engine(Protocol):
    """What maps a function over jobs."""

    def map(self, work: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """Jobs and their results, in any order.

        Args:
            work: a function that can be imported by name. It may be called for a job again: after its worker
                was lost, even when it was done.
            jobs: drawn as they can be worked on.

        Raises:
            EngineError: a worker died and the work cannot be had elsewhere.
        """
        ...


@dataclass(frozen=True)
class LocalEngine:
    """Processes of this machine; a single job is done in this one, which spares their start.

    Attributes:
        n_workers: how many; null for as many as Polars has threads, one a core.
    """

    n_workers: int | None = None

    def map(self, work: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """See `Engine`."""
        waiting = iter(jobs)
        first = list(islice(waiting, 2))
        n_workers = self.n_workers or pl.thread_pool_size()
        if len(first) < 2 or n_workers == 1:
            yield from ((job, work(job)) for job in chain(first, waiting))
            return
        with environment(WORKER_ENVIRONMENT), _pool(n_workers) as pool:
            yield from _in_flight(pool, work, chain(first, waiting), n_workers + 1)


def choose_engine(setting: str) -> Engine:
    """The engine that a setting names.

    Args:
        setting: `local` or `dask` for as many processes of this machine as it has cores, `local:N` or
            `dask:N` for N; or the address of a scheduler of dask.distributed, `tcp://host:8786`.

    Raises:
        SettingsError: it is none of these, or needs what is not installed.
    """
    kind, _, number = setting.partition(":")
    n_workers = int(number) if re.fullmatch(r"[1-9][0-9]{0,3}", number) else None
    is_count = kind in ("local", "dask") and (n_workers is not None or setting == kind)
    if kind == "local" and is_count:
        return LocalEngine(n_workers)
    if not is_count and not re.fullmatch(r"(tcp|tls)://[^\s/]+:[0-9]{1,5}", setting):
        raise SettingsError(
            f"engine {setting!r}: give local, local:N, dask, dask:N or a scheduler's address, tcp://host:8786"
        )
    if find_spec("distributed") is None:
        raise SettingsError(f"engine {setting!r} needs dask.distributed: pip install 'cablehouse[cluster]'")
    # Dask takes seconds to load, and may not be installed.
    from etl.pipeline.cluster import ClusterEngine, LocalClusterEngine  # noqa: PLC0415

    return LocalClusterEngine(n_workers) if is_count else ClusterEngine(setting)


@contextmanager
def _pool(n_workers: int) -> Iterator[ProcessPoolExecutor]:
    # Spawned: a fork of a process with threads, as Polars starts them, may hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(n_workers, context, initializer=_follow_parent)
    try:
        yield pool
    except BrokenProcessPool as error:
        raise EngineError("a worker process died: it may have run out of memory; build again") from error
    finally:
        pool.shutdown(cancel_futures=True)


def _in_flight(
    pool: ProcessPoolExecutor, work: Callable[[J], R], jobs: Iterator[J], n_jobs: int
) -> Iterator[tuple[J, R]]:
    running: dict[Future[R], J] = {}
    for job in jobs:
        running[pool.submit(work, job)] = job
        if len(running) >= n_jobs:
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            yield from ((running.pop(future), future.result()) for future in done)
    for future, job in running.items():
        yield job, future.result()


def _follow_parent() -> None:
    """Leave interrupts to the parent, and end when it does, even when it was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def environment(variables: dict[str, str]) -> Iterator[None]:
    """Set variables that processes started inside inherit; what the user has set stays."""
    added = {name: value for name, value in variables.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
