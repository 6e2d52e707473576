"""Column builders that several tables share: a code from a closed set, a cable's key, a UTC instant."""

from enum import StrEnum

import dataframely as dy

CABLE_ID_REGEX = r"^\d{2}[A-Z]+\d+$"


def code_column(codes: type[StrEnum], description: str, *, nullable: bool = False) -> dy.String:
    """A column that holds one of the values of `codes`; the values are listed in its description."""
    values = [member.value for member in codes]
    return dy.String(
        nullable=nullable,
        check={f"known_{codes.__name__.lower()}": lambda column: column.is_in(values)},
        description=f"{description} One of: {', '.join(values)}.",
    )


def cable_id_column(description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A canonical cable id: two-digit year, station without blanks, serial without leading zeros."""
    return dy.String(
        nullable=nullable, primary_key=primary_key, regex=CABLE_ID_REGEX, description=description
    )


def country_column(description: str) -> dy.String:
    """A country as ISO 3166-1 alpha-3."""
    return dy.String(nullable=True, regex=r"^[A-Z]{3}$", description=f"{description} ISO 3166-1 alpha-3.")


def instant_column(description: str) -> dy.Datetime:
    """A moment in UTC, to the microsecond."""
    return dy.Datetime(nullable=True, time_zone="UTC", description=description, metadata={"unit": "UTC"})


def text_column(description: str, *, nullable: bool = True) -> dy.String:
    """Free text."""
    return dy.String(nullable=nullable, description=description)


def share_column(description: str, *, nullable: bool = False) -> dy.Float64:
    """A part of a whole, or a probability."""
    return dy.Float64(nullable=nullable, min=0, max=1, description=description, metadata={"unit": "0..1"})


def count_column(description: str, unit: str) -> dy.Int32:
    """A whole number of `unit`, zero or more."""
    return dy.Int32(nullable=False, min=0, description=description, metadata={"unit": unit})
