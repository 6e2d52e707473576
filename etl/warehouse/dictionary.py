"""The data dictionary: every table and view of the warehouse, every column with type, unit and meaning."""

from functools import cache

import duckdb

from etl.warehouse.catalog import Column, Table, published_tables, reference_tables, stored_tables, view_files
from etl.warehouse.errors import WarehouseError
from etl.warehouse.relations import create_table

INTRODUCTION = """\
# Data dictionary

Generated from the schemas and from the headers of `sql/views/`; a test holds that it is up to date.
All times are UTC. Units stand in brackets. Countries are ISO 3166-1 alpha-3, currencies ISO 4217.
"""


@cache
def dictionary() -> dict[str, dict[str, Table]]:
    """All relations by section: `tables`, `reference tables`, `views`.

    Raises:
        WarehouseError: a view's header does not document exactly the columns that the view has.
    """
    return {"tables": published_tables(), "reference tables": reference_tables(), "views": _views()}


def describe(name: str) -> Table:
    """One table or view.

    Raises:
        WarehouseError: there is none of that name; the message lists those there are.
    """
    relations = {key: table for section in dictionary().values() for key, table in section.items()}
    if name not in relations:
        raise WarehouseError(f"no table or view {name}: choose one of {', '.join(sorted(relations))}")
    return relations[name]


def render_markdown() -> str:
    """The dictionary as the page `docs/data_dictionary.md`."""
    parts = [INTRODUCTION]
    for section, relations in dictionary().items():
        parts.append(f"## {section.capitalize()}\n")
        for table in relations.values():
            key = (
                f" Key: {', '.join(f'`{name}`' for name in table.primary_key)}." if table.primary_key else ""
            )
            parts.append(f"### {table.name}\n\n{table.description}{key}\n")
            parts.append("| column | type | meaning |\n| --- | --- | --- |")
            parts.extend(
                f"| `{c.name}` | {c.type} | {c.comment.replace('|', chr(92) + '|')} |" for c in table.columns
            )
            parts.append("")
    return "\n".join(parts)


def _views() -> dict[str, Table]:
    """The views, their types found by creating them over empty tables."""
    files = view_files()
    with duckdb.connect() as connection:
        for table in stored_tables().values():
            create_table(connection, table)
        for file in files:
            connection.execute(f"create view {file.name} as {file.query}")
        types = {file.name: connection.table(file.name) for file in files}
        views = {}
        for file in files:
            real = dict(zip(types[file.name].columns, map(str, types[file.name].types), strict=True))
            documented = [note.name for note in file.columns]
            if documented != list(real):
                differing = sorted(set(documented) ^ set(real)) or ["their order"]
                raise WarehouseError(f"view {file.name}: header and columns differ in {', '.join(differing)}")
            columns = tuple(
                Column(note.name, real[note.name], note.unit, note.meaning) for note in file.columns
            )
            views[file.name] = Table(file.name, f"{file.description} {file.notes}".strip(), columns)
    return dict(sorted(views.items()))


if __name__ == "__main__":
    print(render_markdown(), end="")
