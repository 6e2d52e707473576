"""The frames that one stage hands to the next; none of them is published."""

from collections.abc import Mapping
from copy import copy
from types import MappingProxyType
from typing import NamedTuple

import dataframely as dy
import polars as pl

from etl.schemas.columns import code_column, instant_column, text_column
from etl.schemas.figures import ArmsFigures
from etl.schemas.quality import Findings
from etl.schemas.tables import CableReferences, Cables, Paragraphs, Recipients, Tags
from etl.vocabulary import Fidelity, IdBasis, Layout, PassageKind

DUMP_COLUMNS = (
    "row_number",
    "created",
    "reference_id",
    "origin",
    "classification",
    "references",
    "header",
    "body",
)
"""The eight columns of `cables.csv`, which has no header row."""


class _Landed(dy.Schema):
    """What is known of a document as soon as it is landed."""

    document_id = text_column("See Documents; unique in its batch.", nullable=False)
    uri = text_column("See Documents.", nullable=False)
    sha256 = text_column("See Documents.", nullable=False)
    n_bytes = dy.Int64(description="See Documents.")


class _Read(_Landed):
    """What is known of a document once its page is read."""

    mirror = text_column("See Documents.")
    layout = code_column(Layout, "See Documents.")
    fidelity = code_column(Fidelity, "See Documents.", nullable=True)


class RawDocuments(_Landed):
    """One row a raw document, as landed. `text` for pages, `dump_row` for rows of the dump, else `reason`."""

    source = text_column("Uri of the file that it was landed from.", nullable=False)
    ordinal = dy.Int64(description="Place in the order of landing, from 0.")
    text = text_column("The decoded content of a page, newlines as they are.")
    dump_row = dy.Struct(
        {name: dy.String(nullable=True) for name in DUMP_COLUMNS},
        nullable=True,
        description="The fields of one row of the CSV dump.",
    )
    reason = text_column("Why the content cannot be read: one line; null when it can.")


class Passages(dy.Schema):
    """One row a passage of a page that holds no telegram: what it quotes, and the writer's own paragraphs."""

    document_id = text_column("See Documents.", nullable=False)
    position = dy.Int32(
        min=1, description="The paragraph on the page, from 1; quotations inside it share it."
    )
    kind = code_column(PassageKind, "See Excerpts.")
    text = text_column("Its words, line by line.", nullable=False)
    listed_cable_id = text_column("See Excerpts.")
    told_at = instant_column("See Excerpts.")
    told_origin = text_column("See Excerpts.")


class Pages(_Read):
    """One row a raw document: what the page lists, and the telegram that it holds.

    The listing is what the page itself says; nothing here is read from the telegram.
    """

    reason = text_column("Why no telegram is in it; null exactly when telegram is given.")
    listed_cable_id = text_column("Reference id as the page prints it, not yet canonical.")
    listed_created_at = instant_column("Created, as the page lists it.")
    listed_released_at = instant_column("Released, as the page lists it.")
    listed_classification = text_column("Classification as the page prints it.")
    listed_origin = text_column("Origin as the page prints it.")
    listed_subject = text_column("Title of the cable as the page prints it; may be cut.")
    listed_tags = text_column("Tags as the page prints them, one string.")
    listed_references = text_column("Reference ids as the page lists them, joined by '|'.")
    telegram = text_column(
        "The telegram, envelope first, one line a line, page furniture gone; pilcrows kept."
    )
    passages = dy.List(
        dy.Struct(
            {name: copy(column) for name, column in Passages.columns().items() if name != "document_id"}
        ),
        nullable=True,
        description="The prose of a page without a telegram, see Passages.",
    )


class CatalogEntries(_Read):
    """One row a document of a shard: what must be known of all documents to weigh them against each other."""

    source = text_column("See RawDocuments.", nullable=False)
    ordinal = dy.Int64(description="See RawDocuments.")
    reason = text_column("Why no cable is made from it; null when one can be.")
    listed_cable_id = text_column("Canonical where it can be read, else as the page prints it.")
    cable_id = text_column("As its telegram or its page tells.")
    id_basis = code_column(IdBasis, "Which of them tells it.", nullable=True)
    created_at = instant_column("See Cables.")
    n_words = dy.Int32(nullable=True, description="See Cables; null exactly when no telegram was parsed.")
    is_partial = dy.Bool(nullable=True, description="See Cables.")
    is_dated = dy.Bool(nullable=True, description="Whether an envelope of its own dates the telegram.")
    has_envelope = dy.Bool(nullable=True, description="Whether its telegram has its routing lines.")
    n_redactions = dy.Int32(nullable=True, description="Places where words are hidden.")
    n_decimals = dy.Int32(nullable=True, description="Decimal points in numbers.")
    text_hash = dy.UInt64(nullable=True, description="Same for the same words.")


class Sketches(dy.Schema):
    """One row a telegram: a sample of its shingles, see `etl.telegrams.shingles`."""

    document_id = text_column("See CatalogEntries.", nullable=False)
    n_shingles = dy.Int32(description="Shingles of its text, repeated ones included.")
    sketch = dy.List(dy.UInt64(), description="The sample, ascending.")


class ParsedTelegrams(NamedTuple):
    """What `telegrams.parse_telegrams` makes of a batch of pages, keyed by document.

    Attributes:
        cables: one row a page with a telegram; the columns of `Cables` without `n_documents`, and `WITNESS`;
            `cable_id`, `station`, `serial`, `year` and `id_basis` are null when neither witness gives an id.
        paragraphs: rows of `Paragraphs` plus `document_id`.
        tags: rows of `Tags` plus `document_id`.
        recipients: rows of `Recipients` plus `document_id`.
        cable_references: rows of `CableReferences` without `in_warehouse`, plus `document_id`.
        findings: rows of `Findings`.
    """

    cables: pl.DataFrame
    paragraphs: pl.DataFrame
    tags: pl.DataFrame
    recipients: pl.DataFrame
    cable_references: pl.DataFrame
    findings: pl.DataFrame


WITNESS: dict[str, dy.Column] = {
    "id_basis": code_column(IdBasis, "The witness that tells the id.", nullable=True),
    "is_dated": dy.Bool(description="Whether an envelope of its own dates the telegram."),
    "has_envelope": dy.Bool(description="Whether it has its routing lines."),
}
"""What is known of a telegram beyond its cable: how far it tells itself what it is."""


def _parsed(
    table: type[dy.Schema],
    *,
    without: tuple[str, ...] = (),
    open_columns: tuple[str, ...] = ("cable_id",),
    more: Mapping[str, dy.Column] = MappingProxyType({}),
) -> type[dy.Schema]:
    """The schema of a table's rows before documents are reconciled: keyed by document, no key of its own.

    Args:
        table: the published table.
        without: columns that only reconciliation can fill.
        open_columns: columns that may be null until then.
        more: columns that only reconciliation reads.
    """
    columns = {"document_id": Cables.columns()["document_id"]}
    for name, column in table.columns().items():
        if name not in without:
            columns[name] = copy(column)
            columns[name].primary_key = False
            columns[name].nullable = column.nullable or name in open_columns
    return type(f"Parsed{table.__name__}", (dy.Schema,), columns | dict(more))


PARSED: dict[str, type[dy.Schema]] = {
    "cables": _parsed(
        Cables,
        without=("n_documents",),
        open_columns=("cable_id", "station", "serial", "year"),
        more=WITNESS,
    ),
    "paragraphs": _parsed(Paragraphs),
    "tags": _parsed(Tags),
    "recipients": _parsed(Recipients),
    "cable_references": _parsed(CableReferences, without=("in_warehouse",)),
    "findings": _parsed(Findings, open_columns=("cable_id", "document_id")),
}
"""The schema of each frame of `ParsedTelegrams`."""

ParsedFigures = _parsed(ArmsFigures, open_columns=())
"""Rows of `ArmsFigures` plus `document_id`: what `figures.recognize_figures` finds before reconciliation."""
