"""The assets: one a table of the warehouse, the parsed telegrams before them, the database after them.

Here belongs what an asset depends on and which function of `etl` makes it; not how it is made.
"""

import dagster as dg

from dagster_project.assets.serving import cables_duckdb, published
from dagster_project.assets.shards import raw_sources, telegrams
from dagster_project.assets.tables import (
    arms_figures,
    cable_field_sources,
    cable_references,
    cables,
    documents,
    excerpts,
    findings,
    paragraphs,
    recipients,
    tags,
)

TABLE_ASSETS: list[dg.AssetsDefinition] = [
    excerpts,
    documents,
    cable_field_sources,
    cables,
    paragraphs,
    tags,
    recipients,
    cable_references,
    arms_figures,
    findings,
]
ASSETS: list[dg.AssetsDefinition | dg.AssetSpec] = [
    raw_sources,
    telegrams,
    *TABLE_ASSETS,
    cables_duckdb,
    published,
]

__all__ = ["ASSETS", "TABLE_ASSETS"]
