"""The weights of the recognizer's cues, fitted on hand-labelled paragraphs.

usage: python -m tests.benchmarks.figures_fit [WAREHOUSE LABELS.jsonl]

First prints what five-fold cross-validation over cables tells, with a table of reliability.

Four choices are fitted, each a log-linear model with a Gaussian prior: whether an amount of money and whether a
count is a figure (two classes), its status (five), its seller and buyer (all pairs of the cable's parties).
Texts: `cases.yaml`, the sets in `training/`, and the labelled cables of a warehouse where one is given. As the cues
of a number tell of the figures before it, reading and fitting alternate a few times. Writes
sql/reference/figure_weights.csv.
"""

import csv
import json
import sys
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from etl.figures import weights
from etl.figures.find import Candidate, find_figures
from etl.figures.models import Figure
from etl.figures.parties import allowed_pairs
from etl.figures.party_cues import pair_cues, party_options
from etl.figures.recognize import readings
from etl.figures.scope import scope_of
from etl.figures.stages import status_cues
from etl.figures.years import Span, year_options
from etl.settings import sql_folder
from tests.benchmarks import figures as bench
from tests.benchmarks.figures_models import Examples, Weights, fit

ROUNDS = 2
REAL, CORE = 2.5, 4.0
Label = dict[str, Any]
SOURCE = "tests/benchmarks/figures_fit.py"
LEAST_WEIGHT = 0.03


@dataclass
class Text:
    """A paragraph with its figures; `group` is kept whole when folds are drawn."""

    source: str
    group: str
    reading: Any
    labels: list[Label]
    weight: float


def of_cases(cases: Sequence[Label], name: str) -> list[Text]:
    """The paragraphs of a golden set."""
    read = {row["paragraph_id"]: reading for row, reading in readings(*bench.frames(list(cases)))}
    found = []
    for number, case in enumerate(cases, 1):
        reading = read.get(f"08POST{number}#par2")
        if reading is not None:
            found.append(
                Text(name, f"{name}{number}", reading, case["figures"], CORE if name == "cases" else 1.0)
            )
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
    documents = cables.select("cable_id", "document_id")
    paragraphs, tags = (
        table(name).join(documents, on="cable_id", maintain_order="left") for name in ("paragraphs", "tags")
    )
    found = []
    for row, reading in readings(paragraphs, cables, tags):
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

        def watch(
            candidate: Candidate, told: Sequence[Figure], text: Text = text, left: list[Label] = left
        ) -> None:
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
                if abs(weight) >= LEAST_WEIGHT:
                    rows.writerow([decision, cue, round(float(weight), 3), SOURCE])


def texts_to_fit(arguments: Sequence[str]) -> list[Text]:
    """All labelled text that may be learnt from."""
    found = []
    for name in ("cases", *bench.training_sets()):
        cases = [{"year": 2008} | case for case in bench.load(name)]
        found += of_cases(cases, name.removeprefix("training/"))
    if arguments:
        found += of_cables(Path(arguments[0]), Path(arguments[1]))
    return found


def as_rows(found: Sequence[Figure]) -> list[Label]:
    """Figures as rows of the table, as far as labels speak of them; doubtful ones left out."""
    return [asdict(figure) for figure in found if figure.confidence >= weights.SURE]


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
