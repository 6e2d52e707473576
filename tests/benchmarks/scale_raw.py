"""Raw sources of any size for the bench: composed dumps, dumps many times as large, and what comes after a dump."""

import random
import re
import time
from collections.abc import Iterator
from pathlib import Path

from etl.land.formats import NEXT_ROW
from tests.benchmarks import dump

MORE_ROWS = 500
COPIES = 50
DAY = (2009, 6)
SERIALS = {"day": 800_000, "scattered": 900_000}
"""What may come after a dump, with serials that no dump has: `day`, all rows of one month; `scattered`, of all years,
the last `COPIES` of them rows of the dump once more."""
SERIALS_OF_COPY = 40_000
"""Between a telegram and its next copy; the composed dump of full size has none higher. Whole ten thousands, as
the routing line gives the last four digits."""
BLOCK_BYTES = 8 << 20

_HEAD = re.compile(rb'"(\d+)","([^"]*)","(\d\d[A-Z]+)(\d+)"')


def dump_of(n_rows: int) -> Path:
    """A dump of so many rows, composed now if there is none; multiples of the real size repeat its telegrams."""
    path = dump.OUT / f"dump-{n_rows}" / "cables.csv"
    if path.exists():
        return path
    started = time.monotonic()
    times, rest = divmod(n_rows, dump.ROWS)
    if times > 1 and not rest:
        repeat(dump_of(dump.ROWS), times, path)
    else:
        dump.write(path, n_rows, dump.SEED, dump.scale_for(dump.ROW_BYTES))
    print(f"composed {n_rows:,} rows in {time.monotonic() - started:,.0f} s", flush=True)
    return path


def more_rows(kind: str, path: Path, after: Path) -> None:
    """Write the `MORE_ROWS` rows that come after the dump `after`; the kinds are those of `SERIALS`."""
    is_day = kind == "day"
    dump.write(
        path,
        MORE_ROWS if is_day else MORE_ROWS - COPIES,
        dump.SEED + 1,
        dump.scale_for(dump.ROW_BYTES),
        month=DAY if is_day else None,
        first_serial=SERIALS[kind],
    )
    if not is_day:
        with path.open("ab") as file:
            file.writelines(drawn_rows(after, COPIES))


def repeat(base: Path, times: int, path: Path) -> None:
    """Write a dump so many times over, each time under row numbers and serials of its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    number = 0
    with part.open("wb") as file:
        for copy in range(times):
            for row in rows_of(base):
                number += 1
                file.write(renumbered(row, number, copy * SERIALS_OF_COPY))
    part.replace(path)


def renumbered(row: bytes, number: int, more: int) -> bytes:
    """A row under another number, its serial higher by `more` wherever the row tells it."""
    head = _HEAD.match(row)
    if not head:
        return row
    serial = int(head[4])
    start = b'"%d","%b","%b%d"' % (number, head[2], head[3], serial + more)
    return start + row[head.end() :].replace(b"%06d" % serial, b"%06d" % (serial + more))


def rows_of(path: Path) -> Iterator[bytes]:
    """The rows of a dump as they stand, line ends with them."""
    left = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            left += block
            start = 0
            for match in NEXT_ROW.finditer(left):
                yield left[start : match.start() + 1]
                start = match.start() + 1
            left = left[start:]
    if left:
        yield left


def drawn_rows(path: Path, n_rows: int, seed: int = 1) -> Iterator[bytes]:
    """Rows of a dump, drawn from all over the file, each another one."""
    drawn: set[bytes] = set()
    chance = random.Random(seed)
    size = path.stat().st_size
    with path.open("rb") as file:
        while len(drawn) < n_rows:
            file.seek(chance.randrange(size))
            piece = file.read(BLOCK_BYTES >> 3)
            starts = [match.start() + 1 for match, _ in zip(NEXT_ROW.finditer(piece), range(2), strict=False)]
            if len(starts) == 2 and (row := piece[slice(*starts)]) not in drawn:
                drawn.add(row)
                yield row
