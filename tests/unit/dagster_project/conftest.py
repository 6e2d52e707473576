"""A pipeline of hand-made tables, so that the wiring is tested apart from what it wires."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from dagster_project.build import Outcome, run_build
from etl import pipeline
from etl.pipeline.store import MANIFEST
from etl.schemas import TABLES
from etl.settings import Settings

SHARD = "hand-made"


def rejected_document(number: int) -> dict[str, object]:
    return {
        "document_id": f"{number:016x}",
        "uri": f"raw/{number}.txt",
        "layout": "unknown",
        "sha256": f"{number:064x}",
        "n_bytes": 1,
        "status": "rejected",
        "reason": "no telegram in it",
    }


def rejection(number: int) -> dict[str, object]:
    return {
        "code": "rejected_document",
        "severity": "info",
        "document_id": f"{number:016x}",
        "detail": "no telegram in it",
    }


def hand_made() -> dict[str, pl.DataFrame]:
    """One rejected document, and the finding that tells of it."""
    made = {name: table.create_empty() for name, table in TABLES.items()}
    made["documents"] = pl.DataFrame([rejected_document(1)], schema=pl.Schema(TABLES["documents"]))
    made["findings"] = pl.DataFrame([rejection(1)], schema=pl.Schema(TABLES["findings"]))
    return made


def fake_pipeline(patch: pytest.MonkeyPatch, made: dict[str, pl.DataFrame]) -> None:
    """Let the pipeline make the tables in `made`, as they are when it is asked."""

    def parse_sources(
        raw: Sequence[Path],
        store: pipeline.ShardStore,
        engine: pipeline.Engine,
        on_progress: Callable[[pipeline.Progress], None] | None = None,
    ) -> pipeline.Progress:
        (store.folder / SHARD).mkdir(parents=True, exist_ok=True)
        landed = {"source": "raw", "shard": SHARD, "n_documents": made["documents"].height}
        store.keep(pl.DataFrame([dict.fromkeys(MANIFEST) | landed], schema=MANIFEST))
        done = pipeline.Progress(1, 11, 1)
        if on_progress:
            on_progress(done)
        return done

    patch.setattr(pipeline, "parse_sources", parse_sources)
    for name in TABLES:
        patch.setattr(pipeline, name, lambda *frames, name=name: whole(made[name]))


def whole(frame: pl.DataFrame) -> list[pipeline.TablePart]:
    """A table of one part, which is written whenever a row of it has changed."""
    return [pipeline.TablePart("0000", str(frame.hash_rows().sum()), lambda: frame)]


def settings_in(folder: Path) -> Settings:
    raw = folder / "raw"
    raw.mkdir()
    (raw / "page.txt").write_text("not a cable")
    return Settings(raw=(raw,), warehouse=folder / "warehouse")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> dict[str, pl.DataFrame]:
    """The tables that the faked pipeline makes; a test may change them before it builds."""
    made = hand_made()
    fake_pipeline(monkeypatch, made)
    return made


class Notes:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.n_steps = 0
        self.n_documents = 0
        self.started: list[str] = []
        self.rows: dict[str, int | None] = {}

    def plan(self, n_steps: int) -> None:
        self.n_steps = n_steps

    def on_progress(self, progress: pipeline.Progress) -> None:
        self.n_documents = progress.n_documents

    def step_started(self, name: str) -> None:
        self.started.append(name)

    def step_ended(self, name: str, seconds: float, n_rows: int | None) -> None:
        self.rows[name] = n_rows


@pytest.fixture
def notes() -> Notes:
    return Notes()


class Built(NamedTuple):
    """A warehouse that was built once for a whole module."""

    settings: Settings
    notes: Notes
    outcome: Outcome


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    settings = settings_in(tmp_path_factory.mktemp("built"))
    notes = Notes()
    with pytest.MonkeyPatch.context() as patch:
        fake_pipeline(patch, hand_made())
        return Built(settings, notes, run_build(settings, notes))
