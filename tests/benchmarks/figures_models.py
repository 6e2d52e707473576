"""Log-linear models of the recognizer's choices, each fitted with a Gaussian prior around `figures_priors.csv`."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.sparse import csr_array

from etl.figures.party_cues import Options
from etl.figures.weights import Cues
from etl.vocabulary import FigureKind, FigureStatus

PRIORS = {"value": 5.0, "quantity": 5.0, "status": 7.5, "parties": 2.0, "years": 4.0}
# How firmly cues are held to their centre, times the above: those far from the number more than those beside it,
# single words more than classes of words.
STRENGTHS = dict.fromkeys(("here:", "prev:", "next:", "subject:", "near:"), 3.0)
STRENGTHS |= dict.fromkeys(("l:", "r:", "g:", "b1:", "b2:", "a1:", "a2:", "to:", "fro:"), 1.5)
STRENGTHS |= dict.fromkeys(("s:", "p:", "n:", "j:", "null_s:", "unnamed_s:"), 4.0)
SEEN = 3
ROUNDS = 300
Weights = dict[str, dict[str, float]]
Array = np.ndarray
Loss = Callable[[Array], tuple[float, Array]]


@dataclass
class Examples:
    """Choices to learn from, each with the group that it belongs to and its weight."""

    detection: list[tuple[str, float, str, Cues, bool]] = field(default_factory=list)
    status: list[tuple[str, float, Cues, set[str]]] = field(default_factory=list)
    years: list[tuple[str, float, list[Cues], list[bool]]] = field(default_factory=list)
    parties: list[tuple[str, float, Options, dict[Any, Cues], set[Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Table:
    """Cues of many options: a row an option, a column a cue that is seen a few times."""

    matrix: csr_array
    names: list[str]

    def centre(self, decision: str) -> Array:
        """What each cue is thought to weigh before any text is read."""
        return np.array([_prior_means().get((decision, name), 0.0) for name in self.names])

    def strength(self, usual: float) -> Array:
        """How firmly each cue is held to that."""
        return np.array([usual * _strength(name) for name in self.names])


def _strength(name: str) -> float:
    kind, colon, _ = name.partition(":")
    return STRENGTHS.get(kind + colon, 1.0)


def _table(rows: Sequence[Cues]) -> Table:
    seen = Counter(name for row in rows for name in row)
    names = sorted(name for name, count in seen.items() if count >= SEEN)
    place = {name: index for index, name in enumerate(names)}
    cells = [(at, place[n], value) for at, row in enumerate(rows) for n, value in row.items() if n in place]
    down, across, values = zip(*cells, strict=True)
    return Table(csr_array((values, (down, across)), shape=(len(rows), len(names))), names)


@cache
def _prior_means() -> dict[tuple[str, str], float]:
    frame = pl.read_csv(Path(__file__).with_name("figures_priors.csv"), schema_overrides={"mean": pl.Float64})
    return {(decision, cue): mean for decision, cue, mean in frame.iter_rows()}


def _fitted(centre: Array, strength: Array, loss: Loss) -> Array:
    """The weights of least loss and least distance from the centre; `loss` gives its value and its slope."""

    def total(point: Array) -> tuple[float, Array]:
        value, slope = loss(point)
        away = point - centre
        return value + float(strength @ away**2) / 2, slope + strength * away

    found = minimize(total, centre, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    return np.asarray(found.x)


def fit_detection(examples: Examples, kind: str) -> Weights:
    """Logistic regression: figure or not."""
    own = [x for x in examples.detection if x[2] == kind]
    table = _table([x[3] for x in own])
    target, weight = np.array([float(x[4]) for x in own]), np.array([x[1] for x in own])

    def loss(point: Array) -> tuple[float, Array]:
        odds = table.matrix @ point
        guess = 1 / (1 + np.exp(-odds))
        value = weight @ (np.logaddexp(0, odds) - target * odds)
        return value, table.matrix.T @ (weight * (guess - target))

    found = _fitted(table.centre(kind), table.strength(PRIORS[kind]), loss)
    return {kind: dict(zip(table.names, found, strict=True))}


def fit_status(examples: Examples) -> Weights:
    """Multinomial regression; where several statuses are right, their sum counts."""
    table = _table([x[2] for x in examples.status])
    known = [status.value for status in FigureStatus]
    right = np.array([[float(status in x[3]) for status in known] for x in examples.status]).ravel()
    of = np.repeat(np.arange(len(examples.status)), len(known))
    weight = np.array([x[1] for x in examples.status])
    shape = (len(table.names), len(known))

    def loss(point: Array) -> tuple[float, Array]:
        value, slope = _choice((table.matrix @ point.reshape(shape)).ravel(), of, right, weight)
        return value, (table.matrix.T @ slope.reshape(-1, len(known))).ravel()

    centre = np.stack([table.centre(f"status_{status}") for status in known], axis=1).ravel()
    strength = np.repeat(table.strength(PRIORS["status"]), len(known))
    found = _fitted(centre, strength, loss).reshape(shape)
    return {
        f"status_{status}": dict(zip(table.names, found[:, i], strict=True)) for i, status in enumerate(known)
    }


def fit_years(examples: Examples) -> Weights:
    """One softmax over the times of each figure."""
    table = _table([cues for _, _, rows, _ in examples.years for cues in rows])
    of = np.array([at for at, example in enumerate(examples.years) for _ in example[2]])
    right = np.array([float(good) for example in examples.years for good in example[3]])
    weight = np.array([example[1] for example in examples.years])

    def loss(point: Array) -> tuple[float, Array]:
        value, slope = _choice(table.matrix @ point, of, right, weight)
        return value, table.matrix.T @ slope

    found = _fitted(table.centre("years"), table.strength(PRIORS["years"]), loss)
    return {"years": dict(zip(table.names, found, strict=True))}


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
    tables = {role: _table(own) for role, own in rows.items()}
    sellers, buyers = np.array(places).T
    sides = [(tables["seller"].matrix, sellers), (tables["buyer"].matrix, buyers)]
    stacked = [matrix[of_pair] for matrix, of_pair in sides] + [tables["pair"].matrix]
    return _softmax_of_parts(tables, stacked, (np.array(ends), np.array(right), np.array(weight)))


def _softmax_of_parts(
    tables: dict[str, Table], parts: Sequence[csr_array], told: tuple[Array, Array, Array]
) -> Weights:
    """Weights of one choice whose odds are the sum of several tables' odds; `parts` has a row an option."""
    cuts = np.cumsum([0, *(len(table.names) for table in tables.values())])

    def loss(point: Array) -> tuple[float, Array]:
        pieces = [point[a:b] for a, b in pairwise(cuts)]
        odds = sum(part @ piece for part, piece in zip(parts, pieces, strict=True))
        value, slope = _choice(odds, *told)
        return value, np.concatenate([part.T @ slope for part in parts])

    centre = np.concatenate([table.centre(role) for role, table in tables.items()])
    strength = np.concatenate([table.strength(PRIORS["parties"]) for table in tables.values()])
    found = _fitted(centre, strength, loss)
    return {
        role: dict(zip(table.names, found[a:b], strict=True))
        for (role, table), (a, b) in zip(tables.items(), pairwise(cuts), strict=True)
    }


def _choice(odds: Array, of: Array, right: Array, weight: Array) -> tuple[float, Array]:
    """Loss and its slope by the odds of each option, where the choice `of` which it is one has right ones."""
    n = len(weight)
    top = np.full(n, -np.inf)
    np.maximum.at(top, of, odds)
    odds = np.exp(odds - top[of])
    whole = np.bincount(of, odds, n)
    good = np.maximum(np.bincount(of, odds * right, n), 1e-300)
    slope = weight[of] * (odds / whole[of] - odds * right / good[of])
    return float(weight @ (np.log(whole) - np.log(good))), slope


def fit(examples: Examples) -> Weights:
    """Weights of all choices."""
    found: Weights = {}
    for kind in FigureKind:
        found |= fit_detection(examples, kind.value)
    return found | fit_status(examples) | fit_years(examples) | fit_parties(examples)
