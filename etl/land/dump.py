r"""Rows of the full dump, `cables.csv`: eight quoted fields, no header row, fields that span lines.

Inside a field a backslash escapes a quote and a backslash; before anything else it is itself. Quotes may be
doubled instead. The dump is cut where rows start (see `formats.ROW_START`): so a row with a broken quote
costs itself, and no row after it.
"""

import hashlib
import re
from collections.abc import Iterator

import polars as pl
import pyarrow as pa
import pyarrow.csv as pa_csv

from etl.land.decode import STRAY
from etl.land.formats import NEXT_ROW, ROW_START, UTF8_BOM
from etl.land.limits import DUMP_ROW_BYTES, READ_BYTES, LimitError, Readable
from etl.land.members import ArchiveError
from etl.schemas import DUMP_COLUMNS

FIELD_SEPARATOR = "\x1f"
"""Between the fields of a row where it is hashed: ASCII's own unit separator."""

_LONE_BACKSLASH = re.compile(rb'\\[^"]|\\$')
_BACKSLASH = re.compile(rb'\\(?:["\\])|\\')
_ESCAPED = re.compile(rb'\\(["\\])|""')
_FIELD_END = re.compile(rb'(?<!\\)","')
# Behind it another row begins, or there is no quote any more: a line that belongs to no row.
_ROW_END = re.compile(rb'(?<=[^\\]")\r?\n(?="|[^"]+\Z)')
_CONVERT = pa_csv.ConvertOptions(column_types=dict.fromkeys(DUMP_COLUMNS, pa.large_string()))
_PARSE = pa_csv.ParseOptions(escape_char="\\", newlines_in_values=True)
_ROWS = pl.Schema(dict.fromkeys((*DUMP_COLUMNS, "damaged", "reason"), pl.String))


def read_dump(stream: Readable, chunk_bytes: int) -> Iterator[pl.DataFrame]:
    """Read the dump in frames of about `chunk_bytes`.

    Returns:
        One row a row of the dump, in its order: `dump_row` (struct of `DUMP_COLUMNS`; null for a damaged
        row), `reason` (why it is damaged, else null), `sha256` and `n_bytes` of its content: the fields
        joined by `FIELD_SEPARATOR` (not counted), or a damaged row as it stands, in UTF-8.
    """
    for chunk in _cut_at_rows(stream, chunk_bytes):
        rows = _read_rows(chunk.removeprefix(UTF8_BOM))
        if rows:
            yield _digest(pl.concat(rows))


def _cut_at_rows(stream: Readable, chunk_bytes: int) -> Iterator[bytes]:
    """The dump in pieces that begin where a row does."""
    buffer = bytearray()
    while True:
        try:
            block = stream.read(min(chunk_bytes, READ_BYTES))
        except (OSError, ArchiveError, LimitError):
            yield bytes(buffer)
            raise
        if not block:
            break
        buffer += block
        if len(buffer) >= chunk_bytes:
            cut = _last_row_start(buffer) or (len(buffer) if len(buffer) > DUMP_ROW_BYTES else 0)
            if cut:
                yield bytes(buffer[:cut])
                del buffer[:cut]
    yield bytes(buffer)


def _last_row_start(buffer: bytearray) -> int:
    """Where the last row begins, 0 when that is the first."""
    line = len(buffer)
    while (line := buffer.rfind(b'\n"', 0, line)) >= 0:
        if ROW_START.match(buffer, line + 1):
            return line + 1
    return 0


def _read_rows(chunk: bytes) -> list[pl.DataFrame]:
    """Rows of a piece of the dump; the second attempt mends its encoding and finds the damage."""
    rows = _parse(chunk)
    return _isolate(chunk.decode("utf-8", STRAY).encode()) if rows is None else [rows]


def _parse(chunk: bytes) -> pl.DataFrame | None:
    """Rows of a piece without damage, else null."""
    if _LONE_BACKSLASH.search(chunk):
        chunk = _BACKSLASH.sub(lambda match: match[0] if len(match[0]) > 1 else b"\\\\", chunk)
    read = pa_csv.ReadOptions(column_names=DUMP_COLUMNS, block_size=len(chunk) + 1, use_threads=False)
    try:
        table = pa_csv.read_csv(pa.py_buffer(chunk), read, _PARSE, _CONVERT)
    except pa.ArrowInvalid:
        return None
    missing = pl.lit(None, pl.String)
    return pl.DataFrame(table).with_columns(damaged=missing, reason=missing)


def _isolate(piece: bytes) -> list[pl.DataFrame]:
    """Halve a piece at row starts until the damage stands alone."""
    if not piece.strip():
        return []
    rows = _parse(piece)
    if rows is not None:
        return [rows]
    starts = [match.start() + 1 for match in NEXT_ROW.finditer(piece)]
    if starts:
        middle = starts[len(starts) // 2]
        return _isolate(piece[:middle]) + _isolate(piece[middle:])
    lines = [row for row in _ROW_END.split(piece) if row.strip()]
    return [rows if (rows := _parse(row)) is not None else _split(row) for row in lines]


def _split(row: bytes) -> pl.DataFrame:
    """Read one row by the boundaries of its fields, which a stray quote inside a field does not shift."""
    text = row.strip(b"\r\n")
    fields = _FIELD_END.split(text[1:].removesuffix(b'"')) if text.startswith(b'"') else [text]
    if len(fields) == len(DUMP_COLUMNS):
        values = [_ESCAPED.sub(lambda match: match[1] or b'"', field).decode() for field in fields]
        return pl.DataFrame([[*values, None, None]], schema=_ROWS, orient="row")
    reason = f"damaged row of the dump: fields found: {len(fields)}, expected: {len(DUMP_COLUMNS)}"
    return pl.DataFrame([[*[None] * len(DUMP_COLUMNS), text.decode(), reason]], schema=_ROWS, orient="row")


def _digest(rows: pl.DataFrame) -> pl.DataFrame:
    content = rows.select(
        pl.coalesce("damaged", pl.concat_str(DUMP_COLUMNS, separator=FIELD_SEPARATOR)).cast(pl.Binary)
    )
    digests = [hashlib.sha256(value).hexdigest() for value in content.to_series()]
    return rows.select(
        dump_row=pl.when(pl.col("reason").is_null()).then(pl.struct(DUMP_COLUMNS)),
        reason="reason",
        sha256=pl.Series(digests, dtype=pl.String),
        n_bytes=pl.sum_horizontal(pl.col(*DUMP_COLUMNS, "damaged").str.len_bytes()).cast(pl.Int64),
    )
