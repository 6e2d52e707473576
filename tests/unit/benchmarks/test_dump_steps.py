"""A step is charged with its own time and not with that of the steps inside it."""

import importlib
from collections.abc import Iterator
from types import ModuleType

import pytest

from tests.benchmarks import dump_steps
from tests.benchmarks.dump_steps import Clock, show


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The CPU time that the clock sees; tests move it on."""
    seconds = [0.0]
    monkeypatch.setattr(dump_steps.time, "process_time", lambda: seconds[0])
    return seconds


def test_inner_steps_are_not_charged_twice(now: list[float]) -> None:
    clock = Clock()
    now[0] = 1
    with clock.step("outer"):
        now[0] = 3
        with clock.step("inner"):
            now[0] = 7
        now[0] = 8
    with clock.step("inner"):
        now[0] = 10
    assert clock.seconds == {"outer": 3, "inner": 6}
    assert clock.peak_gb["outer"] > 0


def test_what_yields_is_charged_for_each_item_and_not_for_its_use(now: list[float]) -> None:
    def items() -> Iterator[int]:
        for item in range(3):
            now[0] += 2
            yield item

    module = ModuleType("module")
    module.items = items
    clock = Clock()
    clock.watch(module, "items", "made")
    with clock.step("used"):
        for _ in module.items():
            now[0] += 10
    assert clock.seconds == {"made": 6, "used": 30}


def test_a_step_may_be_named_for_what_it_works_on(now: list[float]) -> None:
    def check(table: str) -> None:
        now[0] += len(table)

    module = ModuleType("module")
    module.check = check
    clock = Clock()
    clock.watch(module, "check", "check of {0}")
    module.check("tags")
    module.check("cables")
    assert clock.seconds == {"check of tags": 4, "check of cables": 6}


def test_what_is_watched_is_there() -> None:
    for module, function, _ in dump_steps.WATCHED:
        assert callable(getattr(importlib.import_module(module), function))


def test_what_grows_is_told_from_what_does_not() -> None:
    many = {"rows": 3_000, "seconds": {"parse": 7.0}, "peak_gb": {"parse": 1.5}}
    few = {"rows": 1_000, "seconds": {"parse": 3.0}, "peak_gb": {"parse": 1.0}}
    assert show(many, few).splitlines()[-1].split() == ["parse", "7.00", "2.333", "2.000", "1.00", "1.50"]
