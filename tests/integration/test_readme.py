"""What README promises is what happens: its commands, their output, its tree."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
CONSOLE_BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


def sessions(block: str) -> list[tuple[str, str]]:
    """The commands of a block, each with the output below it."""
    parts = re.split(r"^\$ (.*)\n", block, flags=re.MULTILINE)[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def test_ci_runs_the_commands_of_the_first_screen() -> None:
    first = [command for command, _ in sessions(CONSOLE_BLOCKS[0])]
    run = (ROOT / ".ci" / "run").read_text().splitlines()
    assert first == ["make warehouse", "make test"]
    assert [line for line in run if line in first] == first


def test_first_screen_shows_what_a_build_prints(sample) -> None:
    shown = dict(sessions(CONSOLE_BLOCKS[0]))["make warehouse"]
    printed = sample.run.stdout.split("built ")[0].splitlines()
    assert [line.rstrip() for line in printed] == shown.split("built ")[0].splitlines()


@pytest.mark.parametrize(("command", "output"), sessions(CONSOLE_BLOCKS[1]), ids=lambda text: text[:40])
def test_queries_print_what_is_shown(sample, command: str, output: str) -> None:
    words = Path(sys.executable).with_name("cablehouse")
    done = subprocess.run(
        f"{words}{command.removeprefix('cablehouse')} --warehouse {sample.warehouse}",
        shell=True,
        env={**os.environ, "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == output.strip()


def test_every_make_target_is_told() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    told = re.findall(r"`make ([a-z]+)`", README)
    assert set(targets) - {"help", "clean"} <= set(told)
    assert set(told) <= set(targets)


def test_tree_is_the_tree() -> None:
    block = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert block
    told = {line.split("/")[0] for line in block[1].splitlines()}
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert told == {path.split("/")[0] for path in tracked if "/" in path}
