"""A program run as a process of its own, and what it cost, whatever processes it starts in turn."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

SAMPLE_SECONDS = 0.2


@dataclass(frozen=True)
class Cost:
    """What a program took: seconds on the wall and of CPU, peak memory in bytes; of all its processes together."""

    wall_seconds: float
    cpu_seconds: float
    peak_bytes: int


class _PeakMemory(threading.Thread):
    """Looks at a process and all below it, every now and then, until it is told to stop."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak_bytes = 0

    def run(self) -> None:
        while not self._ended.wait(SAMPLE_SECONDS):
            try:
                root = psutil.Process(self._pid)
                tree = [root, *root.children(recursive=True)]
            except psutil.Error:
                continue
            # Resident memory counts shared pages once a process: it is no less than what is looked for, and
            # far cheaper to ask for.
            if sum(_resident(process) for process in tree) > self.peak_bytes:
                self.peak_bytes = max(self.peak_bytes, sum(_proportional(process) for process in tree))

    def stop(self) -> int:
        """The peak in bytes."""
        self._ended.set()
        self.join()
        return self.peak_bytes


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _proportional(process: psutil.Process) -> int:
    """Resident memory, in which a page that several processes share counts in parts; Linux tells it."""
    try:
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:
        return _resident(process)
    return sum(int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:"))


def measure(command: Sequence[str | Path], log: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end, its stderr into `log`; `environment` is added to this process's own.

    The CPU time is that of the process and of those below it that were waited for; the peak of memory is the
    highest sum seen in samples. Of a process too short for one it is what the system tells of it alone, which may
    count what this process held when it was started.

    Raises:
        SystemExit: it failed.
    """
    start = time.monotonic()
    with log.open("w") as stderr:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=stderr,
            env={**os.environ, **(environment or {})},
        )
        memory = _PeakMemory(process.pid)
        memory.start()
        _, status, used = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    peak = memory.stop()
    if process.returncode:
        raise SystemExit(f"bench: {' '.join(map(str, command))} failed:\n{log.read_text()}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Cost(seconds, used.ru_utime + used.ru_stime, peak or used.ru_maxrss * unit)
