"""What README promises is what happens: its commands, their output, its tree. `make docs` brings it up to date."""

import re
import subprocess

import pytest

from tests.integration.readme import README, ROOT, blocks, output

FIRST, QUERIES = blocks()


def test_ci_runs_the_commands_of_the_first_screen() -> None:
    first = [command for command, _ in FIRST]
    run = (ROOT / ".ci" / "run").read_text().splitlines()
    assert first == ["make warehouse", "make test"]
    assert [line for line in run if line in first] == first


def test_first_screen_shows_what_a_build_prints(sample) -> None:
    shown = dict(FIRST)["make warehouse"]
    printed = sample.run.stdout.split("built ")[0].splitlines()
    assert [line.rstrip() for line in printed] == shown.split("built ")[0].splitlines()


@pytest.mark.parametrize(("command", "shown"), QUERIES, ids=["sales by buyer", "evidence"])
def test_queries_print_what_is_shown(sample, command: str, shown: str) -> None:
    assert output(command, sample.warehouse) == shown


def test_every_make_target_is_told() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE)
    told = re.findall(r"`make ([a-z]+)`", README.read_text())
    assert set(targets) - {"help", "clean"} <= set(told)
    assert set(told) <= set(targets)


def test_tree_is_the_tree() -> None:
    block = re.search(r"```text\n(.*?)```", README.read_text(), re.DOTALL)
    assert block
    told = {line.split("/")[0] for line in block[1].splitlines()}
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert told == {path.split("/")[0] for path in tracked if "/" in path}
