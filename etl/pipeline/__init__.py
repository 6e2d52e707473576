"""The stages composed: what each asset of the warehouse is made from.

Two kinds of step. `parse_sources` is shard-wise: it streams raw documents that are new or changed through
land, pages, telegrams and figures in bounded batches, on all cores or on other machines, and keeps a shard of
parsed rows for each batch. The functions of `tables` are one a table: each takes shards and finished tables,
and tells the parts of its table; `write_parts` writes those that are not there yet.

* `versions`  what code made a shard or a table
* `engine`    where shards are made
* `cluster`   ... on other machines
* `places`    folders, and prefixes of an object store
* `store`     shards, and the manifest of what is in them
* `shards`    one shard
* `sync`      raw sources -> shards
* `catalog`   all documents of all shards
* `parts`     files of a table
* `quotes`    pages that quote, and the cables that they are held against
* `tables`    rows of each table
"""

from etl.pipeline.catalog import Shards
from etl.pipeline.engine import Engine, EngineError, LocalEngine, choose_engine
from etl.pipeline.parts import TablePart, changed_parts, write_parts
from etl.pipeline.store import ShardStore, shard_versions
from etl.pipeline.sync import Progress, parse_sources
from etl.pipeline.tables import (
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
from etl.pipeline.versions import code_version

__all__ = [
    "Engine",
    "EngineError",
    "LocalEngine",
    "Progress",
    "ShardStore",
    "Shards",
    "TablePart",
    "arms_figures",
    "cable_field_sources",
    "cable_references",
    "cables",
    "changed_parts",
    "choose_engine",
    "code_version",
    "documents",
    "excerpts",
    "findings",
    "paragraphs",
    "parse_sources",
    "recipients",
    "shard_versions",
    "tags",
    "write_parts",
]
