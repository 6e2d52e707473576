"""Whole paragraphs with several figures and much civil noise: the share found and the share right."""

import pytest

from etl.figures.find import find_figures
from etl.figures.recognize import readings
from tests.benchmarks.figures import frames, load, score, training_sets

FLOORS = {"precision": 0.9, "recall": 0.9, "seller": 0.9, "buyer": 0.9, "years": 0.85, "status": 0.85}


@pytest.fixture(scope="module")
def scored() -> dict[str, float]:
    return score(load("training/paragraphs"))


@pytest.mark.parametrize("measure", FLOORS)
def test_share(measure: str, scored: dict[str, float]) -> None:
    assert scored[measure] >= FLOORS[measure]


@pytest.mark.parametrize("name", ["heldout", "training/paragraphs"])
def test_nothing_is_lost_where_neighbours_are_not_read(name: str) -> None:
    """`find_figures` with a watch reads the sentences around every number."""
    seen = []
    for _, reading in readings(*frames(load(name))):
        assert find_figures(reading) == find_figures(reading, lambda candidate, _: seen.append(candidate))
    assert len(seen) > 100


@pytest.mark.parametrize("name", ["heldout", *training_sets()])
def test_cases_are_whole(name: str) -> None:
    cases = load(name)
    assert len(cases) >= 60
    assert sum(not case["figures"] for case in cases) >= 15
    assert len({case["phenomenon"] for case in cases}) == len(cases)
