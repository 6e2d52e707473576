"""The hand labels beside the repository: precision, recall and whole records, by their own scorer."""

import importlib.util
import re
from html import unescape
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from etl import reference
from etl.figures import recognize_figures
from etl.figures.recognize import candidates

PARAGRAPH = re.compile(r"¶\s?(\d+)\s?\.?")
PAGE_BREAK = re.compile(r"^\s*[A-Z][A-Z ]+ \d{8}\s+\d{3} OF \d{3}\s*$", re.MULTILINE)
CABLE_FILE = re.compile(r"^\d\d([A-Z]+)\d+$")


def read_page(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A viewer page as a cable and its numbered paragraphs, read without the stages under test elsewhere."""
    telegram = re.findall(r"<pre>(.*?)</pre>", path.read_text(encoding="utf-8", errors="replace"), re.DOTALL)[
        1
    ]
    body = PAGE_BREAK.sub("", unescape(re.sub(r"<[^>]+>", "", telegram)))
    subject = re.search(r"SUBJECT:(.*?)\n\s*\n", body, re.DOTALL | re.IGNORECASE)
    station = CABLE_FILE.match(path.stem)
    cable = {
        "cable_id": path.stem,
        "year": int(path.parts[-3]),
        "month": int(path.parts[-2]),
        "station": station[1] if station else None,
        "subject": " ".join(subject[1].split()) if subject else None,
        "fidelity": "verbatim",
    }
    pieces = PARAGRAPH.split(body)
    paragraphs = [
        {
            "paragraph_id": f"{path.stem}#{place}",
            "cable_id": path.stem,
            "number": int(number),
            "text": " ".join(text.split()),
        }
        for place, (number, text) in enumerate(zip(pieces[1::2], pieces[2::2], strict=True))
    ]
    return cable, paragraphs


@pytest.fixture(scope="module")
def score(shared: Path) -> ModuleType:
    """The scorer that comes with the labels."""
    spec = importlib.util.spec_from_file_location("score", shared / "labels" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def corpus(shared: Path) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Paragraphs, cables and (no) tags of the saved pages."""
    pages = [read_page(path) for path in sorted((shared / "corpus" / "cablegate").rglob("*.html"))]
    posts = reference.posts().select("station", origin_country="country")
    cables = pl.DataFrame([cable for cable, _ in pages]).join(posts, on="station", how="left")
    created = pl.datetime("year", "month", 15, time_zone="UTC").alias("created_at")
    paragraphs = pl.DataFrame([paragraph for _, found in pages for paragraph in found])
    tags = pl.DataFrame(schema={"cable_id": pl.String, "position": pl.Int32, "country": pl.String})
    return paragraphs, cables.with_columns(created), tags


@pytest.fixture(scope="module")
def results(
    shared: Path,
    score: ModuleType,
    corpus: tuple[pl.DataFrame, ...],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, float]:
    """Precision, recall and whole records over strict labels."""
    warehouse = tmp_path_factory.mktemp("warehouse")
    (warehouse / "tables" / "arms_figures").mkdir(parents=True)
    recognize_figures(*corpus).write_parquet(warehouse / "tables" / "arms_figures" / "0.parquet")
    labels, read = score.load_labels(shared / "labels" / "arms_figures.jsonl")
    pairs, _, spurious = score.match(labels, score.load_predictions(warehouse, read))
    strict = [(label, figure) for label, figure in pairs if label.get("strict", True)]
    wanted = sum(label.get("strict", True) for label in labels)
    whole = sum(all(score.right(a, b, field) for field in score.WHOLE) for a, b in strict)
    return {
        "precision": len(strict) / (len(strict) + len(spurious)),
        "recall": len(strict) / wanted,
        "whole": whole / wanted,
    }


@pytest.mark.parametrize(("measure", "least"), [("precision", 0.90), ("recall", 0.90), ("whole", 0.70)])
def test_labels_are_met(measure: str, least: float, results: dict[str, float]) -> None:
    assert results[measure] >= least


def test_few_paragraphs_reach_the_recognizer(corpus: tuple[pl.DataFrame, ...]) -> None:
    paragraphs = corpus[0]
    assert 0 < candidates(paragraphs).height < paragraphs.height / 8
