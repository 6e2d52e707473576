r"""Rows of the full dump, `cables.csv`: eight quoted fields, no header row, fields that span lines.

Inside a field a backslash escapes a quote and a backslash; before anything else it is itself. Quotes may be
doubled instead. The dump is cut where rows start (see `formats.ROW_START`): so a row with a broken quote
costs itself, and no row after it.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import pairwise

import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from etl.land.decode import STRAY
from etl.land.formats import NEXT_ROW, ROW_START, UTF8_BOM
from etl.land.limits import DUMP_ROW_BYTES, READ_BYTES, LimitError, Readable
from etl.land.members import ArchiveError
from etl.schemas import DUMP_COLUMNS

FIELD_SEPARATOR = "\x1f"
"""Between the fields of a row where it is hashed: ASCII's own unit separator."""

_LONE_BACKSLASH = r'\\(?:[^"]|$)'
_BACKSLASH = re.compile(rb'\\(?:["\\])|\\')
_ESCAPED = re.compile(rb'\\(["\\])|""')
# A quote that no backslash escapes: the backslashes before it escape each other.
_END = rb"(?<!\\)(?:\\\\)*"
_FIELD_END = re.compile(_END + rb'(",")')
# Behind it another row begins, or there is no quote any more: a line that belongs to no row.
_ROW_END = re.compile(_END + rb'"(\r?\n)(?="[^",\r\n]|[^"]+\Z)')
_CONVERT = pa_csv.ConvertOptions(column_types=dict.fromkeys(DUMP_COLUMNS, pa.large_binary()))
_PARSE = pa_csv.ParseOptions(escape_char="\\", newlines_in_values=True)
_ROWS = pl.Schema(dict.fromkeys((*DUMP_COLUMNS, "damaged", "reason"), pl.String))
# Read at once by pyarrow: what fits the processor's cache takes two thirds of the time of a whole chunk.
_BLOCK_BYTES = 1 << 20
_PARTS = 16


def read_dump(stream: Readable, chunk_bytes: int) -> Iterator[pl.DataFrame]:
    """Read the dump in frames of about `chunk_bytes`.

    Returns:
        One row a row of the dump, in its order: `dump_row` (struct of `DUMP_COLUMNS`; null for a damaged
        row), `reason` (why it is damaged, else null), `sha256` and `n_bytes` of its content: the fields
        joined by `FIELD_SEPARATOR` (not counted), or a damaged row as it stands, in UTF-8.
    """
    for chunk in _cut_at_rows(stream, chunk_bytes):
        rows = _isolate(chunk.removeprefix(UTF8_BOM))
        if rows:
            yield _digest(pl.concat(rows))


def _cut_at_rows(stream: Readable, chunk_bytes: int) -> Iterator[bytes]:
    """The dump in pieces that begin where a row does."""
    blocks: list[bytes] = []
    n_bytes, wanted = 0, chunk_bytes
    while True:
        try:
            block = stream.read(min(chunk_bytes, READ_BYTES))
        except (OSError, ArchiveError, LimitError):
            yield b"".join(blocks)
            raise
        if not block:
            break
        blocks.append(block)
        n_bytes += len(block)
        if n_bytes >= wanted:
            buffer = b"".join(blocks)
            cut = _last_row_start(buffer) or (n_bytes if n_bytes > DUMP_ROW_BYTES else 0)
            if cut:
                yield buffer[:cut]
            blocks = [buffer[cut:]]
            n_bytes -= cut
            # Twice as much where no row ends, lest a long one be looked through again and again.
            wanted = max(chunk_bytes, 2 * n_bytes)
    yield b"".join(blocks)


def _last_row_start(buffer: bytes) -> int:
    """Where the last row begins, 0 when that is the first."""
    line = len(buffer)
    while (line := buffer.rfind(b'\n"', 0, line)) >= 0:
        if ROW_START.match(buffer, line + 1):
            return line + 1
    return 0


def _isolate(piece: bytes) -> list[pl.DataFrame]:
    """Rows of a piece of the dump; one with damage is parted at row starts until the damage stands alone."""
    if not piece or piece.isspace():
        return []
    rows = _parse(piece, _BLOCK_BYTES)
    if rows is not None:
        return [rows]
    starts = [0, *(match.start() + 1 for match in NEXT_ROW.finditer(piece))]
    if len(starts) > 1:
        ends = [*starts[:: -(-len(starts) // _PARTS)], len(piece)]
        return [rows for start, end in pairwise(ends) for rows in _isolate(piece[start:end])]
    lines = [row for row in _cut(piece, _ROW_END) if row.strip()]
    if len(lines) == 1 and len(piece) <= _BLOCK_BYTES:
        return [_split(piece)]
    return [rows if (rows := _parse(row, len(row))) is not None else _split(row) for row in lines]


def _parse(piece: bytes, block_bytes: int) -> pl.DataFrame | None:
    """Rows of a piece without damage, else null; a row larger than a block counts as damage."""
    # RE2 looks for the backslash alone first, which Python's engine does not.
    if pc.match_substring_regex(pa.scalar(piece, pa.large_binary()), _LONE_BACKSLASH).as_py():
        piece = _BACKSLASH.sub(lambda match: match[0] if len(match[0]) > 1 else b"\\\\", piece)
    block_bytes = min(block_bytes, len(piece)) + 1
    read = pa_csv.ReadOptions(column_names=DUMP_COLUMNS, block_size=block_bytes, use_threads=False)
    try:
        table = pa_csv.read_csv(pa.py_buffer(piece), read, _PARSE, _CONVERT)
    except pa.ArrowInvalid:
        return None
    missing = [
        pl.repeat(None, table.num_rows, dtype=pl.String, eager=True).alias(n) for n in ("damaged", "reason")
    ]
    return pl.DataFrame([*(_decode(field) for field in pl.DataFrame(table)), *missing])


def _decode(field: pl.Series) -> pl.Series:
    """A field of all rows as text."""
    try:
        return field.cast(pl.String)
    except pl.exceptions.ComputeError:
        return pl.Series(field.name, [value.decode("utf-8", STRAY) for value in field.to_list()])


def _cut(text: bytes, boundary: re.Pattern[bytes]) -> list[bytes]:
    """What stands before, between and behind the boundaries, whose first group is left out."""
    spans = [match.span(1) for match in boundary.finditer(text)]
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def _split(row: bytes) -> pl.DataFrame:
    """Read one row by the boundaries of its fields, which a stray quote inside a field does not shift."""
    text = row.strip(b"\r\n")
    fields = _cut(text[1:].removesuffix(b'"'), _FIELD_END) if text.startswith(b'"') else [text]
    if len(fields) == len(DUMP_COLUMNS):
        values = [
            _ESCAPED.sub(lambda match: match[1] or b'"', field).decode("utf-8", STRAY) for field in fields
        ]
        return pl.DataFrame([[*values, None, None]], schema=_ROWS, orient="row")
    reason = f"damaged row of the dump: fields found: {len(fields)}, expected: {len(DUMP_COLUMNS)}"
    return pl.DataFrame(
        [[*[None] * len(DUMP_COLUMNS), text.decode("utf-8", STRAY), reason]], schema=_ROWS, orient="row"
    )


def _digest(rows: pl.DataFrame) -> pl.DataFrame:
    content = rows.select(
        pl.coalesce("damaged", pl.concat_str(DUMP_COLUMNS, separator=FIELD_SEPARATOR)).cast(pl.Binary)
    )
    digests = [hashlib.sha256(value).hexdigest() for value in content.to_series().to_list()]
    return rows.select(
        dump_row=pl.when(pl.col("reason").is_null()).then(pl.struct(DUMP_COLUMNS)),
        reason="reason",
        sha256=pl.Series(digests, dtype=pl.String),
        n_bytes=pl.sum_horizontal(pl.col(*DUMP_COLUMNS, "damaged").str.len_bytes()).cast(pl.Int64),
    )
