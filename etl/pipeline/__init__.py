"""The stages composed: what each asset of the warehouse is made from.

Two kinds of step. `parse_sources` is shard-wise: it streams raw documents through land, pages and telegrams
in bounded batches and leaves one Parquet shard a batch and frame in a staging folder. The functions of
`tables` are one a table: each takes staged shards or finished tables and returns its table as a lazy frame.
"""

from etl.pipeline.shards import Progress, parse_sources
from etl.pipeline.tables import (
    arms_figures,
    cable_references,
    cables,
    documents,
    findings,
    paragraphs,
    recipients,
    tags,
)

__all__ = [
    "Progress",
    "arms_figures",
    "cable_references",
    "cables",
    "documents",
    "findings",
    "paragraphs",
    "parse_sources",
    "recipients",
    "tags",
]
