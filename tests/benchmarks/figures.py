"""`make figures-score`: the recognizer on whole paragraphs that were written blind to it.

The weights are fitted on `training/` (figures_fit.py, which cross-validates them); `heldout.yaml` is not, and says
what to expect of cables not seen. Matching is that of the labelling guide: same kind, amount within 0.5 %, one to
one; figures that two careful readers could differ on (`strict: false`) are neither credited nor blamed.
"""

import datetime as dt
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from etl.figures import recognize_figures
from etl.figures.find import find_figures
from etl.figures.recognize import readings

GOLDEN = Path(__file__).parents[1] / "golden" / "figures"
FIELDS = ("seller", "buyer", "years", "status")
Figure = dict[str, Any]


def frames(cases: Sequence[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Paragraphs, cables and tags: a document a case, its text in paragraph 2."""
    paragraphs, cables, tags = [], [], []
    for number, case in enumerate(cases, 1):
        cable = f"08POST{number}"
        created = dt.datetime(case["year"], case.get("month", 12), 15, tzinfo=dt.UTC)
        fidelity = case.get("fidelity", "verbatim")
        cables.append((cable, case["year"], created, case.get("subject"), case.get("host"), fidelity))
        for place, text in enumerate((case.get("before", ""), case["text"]), 1):
            paragraphs.append((f"{cable}#par{place}", cable, place, text))
        tags.extend((cable, place, country) for place, country in enumerate(case.get("tags", ()), 1))
    texts = {"paragraph_id": pl.String, "cable_id": pl.String, "anchor": pl.Int32, "text": pl.String}
    heads = {"cable_id": pl.String, "year": pl.Int32, "created_at": pl.Datetime("us", "UTC")}
    heads |= {"subject": pl.String, "origin_country": pl.String, "fidelity": pl.String}
    tagged = {"cable_id": pl.String, "position": pl.Int32, "country": pl.String}

    def frame(rows: list[Any], schema: dict[str, Any]) -> pl.DataFrame:
        return pl.DataFrame(rows, schema=schema, orient="row").with_columns(document_id="cable_id")

    return frame(paragraphs, texts), frame(cables, heads), frame(tags, tagged)


def fits(label: Figure, found: Figure) -> bool:
    """Whether a figure found is the number that the label means."""
    high = max(label["amount"], float(label.get("amount_high") or 0))
    return label["kind"] == found["kind"] and label["amount"] * 0.995 <= found["amount"] <= high * 1.005


def is_right(label: Figure, found: Figure, field: str) -> bool:
    """Whether a field equals the label's value or a defensible other one."""
    other = label.get("alt") or {}
    if field not in label:
        return True
    if field != "years":
        return found[field] in [label[field], *other.get(field, [])]
    said = found["year_basis"] == "text"
    first, last = label.get("years") or (None, None)
    answer = (found["year_from"], found["year_to"]) if said else (None, None)
    starts, ends = [first, *other.get("year_from", [])], [last, *other.get("year_to", [])]
    starts += [first] * (len(ends) - len(starts))
    ends += [last] * (len(starts) - len(ends))
    return answer in zip(starts, ends, strict=True)


def matched(labels: list[Figure], found: list[Figure]) -> tuple[list[tuple[Figure, Figure]], list[Figure]]:
    """Pairs of a label and the figure that answers it, strict labels first; and the figures left over."""
    left, pairs = list(found), []
    for label in sorted(labels, key=lambda label: not label.get("strict", True)):
        fitting = [figure for figure in left if fits(label, figure)]
        if fitting:
            best = max(fitting, key=lambda figure: sum(is_right(label, figure, f) for f in FIELDS))
            left.remove(best)
            pairs.append((label, best))
    return pairs, left


def tally(told: list[tuple[list[Figure], list[Figure]]]) -> dict[str, float]:
    """Precision and recall of detection, share of right fields among matches, whole records among labels.

    `told` has the labels and the figures found of each paragraph.
    """
    pairs, n_spurious = [], 0
    for labels, found in told:
        own, left = matched(labels, found)
        pairs += [pair for pair in own if pair[0].get("strict", True)]
        n_spurious += len(left)
    n_wanted = sum(label.get("strict", True) for labels, _ in told for label in labels)
    right = {f: sum(is_right(*pair, f) for pair in pairs) / max(1, len(pairs)) for f in FIELDS}
    whole = sum(all(is_right(*pair, field) for field in FIELDS) for pair in pairs)
    return {
        "labels": n_wanted,
        "precision": len(pairs) / max(1, len(pairs) + n_spurious),
        "recall": len(pairs) / max(1, n_wanted),
        **right,
        "whole": whole / max(1, n_wanted),
    }


def answers(cases: list[dict[str, Any]]) -> list[tuple[list[Figure], list[Figure]]]:
    """Labels and figures found of each case, through the whole stage."""
    rows = recognize_figures(*frames(cases)).filter(pl.col("para") == 2, ~pl.col("is_suspect"))
    pool = {key[0]: part.to_dicts() for key, part in rows.partition_by("cable_id", as_dict=True).items()}
    return [(case["figures"], pool.get(f"08POST{n}", [])) for n, case in enumerate(cases, 1)]


def score(cases: list[dict[str, Any]]) -> dict[str, float]:
    """The tally of cases with `figures`."""
    return tally(answers(cases))


def training_sets() -> list[str]:
    """Names of the sets that weights are fitted on."""
    return sorted(f"training/{path.stem}" for path in (GOLDEN / "training").glob("*.yaml"))


def load(name: str) -> list[dict[str, Any]]:
    """The cases of one set."""
    cases: list[dict[str, Any]] = yaml.safe_load((GOLDEN / f"{name}.yaml").read_text(encoding="utf-8"))
    for case in cases:
        case |= {name: " ".join(case[name].split()) for name in ("before", "text") if name in case}
        for figure in case["figures"]:
            figure["amount"] = float(figure["amount"])  # YAML reads "1.2e9" as a word
    return cases


def line(name: str, scored: dict[str, float]) -> str:
    """A set's tally on one line."""
    return f"{name:<23}" + "".join(f"  {key} {value:.3g}" for key, value in scored.items())


def reliability(told: list[tuple[list[Figure], list[Figure]]]) -> list[str]:
    """Bins of confidence: how many figures, how sure they said to be, how many were figures."""
    sure: dict[int, list[tuple[float, bool]]] = {}
    for labels, found in told:
        pairs, left = matched(labels, found)
        for figure, is_figure in [*((f, True) for _, f in pairs), *((f, False) for f in left)]:
            sure.setdefault(min(9, int(figure["confidence"] * 10)), []).append(
                (figure["confidence"], is_figure)
            )
    lines = ["confidence     n  predicted  right"]
    for bin_, known in sorted(sure.items()):
        said, right = (sum(column) / len(known) for column in zip(*known, strict=True))
        lines.append(f"{bin_ / 10:.1f}-{bin_ / 10 + 0.1:.1f}  {len(known):>8}  {said:>9.2f}  {right:>5.2f}")
    return lines


def speed(paragraphs: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame) -> float:
    """Sentences of candidate paragraphs that the recognizer reads in a second of processor time.

    The best of three; the lists of words are read before.
    """
    best = 0.0
    for _ in range(3):
        start, n_sentences = time.process_time(), 0
        for _, reading in readings(paragraphs, cables, tags):
            find_figures(reading)
            n_sentences += len(reading.sentences)
        best = max(best, n_sentences / (time.process_time() - start))
    return best


def main() -> None:
    """Print the held-out set, its reliability, the sets fitted on, and the speed."""
    told = answers(load("heldout"))
    lines = [line("heldout", tally(told)), *reliability(told), "fitted on:"]
    lines += [line(name.removeprefix("training/"), score(load(name))) for name in training_sets()]
    lines.append(f"{speed(*frames(load('training/paragraphs'))):,.0f} sentences a second")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
