"""The documents that cables are built from, and the rows that tables take from them and from other copies."""

from dataclasses import dataclass

import polars as pl

from etl.pipeline.catalog import KEYS, Shards
from etl.reconcile import FIELDS, OF_THE_HEAD
from etl.telegrams.identifiers import parse_ids
from etl.vocabulary import DocumentStatus

_ANCHOR = r"(#(?:par|pos)[^#]*)$"


def is_foreign() -> pl.Expr:
    """Whether page or envelope told another cable than the words do."""
    return (pl.col("told_cable_id") != pl.col("cable_id")).fill_null(value=False)


def is_moved() -> pl.Expr:
    """Whether the words told another cable than the document does, or it tells none."""
    return pl.col("cable_id").ne_missing(pl.col("told_cable_id"))


def canonical_rows(shards: Shards, documents: pl.DataFrame) -> pl.DataFrame:
    """The canonical ones among rows of `Documents`: what `_known` tells of them, and `cable_id`."""
    chosen = documents.filter(pl.col("status") == DocumentStatus.CANONICAL.value)
    return _known(shards).join(
        chosen.select("document_id", "cable_id"), on="document_id", maintain_order="left"
    )


def _known(shards: Shards) -> pl.DataFrame:
    """All documents: `KEYS`, `created_at`, and `told_cable_id`, as each tells it."""
    return shards.catalog.select(*KEYS, "created_at", told_cable_id="cable_id")


@dataclass(frozen=True)
class Canonical:
    """The documents that cables are built from.

    Attributes:
        shards: of all documents.
        rows: one row a cable: `KEYS`, `cable_id`, `told_cable_id` (as the document tells), `created_at` (of
            the document), `cable_created_at` (of the cable).
        sources: rows of `CableFieldSources`.
    """

    shards: Shards
    rows: pl.DataFrame
    sources: pl.DataFrame

    @classmethod
    def of(cls, shards: Shards, documents: pl.LazyFrame, sources: pl.LazyFrame) -> "Canonical":
        """Choose them by `Documents` and `CableFieldSources`."""
        rows = canonical_rows(shards, documents.select("document_id", "cable_id", "status").collect())
        borrowed = sources.collect()
        dated = borrowed.filter(pl.col("field") == "created_at").join(_known(shards), on="document_id")
        times = dated.select("cable_id", borrowed_at="created_at")
        rows = rows.join(times, on="cable_id", how="left", maintain_order="left")
        own = pl.when(~is_foreign()).then("created_at")
        rows = rows.with_columns(cable_created_at=pl.coalesce("borrowed_at", own)).drop("borrowed_at")
        return cls(shards, rows, borrowed)

    def giving(self, name: str) -> pl.DataFrame:
        """The documents that table `name` takes its rows from, like `rows`: others where these give none."""
        given = self.sources.filter(pl.col("field") == name).select("cable_id", "document_id")
        if given.is_empty():
            return self.rows
        others = given.join(_known(self.shards), on="document_id").join(
            self.rows.select("cable_id", "cable_created_at"), on="cable_id"
        )
        own = self.rows.join(given, on="cable_id", how="anti", maintain_order="left")
        return pl.concat([own, others.select(own.columns)])

    def by_context(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """`rows` in two: those whose figures were read in the context of their cable, and the others.

        A figure may rest on the year and the country that a cable is from, which another copy may tell.
        """
        other_country = self.sources.filter(pl.col("field") == "origin_country").select("cable_id")
        year, told_year = pl.col("cable_created_at").dt.year(), pl.col("created_at").dt.year()
        other = year.ne_missing(told_year) | is_moved()
        other |= pl.col("cable_id").is_in(other_country["cable_id"].to_list())
        return self.rows.filter(~other), self.rows.filter(other)

    def fields_borrowed(self) -> pl.DataFrame:
        """What each cable's row borrows: `cable_id`, `borrowed` (fields and documents, as one text)."""
        rows = self.sources.filter(pl.col("field").is_in(FIELDS)).sort("cable_id", "field")
        told = pl.concat_str("field", "document_id", separator="=").str.join(";")
        return rows.group_by("cable_id").agg(borrowed=told)


def rekeyed(rows: pl.LazyFrame, documents: pl.DataFrame) -> pl.LazyFrame:
    """Give the rows of matched documents the keys of the cable that they were found to hold.

    Args:
        rows: with `document_id` and `cable_id`, and ids that begin with the cable's.
        documents: `document_id`, `cable_id`, `told_cable_id`.
    """
    moved = documents.filter(is_moved())
    if moved.is_empty():
        return rows
    columns = rows.collect_schema().names()
    keys = moved.select("document_id", final_id="cable_id").lazy()
    ids = [
        pl.when(pl.col("final_id").is_not_null())
        .then(pl.concat_str("final_id", pl.col(name).str.extract(_ANCHOR)))
        .otherwise(name)
        .alias(name)
        for name in ("paragraph_id", "figure_id")
        if name in columns
    ]
    return (
        rows.join(keys, on="document_id", how="left", maintain_order="left")
        .with_columns(*ids, cable_id=pl.coalesce("final_id", "cable_id"))
        .select(columns)
    )


def with_borrowed(rows: pl.DataFrame, canonical: Canonical) -> pl.DataFrame:
    """Fill the fields that some cables take from other copies.

    Args:
        rows: of `Cables`, of canonical documents, under the ids that these tell.
        canonical: with the rows' documents among them.

    Returns:
        The rows, under the ids that their words tell.
    """
    ids = canonical.rows.select("document_id", final_id="cable_id", told_cable_id="told_cable_id")
    rows = (
        rows.drop("cable_id")
        .join(ids, on="document_id", maintain_order="left")
        .rename({"final_id": "cable_id"})
    )
    if rows.select(is_moved().any()).item():
        rows = _renamed(rows)
    sources = canonical.sources.join(rows.select("cable_id"), on="cable_id", how="semi")
    sources = sources.filter(pl.col("field").is_in(FIELDS))
    if sources.is_empty():
        return rows
    givers = _known(canonical.shards).join(sources.select("document_id"), on="document_id", how="semi")
    given = canonical.shards.scan("cables", givers).select("document_id", *FIELDS).collect()
    for (field,), mine in sources.partition_by("field", as_dict=True).items():
        values = mine.join(given.select("document_id", given=str(field)), on="document_id")
        rows = (
            rows.join(values.select("cable_id", "given"), on="cable_id", how="left", maintain_order="left")
            .with_columns(pl.coalesce("given", str(field)).alias(str(field)))
            .drop("given")
        )
    return rows


def _renamed(rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows the parts of the id that was matched, and take from them what another cable's page told."""
    parts = parse_ids(rows["cable_id"])
    own = [
        pl.when(is_moved()).then(parts[name]).otherwise(name).alias(name)
        for name in ("station", "serial", "year")
    ]
    return rows.with_columns(*own, *(pl.when(~is_foreign()).then(name).alias(name) for name in OF_THE_HEAD))
