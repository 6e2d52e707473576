"""The score sees each kind of miss, and none where a build tells the truth."""

from collections.abc import Callable

import polars as pl
import pytest

from tests.reconciliation.compose import compose
from tests.reconciliation.score import Tables, score
from tests.reconciliation.truth import CANONICAL, Corpus, Document

STRINGS = {
    "documents": ("document_id", "uri", "cable_id", "status", "reason"),
    "cables": ("cable_id", "document_id"),
    "findings": ("code", "document_id", "other_document_id", "value", "other_value", "detail"),
    "cable_field_sources": ("cable_id", "field", "document_id"),
}
Rows = dict[str, list[dict[str, str | None]]]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return compose()


def truth(corpus: Corpus) -> Rows:
    """What a build without a fault would have."""
    chosen = {cable: min(names) for cable, names in corpus.canonical.items()}
    rows: Rows = {name: [] for name in STRINGS}
    for name, each in corpus.documents.items():
        status = CANONICAL if name in chosen.values() else min(each.statuses)
        told = {"document_id": name, "uri": f"raw/{name}", "cable_id": each.cable_id, "status": status}
        rows["documents"].append(told | {"reason": quotation(each)})
        for plant in each.plants:
            values = dict(zip(("value", "other_value"), sorted(plant.values) or ["", ""], strict=True))
            rows["findings"].append({"code": plant.code, "document_id": name, "detail": "", **values})
    for cable, name in chosen.items():
        rows["cables"].append({"cable_id": cable, "document_id": name})
        for tell, sources in corpus.lacking(name).items():
            told = {"cable_id": cable, "field": tell, "document_id": min(sources)}
            rows["cable_field_sources"].append(told)
    return rows


def quotation(document: Document) -> str:
    return ";".join(f"{cable}#par{at}" for cable, numbers in document.quotes.items() for at in numbers)


def tables(rows: Rows) -> Tables:
    return {
        name: pl.DataFrame(rows[name], schema=dict.fromkeys(columns, pl.String))
        for name, columns in STRINGS.items()
    }


def faulty(corpus: Corpus, rows: Rows) -> set[str]:
    """Names of the measures that are not full."""
    return {each.name for each in score(corpus, tables(rows)) if each.missed or each.false}


def first(rows: Rows, table: str, **values: str) -> dict[str, str | None]:
    return next(row for row in rows[table] if values.items() <= row.items())


def move(rows: Rows) -> None:
    one, other = (first(rows, "documents", document_id=f"document-{at:03}.txt") for at in (1, 100))
    one["cable_id"] = other["cable_id"]


def choose(rows: Rows) -> None:
    one = rows["cables"][0]
    one["document_id"] = "document-003.txt"


def reject(rows: Rows) -> None:
    rows["documents"][0]["status"] = "rejected"


def overlook(rows: Rows) -> None:
    rows["findings"].remove(first(rows, "findings", code="redacted"))


def invent(rows: Rows) -> None:
    rows["findings"].append(
        first(rows, "findings", code="date_conflict") | {"document_id": "document-001.txt"}
    )


def misquote(rows: Rows) -> None:
    first(rows, "findings", code="subject_conflict")["value"] = "SOMETHING ELSE"


def blame_another(rows: Rows) -> None:
    first(rows, "findings", code="amount_conflict")["other_document_id"] = "document-001.txt"


def link_another_paragraph(rows: Rows) -> None:
    one = next(row for row in rows["documents"] if row["reason"])
    one["reason"] = f"{one['reason']}9"


def borrow_nothing(rows: Rows) -> None:
    rows["cable_field_sources"].pop()


def borrow_from_another(rows: Rows) -> None:
    rows["cable_field_sources"][0]["document_id"] = "document-150.txt"


def test_the_truth_has_full_marks(corpus: Corpus) -> None:
    assert faulty(corpus, truth(corpus)) == set()


@pytest.mark.parametrize(
    ("spoil", "measures"),
    [
        (move, {"pairs of documents matched"}),
        (choose, {"cables built from the best copy", "fields taken from other copies"}),
        (reject, {"statuses of documents"}),
        (overlook, {"conflicts: redacted"}),
        (invent, {"conflicts: date_conflict"}),
        (misquote, {"conflicts: subject_conflict"}),
        (blame_another, {"conflicts: amount_conflict"}),
        (link_another_paragraph, {"paragraphs quoted"}),
        (borrow_nothing, {"fields taken from other copies"}),
        (borrow_from_another, {"fields taken from other copies"}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_a_miss_is_seen(spoil: Callable[[Rows], None], measures: set[str], corpus: Corpus) -> None:
    rows = truth(corpus)
    spoil(rows)
    assert faulty(corpus, rows) & measures
    assert faulty(corpus, rows) <= measures
