"""Tables as Parquet, a file a part: validated, in a total order, described, each replaced in one step."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import dataframely as dy
import polars as pl
import pyarrow as pa

from etl.schemas import TABLES
from etl.warehouse.errors import WarehouseError
from etl.warehouse.files import link_or_copy, replacing
from etl.warehouse.rules import failing_rows, rules_version, validated

WHOLE = "0000"
"""The one part of a table that is not cut into several."""

UNDATED = "undated"
"""The part of cables without a time; other parts are named for the start of its date: 2007, 2007-03."""

PARTED = ("cables", "paragraphs", "tags", "recipients")
"""Tables that are cut into parts, by the time of their cable."""

COMPRESSION_LEVEL = 1
"""Of zstd: level 3 takes nearly twice the time, for a sixth fewer bytes."""

FINGERPRINT = "fingerprint"
"""Key in a file's metadata: equal where the rows were made from the same documents by the same code."""


RULES = "rules"
"""Key in a file's metadata: the version of the rules that its rows were held against when it was written."""


@dataclass(frozen=True)
class Storage:
    """How the rows of a table lie in its files.

    Attributes:
        order: sort keys within a part, nulls last; with ties impossible or meaningless, so that same rows
            give same bytes.
        group: rows a row group: small enough for a date or a cable to skip most of the file.
    """

    order: tuple[str, ...]
    group: int = 100_000


STORAGE: dict[str, Storage] = {
    "excerpts": Storage(("document_id", "position")),
    "documents": Storage(("document_id",)),
    # A cable's text is about 7 kB: 4,000 of them are 28 MB, and a few weeks of a busy year.
    "cables": Storage(("created_at", "cable_id"), group=4_000),
    "paragraphs": Storage(("cable_id", "position", "paragraph_id"), group=50_000),
    "tags": Storage(("cable_id", "position")),
    "recipients": Storage(("cable_id", "position")),
    "cable_references": Storage(
        ("cable_id", "position", "bullet", "referenced_cable_id", "kind", "raw", "in_warehouse")
    ),
    "arms_figures": Storage(("cable_id", "para", "char_start", "figure_id")),
    "cable_field_sources": Storage(("cable_id", "field")),
    "findings": Storage(
        ("document_id", "cable_id", "code", "detail", "severity", "other_document_id", "value", "other_value")
    ),
}


def part_file(folder: Path, name: str, part: str = WHOLE) -> Path:
    """Path of a part's file below the folder of all tables."""
    return folder / name / f"{name}-{part}.parquet"


def parts_held(folder: Path, name: str) -> tuple[str, ...]:
    """The parts that a table has, in order; none where there is no such table."""
    return tuple(
        sorted(file.stem.removeprefix(f"{name}-") for file in (folder / name).glob(f"{name}-*.parquet"))
    )


def table_files(folder: Path, name: str) -> list[Path]:
    """The files of a table, in the order of its parts.

    Raises:
        WarehouseError: the folder holds no such table.
    """
    files = [part_file(folder, name, part) for part in parts_held(folder, name)]
    if not files:
        raise WarehouseError(f"no table {name} in {folder}: build the warehouse first")
    return files


def read_table(folder: Path, name: str) -> pl.LazyFrame:
    """Scan all parts of a written table, in their order.

    Raises:
        WarehouseError: the folder holds no such table.
    """
    return pl.scan_parquet(table_files(folder, name), glob=False)


def n_rows(folder: Path, name: str) -> int:
    """How many rows a written table has, from the metadata of its files.

    Raises:
        WarehouseError: the folder holds no such table.
    """
    return int(read_table(folder, name).select(pl.len()).collect().item())


def write_table(name: str, frame: pl.LazyFrame | pl.DataFrame, folder: Path) -> Path:
    """Write a table as its one part `<folder>/<name>/<name>-0000.parquet`, in the place of all it had.

    Raises:
        TableError: rows break the schema.
        WarehouseError: the folder cannot be written.
    """
    path = write_part(name, WHOLE, frame.lazy().collect(), folder)
    keep_parts(name, [WHOLE], folder)
    return path


def write_part(name: str, part: str, frame: pl.DataFrame, folder: Path, fingerprint: str = "") -> Path:
    """Write a part of a table to `<folder>/<name>/<name>-<part>.parquet`, replacing what is there.

    Columns are cast and put in the schema's order, and others dropped; rows are sorted and validated: a key
    must be told once within the part, a check looks over all parts. `fingerprint` tells what the rows were
    made from; `part_fingerprint` gives it back.

    Raises:
        TableError: rows break the schema.
        WarehouseError: the folder cannot be written.
    """
    path = part_file(folder, name, part)
    rows = _cleared(validated(name, frame).sort(STORAGE[name].order, nulls_last=True))
    with replacing(path) as temporary:
        rows.write_parquet(
            temporary,
            compression="zstd",
            compression_level=COMPRESSION_LEVEL,
            row_group_size=STORAGE[name].group,
            arrow_schema=arrow_schema(name),
            metadata={
                "description": table_description(TABLES[name]),
                FINGERPRINT: fingerprint,
                RULES: rules_version(),
            },
        )
    return path


def part_fingerprint(folder: Path, name: str, part: str) -> str | None:
    """What `write_part` was told of the origin of a part; null where there is no such part."""
    path = part_file(folder, name, part)
    return pl.read_parquet_metadata(path).get(FINGERPRINT, "") if path.exists() else None


def broken_rows(folder: Path, name: str) -> pl.DataFrame:
    """Rows of a written table that break its schema, keys across its parts aside, see `rules.failing_rows`.

    A part that was written under today's rules obeys them, and is not read again.

    Raises:
        WarehouseError: the folder holds no such table.
    """
    stale = [
        file
        for file in table_files(folder, name)
        if pl.read_parquet_metadata(file).get(RULES) != rules_version()
    ]
    empty = failing_rows(name, TABLES[name].create_empty())
    return pl.concat([empty, *(failing_rows(name, pl.read_parquet(file)) for file in stale)])


def link_part(name: str, part: str, source_folder: Path, folder: Path) -> Path:
    """Give a part that stands in `source_folder` a second name in `folder`: nothing is read or written.

    Raises:
        WarehouseError: there is no such part, or the folder cannot be written.
    """
    path = part_file(folder, name, part)
    with replacing(path) as temporary:
        link_or_copy(part_file(source_folder, name, part), temporary)
    return path


def keep_parts(name: str, parts: Collection[str], folder: Path) -> None:
    """Remove the parts of a table that are not among `parts`: those of a build before, linked here."""
    for part in set(parts_held(folder, name)).difference(parts):
        part_file(folder, name, part).unlink()


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


def _cleared(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows with nothing left behind the nulls of text.

    What an expression has masked is still there, and Polars counts it where it cuts a column into pages:
    equal rows of different history would give different bytes.
    """
    masked = [
        name for name, dtype in rows.schema.items() if dtype == pl.String and rows[name].null_count() > 0
    ]
    return rows.with_columns(
        pl.when(pl.col(name).is_not_null()).then(pl.col(name).fill_null("")) for name in masked
    )
