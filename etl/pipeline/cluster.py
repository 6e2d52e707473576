"""Shard-wise work on other machines: a cluster of dask.distributed, whose scheduler is told by its address.

Workers reach the same shards as this process, in a shared folder or an object store, and run the same code,
since shards are named by its version. A worker that is lost costs the jobs that it had: the scheduler gives
them to another. Needs the extra `cluster`.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar

import polars as pl
from distributed import Client, Future, KilledWorker, LocalCluster, wait
from distributed.utils import silence_logging_cmgr

from etl.pipeline.engine import WORKER_ENVIRONMENT, EngineError, environment
from etl.pipeline.versions import code_version
from etl.settings import SHARDS_VARIABLE
from etl.warehouse.errors import one_line

J = TypeVar("J")
R = TypeVar("R")

CONNECT_SECONDS = 10.0
PATIENCE_SECONDS = 60.0
"""For workers to come, and to come back: a scheduler of machines on demand needs a while to start one."""

LOOK_SECONDS = 2.0
"""Between looks at whether there are still workers."""

JOBS_A_THREAD = 2
"""One is worked on while the next is on its way."""

RETRIES = 2
"""Of a job that failed, for a disk or a network that does not answer at once."""

LOST = "lost the cluster's scheduler: build again when it is back"


@dataclass(frozen=True)
class ClusterEngine:
    """Workers of a cluster that is there already.

    Attributes:
        address: of its scheduler, `tcp://host:8786`.
    """

    address: str

    def map(self, work: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """See `Engine`."""
        waiting = iter(jobs)
        first = list(islice(waiting, 1))
        if not first:
            return
        with _connected(self.address) as client:
            code = code_version(work.__module__)
            _refuse_others(client, work.__module__, code)
            yield from _in_flight(client, _Work(work, code), chain(first, waiting))


@dataclass(frozen=True)
class LocalClusterEngine:
    """A cluster of processes of this machine, which lives as long as the work: to try what a real one does.

    Attributes:
        n_workers: how many processes; null for one a core.
    """

    n_workers: int | None = None

    def map(self, work: Callable[[J], R], jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """See `Engine`."""
        waiting = iter(jobs)
        first = list(islice(waiting, 1))
        if not first:
            return
        with (
            environment(WORKER_ENVIRONMENT),
            LocalCluster(
                n_workers=self.n_workers or pl.thread_pool_size(),
                threads_per_worker=1,
                # Always served; on any free port, lest a second build finds it taken.
                dashboard_address="127.0.0.1:0",
                memory_limit=0,
                silence_logs=logging.CRITICAL,
            ) as cluster,
        ):
            yield from ClusterEngine(cluster.scheduler_address).map(work, chain(first, waiting))


@dataclass(frozen=True)
class _Work(Generic[J, R]):
    """What a worker does with a job, if it runs the code that the job was made for."""

    work: Callable[[J], R]
    code: str

    def __call__(self, job: J) -> R:
        # A worker may have come after all were asked.
        if code_version(self.work.__module__) != self.code:
            raise EngineError("a worker runs another version of cablehouse: install the same everywhere")
        return self.work(job)


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """A client of a scheduler that has workers.

    Raises:
        EngineError: the scheduler cannot be reached, or is lost; no worker comes.
    """
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise EngineError(f"no scheduler at {address}: {one_line(error)}") from error
    # What it logs when something is lost, the exception tells in one line.
    with silence_logging_cmgr(logging.CRITICAL), client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError as error:
            raise EngineError(f"the scheduler at {address} has no workers") from error
        try:
            yield client
        except CancelledError as error:
            raise EngineError(LOST) from error


def _refuse_others(client: Client, module: str, code: str) -> None:
    """Ask all workers for their version of the code.

    Raises:
        EngineError: one has another, or none at all.
    """
    versions = client.run(code_version, module, on_error="return")
    # A worker that was lost meanwhile answers with an error of its connection.
    others = sorted(
        at for at, version in versions.items() if version != code and not isinstance(version, OSError)
    )
    if others:
        raise EngineError(
            f"{len(others)} of {len(versions)} workers run another version of cablehouse, or none, "
            f"{others[0]} for one: install the same everywhere and start them again"
        )


def _in_flight(client: Client, work: Callable[[J], R], jobs: Iterator[J]) -> Iterator[tuple[J, R]]:
    """Submit jobs as there is room for them, and give those that are done."""
    running: dict[Future[R], J] = {}
    for job in jobs:
        running[client.submit(work, job, pure=False, retries=RETRIES)] = job
        yield from _results([future for future in running if future.done()], running)
        # Workers come and go.
        while running and len(running) >= JOBS_A_THREAD * _n_threads(client):
            yield from _results(_first_done(client, running), running)
    while running:
        yield from _results(_first_done(client, running), running)


def _n_threads(client: Client) -> int:
    """Threads of all workers that there are now.

    Raises:
        EngineError: the scheduler is lost.
    """
    try:
        return sum(client.nthreads().values())
    except OSError as error:
        raise EngineError(LOST) from error


def _first_done(client: Client, running: Collection[Future[R]]) -> set[Future[R]]:
    """Wait until one is done or more.

    Raises:
        EngineError: the scheduler is lost, or all workers are gone for long.
    """
    last_seen = time.monotonic()
    while True:
        try:
            return set(wait(list(running), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED").done)
        except TimeoutError as error:
            if _n_threads(client):
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen > PATIENCE_SECONDS:
                raise EngineError("all workers are gone: start some and build again") from error


def _results(done: Iterable[Future[R]], running: dict[Future[R], J]) -> Iterator[tuple[J, R]]:
    """Take jobs that are done from `running`, and give them with their results.

    Raises:
        EngineError: one kills each worker that it is given to; workers do not see the shards' place.
    """
    for future in done:
        job = running.pop(future)
        try:
            result = future.result()
        except KilledWorker as error:
            raise EngineError(
                "a job killed each worker that it was given to: they may have run out of memory"
            ) from error
        except FileNotFoundError as error:
            raise EngineError(
                f"a worker does not see what this machine wrote, {one_line(error)}: "
                f"{SHARDS_VARIABLE} must name a place that all reach"
            ) from error
        # Nobody asks for it again: it must not be done again when its worker is lost.
        future.release()
        yield job, result
