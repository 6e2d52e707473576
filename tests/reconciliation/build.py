"""The corpus on disk, and a warehouse of it."""

import inspect
import shutil
from pathlib import Path

import polars as pl

from etl import pipeline
from etl.pipeline import Shards, ShardStore, parse_sources, write_parts
from etl.schemas import TABLES
from etl.warehouse.parquet import read_table
from tests.reconciliation.compose import DUMP_FILE
from tests.reconciliation.truth import Corpus


def write(corpus: Corpus, folder: Path) -> None:
    """Each document as a file of its name, rows of the dump in one file; what was in the folder is replaced."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rows = []
    for name, document in corpus.documents.items():
        if document.is_row:
            rows.append(document.text)
        else:
            (folder / name).write_text(document.text, encoding="utf-8")
    (folder / DUMP_FILE).write_text("".join(rows), encoding="utf-8")


def build(raw: Path, folder: Path) -> dict[str, pl.DataFrame]:
    """All tables of a warehouse of some raw sources, by name.

    Args:
        raw: folder of the documents.
        folder: where shards and tables are put.
    """
    store, tables = ShardStore.current(folder / "shards"), folder / "tables"
    parse_sources([raw], store)
    waiting = list(TABLES)
    while waiting:
        name = waiting.pop(0)
        make = getattr(pipeline, name)
        inputs = list(inspect.signature(make).parameters)[1:]
        if set(inputs) & set(waiting):
            waiting.append(name)
            continue
        write_parts(name, make(Shards(store), *(read_table(tables, table) for table in inputs)), tables)
    return {name: read_table(tables, name).collect() for name in TABLES}
