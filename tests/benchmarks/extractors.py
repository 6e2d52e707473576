"""`make figures-compare`: which amounts of arms money general extractors find on the same texts, beside ours.

quantulum3 and spaCy's small English model run in an environment of their own (`--python`), for they are no
dependency. Truth: the values in `cases.yaml` and `training/paragraphs.yaml`, and, where the shared labels lie beside
the repository, those of the labelled cables; without what careful readers could differ on (`strict: false`).
An amount is found when one within 0.5 % is told of its text.
Neither extractor is made to tell arms from other money: the last column says how much is left to do.
"""

import argparse
import json
import subprocess
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from etl.figures import recognize_figures
from tests.benchmarks.figures import frames, load
from tests.integration.readme import ROOT, output

SHARED = ROOT.parent / "shared"
LABELS = SHARED / "labels" / "arms_figures.jsonl"
CORPUS = SHARED / "corpus" / "cablegate"
WORKER = Path(__file__).with_name("extractors_worker.py")
OURS = "cablehouse"
LINE = "{:<20} {:<26} {:>9} {:>9} {:>7} {:>10}"


@dataclass(frozen=True)
class Sample:
    """Texts, with the arms values in each: what is true, and what the recognizer says."""

    name: str
    texts: list[str]
    wanted: list[list[float]]
    ours: list[list[float]]


def golden(*names: str) -> Sample:
    """The golden sentences and paragraphs."""
    cases = [{"year": 2008, **case} for name in names for case in load(name)]
    rows = recognize_figures(*frames(cases)).filter(pl.col("para") == 2)
    amounts = _values(rows, "cable_id")
    return Sample(
        "golden",
        [" ".join(case["text"].split()) for case in cases],
        [[f["amount"] for f in case["figures"] if f["kind"] == "value" and _is_strict(f)] for case in cases],
        [amounts[f"08POST{number}"] for number in range(1, len(cases) + 1)],
    )


def labelled(warehouse: Path) -> Sample:
    """Every paragraph of the labelled cables, built from the shared pages."""
    lines = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines() if line]
    wanted: dict[tuple[str, int], list[float]] = defaultdict(list)
    for label in (line for line in lines if line.get("kind") == "value" and _is_strict(line)):
        wanted[label["cable"], int(label["para"])].append(float(label["amount"]))
    read = {cable for cable, _ in wanted} | {c for line in lines for c in line.get("cables_read", ())}
    tables = warehouse / "tables"
    paragraphs = (
        pl.read_parquet(tables / "paragraphs" / "*.parquet")
        .filter(pl.col("cable_id").is_in(sorted(read)), pl.col("anchor").is_not_null())
        .sort("cable_id", "position")
        # labels say the printed anchor, which a paragraph shares with what continues it
        .group_by("cable_id", "anchor", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )
    figures = pl.read_parquet(tables / "arms_figures" / "*.parquet")
    amounts = _values(figures.with_columns(place=pl.concat_str("cable_id", "para", separator="#")), "place")
    return Sample(
        "labelled cables",
        paragraphs["text"].to_list(),
        [wanted[place] for place in paragraphs.select("cable_id", "anchor").iter_rows()],
        [
            amounts[f"{cable}#{anchor}"]
            for cable, anchor in paragraphs.select("cable_id", "anchor").iter_rows()
        ],
    )


def score(wanted: list[list[float]], told: list[list[float]]) -> tuple[int, int, int]:
    """Amounts told, amounts wanted, and how many of those are told, one to one within a text."""
    n_found = 0
    for targets, amounts in zip(wanted, told, strict=True):
        left = sorted(amounts)
        for target in sorted(targets):
            fit = next((a for a in left if abs(a - target) <= 0.005 * target), None)
            if fit is not None:
                left.remove(fit)
                n_found += 1
    return sum(map(len, told)), sum(map(len, wanted)), n_found


def table(sample: Sample, others: dict[str, list[list[float]]]) -> list[str]:
    """A line an extractor: amounts told, arms values found of those there are, and their share of what is told."""
    lines = []
    for name, told in {OURS: sample.ours, **others}.items():
        n_told, n_wanted, n_found = score(sample.wanted, told)
        share = f"{n_found / n_told:.2f}" if n_told else "-"
        recall = f"{n_found / n_wanted:.2f}" if n_wanted else "-"
        lines.append(LINE.format(sample.name, name, n_told, f"{n_found}/{n_wanted}", recall, share))
    return lines


def extract(python: Path, texts: list[str]) -> dict[str, list[list[float]]]:
    """What the other extractors tell of each text.

    Raises:
        subprocess.CalledProcessError: they are not installed there, or fail.
    """
    done = subprocess.run(
        [python, WORKER], input=json.dumps(texts), stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, list[list[float]]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(prog="extractors", description=__doc__)
    parser.add_argument("--python", type=Path, required=True, help="interpreter that has the extractors")
    parser.add_argument("--warehouse", type=Path, help="built from the shared pages; default: built now")
    options = parser.parse_args()
    samples = [golden("cases", "training/paragraphs")]
    if LABELS.exists():
        with tempfile.TemporaryDirectory() as folder:
            warehouse = options.warehouse or Path(folder) / "warehouse"
            if not options.warehouse:
                output(f"cablehouse build --raw {CORPUS}", warehouse)
            samples.append(labelled(warehouse))
    print(LINE.format("texts", "extractor", "amounts", "found", "recall", "of amounts"))
    for sample in samples:
        print(*table(sample, extract(options.python, sample.texts)), sep="\n")


def _is_strict(figure: dict[str, Any]) -> bool:
    """Whether every careful reader would call it an arms figure."""
    return bool(figure.get("strict", True))


def _values(rows: pl.DataFrame, place: str) -> dict[str, list[float]]:
    """Amounts of money, no suspects, by their place; none where there are none."""
    told: dict[str, list[float]] = defaultdict(list)
    sure = rows.filter(pl.col("kind").cast(pl.String) == "value", ~pl.col("is_suspect"))
    for at, amount in sure.select(place, "amount").iter_rows():
        told[at].append(amount)
    return told


if __name__ == "__main__":
    main()
