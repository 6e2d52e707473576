"""A build that fails at any stage says which check and which rows, and leaves the warehouse that was there."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from dagster_project.cli import main
from etl import pipeline
from etl.pipeline import TablePart
from etl.schemas import TABLES
from etl.warehouse.parquet import RULES, part_file
from tests.integration.conftest import SAMPLE

Parts = list[TablePart]


def rows(change: Callable[[pl.DataFrame], pl.DataFrame]) -> Callable[[Parts], Parts]:
    """A step that yields other rows than it should."""

    def changed(parts: Parts) -> Parts:
        return [part._replace(fingerprint="", rows=lambda part=part: change(part.rows())) for part in parts]

    return changed


def first_row(**values: object) -> Callable[[Parts], Parts]:
    """A step that yields other values in the first row."""

    def change(frame: pl.DataFrame) -> pl.DataFrame:
        is_first = pl.int_range(pl.len()) == 0
        return frame.with_columns(
            pl.when(is_first)
            .then(value if isinstance(value, pl.Expr) else pl.lit(value))
            .otherwise(name)
            .alias(name)
            for name, value in values.items()
        )

    return rows(change)


def with_row(**values: object) -> Callable[[Parts], Parts]:
    """A step that yields a row more."""
    return rows(lambda frame: pl.concat([frame, pl.DataFrame([values], schema=frame.schema)]))


def twice(parts: Parts) -> Parts:
    """A step that yields the same cables in two parts."""
    return [*parts, parts[0]._replace(name="1999")]


class Defect(NamedTuple):
    """What a step is made to do wrong, and what must be said of it."""

    table: str
    step: Callable[[Parts], Parts]
    check: str
    row: str


DEFECTS = {
    "documents: one is left out": Defect(
        "documents", rows(lambda frame: frame[1:]), "documents.documents_are_those_landed", "n_landed=15, n_told=14"
    ),
    "documents: one is of a cable that nobody holds": Defect(
        "documents",
        rows(lambda frame: frame.with_columns(status=pl.col("status").replace("canonical", "duplicate"), reason=pl.lit("x"))),
        "cables.documents_are_accounted_for",
        "document_id=",
    ),
    "excerpts: one quotes what is not there": Defect(
        "excerpts",
        first_row(paragraph_id="06PARIS1#par1", paragraph_ids="06PARIS1#par1"),
        "paragraphs.excerpts_quote_paragraphs_of_their_cable",
        "quoted_id=06PARIS1#par1",
    ),
    "fields: one is taken from no document": Defect(
        "cable_field_sources",
        with_row(cable_id="06PARIS1", field="subject", document_id="nothing", value="OF NOTHING"),
        "cable_field_sources.cable_field_sources_name_copies",
        "cable_id=06PARIS1, field=subject",
    ),
    "cables: a key is told twice": Defect("cables", twice, "cables.cables_have_unique_keys", "n_rows=2"),
    "paragraphs: one hangs on no cable": Defect(
        "paragraphs",
        first_row(cable_id="06PARIS1", paragraph_id="06PARIS1#par1"),
        "paragraphs.paragraphs_belong_to_cables",
        "paragraph_id=06PARIS1#par1, cable_id=06PARIS1",
    ),
    "tags: one hangs on no cable": Defect(
        "tags", first_row(cable_id="06PARIS1"), "tags.tags_belong_to_cables", "cable_id=06PARIS1, position="
    ),
    "recipients: one hangs on no cable": Defect(
        "recipients",
        first_row(cable_id="06PARIS1"),
        "recipients.recipients_belong_to_cables",
        "cable_id=06PARIS1, position=",
    ),
    "references: one is said to be held": Defect(
        "cable_references",
        first_row(in_warehouse=~pl.col("in_warehouse")),
        "cable_references.cable_references_know_what_is_held",
        "in_warehouse=",
    ),
    "figures: a span is not the number's": Defect(
        "arms_figures",
        first_row(char_start=pl.col("char_end"), char_end=pl.col("char_end") + 1),
        "arms_figures.arms_figures_quote_their_paragraph",
        "figure_id=",
    ),
    "findings: one names no document that was landed": Defect(
        "findings", first_row(document_id="nothing"), "findings.findings_name_documents", "document_id=nothing"
    ),
}  # fmt: skip


FAST = ("documents", "cables", "paragraphs", "arms_figures")
"""Tables whose defects are tried in every run of the tests; a build for each is too much."""


def content(warehouse: Path) -> dict[str, str]:
    """What readers see: a hash of each file of the tables, and of the database."""
    files = [*(warehouse / "tables").resolve().rglob("*.parquet"), warehouse / "cables.duckdb"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def n_documents(cablehouse: Callable, warehouse: Path) -> int:
    """What a query tells."""
    query = ["sql", "SELECT count(*) FROM documents", "--warehouse", warehouse, "--format", "csv"]
    return int(cablehouse(*query).stdout.split()[1])


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the sample."""
    warehouse = tmp_path_factory.mktemp("good") / "warehouse"
    assert main(["build", "--raw", str(SAMPLE), "--warehouse", str(warehouse)]) == 0
    return warehouse


@pytest.fixture
def warehouse(good: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(good, tmp_path / "warehouse", symlinks=True)


@pytest.fixture
def fails(cablehouse: Callable, warehouse: Path) -> Callable[..., str]:
    """`fails(word, ...)`: a build that must fail and change nothing; what it said."""

    def run(*words: object) -> str:
        before = content(warehouse)
        done = cablehouse("build", "--warehouse", warehouse, *words)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert content(warehouse) == before
        assert n_documents(cablehouse, warehouse) > 10
        return done.stderr

    return run


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if DEFECTS[name].table in FAST else pytest.mark.slow) for name in DEFECTS],
)
def test_a_defect_of_any_stage_blocks(name: str, fails: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    defect = DEFECTS[name]
    right = getattr(pipeline, defect.table)
    monkeypatch.setattr(pipeline, defect.table, lambda *frames: defect.step(right(*frames)))
    said = fails("--raw", SAMPLE).splitlines()
    at = next(
        n
        for n, line in enumerate(said)
        if line.startswith(f"cablehouse: error: check {defect.check} failed: ")
    )
    assert defect.row in said[at + 1]
    assert said[-1].startswith("cablehouse: error: nothing was published; ")


def test_every_table_has_a_defect() -> None:
    assert {defect.table for defect in DEFECTS.values()} == set(TABLES)


def test_rows_that_break_their_schema_are_told(fails: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    right = pipeline.recipients
    monkeypatch.setattr(pipeline, "recipients", lambda *frames: first_row(action="read")(right(*frames)))
    said = fails("--raw", SAMPLE)
    assert (
        "cablehouse: error: recipients: recipients: action|check__known_recipientaction failed for 1 rows"
        in said
    )
    assert "position=1, action=read" in said


def test_rows_of_a_build_before_must_obey_the_schema_of_today(fails: Callable, warehouse: Path) -> None:
    file = part_file(warehouse / "tables", "tags")
    metadata = pl.read_parquet_metadata(file)
    tags = pl.read_parquet(file).with_columns(kind=pl.lit("rumour"))
    tags.write_parquet(file, metadata={key: value for key, value in metadata.items() if key != RULES})
    said = fails("--raw", SAMPLE)
    assert "cablehouse: error: check tags.schema failed: " in said
    assert "rule=kind|check__known_tagkind, cable_id=" in said


def test_lost_raw_sources_block_unless_that_is_allowed(
    fails: Callable, cablehouse: Callable, warehouse: Path, tmp_path: Path
) -> None:
    few = tmp_path / "few"
    few.mkdir()
    shutil.copy(SAMPLE / "telegram_islamabad.txt", few)
    said = fails("--raw", few)
    assert "cablehouse: error: check findings.tables_keep_their_volume failed: " in said
    assert "--allow-shrink" in said
    assert "table_name=documents, n_rows=1, n_rows_before=" in said
    done = cablehouse("build", "--raw", few, "--warehouse", warehouse, "--allow-shrink")
    assert done.returncode == 0
    assert "  note: findings: tables_keep_their_volume: allowed: " in done.stdout
    assert "n_rows_before=" in done.stdout
    assert n_documents(cablehouse, warehouse) == 1
