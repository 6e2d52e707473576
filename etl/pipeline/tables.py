"""One function a table: shards and finished tables in, the parts of the table out."""

from collections.abc import Callable
from functools import partial

import dataframely as dy
import polars as pl

from etl.pipeline.catalog import KEYS, Shards
from etl.pipeline.parts import TablePart, fingerprint, part_names
from etl.pipeline.store import FIGURES_FRAME
from etl.pipeline.versions import code_version
from etl.reconcile import decide_documents, document_findings, figure_findings, link_excerpts
from etl.schemas import ArmsFigures, CableReferences, Cables, Findings, Paragraphs, Recipients, Tags
from etl.vocabulary import DocumentStatus
from etl.warehouse.parquet import WHOLE


def documents(shards: Shards) -> list[TablePart]:
    """`Documents`: every document landed, with what became of it."""
    return _whole(shards, lambda: _decided(shards))


def _decided(shards: Shards) -> pl.DataFrame:
    catalog = shards.catalog
    excerpts = catalog.filter(pl.col("excerpt").is_not_null()).select("document_id", telegram="excerpt")
    held = catalog.filter(pl.col("cable_id").is_not_null())
    links = link_excerpts(excerpts, shards.scan("paragraphs", held))
    return decide_documents(catalog.join(_text_hashes(shards, held), on="document_id", how="left"), links)


def _text_hashes(shards: Shards, held: pl.DataFrame) -> pl.DataFrame:
    """`document_id`, `text_hash` where several documents tell one cable: whether their words are the same."""
    several = held.filter(pl.len().over("cable_id") > 1)
    words = pl.col("text").str.replace_all(r"\s+", " ")
    return shards.scan("cables", several).select("document_id", text_hash=words.hash()).collect()


def cables(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`Cables`: one row a cable, from its canonical document."""
    copies = (
        documents.filter(pl.col("cable_id").is_not_null())
        .group_by("cable_id")
        .agg(n_documents=pl.len().cast(pl.Int32))
        .collect()
    )
    chosen = _canonical(shards, documents).join(copies, on="cable_id", how="left", maintain_order="left")

    def rows(mine: pl.DataFrame) -> pl.DataFrame:
        counts = mine.select("document_id", "n_documents").lazy()
        return (
            shards.scan("cables", mine)
            .join(counts, on="document_id")
            .select(list(Cables.columns()))
            .collect()
        )

    return _parted(shards, chosen, rows)


def paragraphs(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`Paragraphs` of canonical documents."""
    return _of_canonical(shards, documents, "paragraphs", Paragraphs)


def tags(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`Tags` of canonical documents."""
    return _of_canonical(shards, documents, "tags", Tags)


def recipients(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`Recipients` of canonical documents."""
    return _of_canonical(shards, documents, "recipients", Recipients)


def cable_references(shards: Shards, documents: pl.LazyFrame, cables: pl.LazyFrame) -> list[TablePart]:
    """`CableReferences` of canonical documents, each with whether the warehouse holds its target."""

    def rows() -> pl.DataFrame:
        held = cables.select(referenced_cable_id="cable_id", in_warehouse=pl.lit(value=True))
        return (
            shards.scan("cable_references", _canonical(shards, documents))
            .join(held, on="referenced_cable_id", how="left")
            .with_columns(pl.col("in_warehouse").fill_null(value=False))
            .select(list(CableReferences.columns()))
            .collect()
        )

    return _whole(shards, rows)


def arms_figures(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`ArmsFigures` recognized in the paragraphs of canonical documents."""

    def rows() -> pl.DataFrame:
        found = shards.scan(FIGURES_FRAME, _canonical(shards, documents))
        return found.select(list(ArmsFigures.columns())).collect()

    return _whole(shards, rows)


def findings(
    shards: Shards, documents: pl.LazyFrame, cables: pl.LazyFrame, arms_figures: pl.LazyFrame
) -> list[TablePart]:
    """`Findings` of all stages: about parsing (every document's), about documents, about figures."""

    def rows() -> pl.DataFrame:
        landed = documents.collect()
        # A document's findings concern the cable that it was found to hold, whatever its parser thought.
        parsed = (
            shards.scan("findings", shards.catalog)
            .drop("cable_id")
            .join(landed.lazy().select("document_id", "cable_id"), on="document_id", how="left")
            .select(list(Findings.columns()))
            .collect()
        )
        weighed = document_findings(landed)
        doubted = figure_findings(arms_figures.collect(), cables.select("cable_id", "document_id").collect())
        return pl.concat([parsed, weighed, doubted], how="diagonal")

    return _whole(shards, rows)


def _canonical(shards: Shards, documents: pl.LazyFrame) -> pl.DataFrame:
    """The documents that cables are built from: `KEYS`, `cable_id`, `created_at`."""
    chosen = (
        documents.filter(pl.col("status") == DocumentStatus.CANONICAL.value).select("document_id").collect()
    )
    known = shards.catalog.select(*KEYS, "cable_id", "created_at")
    return known.join(chosen, on="document_id", how="semi", maintain_order="left")


def _of_canonical(
    shards: Shards, documents: pl.LazyFrame, name: str, table: type[dy.Schema]
) -> list[TablePart]:
    """Parts of a table whose rows are those of canonical documents as they were parsed."""

    def rows(mine: pl.DataFrame) -> pl.DataFrame:
        return shards.scan(name, mine).select(list(table.columns())).collect()

    return _parted(shards, _canonical(shards, documents), rows)


def _parted(
    shards: Shards, chosen: pl.DataFrame, rows: Callable[[pl.DataFrame], pl.DataFrame]
) -> list[TablePart]:
    """A part for each that the cables of the chosen documents belong in, one at least."""
    told = [name for name in ("document_id", "n_documents") if name in chosen.columns]
    named = chosen.with_columns(part=part_names(chosen["created_at"]))
    parts = named.partition_by("part", as_dict=True) or {(WHOLE,): named}
    code = _code(shards)
    return [
        TablePart(str(name), fingerprint(code, *mine.select(told)), partial(rows, mine))
        for (name,), mine in sorted(parts.items())
    ]


def _whole(shards: Shards, rows: Callable[[], pl.DataFrame]) -> list[TablePart]:
    """The one part of a table that any change of the raw sources may alter."""
    landed = shards.catalog
    return [TablePart(WHOLE, fingerprint(_code(shards), landed["document_id"], landed["uri"]), rows)]


def _code(shards: Shards) -> str:
    """The code that tables are made by: of shards, and of tables from them."""
    return "-".join((shards.store.parsing, shards.store.figures, code_version(__name__)))
