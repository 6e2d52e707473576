"""SQL files whose header is their documentation: views and checks.

The header is the run of `--` lines that opens the file, in blocks parted by a bare `--`. Its first block is
the description. A line `name | meaning` or `name | unit | meaning` documents a column, a line `key: value`
with one of the keys asked for is a setting, and all else is a note to the reader of the file.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from etl.warehouse.errors import WarehouseError


@dataclass(frozen=True)
class ColumnNote:
    """What a header says about one column."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True)
class SqlFile:
    """One statement and its documentation.

    Attributes:
        name: the file's stem: name of the view, or the expectation.
        description: first block of the header, on one line.
        columns: documented columns in order.
        settings: `key: value` lines of the header.
        notes: rules for the reader, on one line; empty when there are none.
        query: the statement without header and trailing semicolon.
    """

    name: str
    description: str
    columns: tuple[ColumnNote, ...]
    settings: dict[str, str]
    notes: str
    query: str

    def mentions(self, names: Collection[str]) -> tuple[str, ...]:
        """Which of `names` the statement reads, sorted; words in comments do not count."""
        code = re.sub(r"--[^\n]*", "", self.query)
        words = set(re.findall(r"\b(?:from|join)\s+(\w+)", code))
        return tuple(sorted(words.intersection(names) - {self.name}))


def read_sql_files(folder: Path, settings: Collection[str] = ()) -> tuple[SqlFile, ...]:
    """All `*.sql` files of a folder, by name."""
    return tuple(read_sql_file(path, settings) for path in sorted(folder.glob("*.sql")))


def read_sql_file(path: Path, settings: Collection[str] = ()) -> SqlFile:
    """Read one file; `settings` are the keys that its header may set.

    Raises:
        WarehouseError: the file has no description or no statement.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    n_header = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    header = [line.removeprefix("--").strip() for line in lines[:n_header]]
    query = "\n".join(lines[n_header:]).strip().rstrip(";")
    n_description = next((n for n, line in enumerate(header) if not line), len(header))
    description = " ".join(header[:n_description])
    if not description or not query:
        raise WarehouseError(f"{path.name}: needs a header with a description, and a statement")
    columns, values, notes = [], {}, []
    for line in filter(None, header[n_description:]):
        name, *rest = (part.strip() for part in line.split("|"))
        key, colon, value = line.partition(":")
        if rest and name.isidentifier():
            columns.append(ColumnNote(name, rest[0] if len(rest) > 1 else "", rest[-1]))
        elif colon and key in settings:
            values[key] = value.strip()
        else:
            notes.append(line)
    return SqlFile(path.stem, description, tuple(columns), values, " ".join(notes), query)
