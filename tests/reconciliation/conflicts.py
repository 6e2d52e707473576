"""Conflicts found, held against those planted."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from tests.reconciliation.truth import CONFLICTS, Corpus, Plant

VALUES = {"value": pl.String, "other_value": pl.String, "other_document_id": pl.String}
Found = dict[str, str | None]


class Planted(NamedTuple):
    """A conflict, the document that it is in, and those that it may be with."""

    plant: Plant
    document: str
    others: frozenset[str]


def score_conflicts(
    corpus: Corpus, findings: pl.DataFrame
) -> Iterator[tuple[str, int, list[str], list[str]]]:
    """By code: name of the measure, conflicts planted, those missed, and findings that are none.

    Args:
        corpus: with the truth.
        findings: rows of `Findings`, documents by name.
    """
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in VALUES.items() if name not in findings]
    rows = list(findings.with_columns(absent).filter(pl.col("code").is_in(CONFLICTS)).iter_rows(named=True))
    planted = list(_planted(corpus))
    for code in CONFLICTS:
        mine = [each for each in planted if each.plant.code == code]
        found = [row for row in rows if row["code"] == code]
        missed = [_told(each, found) for each in mine if not any(_meets(row, each) for row in found)]
        false = [_shown(row) for row in found if not any(_meets(row, each) for each in mine)]
        yield f"conflicts: {code}", len(mine), missed, false


def _planted(corpus: Corpus) -> Iterator[Planted]:
    for name, document in corpus.documents.items():
        cable = document.against or document.cable_id
        others = frozenset(corpus.copies.get(cable or "", ())) - {name}
        for plant in document.plants:
            yield Planted(plant, name, others)


def _meets(row: Found, planted: Planted) -> bool:
    """Whether a finding tells of a conflict: the same document, and both values where the finding gives them."""
    return _concerns(row, planted) and _has_values(row, planted.plant.values)


def _concerns(row: Found, planted: Planted) -> bool:
    documents = {row["document_id"], row["other_document_id"]} - {None}
    return planted.document in documents and documents - {planted.document} <= planted.others


def _has_values(row: Found, values: frozenset[str]) -> bool:
    """A value may be told to the minute, or with a unit; either may come first."""
    found = [row["value"], row["other_value"]]
    if None in found:
        return False
    told = [" ".join((value or "").upper().split()) for value in found]
    wholes = [re.compile(rf"(?<!\w){re.escape(value.upper())}(?!\w)") for value in values]
    return all(any(whole.search(one) for one in told) for whole in wholes)


def _told(planted: Planted, found: list[Found]) -> str:
    values = " / ".join(sorted(planted.plant.values))
    seen = [_shown(row) for row in found if _concerns(row, planted)]
    return f"{planted.document} {values}{' but ' + '; '.join(seen) if seen else ''}"


def _shown(row: Found) -> str:
    other = f" and {row['other_document_id']}" if row["other_document_id"] else ""
    return f"{row['document_id']}{other}: {row['value']} / {row['other_value']} ({row['detail']})"
