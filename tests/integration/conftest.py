"""The command, and one build of the bundled sample, shared by all tests that only look at it."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dagster_project.cli import main

SAMPLE = Path(__file__).parents[2] / "warehouse" / "raw" / "sample"
COMMAND = Path(sys.executable).with_name("cablehouse")

Run = subprocess.CompletedProcess[str]


@pytest.fixture
def cablehouse(capfd: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """The command in this process, since a process of its own costs seconds."""

    def run(*arguments: object) -> Run:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Run(arguments, status, said.out, said.err)

    return run


class Sample(NamedTuple):
    """The warehouse built from the bundled sample, and what the command said."""

    warehouse: Path
    run: Run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """Built by the installed command, from an empty folder: nothing may hang on the repository."""
    folder = tmp_path_factory.mktemp("sample")
    command = [COMMAND, "build", "--raw", SAMPLE, "--warehouse", folder / "warehouse"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return Sample(folder / "warehouse", done)
