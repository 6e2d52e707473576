"""Queries by users: read-only, shut off from files and network, one statement, results in four formats."""

import csv
import io
import json
import math
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.warehouse.errors import QueryError, one_line
from etl.warehouse.relations import quoted

FORMATS = ("table", "csv", "json", "parquet")
BATCH_ROWS = 10_000
SHOWN_ROWS = 200
NARROWEST_COLUMN = 10
"""Characters that a column of a table needs on average to be read."""

SHUT_OFF = {
    "python_enable_replacements": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}


@contextmanager
def run_query(database: Path, sql: str, *, timeout: float | None = None) -> Iterator[pa.RecordBatchReader]:
    """Run one statement on the warehouse and give its rows, streamed.

    Args:
        database: the DuckDB file; opened read-only, beside other readers and running builds.
        sql: one statement; it reaches no file, no network and no setting.
        timeout: seconds after which the query is stopped; no limit when null.

    Raises:
        QueryError: no database, a mistake in the statement, or time is over.
    """
    if not database.is_file():
        raise QueryError(f"no warehouse at {database}: run 'cablehouse build' first")
    try:
        config: dict[str, str | bool | int | float | list[str]] = {**SHUT_OFF}
        # Attached to a database in memory: two connections of a process to one file must share settings.
        with duckdb.connect(config=config) as connection:
            connection.execute(f"attach {quoted(database)} as warehouse (read_only)")
            connection.execute("use warehouse")
            connection.execute("set enable_external_access = false")
            connection.execute("set timezone = 'UTC'")
            if timeout is not None:
                connection.execute(f"set max_execution_time = {max(1, round(timeout * 1000))}")
            connection.execute("set lock_configuration = true")
            yield _result(connection, sql)
    except (duckdb.Error, pa.ArrowException) as error:
        raise QueryError(one_line(error)) from error


def write_result(
    rows: pa.RecordBatchReader, form: str, stream: BinaryIO, *, width: int | None = None
) -> None:
    """Write rows to a byte stream as `table`, `csv`, `json` (an array, one object a line) or `parquet`.

    A table shows at most `SHOWN_ROWS` rows and says how many more there are; the other forms hold all.

    Raises:
        QueryError: the form is unknown, Parquet would go to a terminal, or the query fails midway.
    """
    writers: dict[str, Callable[[pa.RecordBatchReader, BinaryIO], None]] = {
        "table": lambda reader, target: _write_table(reader, target, width),
        "csv": _write_csv,
        "json": _write_json,
        "parquet": _write_parquet,
    }
    if form not in writers:
        raise QueryError(f"no format {form}: choose one of {', '.join(FORMATS)}")
    if form == "parquet" and stream.isatty():
        raise QueryError("Parquet is binary: send it to a file")
    try:
        writers[form](rows, stream)
    except (duckdb.Error, pa.ArrowException) as error:
        raise QueryError(one_line(error)) from error
    stream.flush()


def _result(connection: duckdb.DuckDBPyConnection, sql: str) -> pa.RecordBatchReader:
    """The rows of the one statement in `sql`."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"one statement is wanted, and there are {len(statements)}")
    if statements[0].expected_result_type != [duckdb.ExpectedResultType.QUERY_RESULT]:
        raise QueryError("the warehouse is read-only: only queries can be run")
    return connection.sql(statements[0].query).to_arrow_reader(BATCH_ROWS)


def _write_table(rows: pa.RecordBatchReader, stream: BinaryIO, width: int | None) -> None:
    """A table for the eye, as wide as the terminal; with too many columns, a line for each value."""
    shown: list[tuple[Any, ...]] = []
    n_rows = 0
    for batch in rows:
        n_rows += batch.num_rows
        shown.extend(_tuples([batch.slice(0, SHOWN_ROWS - len(shown))]))
    cells = [[_shown(value) for value in row] for row in shown]
    text = io.StringIO()
    console = Console(file=text, width=width or shutil.get_terminal_size((160, 24)).columns)
    if len(rows.schema) * NARROWEST_COLUMN > console.width:
        for row in cells:
            console.print(_record(rows.schema.names, row))
    else:
        console.print(_grid(rows.schema, cells))
    hidden = n_rows - len(shown)
    console.print(f"{n_rows:,} rows" + (f", {hidden:,} of them not shown" if hidden else ""), highlight=False)
    stream.write("\n".join(line.rstrip() for line in text.getvalue().splitlines()).encode() + b"\n")


def _grid(schema: pa.Schema, cells: list[list[str]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for field in schema:
        is_number = pa.types.is_integer(field.type) or pa.types.is_floating(field.type)
        table.add_column(Text(field.name), justify="right" if is_number else "left", overflow="fold")
    for row in cells:
        table.add_row(*map(Text, row))
    return table


def _record(names: list[str], row: list[str]) -> Table:
    table = Table(box=box.SIMPLE, pad_edge=False, show_header=False)
    for name, cell in zip(names, row, strict=True):
        table.add_row(Text(name), Text(cell))
    return table


def _write_csv(rows: pa.RecordBatchReader, stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(rows.schema.names)
        for row in _tuples(rows):
            writer.writerow("" if value is None else _flat(value) for value in row)
    finally:
        text.detach()


def _write_json(rows: pa.RecordBatchReader, stream: BinaryIO) -> None:
    names = _distinct(rows.schema.names)
    separator = b"[\n"
    for row in _tuples(rows):
        line = json.dumps(dict(zip(names, map(_plain, row), strict=True)), ensure_ascii=False)
        stream.write(separator + line.encode())
        separator = b",\n"
    stream.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def _write_parquet(rows: pa.RecordBatchReader, stream: BinaryIO) -> None:
    # A pipe cannot tell its place, which the Parquet writer asks for.
    with tempfile.TemporaryFile() as whole:
        names = _distinct(rows.schema.names)
        schema = pa.schema([field.with_name(name) for field, name in zip(rows.schema, names, strict=True)])
        with pq.ParquetWriter(whole, schema, compression="zstd") as writer:
            for batch in rows:
                writer.write_batch(batch.rename_columns(names))
        whole.seek(0)
        shutil.copyfileobj(whole, stream)


def _distinct(names: list[str]) -> list[str]:
    """Column names, a repeated one with its number: a, a_2."""
    return [
        name if (n := names[: place + 1].count(name)) == 1 else f"{name}_{n}"
        for place, name in enumerate(names)
    ]


def _tuples(rows: Iterable[pa.RecordBatch]) -> Iterator[tuple[Any, ...]]:
    """Rows one by one, as Python values."""
    for batch in rows:
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)


def _flat(value: Any) -> Any:
    """A value in one field: nested ones as JSON."""
    plain = _plain(value)
    return json.dumps(plain, ensure_ascii=False) if isinstance(plain, dict | list) else plain


def _shown(value: Any) -> str:
    """A value for the eye: large numbers in groups of thousands, small ones rounded, null as nothing."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:,.0f}" if abs(value) >= 10_000 or value.is_integer() else f"{value:.4g}"
    flat = _flat(value)
    return "" if flat is None else str(flat)


def _plain(value: Any) -> Any:
    """A value as JSON knows it: times in ISO 8601, whole decimals as integers, bytes in hex, no infinity."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case float():
            return value if math.isfinite(value) else None
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value.hex() if isinstance(value, bytes) else value
