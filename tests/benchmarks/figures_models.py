"""Log-linear models of the recognizer's choices, fitted by gradient with a Gaussian prior around `figures_priors.csv`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.figures.party_cues import Options
from etl.figures.weights import Cues
from etl.vocabulary import FigureKind, FigureStatus

FAR_CUES = ("here:", "prev:", "next:", "subject:", "near:")
FAR = 3.0
PRIORS = {"value": 5.0, "quantity": 5.0, "status": 3.0, "parties": 2.0, "years": 4.0}
STEPS, RATE = 500, 0.08
Weights = dict[str, dict[str, float]]


@dataclass
class Examples:
    """Choices to learn from, each with the group that it belongs to and its weight."""

    detection: list[tuple[str, float, str, Cues, bool]] = field(default_factory=list)
    status: list[tuple[str, float, Cues, set[str]]] = field(default_factory=list)
    years: list[tuple[str, float, list[Cues], list[bool]]] = field(default_factory=list)
    parties: list[tuple[str, float, Options, dict[Any, Cues], set[Any]]] = field(default_factory=list)


def _matrix(rows: Sequence[Cues]) -> tuple[np.ndarray, list[str]]:
    names = sorted({name for row in rows for name in row})
    place = {name: index for index, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for at, row in enumerate(rows):
        for name, value in row.items():
            matrix[at, place[name]] = value
    return matrix, names


@cache
def _prior_means() -> dict[tuple[str, str], float]:
    """What each cue is thought to weigh before any text is read: the centre of its prior."""
    frame = pl.read_csv(Path(__file__).with_name("figures_priors.csv"), schema_overrides={"mean": pl.Float64})
    return {(decision, cue): mean for decision, cue, mean in frame.iter_rows()}


def _centre(decision: str, names: Sequence[str]) -> np.ndarray:
    return np.array([_prior_means().get((decision, name), 0.0) for name in names])


def _strength(names: Sequence[str], usual: float) -> np.ndarray:
    """How firmly each cue is held to its centre: words far from the number more than those beside it."""
    return np.array([usual * (FAR if name.startswith(FAR_CUES) else 1.0) for name in names])


def _climb(centre: np.ndarray, gradient: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Adam on a smooth loss from the centre of the prior; `gradient` maps weights to its gradient."""
    point, one, two = centre.copy(), np.zeros(centre.size), np.zeros(centre.size)
    for step in range(1, STEPS + 1):
        slope = gradient(point)
        one, two = 0.9 * one + 0.1 * slope, 0.99 * two + 0.01 * slope**2
        rate = RATE * (1 - step / STEPS) + 0.002
        point = point - rate * (one / (1 - 0.9**step)) / (np.sqrt(two / (1 - 0.99**step)) + 1e-9)
    return point


def fit_detection(examples: Examples, kind: str) -> Weights:
    """Logistic regression: figure or not."""
    own = [x for x in examples.detection if x[2] == kind]
    matrix, names = _matrix([x[3] for x in own])
    target, weight = np.array([float(x[4]) for x in own]), np.array([x[1] for x in own])
    centre, prior = _centre(kind, names), _strength(names, PRIORS[kind])

    def gradient(point: np.ndarray) -> np.ndarray:
        guess = 1 / (1 + np.exp(-matrix @ point))
        return matrix.T @ (weight * (guess - target)) + prior * (point - centre)

    return {kind: dict(zip(names, _climb(centre, gradient), strict=True))}


def fit_status(examples: Examples) -> Weights:
    """Multinomial regression; where several statuses are right, their sum counts."""
    matrix, names = _matrix([x[2] for x in examples.status])
    known = [status.value for status in FigureStatus]
    right = np.array([[float(status in x[3]) for status in known] for x in examples.status])
    weight = np.array([x[1] for x in examples.status])[:, None]
    centre = np.stack([_centre(f"status_{status}", names) for status in known], axis=1)
    prior = _strength(names, PRIORS["status"])[:, None]

    def gradient(point: np.ndarray) -> np.ndarray:
        table = point.reshape(len(names), len(known))
        odds = matrix @ table
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        guess = odds / odds.sum(axis=1, keepdims=True)
        wanted = guess * right / np.maximum((guess * right).sum(axis=1, keepdims=True), 1e-12)
        return (matrix.T @ (weight * (guess - wanted)) + prior * (table - centre)).ravel()

    table = _climb(centre.ravel(), gradient).reshape(len(names), len(known))
    return {f"status_{status}": dict(zip(names, table[:, i], strict=True)) for i, status in enumerate(known)}


def fit_parties(examples: Examples) -> Weights:
    """One softmax over the pairs of each figure; the sides and the pair have their own weights."""
    rows: dict[str, list[Cues]] = {"seller": [], "buyer": [], "pair": []}
    ends, places, right, weight = [], [], [], []
    for at, (_, real, options, shared, wanted) in enumerate(examples.parties):
        first = {role: len(rows[role]) for role in ("seller", "buyer")}
        orders = {role: {code: i for i, code in enumerate(options.side(role))} for role in first}
        for role in first:
            rows[role].extend(options.side(role).values())
        for (seller, buyer), cues in shared.items():
            places.append(
                (first["seller"] + orders["seller"][seller], first["buyer"] + orders["buyer"][buyer])
            )
            rows["pair"].append(cues)
            ends.append(at)
            right.append(float((seller, buyer) in wanted))
        weight.append(real)
    matrices = {role: _matrix(own) for role, own in rows.items()}
    cuts = np.cumsum([0, *(len(matrices[role][1]) for role in rows)])
    place, of = np.array(places), np.array(ends)
    wanted_, real_ = np.array(right), np.array(weight)[of]
    n = len(examples.parties)
    centre = np.concatenate([_centre(role, matrices[role][1]) for role in rows])

    def gradient(point: np.ndarray) -> np.ndarray:
        parts = [point[a:b] for a, b in pairwise(cuts)]
        scores = {role: matrices[role][0] @ part for role, part in zip(rows, parts, strict=True)}
        odds = scores["seller"][place[:, 0]] + scores["buyer"][place[:, 1]] + scores["pair"]
        slope = real_ * _slope(odds, of, wanted_, n)
        sides = [
            matrices["seller"][0].T @ np.bincount(place[:, 0], slope, len(rows["seller"])),
            matrices["buyer"][0].T @ np.bincount(place[:, 1], slope, len(rows["buyer"])),
            matrices["pair"][0].T @ slope,
        ]
        return np.concatenate(sides) + PRIORS["parties"] * (point - centre)

    point = _climb(centre, gradient)
    return {
        role: dict(zip(matrices[role][1], point[a:b], strict=True))
        for role, a, b in zip(rows, cuts, cuts[1:], strict=False)
    }


def fit_years(examples: Examples) -> Weights:
    """One softmax over the times of each figure."""
    matrix, names = _matrix([cues for _, _, rows, _ in examples.years for cues in rows])
    of = np.array([at for at, example in enumerate(examples.years) for _ in example[2]])
    right = np.array([float(good) for example in examples.years for good in example[3]])
    weight = np.array([example[1] for example in examples.years])[of]
    n = len(examples.years)
    centre = _centre("years", names)

    def gradient(point: np.ndarray) -> np.ndarray:
        slope = weight * _slope(matrix @ point, of, right, n)
        return matrix.T @ slope + PRIORS["years"] * (point - centre)

    return {"years": dict(zip(names, _climb(centre, gradient), strict=True))}


def _slope(odds: np.ndarray, of: np.ndarray, right: np.ndarray, n: int) -> np.ndarray:
    """Gradient of the loss by the odds of each option: its share, less its share among the right ones."""
    top = np.full(n, -np.inf)
    np.maximum.at(top, of, odds)
    odds = np.exp(odds - top[of])
    guess = odds / np.bincount(of, odds, n)[of]
    good = guess * right
    return guess - good / np.maximum(np.bincount(of, good, n)[of], 1e-12)


def fit(examples: Examples) -> Weights:
    """Weights of all choices."""
    found: Weights = {}
    for kind in FigureKind:
        found |= fit_detection(examples, kind.value)
    return found | fit_status(examples) | fit_years(examples) | fit_parties(examples)
