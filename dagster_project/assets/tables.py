"""One asset a published table, named as the table; description and columns come from its schema."""

from collections.abc import Callable
from pathlib import Path

import dagster as dg
import polars as pl

from dagster_project.metadata import column_schema
from dagster_project.versions import code_version
from etl import pipeline
from etl.schemas import TABLES


def table_asset(group: str) -> Callable[[Callable[..., pl.LazyFrame]], dg.AssetsDefinition]:
    """An asset for the table that the function is named for."""

    def decorate(function: Callable[..., pl.LazyFrame]) -> dg.AssetsDefinition:
        name = function.__name__
        return dg.asset(
            function,
            name=name,
            group_name=group,
            kinds={"polars", "parquet"},
            description=TABLES[name].__doc__,
            metadata={"dagster/column_schema": column_schema(TABLES[name])},
            io_manager_key="tables",
            code_version=code_version(),
        )

    return decorate


@table_asset("cables")
def documents(telegrams: Path) -> pl.LazyFrame:
    """Decide what becomes of each landed document."""
    return pipeline.documents(telegrams)


@table_asset("cables")
def cables(telegrams: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """Take each cable from its canonical document."""
    return pipeline.cables(telegrams, documents)


@table_asset("cables")
def paragraphs(telegrams: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """Take the paragraphs of canonical documents."""
    return pipeline.paragraphs(telegrams, documents)


@table_asset("cables")
def tags(telegrams: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """Take the TAGS entries of canonical documents."""
    return pipeline.tags(telegrams, documents)


@table_asset("cables")
def recipients(telegrams: Path, documents: pl.LazyFrame) -> pl.LazyFrame:
    """Take the addressees of canonical documents."""
    return pipeline.recipients(telegrams, documents)


@table_asset("cables")
def cable_references(telegrams: Path, documents: pl.LazyFrame, cables: pl.LazyFrame) -> pl.LazyFrame:
    """Take the references of canonical documents and mark those that the warehouse holds."""
    return pipeline.cable_references(telegrams, documents, cables)


@table_asset("arms")
def arms_figures(paragraphs: pl.LazyFrame, cables: pl.LazyFrame, tags: pl.LazyFrame) -> pl.LazyFrame:
    """Recognize figures of arms transfers in the paragraphs."""
    return pipeline.arms_figures(paragraphs, cables, tags)


@table_asset("quality")
def findings(
    telegrams: Path, documents: pl.LazyFrame, cables: pl.LazyFrame, arms_figures: pl.LazyFrame
) -> pl.LazyFrame:
    """Gather what all stages found wrong or doubtful."""
    return pipeline.findings(telegrams, documents, cables, arms_figures)
