"""The golden sentences: each names its phenomenon and the figures that a careful reader finds."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "golden" / "figures" / "cases.yaml").read_text(encoding="utf-8")
)
NUMBERS = ("amount", "amount_high")


@pytest.fixture(scope="module")
def found(recognize_all: Callable[..., list[list[dict[str, Any]]]]) -> list[list[dict[str, Any]]]:
    """Figures of each case that are not in doubt of being any, all cases in one run."""
    told = recognize_all(CASES)
    return [[f for f in own if not (f["suspect_reason"] or "").startswith("unsure")] for own in told]


def answer(figure: dict[str, Any], field: str) -> Any:
    """A field of a figure as the cases write it; years from the cable's date count as none."""
    if field == "years":
        return [figure["year_from"], figure["year_to"]] if figure["year_basis"] == "text" else None
    return figure[field]


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case["phenomenon"] for case in CASES])
def test_golden_sentence(number: int, found: list[list[dict[str, Any]]]) -> None:
    case, figures = CASES[number], found[number]
    wanted = {(w["kind"], float(w["amount"])): w for w in case["figures"]}
    assert sorted((f["kind"], f["amount"]) for f in figures) == sorted(wanted)
    for figure in figures:
        want = wanted[figure["kind"], figure["amount"]]
        expected = {k: float(v) if k in NUMBERS else v for k, v in want.items()}
        assert {field: answer(figure, field) for field in want} == expected


def test_cases_are_many_and_each_is_named_once() -> None:
    names = Counter(case["phenomenon"] for case in CASES)
    assert len(CASES) >= 150
    assert [name for name, count in names.items() if count > 1] == []
