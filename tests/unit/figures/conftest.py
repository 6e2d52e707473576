"""The recognizer run on many cases at once, a cable a case."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from etl.figures import recognize_figures
from tests.benchmarks.figures import frames

CABLE_DEFAULTS: dict[str, Any] = {"year": 2008, "month": 6}


@pytest.fixture(scope="session")
def recognize_all() -> Callable[[Sequence[dict[str, Any]]], list[list[dict[str, Any]]]]:
    """Figures of many cases in one run: one list a case, in their order."""

    def figures(cases: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {f"08POST{n}": [] for n in range(1, len(cases) + 1)}
        for row in recognize_figures(*frames([CABLE_DEFAULTS | case for case in cases])).iter_rows(
            named=True
        ):
            found[row["cable_id"]].append(row)
        return list(found.values())

    return figures


@pytest.fixture(scope="session")
def recognize(recognize_all: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """Figures of one text; keywords set the cable's year, month, subject, host, tags, fidelity."""

    def figures(text: str, **cable: Any) -> list[dict[str, Any]]:
        (found,) = recognize_all([{"text": text, **cable}])
        return found

    return figures
