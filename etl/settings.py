"""Where raw sources and the warehouse live, and who parses: by argument, environment or default."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RAW_VARIABLE = "CABLEHOUSE_RAW"
WAREHOUSE_VARIABLE = "CABLEHOUSE_WAREHOUSE"
SHARDS_VARIABLE = "CABLEHOUSE_SHARDS"
ENGINE_VARIABLE = "CABLEHOUSE_ENGINE"
SHRINK_VARIABLE = "CABLEHOUSE_ALLOW_SHRINK"
DEFAULT_RAW = Path("warehouse/raw")
DEFAULT_WAREHOUSE = Path("warehouse")
DEFAULT_ENGINE = "local"


class SettingsError(ValueError):
    """A path or a choice of the user's that cannot be used; the message is one line and names it."""


@dataclass(frozen=True)
class Settings:
    """The places that a build reads from and writes to, and where its work is done.

    Attributes:
        raw: files, folders and archives to land, in the order given.
        warehouse: folder that holds `tables/`, `cables.duckdb` and, unless told otherwise, `shards/`.
        engine: what makes shards, see `etl.pipeline.choose_engine`.
        shards_at: folder or address of the shards, see `etl.pipeline.places`; null for the warehouse's own.
        allow_shrink: whether a build may replace one that has many more rows.
    """

    raw: tuple[Path, ...]
    warehouse: Path
    engine: str = DEFAULT_ENGINE
    shards_at: str | None = None
    allow_shrink: bool = False

    @property
    def tables(self) -> Path:
        """Folder of the published Parquet tables, one folder a table."""
        return self.warehouse / "tables"

    @property
    def shards(self) -> str | Path:
        """Place of parsed rows, kept from build to build so that only what is new is parsed."""
        return self.shards_at or self.warehouse / "shards"

    @property
    def database(self) -> Path:
        """The published DuckDB file."""
        return self.warehouse / "cables.duckdb"

    @classmethod
    def resolve(
        cls,
        raw: Sequence[Path] = (),
        warehouse: Path | None = None,
        engine: str | None = None,
        *,
        allow_shrink: bool = False,
    ) -> "Settings":
        """Fill what the arguments leave open from the environment, then from the defaults.

        `CABLEHOUSE_RAW` may hold several paths, joined as in `PATH`.

        Raises:
            SettingsError: a variable that says yes or no says neither.
        """
        from_environment = [Path(p) for p in os.environ.get(RAW_VARIABLE, "").split(os.pathsep) if p]
        place = warehouse or Path(os.environ.get(WAREHOUSE_VARIABLE) or DEFAULT_WAREHOUSE)
        sources = tuple(raw) or tuple(from_environment) or (DEFAULT_RAW,)
        shards = os.environ.get(SHARDS_VARIABLE)
        return cls(
            raw=tuple(p.absolute() for p in sources),
            warehouse=place.absolute(),
            engine=engine or os.environ.get(ENGINE_VARIABLE) or DEFAULT_ENGINE,
            shards_at=str(Path(shards).absolute()) if shards and "://" not in shards else shards or None,
            allow_shrink=allow_shrink or _is_yes(SHRINK_VARIABLE),
        )


def _is_yes(variable: str) -> bool:
    """Whether a variable of the environment says so; not so where it is not set.

    Raises:
        SettingsError: it says neither yes nor no.
    """
    value = os.environ.get(variable, "").strip().lower()
    if value not in ("", "0", "no", "false", "1", "yes", "true"):
        raise SettingsError(f"{variable}={value}: give 1 or 0")
    return value in ("1", "yes", "true")


def sql_folder() -> Path:
    """Folder of views, checks and reference tables: inside an installed wheel, or in a source tree.

    Raises:
        SettingsError: the installation lacks its SQL files.
    """
    package = Path(__file__).parent
    for folder in (package / "_sql", package.parent / "sql"):
        if folder.is_dir():
            return folder
    raise SettingsError(f"the SQL files of cablehouse are missing beside {package}: reinstall it")
