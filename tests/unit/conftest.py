"""Rows of the published tables, made by hand: a test names only the columns that it is about."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from etl.schemas import TABLES
from etl.warehouse.facts import FACTS

TYPICAL: dict[str, dict[str, Any]] = {
    "excerpts": {
        "document_id": "d1",
        "position": 1,
        "kind": "quoted",
        "text": "One sale was signed.",
        "n_words": 4,
        "cable_id": "06MOSCOW1",
        "paragraph_id": "06MOSCOW1#par1",
        "paragraph_ids": "06MOSCOW1#par1",
        "share": 1.0,
    },
    "documents": {
        "document_id": "d1",
        "uri": "raw/a.html",
        "layout": "viewer_html",
        "fidelity": "verbatim",
        "sha256": "0" * 64,
        "n_bytes": 10,
        "cable_id": "06MOSCOW1",
        "status": "canonical",
    },
    "cables": {
        "cable_id": "06MOSCOW1",
        "station": "MOSCOW",
        "serial": 1,
        "year": 2006,
        "created_at": datetime(2006, 5, 4, 13, 5, tzinfo=UTC),
        "classification": "CONFIDENTIAL",
        "origin": "Embassy Moscow",
        "origin_country": "RUS",
        "subject": "ARMS SALES",
        "n_paragraphs": 1,
        "n_words": 4,
        "is_partial": False,
        "fidelity": "verbatim",
        "document_id": "d1",
        "n_documents": 1,
        "text": "One sale was signed.",
    },
    "paragraphs": {
        "paragraph_id": "06MOSCOW1#par1",
        "cable_id": "06MOSCOW1",
        "position": 1,
        "number": 1,
        "anchor": 1,
        "classification": "C",
        "role": "body",
        "text": "One sale was signed.",
        "n_words": 4,
    },
    "tags": {"cable_id": "06MOSCOW1", "position": 1, "tag": "MARR", "kind": "subject", "name": "Arms"},
    "recipients": {"cable_id": "06MOSCOW1", "position": 1, "action": "to", "name": "SECSTATE WASHDC"},
    "cable_references": {
        "cable_id": "06MOSCOW1",
        "position": 1,
        "bullet": "A",
        "referenced_cable_id": "05CAIRO7",
        "kind": "cable",
        "raw": "05 CAIRO 7",
        "in_warehouse": False,
    },
    "arms_figures": {
        "figure_id": "06MOSCOW1#par1@0",
        "cable_id": "06MOSCOW1",
        "paragraph_id": "06MOSCOW1#par1",
        "para": 1,
        "char_start": 0,
        "char_end": 3,
        "evidence": "One sale was signed.",
        "kind": "value",
        "amount": 1e9,
        "qualifier": "exact",
        "currency": "USD",
        "amount_usd": 1e9,
        "seller": "RUS",
        "buyer": "VEN",
        "year_from": 2006,
        "year_to": 2006,
        "year_basis": "text",
        "status": "contracted",
        "scope": "deal",
        "flow": "sale",
        "is_suspect": False,
        "confidence": 0.9,
    },
    "cable_field_sources": {
        "cable_id": "06MOSCOW1",
        "field": "signed_by",
        "document_id": "d1",
        "value": "SMITH",
    },
    "volumes": {"table_name": "cables", "n_rows": 1, "n_rows_before": 1},
    "landed": {"source": "raw/a.html", "n_documents": 1},
    "findings": {
        "code": "missing_subject",
        "severity": "info",
        "document_id": "d1",
        "cable_id": "06MOSCOW1",
        "detail": "no SUBJECT line",
    },
}

MakeRows = Callable[..., pl.DataFrame]


@pytest.fixture(scope="session")
def make_rows() -> MakeRows:
    """`make_rows(table, {column: value, ...}, ...)`: one typical row a dictionary, changed as it says."""

    def make(table: str, *changes: dict[str, Any]) -> pl.DataFrame:
        schema = pl.Schema({**TABLES, **FACTS}[table])
        nothing = dict.fromkeys(schema)
        rows = [{**nothing, **TYPICAL[table], **change} for change in changes]
        return pl.DataFrame(rows, schema=schema)

    return make
