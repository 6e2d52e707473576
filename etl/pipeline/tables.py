"""One function a table: staged shards and finished tables in, the table as a lazy frame out."""

from pathlib import Path

import dataframely as dy
import polars as pl

from etl.figures import recognize_figures
from etl.reconcile import decide_documents, document_findings, figure_findings, link_excerpts
from etl.schemas import (
    ArmsFigures,
    CableReferences,
    Cables,
    Findings,
    Paragraphs,
    Recipients,
    Tags,
)
from etl.vocabulary import DocumentStatus, Fidelity

FIGURE_BATCH_ROWS = 200_000
"""Paragraphs that the recognizer is given at once: about 150 MB of text."""


def _staged(staging: Path, name: str) -> pl.LazyFrame:
    return pl.scan_parquet(staging / name / "*.parquet")


def documents(staging: Path) -> pl.LazyFrame:
    """`Documents`: every document landed, with what became of it.

    Args:
        staging: the folder that `parse_sources` filled.
    """
    telegrams = _staged(staging, "cables").select(
        "document_id",
        "cable_id",
        "n_words",
        "is_partial",
        has_envelope=pl.col("precedence").is_not_null(),
        text_hash=pl.col("text").str.replace_all(r"\s+", " ").hash(),
    )
    pages = _staged(staging, "pages")
    catalog = pages.drop("telegram").join(telegrams, on="document_id", how="left").collect()
    excerpts = (
        pages.filter(pl.col("fidelity") == Fidelity.EXCERPT.value).select("document_id", "telegram").collect()
    )
    held = _staged(staging, "paragraphs").filter(pl.col("cable_id").is_not_null())
    return decide_documents(catalog, link_excerpts(excerpts, held)).lazy()


def _canonical(documents: pl.LazyFrame) -> pl.LazyFrame:
    return documents.filter(pl.col("status") == DocumentStatus.CANONICAL.value).select("document_id")


def _of_canonical(staging: Path, documents: pl.LazyFrame, name: str, table: type[dy.Schema]) -> pl.LazyFrame:
    """The staged rows of canonical documents, with the columns of `table` that staging holds."""
    rows = _staged(staging, name)
    held = set(rows.collect_schema().names())
    columns = [column for column in table.columns() if column in held]
    return rows.join(_canonical(documents), on="document_id", how="semi").select(columns)


def cables(staging: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """`Cables`: one row a cable, from its canonical document."""
    copies = (
        documents.filter(pl.col("cable_id").is_not_null())
        .group_by("cable_id")
        .agg(n_documents=pl.len().cast(pl.Int32))
    )
    rows = _of_canonical(staging, documents, "cables", Cables)
    return rows.join(copies, on="cable_id", how="left").select(list(Cables.columns()))


def paragraphs(staging: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """`Paragraphs` of canonical documents."""
    return _of_canonical(staging, documents, "paragraphs", Paragraphs)


def tags(staging: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """`Tags` of canonical documents."""
    return _of_canonical(staging, documents, "tags", Tags)


def recipients(staging: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """`Recipients` of canonical documents."""
    return _of_canonical(staging, documents, "recipients", Recipients)


def cable_references(staging: Path, documents: pl.LazyFrame, cables: pl.LazyFrame) -> pl.LazyFrame:
    """`CableReferences` of canonical documents, each with whether the warehouse holds its target."""
    held = cables.select(referenced_cable_id="cable_id", in_warehouse=pl.lit(value=True))
    return (
        _of_canonical(staging, documents, "cable_references", CableReferences)
        .join(held, on="referenced_cable_id", how="left")
        .with_columns(pl.col("in_warehouse").fill_null(value=False))
        .select(list(CableReferences.columns()))
    )


def arms_figures(paragraphs: pl.LazyFrame, cables: pl.LazyFrame, tags: pl.LazyFrame) -> pl.LazyFrame:
    """`ArmsFigures` recognized in the paragraphs of all cables, whole cables at a time."""
    heads = cables.drop("text", "summary").collect()
    documents = heads.select("cable_id", "document_id").lazy()
    paragraphs = paragraphs.join(documents, on="cable_id", maintain_order="left")
    tags = tags.join(documents, on="cable_id")
    n_rows = paragraphs.select(pl.len()).collect().item()
    n_batches = max(1, -(-n_rows // FIGURE_BATCH_ROWS))
    all_tags = tags.collect()
    found = []
    for keys in _slices(heads.select("cable_id").sort("cable_id"), n_batches):
        batch = [
            frame.join(keys.lazy(), on="cable_id", how="semi")
            for frame in (paragraphs, heads.lazy(), all_tags.lazy())
        ]
        found.append(recognize_figures(*pl.collect_all(batch)).select(list(ArmsFigures.columns())))
    figures: pl.DataFrame = pl.concat(found or [ArmsFigures.create_empty()])
    return figures.lazy()


def _slices(frame: pl.DataFrame, n: int) -> list[pl.DataFrame]:
    """`frame` cut into `n` parts of about the same number of rows."""
    size = max(1, -(-frame.height // n))
    return [frame.slice(start, size) for start in range(0, frame.height, size)]


def findings(
    staging: Path, documents: pl.LazyFrame, cables: pl.LazyFrame, arms_figures: pl.LazyFrame
) -> pl.LazyFrame:
    """`Findings` of all stages: about parsing (every document's), about documents, about figures."""
    landed = documents.collect()
    # A document's findings concern the cable that it was found to hold, whatever its parser thought.
    parsed = (
        _staged(staging, "findings")
        .drop("cable_id")
        .join(landed.lazy().select("document_id", "cable_id"), on="document_id", how="left")
        .select(list(Findings.columns()))
    )
    weighed = document_findings(landed)
    doubted = figure_findings(arms_figures.collect(), cables.select("cable_id", "document_id").collect())
    return pl.concat([parsed, weighed.lazy(), doubted.lazy()])
