"""`cablehouse tables`: the data dictionary on a terminal."""

import sys

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.warehouse.dictionary import describe, dictionary

PIPED_WIDTH = 120
"""Characters a line where stdout is no terminal."""


def print_relations() -> None:
    """Every table and view with its meaning, by section."""
    console = _console()
    for section, relations in dictionary().items():
        listing = Table(section, "meaning", box=None, padding=(0, 2, 0, 0))
        for relation in relations.values():
            listing.add_row(relation.name, Text(relation.description))
        console.print(listing)
        console.print()
    console.print("cablehouse tables NAME tells the columns of one.")


def print_relation(name: str) -> None:
    """One table or view: its meaning, then its columns.

    Raises:
        etl.warehouse.WarehouseError: there is none of that name.
    """
    relation = describe(name)
    console = _console()
    console.print(Text(relation.description))
    if relation.primary_key:
        console.print(f"key: {', '.join(relation.primary_key)}")
    console.print()
    columns = Table("column", "type", "unit", "meaning", box=None, padding=(0, 2, 0, 0))
    for column in relation.columns:
        columns.add_row(column.name, column.type, Text(column.unit), Text(column.meaning))
    console.print(columns)


def _console() -> Console:
    return Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
