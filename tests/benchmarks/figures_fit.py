"""`make figures-fit`: the weights of the recognizer's cues, fitted on hand-labelled paragraphs.

usage: python -m tests.benchmarks.figures_fit [WAREHOUSE LABELS.jsonl]

Four choices are fitted, each a log-linear model with a Gaussian prior: whether an amount of money and whether a
count is a figure (two classes), its status (five), its seller and buyer (all pairs of the cable's parties).
Texts: `cases.yaml`, `paragraphs.yaml` and `sentences.yaml` (sets that are not held back), and the labelled
cables of a warehouse where one is given. As the cues of a number tell of the figures before it, reading and
fitting alternate a few times. Writes sql/reference/figure_weights.csv.
"""

import csv
import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.figures import weights
from etl.figures.find import Candidate, find_figures
from etl.figures.models import Figure
from etl.figures.parties import Options, allowed_pairs, pair_cues, party_options
from etl.figures.recognize import readings
from etl.figures.stages import status_cues
from etl.figures.status import scope_of
from etl.figures.weights import Cues
from etl.figures.years import Span, year_options
from etl.settings import sql_folder
from etl.vocabulary import FigureKind, FigureStatus
from tests.benchmarks import figures as bench

ROUNDS = 3
FAR_CUES = ("here:", "prev:", "next:", "subject:", "near:")
FAR = 3.0
PRIORS = {"value": 5.0, "quantity": 5.0, "status": 3.0, "parties": 2.0, "years": 4.0}
STEPS, RATE = 500, 0.08
REAL, CORE = 2.5, 2.0
Label = dict[str, Any]
Weights = dict[str, dict[str, float]]
SOURCE = "Fitted by tests/benchmarks/figures_fit.py on hand-labelled paragraphs"


@dataclass
class Text:
    """A paragraph with its figures; `group` is kept whole when folds are drawn."""

    source: str
    group: str
    reading: Any
    labels: list[Label]
    weight: float


@dataclass
class Examples:
    """Choices to learn from, each with the group that it belongs to and its weight."""

    detection: list[tuple[str, float, str, Cues, bool]] = field(default_factory=list)
    status: list[tuple[str, float, Cues, set[str]]] = field(default_factory=list)
    years: list[tuple[str, float, list[Cues], list[bool]]] = field(default_factory=list)
    parties: list[tuple[str, float, Options, dict[Any, Cues], set[Any]]] = field(default_factory=list)


def of_cases(cases: Sequence[Label], name: str) -> list[Text]:
    """The paragraphs of a golden set."""
    read = {row["paragraph_id"]: reading for row, reading in readings(*bench.frames(list(cases)))}
    found = []
    for number, case in enumerate(cases, 1):
        reading = read.get(f"08POST{number}#par2")
        if reading is not None:
            found.append(Text(name, f"{name}{number}", reading, case["figures"], CORE if name == "cases" else 1.0))
    return found


def of_cables(warehouse: Path, path: Path) -> list[Text]:
    """The paragraphs of the labelled cables."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    labels = [line for line in lines if "kind" in line]
    names = {x["cable"] for x in labels} | {c for x in lines for c in x.get("cables_read", [])}

    def table(name: str) -> pl.DataFrame:
        frame = pl.read_parquet(warehouse / "tables" / name / "**" / "*.parquet")
        return frame.filter(pl.col("cable_id").is_in(list(names)))

    cables = table("cables").filter(pl.col("fidelity") != "flattened")
    paragraphs = table("paragraphs").join(cables, on="cable_id", how="semi")
    found = []
    for row, reading in readings(paragraphs, cables, table("tags")):
        own = [x for x in labels if x["cable"] == row["cable_id"] and str(x["para"]) == str(row["number"])]
        for label in own:
            label["years"] = (label["year_from"], label["year_to"])
        found.append(Text("cables", row["cable_id"], reading, own, REAL))
    return found


def observe(texts: Iterable[Text]) -> Examples:
    """Read the texts with the present weights, and note every choice with its right answers."""
    examples = Examples()
    for text in texts:
        left = list(text.labels)

        def watch(candidate: Candidate, told: Sequence[Figure], text: Text = text, left: list[Label] = left) -> None:
            _note(examples, text, left, candidate, told)

        find_figures(text.reading, watch)
    return examples


def _note(
    examples: Examples, text: Text, left: list[Label], candidate: Candidate, told: Sequence[Figure]
) -> None:
    number, index, reading = candidate.number, candidate.index, text.reading
    as_found = {"kind": candidate.kind.value, "amount": number.low}
    fits = [x for x in left if bench.fits(x, as_found)]
    label = max(fits, key=lambda x: x.get("strict", True), default=None)
    if label:
        left.remove(label)
    repeated = label is None and any(f.amount == number.low and f.kind == candidate.kind for f in told)
    if not repeated and (label is None or label.get("strict", True)):
        examples.detection.append(
            (text.group, text.weight, candidate.kind.value, candidate.cues, label is not None)
        )
    if label is None:
        return
    other = label.get("alt") or {}
    scope = scope_of(reading.sentences[index], number, candidate.kind)
    if "status" in label:
        cues = status_cues(reading, index, number, told, scope.value)
        wanted = {label["status"], *other.get("status", [])}
        examples.status.append((text.group, text.weight, cues, wanted))
    if "years" in label:
        timed = year_options(reading, index, number, told)
        spans = _spans(label)
        good = [span in spans for span, _ in timed]
        if any(good) and not all(good):
            examples.years.append((text.group, text.weight, [cues for _, cues in timed], good))
    options = party_options(reading, index, number, candidate.system, told)
    sellers = {label["seller"], *other.get("seller", [])} if "seller" in label else set(options.seller)
    buyers = {label["buyer"], *other.get("buyer", [])} if "buyer" in label else set(options.buyer)
    pairs = allowed_pairs(options.seller, options.buyer)
    right = {(s, b) for s, b in pairs if s in sellers and b in buyers}
    if right and len(right) < len(pairs):
        shared = {pair: pair_cues(reading, index, *pair) for pair in pairs}
        examples.parties.append((text.group, text.weight, options, shared, right))


def _spans(label: Label) -> set[Span]:
    """The years that a label accepts."""
    first, last = label["years"] or (None, None)
    other = label.get("alt") or {}
    starts, ends = [first, *other.get("year_from", [])], [last, *other.get("year_to", [])]
    starts += [first] * (len(ends) - len(starts))
    ends += [last] * (len(starts) - len(ends))
    return {None if s is None or e is None else (s, e) for s, e in zip(starts, ends, strict=True)}


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


def _climb(centre: np.ndarray, gradient: Any) -> np.ndarray:
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
            places.append((first["seller"] + orders["seller"][seller], first["buyer"] + orders["buyer"][buyer]))
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
        parts = [point[a:b] for a, b in zip(cuts, cuts[1:], strict=False)]
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


def use(found: Weights) -> None:
    """Let the recognizer weigh with these until the next call."""
    weights.all_weights.cache_clear()
    known = weights.all_weights()
    known.clear()
    known.update(found)


def fitted(texts: Sequence[Text]) -> Weights:
    """Weights after some rounds of reading and fitting; the recognizer is left with them."""
    found: Weights = {}
    for _ in range(ROUNDS):
        found = fit(observe(texts))
        use(found)
    return found


def write(found: Weights) -> None:
    """Write figure_weights.csv, cues of no weight left out."""
    path = sql_folder() / "reference" / "figure_weights.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["decision", "cue", "weight", "source"])
        for decision, cues in found.items():
            for cue, weight in sorted(cues.items()):
                if abs(weight) >= 0.005:
                    rows.writerow([decision, cue, round(float(weight), 3), SOURCE])


def texts_to_fit(arguments: Sequence[str]) -> list[Text]:
    """All labelled text that may be learnt from."""
    found = []
    for name in ("cases", "paragraphs", "sentences"):
        cases = [{"year": 2008} | c for c in bench.load(name) if c.get("set") not in bench.HELD_BACK]
        found += of_cases(cases, name)
    if arguments:
        found += of_cables(Path(arguments[0]), Path(arguments[1]))
    return found


def as_rows(found: Sequence[Figure]) -> list[Label]:
    """Figures as rows of the table, as far as labels speak of them."""
    return [asdict(figure) for figure in found]


def cross_validated(texts: Sequence[Text], n_folds: int = 5) -> list[tuple[Text, list[Label]]]:
    """Figures of each text by weights that were fitted without its cable."""
    groups = sorted({text.group for text in texts}, key=lambda group: zlib.crc32(group.encode()))
    fold = {group: place % n_folds for place, group in enumerate(groups)}
    told = []
    for n in range(n_folds):
        fitted([text for text in texts if fold[text.group] != n])
        kept = [text for text in texts if fold[text.group] == n]
        told += [(text, as_rows(find_figures(text.reading))) for text in kept]
    return told


def report(told: Sequence[tuple[Text, list[Label]]]) -> str:
    """A line for each source of texts, and a table of what was predicted and what was right."""
    lines = []
    for source in dict.fromkeys(text.source for text, _ in told):
        own = [(text.labels, rows) for text, rows in told if text.source == source]
        lines.append(bench.line(source, bench.tally(own)))
    return "\n".join([*lines, *bench.reliability([(text.labels, rows) for text, rows in told])])


def main() -> None:
    """Print what five-fold cross-validation tells; then fit on everything and write the weights."""
    texts = texts_to_fit(sys.argv[1:])
    sys.stdout.write(report(cross_validated(texts)) + "\n")
    write(fitted(texts))


if __name__ == "__main__":
    main()
