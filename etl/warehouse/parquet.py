"""Tables as Parquet: validated, in a total order, described, and replaced in one step."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl
import pyarrow as pa
from polars.io.plugins import register_io_source

from etl.schemas import TABLES
from etl.warehouse.errors import TableError, WarehouseError
from etl.warehouse.files import replacing


@dataclass(frozen=True)
class Storage:
    """How the rows of a table lie in its file.

    Attributes:
        order: sort keys, nulls last; with ties impossible or meaningless, so that same rows give same bytes.
        group: rows a row group: small enough for a date or a cable to skip most of the file.
        slice: rows sorted, checked and written at a time; bounds memory.
    """

    order: tuple[str, ...]
    group: int = 100_000
    slice: int = 300_000


STORAGE: dict[str, Storage] = {
    "documents": Storage(("document_id",)),
    # A cable's text is about 7 kB: 20,000 of them are 140 MB, and 4,000 of them a few weeks of a busy year.
    "cables": Storage(("created_at", "cable_id"), group=4_000, slice=20_000),
    "paragraphs": Storage(("cable_id", "position", "paragraph_id"), group=50_000),
    "tags": Storage(("cable_id", "position")),
    "recipients": Storage(("cable_id", "position")),
    "cable_references": Storage(
        ("cable_id", "position", "bullet", "referenced_cable_id", "kind", "raw", "in_warehouse")
    ),
    "arms_figures": Storage(("cable_id", "para", "char_start", "figure_id")),
    "findings": Storage(("document_id", "cable_id", "code", "detail", "severity")),
}


def table_file(folder: Path, name: str) -> Path:
    """Path of a table's file below the folder of all tables."""
    return folder / name / f"{name}-0000.parquet"


def write_table(name: str, frame: pl.LazyFrame | pl.DataFrame, folder: Path) -> Path:
    """Write a table to `<folder>/<name>/<name>-0000.parquet`, replacing what is there.

    Columns are cast and put in the schema's order, and others dropped; rows are sorted and validated. A lazy
    frame of more than one slice is collected several times, once a range of the first sort key, so that only
    one slice is in memory: give it a scan that can skip row groups, not an expensive plan.

    Raises:
        TableError: rows break the schema.
        WarehouseError: the folder cannot be written.
    """
    path = table_file(folder, name)
    with replacing(path) as temporary:
        rows = register_io_source(
            lambda *_: (_validated(name, rows) for rows in _sorted_slices(name, frame)),
            schema=pl.Schema(TABLES[name]),
        )
        rows.sink_parquet(
            temporary,
            compression="zstd",
            compression_level=3,
            row_group_size=STORAGE[name].group,
            arrow_schema=arrow_schema(name),
            metadata={"description": table_description(TABLES[name])},
        )
    return path


def read_table(folder: Path, name: str) -> pl.LazyFrame:
    """Scan a written table.

    Raises:
        WarehouseError: the folder holds no such table.
    """
    if not table_file(folder, name).exists():
        raise WarehouseError(f"no table {name} in {folder}: build the warehouse first")
    return pl.scan_parquet(folder / name / "*.parquet", glob=True)


def arrow_schema(name: str) -> pa.Schema:
    """The table's Arrow schema, with the description and unit of table and columns as metadata."""
    table = TABLES[name]
    fields = []
    for field, column in zip(pa.schema(table), table.columns().values(), strict=True):
        metadata = {"description": column.description or "", **(column.metadata or {})}
        kind = pa.large_string() if pa.types.is_string_view(field.type) else field.type
        fields.append(pa.field(field.name, kind, field.nullable, metadata))
    return pa.schema(fields, metadata={"description": table_description(table)})


def table_description(table: type[dy.Schema]) -> str:
    """Grain and meaning of a table: the docstring of its class, on one line."""
    return " ".join((table.__doc__ or "").split())


def _sorted_slices(name: str, frame: pl.LazyFrame | pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The rows in the table's order, cut into slices; at least one slice, even without rows."""
    storage = STORAGE[name]
    lazy = frame.lazy()
    missing = [
        column for column in TABLES[name].column_names() if column not in lazy.collect_schema().names()
    ]
    if missing:
        raise TableError(f"{name}: missing columns {', '.join(missing)}")
    keys = lazy.select(storage.order).collect()
    if keys.height <= storage.slice:
        yield lazy.collect().sort(storage.order, nulls_last=True)
        return
    _refuse_duplicate_keys(name, keys)
    first = pl.col(storage.order[0])
    lows = keys[storage.order[0]].drop_nulls().sort().gather_every(storage.slice).unique(maintain_order=True)
    for low, high in zip(lows, [*lows[1:], None], strict=True):
        # As literals: a string alone would be the name of a column.
        rows = first >= pl.lit(low)
        if high is not None:
            rows &= first < pl.lit(high)
        yield lazy.filter(rows).collect().sort(storage.order, nulls_last=True)
    yield lazy.filter(first.is_null()).collect().sort(storage.order, nulls_last=True)


def _refuse_duplicate_keys(name: str, keys: pl.DataFrame) -> None:
    """Uniqueness over all slices; within one slice the schema's own rule sees it."""
    primary_key = TABLES[name].primary_key()
    if primary_key and (n_twice := int(keys.select(primary_key).is_duplicated().sum())):
        raise TableError(f"{name}: primary_key failed for {n_twice} rows")


def _validated(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as the schema wants them.

    Raises:
        TableError: names each rule that is broken, and by how many rows.
    """
    try:
        return TABLES[name].validate(rows, cast=True)
    except (dy.exc.ValidationError, dy.exc.SchemaError) as error:
        broken = [line.strip(" -*") for line in str(error).splitlines() if " failed for " in line]
        raise TableError(f"{name}: {'; '.join(broken) or str(error).splitlines()[0]}") from error
