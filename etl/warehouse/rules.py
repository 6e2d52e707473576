"""The rules of the schemas: rows are held against them before they are written, and when rules change."""

from functools import cache
from pathlib import Path

import dataframely as dy
import polars as pl

import etl.schemas
import etl.vocabulary
from etl.schemas import TABLES
from etl.warehouse.errors import TableError
from etl.warehouse.files import version_of

SHOWN_ROWS = 3
"""Rows that are told of a rule that is broken."""

SHOWN_LETTERS = 60
"""Of each of their values."""


@cache
def rules_version() -> str:
    """Version of the source of all schemas, and of the codes that they allow."""
    return version_of([*Path(etl.schemas.__file__).parent.glob("*.py"), Path(etl.vocabulary.__file__)])


def validated(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of a table as its schema wants them: cast, its columns in its order, others dropped.

    Raises:
        TableError: names each rule that is broken, by how many rows, and the first of these.
    """
    missing = [column for column in TABLES[name].column_names() if column not in rows.columns]
    if missing:
        raise TableError(f"{name}: missing columns {', '.join(missing)}")
    try:
        return TABLES[name].validate(rows, cast=True)
    except dy.exc.ValidationError as error:
        raise TableError(f"{name}: {'; '.join(_told(name, failing_rows(name, rows)))}") from error
    except dy.exc.SchemaError as error:
        raise TableError(f"{name}: {str(error).splitlines()[0]}") from error


def failing_rows(name: str, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a row and a rule of its table that it breaks: `rule`, and the columns of the table."""
    columns = TABLES[name].column_names()
    _, failures = TABLES[name].filter(rows.select(columns), cast=True)
    details = failures.details()
    rules = [column for column in details.columns if column not in columns]
    broken = [
        details.filter(pl.col(rule) == "invalid").select(pl.lit(rule).alias("rule"), *columns)
        for rule in rules
    ]
    return pl.concat([details.clear().select(pl.lit("").alias("rule"), *columns), *broken])


def _told(name: str, broken: pl.DataFrame) -> list[str]:
    """A phrase a rule: how many rows break it, and the first of them by key and by what the rule is about."""
    told = []
    for (rule,), rows in broken.partition_by("rule", as_dict=True, maintain_order=True).items():
        about = str(rule).split("|", maxsplit=1)[0]
        shown = TABLES[name].primary_key() or TABLES[name].column_names()[:2]
        shown += [about] if about in rows.columns and about not in shown else []
        values = [
            ", ".join(f"{column}={str(value)[:SHOWN_LETTERS]}" for column, value in row.items())
            for row in rows.select(shown).head(SHOWN_ROWS).to_dicts()
        ]
        told.append(f"{rule} failed for {rows.height} rows ({' / '.join(values)})")
    return told
