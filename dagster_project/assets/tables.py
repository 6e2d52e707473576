"""One asset a published table, named as the table; description and columns come from its schema."""

from collections.abc import Callable

import dagster as dg
import polars as pl

from dagster_project.metadata import column_schema
from dagster_project.versions import tables_version
from etl import pipeline
from etl.pipeline import Shards, TablePart
from etl.schemas import TABLES


def table_asset(group: str) -> Callable[[Callable[..., list[TablePart]]], dg.AssetsDefinition]:
    """An asset for the table that the function is named for."""

    def decorate(function: Callable[..., list[TablePart]]) -> dg.AssetsDefinition:
        name = function.__name__
        return dg.asset(
            function,
            name=name,
            group_name=group,
            kinds={"polars", "parquet"},
            description=TABLES[name].__doc__,
            metadata={"dagster/column_schema": column_schema(TABLES[name])},
            io_manager_key="tables",
            code_version=tables_version(),
        )

    return decorate


@table_asset("cables")
def excerpts(telegrams: Shards) -> list[TablePart]:
    """Find the passages of cables that pages quote."""
    return pipeline.excerpts(telegrams)


@table_asset("cables")
def documents(telegrams: Shards, excerpts: pl.LazyFrame) -> list[TablePart]:
    """Decide what becomes of each landed document."""
    return pipeline.documents(telegrams, excerpts)


@table_asset("cables")
def cable_field_sources(telegrams: Shards, documents: pl.LazyFrame) -> list[TablePart]:
    """Find what canonical documents lack and other copies give."""
    return pipeline.cable_field_sources(telegrams, documents)


@table_asset("cables")
def cables(telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """Take each cable from its canonical document, and what that lacks from other copies."""
    return pipeline.cables(telegrams, documents, cable_field_sources)


@table_asset("cables")
def paragraphs(
    telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame
) -> list[TablePart]:
    """Take the paragraphs of canonical documents."""
    return pipeline.paragraphs(telegrams, documents, cable_field_sources)


@table_asset("cables")
def tags(telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame) -> list[TablePart]:
    """Take the TAGS entries of canonical documents."""
    return pipeline.tags(telegrams, documents, cable_field_sources)


@table_asset("cables")
def recipients(
    telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame
) -> list[TablePart]:
    """Take the addressees of canonical documents."""
    return pipeline.recipients(telegrams, documents, cable_field_sources)


@table_asset("cables")
def cable_references(
    telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame, cables: pl.LazyFrame
) -> list[TablePart]:
    """Take the references of canonical documents and mark those that the warehouse holds."""
    return pipeline.cable_references(telegrams, documents, cable_field_sources, cables)


@table_asset("arms")
def arms_figures(
    telegrams: Shards, documents: pl.LazyFrame, cable_field_sources: pl.LazyFrame
) -> list[TablePart]:
    """Take the figures of arms transfers in canonical documents."""
    return pipeline.arms_figures(telegrams, documents, cable_field_sources)


@table_asset("quality")
def findings(
    telegrams: Shards,
    excerpts: pl.LazyFrame,
    documents: pl.LazyFrame,
    cables: pl.LazyFrame,
    arms_figures: pl.LazyFrame,
) -> list[TablePart]:
    """Gather what all stages found wrong or doubtful."""
    return pipeline.findings(telegrams, excerpts, documents, cables, arms_figures)
