"""Facts under `sql/reference/` that stand in the warehouse as tables: to join, and to look codes up."""

import dataframely as dy
import polars as pl

from etl.schemas.columns import code_column, country_column, text_column
from etl.settings import sql_folder
from etl.vocabulary import TagKind


class Countries(dy.Schema):
    """One row a country; its codes in ISO 3166-1 and in the Department's own list."""

    country = dy.String(primary_key=True, regex="^[A-Z]{3}$", description="ISO 3166-1 alpha-3.")
    alpha2 = text_column("ISO 3166-1 alpha-2.")
    state_code = text_column("The Department's own two letters, as in geographic tags: RS for Russia.")
    name = text_column("English short name.", nullable=False)
    source = text_column("Where this is told.", nullable=False)


class Posts(dy.Schema):
    """One row a diplomatic post that sends cables."""

    station = dy.String(primary_key=True, regex="^[A-Z]+$", description="The post as in cable ids: MOSCOW.")
    name = text_column("The post as the Department names it: Embassy Moscow.", nullable=False)
    country = country_column("Country in which it stands.")
    routing = text_column("Routing indicator: RUEHMO.")
    latitude = dy.Float64(nullable=True, min=-90, max=90, description="North.", metadata={"unit": "degrees"})
    longitude = dy.Float64(
        nullable=True, min=-180, max=180, description="East.", metadata={"unit": "degrees"}
    )
    source = text_column("Where this is told.", nullable=False)


class TagsReference(dy.Schema):
    """One row a tag of the official list, or of a kind that the list describes."""

    tag = dy.String(primary_key=True, description="The tag, upper case.")
    kind = code_column(TagKind, "Kind of the tag, State 5 FAH-3.")
    name = text_column("Its meaning; null where the list gives none.")
    country = country_column("Country of a geographic tag.")
    source = text_column("Where this is told.", nullable=False)


REFERENCE_SCHEMAS: dict[str, type[dy.Schema]] = {
    "countries": Countries,
    "posts": Posts,
    "tags_reference": TagsReference,
}

_FILES = {"countries": "countries.csv", "posts": "posts.csv", "tags_reference": "tags.csv"}


def reference_frame(name: str) -> pl.DataFrame:
    """The rows of a reference table, sorted by key."""
    schema = REFERENCE_SCHEMAS[name]
    path = sql_folder() / "reference" / _FILES[name]
    rows = pl.read_csv(path, schema_overrides=pl.Schema(schema)).select(schema.column_names())
    return schema.validate(rows).sort(schema.primary_key())
