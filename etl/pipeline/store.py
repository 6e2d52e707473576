"""Shards: the parsed rows of some documents, kept from build to build, in a folder or an object store.

    <root>/<parsing version>/manifest.parquet           which file of the raw sources is in which shard
    <root>/<parsing version>/<shard>/<frame>.parquet    rows, see `FRAMES`
    <root>/<parsing version>/<shard>/arms_figures-<figures version>.parquet
    <root>/<parsing version>/landed/                    documents on their way to a worker

A shard never changes, and is there when its figures are, which are written last. The manifest is replaced
whole when all of a build's documents are parsed; a build that is killed leaves shards that no manifest names,
which the next one takes up or sweeps.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import polars as pl

from etl.pipeline import places
from etl.pipeline.places import Place
from etl.pipeline.versions import code_version, is_code_version

PARSING = ("etl.land", "etl.pages", "etl.telegrams", "etl.pipeline.shards")
FIGURES = "etl.figures"
FIGURES_FRAME = "arms_figures"

GROUP_ROWS = {"cables": 2_000, "paragraphs": 20_000}
"""Rows of a row group: a few weeks of cables, since a table's part takes those of a month or a year."""

COMPRESSION: Literal["lz4"] = "lz4"
"""Shards are read a few times, by the machine that wrote them: cheaper to write than zstd, and larger."""

MANIFEST_FILE = "manifest.parquet"
MANIFEST = pl.Schema(
    {
        "source": pl.String,
        "n_bytes": pl.Int64,
        "modified_ns": pl.Int64,
        "changed_ns": pl.Int64,
        "inode": pl.UInt64,
        "shard": pl.String,
        "n_documents": pl.Int64,
        "content_bytes": pl.Int64,
        "is_unread": pl.Boolean,
    }
)
"""One row a file and shard: the file as it was, how many of its documents are in the shard, the bytes of
their content, and whether some of it could not be had, so that it is worth another try."""


def shard_versions() -> tuple[str, str]:
    """Versions of the code as it is: of what makes rows of documents, and of what makes figures of rows."""
    return code_version(*PARSING, apart=FIGURES), code_version(FIGURES)


@dataclass(frozen=True)
class ShardStore:
    """Shards of one version of the code.

    Attributes:
        root: of all versions: one warehouse's own, since what its manifest does not name is swept.
        parsing: version of what makes rows of documents.
        figures: version of what makes figures of rows.
    """

    root: Place
    parsing: str
    figures: str

    @classmethod
    def current(cls, root: str | Path) -> "ShardStore":
        """The store for the code as it is.

        Raises:
            etl.settings.SettingsError: nothing can be kept at such a place.
        """
        return cls(places.place(root), *shard_versions())

    @property
    def folder(self) -> Place:
        """Place of this version's shards."""
        return self.root / self.parsing

    @property
    def landed(self) -> Place:
        """Place of documents that wait for a worker."""
        return self.folder / "landed"

    @property
    def manifest_file(self) -> Place:
        """Which file of the raw sources is in which shard."""
        return self.folder / MANIFEST_FILE

    def frame(self, shard: str, name: str) -> Place:
        """File of a shard's rows."""
        stem = f"{name}-{self.figures}" if name == FIGURES_FRAME else name
        return self.folder / shard / f"{stem}.parquet"

    def holds(self, shard: str) -> bool:
        """Whether a shard is there, with figures of this version."""
        return self.frame(shard, FIGURES_FRAME).exists()

    def scan(self, shard: str, name: str) -> pl.LazyFrame:
        """The rows of a shard's frame."""
        return pl.scan_parquet(str(self.frame(shard, name)), glob=False)

    def write(self, shard: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Write a shard, which is there whole or not at all.

        Args:
            shard: its name.
            frames: its rows by frame, the figures among them.

        Raises:
            OSError: the store cannot be written.
        """
        ordered = sorted(frames, key=lambda name: name == FIGURES_FRAME)
        files = {self.frame(shard, name).name: partial(_write, name, frames[name]) for name in ordered}
        places.write_together(self.folder / shard, files)

    def write_figures(self, shard: str, figures: pl.DataFrame) -> None:
        """Add the figures of this version to a shard that is there.

        Raises:
            OSError: the store cannot be written.
        """
        places.write(self.frame(shard, FIGURES_FRAME), partial(_write, FIGURES_FRAME, figures))

    def land(self, number: int, documents: pl.DataFrame) -> Place:
        """Leave documents for a worker, and tell where; they are its job's, until it is done.

        Raises:
            OSError: the store cannot be written.
        """
        if isinstance(self.landed, Path):
            self.landed.mkdir(parents=True, exist_ok=True)
        landed = self.landed / f"{number:06d}.arrow"
        documents.write_ipc(str(landed), compression="uncompressed")
        return landed

    def manifest(self) -> pl.DataFrame:
        """What is held, see `MANIFEST`; of files whose shards are all there."""
        if not self.manifest_file.exists():
            return pl.DataFrame(schema=MANIFEST)
        held = pl.read_parquet(str(self.manifest_file), glob=False)
        lost = held.filter(~pl.col("shard").is_in(places.names(self.folder)))
        return held.join(lost, on="source", how="anti")

    def keep(self, manifest: pl.DataFrame) -> None:
        """Replace the manifest, and remove what neither it nor this version of the code needs.

        Raises:
            OSError: the store cannot be written.
        """
        rows = manifest.select(list(MANIFEST)).sort("source", "shard")
        places.write(self.manifest_file, rows.write_parquet)
        self._sweep(manifest["shard"].unique())

    def _sweep(self, shards: Iterable[str]) -> None:
        needed = {*shards, MANIFEST_FILE}
        # The place may hold what is not ours, and is named by whoever builds.
        versions = {name for name in places.names(self.root) if is_code_version(name)}
        others = [self.root / name for name in versions - {self.folder.name}]
        others += [self.folder / name for name in places.names(self.folder) - needed]
        for other in others:
            places.remove(other)
        for figures in self.folder.glob(f"*/{FIGURES_FRAME}-*.parquet"):
            if figures.stem != f"{FIGURES_FRAME}-{self.figures}":
                places.remove(figures)


def _write(name: str, frame: pl.DataFrame, file: str) -> None:
    frame.write_parquet(file, compression=COMPRESSION, row_group_size=GROUP_ROWS.get(name, 100_000))
