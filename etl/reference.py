"""The facts under `sql/reference/`, as frames: posts, TAGS, countries and their names, caveats, rates.

Each table is a CSV with a `source` (aliases: `why`) in every row; its shape is declared here, once.
Facts only: how a text is matched against them is the business of the stages.
"""

from functools import cache

import dataframely as dy
import polars as pl

from etl.schemas.columns import code_column, country_column, text_column
from etl.settings import sql_folder
from etl.vocabulary import TagKind

STATION_REGEX = r"^[A-Z]+$"


class ReferenceTableError(ValueError):
    """A reference table that is missing or broken; the message is one line, names file and column."""


def _source_column() -> dy.String:
    return text_column("Where the fact was taken from.", nullable=False)


def _why_column() -> dy.String:
    return text_column("Why this spelling stands for that one.", nullable=False)


def _station_column(description: str, *, primary_key: bool = False) -> dy.String:
    return dy.String(regex=STATION_REGEX, primary_key=primary_key, description=description)


class Posts(dy.Schema):
    """One row a diplomatic post or office that numbers its own cables, 1966 to 2010."""

    station = _station_column("The post as in its cables' ids: THEHAGUE.", primary_key=True)
    name = text_column("The post as the mirrors print it: Embassy The Hague.", nullable=False)
    country = country_column("Country in which it stands, by the borders of today.")
    routing = dy.String(
        nullable=True, regex=r"^R[A-Z]{4,6}$", description="Routing indicator of its relay, ACP-117: RUEHTC."
    )
    latitude = dy.Float64(
        nullable=True, min=-90, max=90, description="Of its city.", metadata={"unit": "degrees north"}
    )
    longitude = dy.Float64(
        nullable=True, min=-180, max=180, description="Of its city.", metadata={"unit": "degrees east"}
    )
    source = _source_column()


class PostAliases(dy.Schema):
    """One row a spelling, misspelling or abbreviation of a post."""

    alias = _station_column("The spelling, capitals only, blanks and dots removed.", primary_key=True)
    station = _station_column("The post it stands for; a station of posts.")
    why = _why_column()


class TagNames(dy.Schema):
    """One row a TAGS entry (traffic analysis by geography and subject)."""

    tag = dy.String(primary_key=True, regex=r"^[A-Z0-9' /-]+$", description="The tag, capitals.")
    kind = code_column(TagKind, "Kind of the tag, State 5 FAH-3.")
    name = text_column("Its meaning; null where none was published.")
    country = country_column("Country of a geographic tag.")
    source = _source_column()


class TagAliases(dy.Schema):
    """One row a misspelling of a tag."""

    alias = dy.String(primary_key=True, regex=r"^[A-Z0-9' /-]+$", description="The spelling, capitals.")
    tag = text_column("The tag it stands for; a tag of tags.", nullable=False)
    why = _why_column()


class Countries(dy.Schema):
    """One row a country, dissolved ones included."""

    country = dy.String(primary_key=True, regex=r"^[A-Z]{3}$", description="ISO 3166 alpha-3; XKX Kosovo.")
    alpha2 = dy.String(nullable=True, regex=r"^[A-Z]{2}$", description="ISO 3166 alpha-2.")
    state_code = dy.String(
        nullable=True, regex=r"^[A-Z]{2}$", description="The Department's own two letters, as in TAGS: RS."
    )
    name = text_column("Short English name of the years 1966 to 2010.", nullable=False)
    source = _source_column()


NAME_KINDS = ("name", "demonym", "capital", "government", "metonym", "nonstate")


class CountryNames(dy.Schema):
    """One row a word that stands for a country; an ambiguous word has a row a country."""

    form = dy.String(
        primary_key=True, description="The word as written; case tells Turkey from turkey: Russians, GOR."
    )
    kind = dy.String(
        primary_key=True,
        check={"known_kind": lambda column: column.is_in(NAME_KINDS)},
        description=f"What the word is. One of: {', '.join(NAME_KINDS)}.",
    )
    country = dy.String(
        primary_key=True,
        description="ISO 3166 alpha-3; for kind nonstate the recipient's code: HAMAS, or SSD for the SPLA.",
    )
    source = _source_column()


class Caveats(dy.Schema):
    """One row a handling caveat or distribution caption of a cable."""

    caveat = dy.String(primary_key=True, regex=r"^[A-Z ]+$", description="The caveat, capitals.")
    name = text_column("Its meaning.", nullable=False)
    source = _source_column()


TITLE_KINDS = ("rank", "modifier", "office", "joiner")


class OfficerTitles(dy.Schema):
    """One row a word that stands before a classifying officer's name."""

    title = dy.String(
        primary_key=True, regex=r"^[A-Z.'’]+\*?$", description="The word, capitals; * ends a stem: AMBAS*."
    )
    kind = dy.String(
        check={"known_kind": lambda column: column.is_in(TITLE_KINDS)},
        description=f"What the word is. One of: {', '.join(TITLE_KINDS)}.",
    )
    source = _source_column()


class ExchangeRates(dy.Schema):
    """One row a currency and year."""

    currency = dy.String(primary_key=True, regex=r"^[A-Z]{3}$", description="ISO 4217.")
    year = dy.Int32(primary_key=True, min=1960, max=2015, description="Calendar year.")
    usd_per_unit = dy.Float64(
        min_exclusive=0, description="Average rate of the year.", metadata={"unit": "USD a currency unit"}
    )
    source = _source_column()


def _read(table: str, schema: type[dy.Schema]) -> pl.DataFrame:
    """Read one reference table and hold it against its schema.

    Raises:
        ReferenceTableError: the file is missing or no CSV, lacks a column, or holds values that may not be.
    """
    path = sql_folder() / "reference" / f"{table}.csv"
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ReferenceTableError(f"{path.name}: cannot be read: {str(error).splitlines()[0]}") from error
    expected = schema.column_names()
    if raw.columns != expected:
        strange = sorted(set(raw.columns) ^ set(expected)) or raw.columns
        raise ReferenceTableError(f"{path.name}: wrong, missing or displaced column: {', '.join(strange)}")
    for name, dtype in pl.Schema(schema).items():
        unreadable = raw.filter(pl.col(name).is_not_null() & pl.col(name).cast(dtype, strict=False).is_null())
        if not unreadable.is_empty():
            raise ReferenceTableError(f"{path.name}: column {name} holds {unreadable[name][0]!r}")
    frame, failure = schema.filter(raw, cast=True)
    if len(failure):
        rules = ", ".join(f"{rule} ({rows} rows)" for rule, rows in sorted(failure.counts().items()))
        raise ReferenceTableError(f"{path.name}: column and rule broken: {rules}")
    return frame


@cache
def posts() -> pl.DataFrame:
    """Diplomatic posts; grain and columns as in `Posts`."""
    return _read("posts", Posts)


@cache
def post_aliases() -> pl.DataFrame:
    """Spellings of posts; grain and columns as in `PostAliases`."""
    return _read("post_aliases", PostAliases)


@cache
def tags() -> pl.DataFrame:
    """TAGS with kind and meaning; grain and columns as in `TagNames`."""
    return _read("tags", TagNames)


@cache
def tag_aliases() -> pl.DataFrame:
    """Misspellings of TAGS; grain and columns as in `TagAliases`."""
    return _read("tag_aliases", TagAliases)


@cache
def countries() -> pl.DataFrame:
    """Countries with their codes; grain and columns as in `Countries`."""
    return _read("countries", Countries)


@cache
def country_names() -> pl.DataFrame:
    """Words that stand for countries; grain and columns as in `CountryNames`."""
    return _read("country_names", CountryNames)


@cache
def caveats() -> pl.DataFrame:
    """Handling caveats; grain and columns as in `Caveats`."""
    return _read("caveats", Caveats)


@cache
def officer_titles() -> pl.DataFrame:
    """Words of officers' titles; grain and columns as in `OfficerTitles`."""
    return _read("officer_titles", OfficerTitles)


@cache
def exchange_rates() -> pl.DataFrame:
    """Average rates of years and currencies; grain and columns as in `ExchangeRates`."""
    return _read("exchange_rates", ExchangeRates)
