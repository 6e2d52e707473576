"""All documents of all shards in one frame: their ids, and which rows of which shard are theirs."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from etl.land.documents import ID_DIGITS
from etl.pipeline.shards import CATALOG_FRAME, SKETCHES_FRAME
from etl.pipeline.store import ShardStore
from etl.reconcile import match_documents
from etl.schemas import CatalogEntries

KEYS = ["shard", "staged_id", "document_id"]
"""Where a document's rows are, under which id, and the id that it has in the warehouse."""


@dataclass(frozen=True)
class Shards:
    """The parsed rows of all documents that are landed now.

    Attributes:
        store: where they are; its manifest says which of them count.
    """

    store: ShardStore

    @cached_property
    def catalog(self) -> pl.DataFrame:
        """One row a document, in the order of landing: the columns of `CatalogEntries`, `shard`, `staged_id`.

        `document_id` is unique among all: a second document of the same content has `-2` behind the digits.
        """
        manifest = self.store.manifest().select("source", "shard")
        entries = [
            self.store.scan(shard, CATALOG_FRAME).with_columns(shard=pl.lit(shard))
            for shard in manifest["shard"].unique().sort()
        ]
        if not entries:
            return CatalogEntries.create_empty().with_columns(shard=pl.lit(""), staged_id="document_id")
        live = pl.concat(entries).join(manifest.lazy(), on=["source", "shard"], how="semi").collect()
        return _identify(live.sort("source", "ordinal", maintain_order=True))

    @cached_property
    def telegrams(self) -> pl.DataFrame:
        """The rows of the catalog that hold a telegram."""
        return self.catalog.filter(pl.col("n_words").is_not_null())

    @cached_property
    def matches(self) -> pl.DataFrame:
        """The documents whose words decide which cable they hold, see `match_documents`."""
        sketches = self.scan(SKETCHES_FRAME, self.telegrams).collect()

        def texts(wanted: pl.DataFrame) -> pl.DataFrame:
            rows = self.telegrams.join(wanted, on="document_id", how="semi")
            return self.scan("cables", rows).select("document_id", "text").collect(engine="streaming")

        return match_documents(self.telegrams, sketches, texts)

    def scan(self, name: str, documents: pl.DataFrame) -> pl.LazyFrame:
        """The parsed rows of some documents, under the ids that they have in the warehouse.

        Args:
            name: of the frame.
            documents: `KEYS`, and `created_at`: in a frame that has it too, rows of other times are skipped.

        Returns:
            The rows, by shard and in its order.
        """
        by_shard = documents.partition_by("shard", as_dict=True, maintain_order=True)
        parts = [self._scan(name, str(shard), mine) for (shard,), mine in by_shard.items()]
        if not parts:
            parts = [self._scan(name, shard, documents) for shard in self.catalog["shard"].head(1)]
        return pl.concat(parts)

    def _scan(self, name: str, shard: str, documents: pl.DataFrame) -> pl.LazyFrame:
        rows = self.store.scan(shard, name)
        columns = rows.collect_schema().names()
        times = documents["created_at"]
        if "created_at" in columns and not times.has_nulls():
            rows = rows.filter(pl.col("created_at").is_between(times.min(), times.max()))
        return (
            rows.rename({"document_id": "staged_id"})
            .join(documents.select(KEYS[1:]).lazy(), on="staged_id", maintain_order="left")
            .select(columns)
        )


def _identify(landed: pl.DataFrame) -> pl.DataFrame:
    """Give each document an id of its own, by its content and its place in the order of landing.

    Args:
        landed: entries in the order of landing, whose ids are unique in their shards only.
    """
    landed = landed.with_columns(staged_id="document_id")
    stem = pl.col("document_id").str.head(ID_DIGITS)
    if landed.select(stem.n_unique() == pl.len()).item():
        return landed.with_columns(document_id=stem)
    part = pl.col("document_id").str.extract(r"(#[0-9]+)$").fill_null("")
    number = pl.struct("source", "ordinal").rle_id().rank("dense").over(stem)
    copy = pl.when(number > 1).then(pl.format("-{}", number)).otherwise(pl.lit(""))
    return landed.with_columns(document_id=pl.concat_str(stem, copy, part))
