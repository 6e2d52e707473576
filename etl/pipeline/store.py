"""Shards: the parsed rows of some documents, kept from build to build.

    <root>/<parsing version>/manifest.parquet           which file of the raw sources is in which shard
    <root>/<parsing version>/<shard>/<frame>.parquet    rows, see `FRAMES`
    <root>/<parsing version>/<shard>/arms_figures-<figures version>.parquet
    <root>/<parsing version>/landed/                    documents on their way to a worker

A shard never changes. The manifest is replaced whole when all of a build's documents are parsed; a build that
is killed leaves shards that no manifest names, which the next one takes up or sweeps.
"""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from etl.pipeline.versions import code_version
from etl.warehouse.files import replacing

PARSING = ("etl.land", "etl.pages", "etl.telegrams", "etl.pipeline.shards")
FIGURES = ("etl.figures",)
FIGURES_FRAME = "arms_figures"

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


@dataclass(frozen=True)
class ShardStore:
    """Shards of one version of the code.

    Attributes:
        root: folder of all versions.
        parsing: version of what makes rows of documents.
        figures: version of what makes figures of rows.
    """

    root: Path
    parsing: str
    figures: str

    @classmethod
    def current(cls, root: Path) -> "ShardStore":
        """The store for the code as it is."""
        return cls(root, code_version(*PARSING), code_version(*FIGURES))

    @property
    def folder(self) -> Path:
        """Folder of this version's shards."""
        return self.root / self.parsing

    @property
    def landed(self) -> Path:
        """Folder of documents that wait for a worker."""
        return self.folder / "landed"

    @property
    def manifest_file(self) -> Path:
        """Which file of the raw sources is in which shard."""
        return self.folder / MANIFEST_FILE

    def frame(self, shard: str, name: str) -> Path:
        """File of a shard's rows."""
        stem = f"{name}-{self.figures}" if name == FIGURES_FRAME else name
        return self.folder / shard / f"{stem}.parquet"

    def manifest(self) -> pl.DataFrame:
        """What is held, see `MANIFEST`; of files whose shards are all there."""
        if not self.manifest_file.exists():
            return pl.DataFrame(schema=MANIFEST)
        held = pl.read_parquet(self.manifest_file)
        there = [name for name in held["shard"].unique() if (self.folder / name).is_dir()]
        lost = held.filter(~pl.col("shard").is_in(there))
        return held.join(lost, on="source", how="anti")

    def keep(self, manifest: pl.DataFrame) -> None:
        """Replace the manifest, and remove what neither it nor this version of the code needs."""
        with replacing(self.manifest_file) as temporary:
            manifest.select(list(MANIFEST)).sort("source", "shard").write_parquet(temporary)
        self._sweep(manifest["shard"].unique())

    def _sweep(self, shards: Iterable[str]) -> None:
        needed = {*shards, MANIFEST_FILE}
        others = [path for path in self.root.iterdir() if path != self.folder]
        others += [path for path in self.folder.iterdir() if path.name not in needed]
        for path in others:
            shutil.rmtree(path, ignore_errors=True)
        for figures in self.folder.glob(f"*/{FIGURES_FRAME}-*.parquet"):
            if figures.stem != f"{FIGURES_FRAME}-{self.figures}":
                figures.unlink(missing_ok=True)
