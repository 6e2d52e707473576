"""What the web UI shows about a table: its columns, its size, its first rows, what it is made of."""

import dagster as dg
import dataframely as dy
import polars as pl

PREVIEW_ROWS = 5
PREVIEW_WIDTH = 60
"""Characters of a value that a preview shows."""

BREAKDOWNS: dict[str, tuple[str, ...]] = {
    "excerpts": ("kind",),
    "documents": ("status", "layout"),
    "cables": ("classification",),
    "tags": ("kind",),
    "cable_references": ("kind", "in_warehouse"),
    "arms_figures": ("kind", "status", "is_suspect"),
    "findings": ("severity", "code"),
}
"""Columns by which a table's rows are counted for its metadata."""


def column_schema(table: type[dy.Schema]) -> dg.TableSchema:
    """Names, types, meanings and constraints of a table's columns."""
    dtypes = pl.Schema(table)
    columns = [
        dg.TableColumn(
            name=name,
            type=str(dtypes[name]),
            description=_with_unit(column),
            constraints=dg.TableColumnConstraints(nullable=column.nullable, unique=_is_key(table, name)),
        )
        for name, column in table.columns().items()
    ]
    return dg.TableSchema(columns=columns)


def _with_unit(column: dy.Column) -> str:
    unit = (column.metadata or {}).get("unit")
    return f"{column.description} Unit: {unit}." if unit else column.description or ""


def _is_key(table: type[dy.Schema], name: str) -> bool:
    return table.primary_key() == [name]


def table_metadata(name: str, frame: pl.LazyFrame) -> dict[str, dg.MetadataValue]:
    """Row count, preview and breakdown of a written table."""
    metadata: dict[str, dg.MetadataValue] = {
        "dagster/row_count": dg.MetadataValue.int(frame.select(pl.len()).collect().item()),
        "preview": as_table(frame.head(PREVIEW_ROWS).collect()),
    }
    if by := BREAKDOWNS.get(name):
        counts = frame.group_by(by).len("rows").sort("rows", *by, descending=[True, *[False] * len(by)])
        metadata["breakdown"] = as_table(counts.collect())
    return metadata


def as_table(frame: pl.DataFrame) -> dg.TableMetadataValue:
    """The frame as a table of the web UI; long values are cut."""
    columns = [dg.TableColumn(name=name, type=str(dtype)) for name, dtype in frame.schema.items()]
    records = [
        dg.TableRecord({name: _cell(value) for name, value in row.items()}) for row in frame.to_dicts()
    ]
    return dg.MetadataValue.table(records, dg.TableSchema(columns))


def _cell(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, (bool, int, float)):
        return value
    text = " ".join(str(value).split())
    return text if len(text) <= PREVIEW_WIDTH else f"{text[: PREVIEW_WIDTH - 1]}…"
