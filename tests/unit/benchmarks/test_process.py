"""What a program costs is told of all its processes."""

import sys
from pathlib import Path

import pytest

from tests.benchmarks.process import measure

MEGABYTES = 120
CHILD = f"held = bytearray({MEGABYTES} << 20); import time; time.sleep(1)"
PARENT = f"""
import subprocess, sys
children = [subprocess.Popen([sys.executable, "-c", {CHILD!r}]) for _ in range(2)]
sys.exit(max(child.wait() for child in children))
"""


def test_memory_of_processes_at_the_same_time_is_added_up(tmp_path: Path) -> None:
    cost = measure([sys.executable, "-c", PARENT], tmp_path / "log")
    assert 2 * MEGABYTES << 20 < cost.peak_bytes < 3 * MEGABYTES << 20
    assert cost.wall_seconds > 1


def test_processor_time_of_processes_below_counts(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.4: pass"
    below = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    assert measure([sys.executable, "-c", below], tmp_path / "log").cpu_seconds > 0.4


def test_the_environment_is_added_to(tmp_path: Path) -> None:
    code = "import os, sys; sys.exit(os.environ['ADDED'] != '1' or 'PATH' not in os.environ)"
    measure([sys.executable, "-c", code], tmp_path / "log", {"ADDED": "1"})
    with pytest.raises(SystemExit, match="KeyError"):
        measure([sys.executable, "-c", code], tmp_path / "log")
