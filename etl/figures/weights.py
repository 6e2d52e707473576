"""Weighed evidence: each choice of the recognizer is a sum of named cues, with weights fitted on text.

The weights stand in `sql/reference/figure_weights.csv`; tests/benchmarks/figures_fit.py fits them
on hand-labelled paragraphs, and `make figures-score` tells what they are worth on text
that they were not fitted on.
"""

import math
from collections.abc import Mapping
from functools import cache

import polars as pl

from etl.settings import sql_folder

Cues = dict[str, float]
SURE, DOUBTFUL = 0.55, 0.35  # least probability of a figure, and of one that is kept as suspect


@cache
def all_weights() -> dict[str, dict[str, float]]:
    """Decision -> cue -> weight; a cue without a row weighs nothing."""
    frame = pl.read_csv(
        sql_folder() / "reference" / "figure_weights.csv", schema_overrides={"weight": pl.Float64}
    )
    known: dict[str, dict[str, float]] = {}
    for decision, cue, weight in frame.select("decision", "cue", "weight").iter_rows():
        known.setdefault(decision, {})[cue] = weight
    return known


def weigh(decision: str, cues: Mapping[str, float]) -> float:
    """Sum of the cues' values times their weights, the same in whatever order they were found."""
    known = all_weights().get(decision, {})
    return math.fsum(known[name] * value for name, value in cues.items() if name in known)


def probability(score: float) -> float:
    """The logistic function of a score."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))
