"""One function a table: shards and finished tables in, the parts of the table out."""

from collections.abc import Callable
from functools import partial

import polars as pl

from etl.figures import recognize_figures
from etl.pipeline.canonical import Canonical, rekeyed, with_borrowed
from etl.pipeline.catalog import Shards
from etl.pipeline.copies import beside_canonical, openings, sources_of_fields
from etl.pipeline.parts import TablePart, fingerprint, part_names
from etl.pipeline.quotes import quoted_passages
from etl.pipeline.store import FIGURES_FRAME
from etl.pipeline.versions import code_version
from etl.reconcile import (
    OF_THE_LISTING,
    copy_findings,
    decide_documents,
    document_findings,
    excerpt_findings,
    figure_findings,
    link_documents,
    match_findings,
)
from etl.reconcile.excerpts import NO_LINKS
from etl.schemas import TABLES
from etl.vocabulary import IdBasis
from etl.warehouse.parquet import WHOLE

_TOLD = ("document_id", "cable_id", "n_documents", "borrowed")
"""What decides about the rows of a part, besides the code."""


def excerpts(shards: Shards) -> list[TablePart]:
    """`Excerpts`: what pages quote of cables, linked to those that are held."""
    return _whole(shards, lambda: quoted_passages(shards, lambda: _decided(shards, NO_LINKS)))


def documents(shards: Shards, excerpts: pl.LazyFrame) -> list[TablePart]:
    """`Documents`: every document landed, with what became of it."""
    return _whole(shards, lambda: _decided(shards, link_documents(excerpts.collect())))


def _decided(shards: Shards, links: pl.DataFrame) -> pl.DataFrame:
    return decide_documents(shards.catalog, shards.matches, links)


def cable_field_sources(shards: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """`CableFieldSources`: what cables take from other documents than their canonical one."""
    return _whole(shards, lambda: sources_of_fields(shards, documents.collect()))


def cables(shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """`Cables`: one row a cable, from its canonical document and what other copies add."""
    copies = (
        documents.filter(pl.col("cable_id").is_not_null())
        .group_by("cable_id")
        .agg(n_documents=pl.len().cast(pl.Int32))
        .collect()
    )
    canonical = Canonical.of(shards, documents, cable_field_sources)
    chosen = canonical.rows.join(copies, on="cable_id", how="left", maintain_order="left").join(
        canonical.fields_borrowed(), on="cable_id", how="left", maintain_order="left"
    )

    def rows(mine: pl.DataFrame) -> pl.DataFrame:
        own = shards.scan("cables", mine).collect()
        counts = mine.select("document_id", "n_documents")
        return with_borrowed(own, canonical).join(counts, on="document_id").select(_columns("cables"))

    return _parted(shards, chosen, rows)


def paragraphs(shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """`Paragraphs` of canonical documents."""
    return _of_canonical("paragraphs", Canonical.of(shards, documents, cable_field_sources))


def tags(shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """`Tags` of canonical documents, or of the best copy that has some."""
    return _of_canonical("tags", Canonical.of(shards, documents, cable_field_sources))


def recipients(shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """`Recipients` of canonical documents, or of the best copy that has some."""
    return _of_canonical("recipients", Canonical.of(shards, documents, cable_field_sources))


def cable_references(
    shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame, cables: pl.LazyFrame
) -> list[TablePart]:
    """`CableReferences` of canonical documents, each with whether the warehouse holds its target."""

    def rows() -> pl.DataFrame:
        held = cables.select(referenced_cable_id="cable_id", in_warehouse=pl.lit(value=True))
        canonical = Canonical.of(shards, documents, cable_field_sources)
        mine = canonical.giving("cable_references")
        return (
            rekeyed(shards.scan("cable_references", mine), mine)
            .join(held, on="referenced_cable_id", how="left")
            .with_columns(pl.col("in_warehouse").fill_null(value=False))
            .select(_columns("cable_references"))
            .collect()
        )

    return _whole(shards, rows)


def arms_figures(
    shards: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame
) -> list[TablePart]:
    """`ArmsFigures` recognized in the paragraphs of canonical documents."""

    def rows() -> pl.DataFrame:
        canonical = Canonical.of(shards, documents, cable_field_sources)
        as_parsed, anew = canonical.by_context()
        found = shards.scan(FIGURES_FRAME, as_parsed).select(_columns("arms_figures")).collect()
        read = [rekeyed(shards.scan(name, anew), anew).collect() for name in ("paragraphs", "tags")]
        heads = with_borrowed(shards.scan("cables", anew).collect(), canonical)
        more = recognize_figures(read[0], heads, read[1])
        return pl.concat([found, more.select(_columns("arms_figures"))])

    return _whole(shards, rows)


def findings(
    shards: Shards,
    excerpts: pl.LazyFrame,
    documents: pl.LazyFrame,
    cables: pl.LazyFrame,
    arms_figures: pl.LazyFrame,
) -> list[TablePart]:
    """`Findings` of all stages: about parsing (every document's), about documents, about figures."""

    def rows() -> pl.DataFrame:
        landed = documents.collect()
        # A document's findings concern the cable that it was found to hold, whatever its parser thought; and
        # that a page tells of another cable is one finding, not one for each field.
        known = landed.lazy().select("document_id", "cable_id", "id_basis")
        moved = pl.col("id_basis").eq_missing(IdBasis.MATCH.value) & pl.col("code").is_in(OF_THE_LISTING)
        parsed = (
            shards.scan("findings", shards.catalog)
            .drop("cable_id")
            .join(known, on="document_id", how="left")
            .filter(~moved)
            .select(_columns("findings"))
            .collect()
        )
        told = shards.catalog.select("document_id", told_cable_id="cable_id")
        weighed = [document_findings(landed), match_findings(landed, told, openings(shards, landed))]
        against = [copy_findings(pairs) for pairs in beside_canonical(shards, landed)]
        quoted = excerpt_findings(excerpts.collect(), cables.select("cable_id", "created_at").collect())
        doubted = figure_findings(arms_figures.collect(), cables.select("cable_id", "document_id").collect())
        return pl.concat([parsed, *weighed, *against, quoted, doubted], how="diagonal")

    return _whole(shards, rows)


def _of_canonical(name: str, canonical: Canonical) -> list[TablePart]:
    """Parts of a table whose rows are those of chosen documents as they were parsed."""
    shards = canonical.shards

    def rows(mine: pl.DataFrame) -> pl.DataFrame:
        return rekeyed(shards.scan(name, mine), mine).select(_columns(name)).collect()

    return _parted(shards, canonical.giving(name), rows)


def _parted(
    shards: Shards, chosen: pl.DataFrame, rows: Callable[[pl.DataFrame], pl.DataFrame]
) -> list[TablePart]:
    """A part for each that the cables of the chosen documents belong in, one at least."""
    told = [name for name in _TOLD if name in chosen.columns]
    named = chosen.with_columns(part=part_names(chosen["cable_created_at"]))
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


def _columns(name: str) -> list[str]:
    return list(TABLES[name].columns())
