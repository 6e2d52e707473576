"""The command from raw pages to answers, and what it says when its input is bad."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from dagster_project.cli import main
from etl.schemas import TABLES
from etl.settings import sql_folder

SAMPLE = Path(__file__).parents[2] / "warehouse" / "raw" / "sample"
VIEWS = sorted(path.stem for path in (sql_folder() / "views").glob("*.sql"))
TELEGRAM = (SAMPLE / "telegram_islamabad.txt").read_bytes()
ANOTHER = TELEGRAM.replace(b"9007", b"9008")


def table(warehouse: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(warehouse / "tables" / name / "*.parquet")


def only_line(text: str) -> str:
    """The one line that an error is."""
    lines = [line for line in text.splitlines() if line.startswith("cablehouse: error: ")]
    assert len(lines) == 1, text
    assert "Traceback" not in text
    return lines[0].removeprefix("cablehouse: error: ")


# The sample ------------------------------------------------------------------------------------------------


def test_build_accounts_for_every_document(sample) -> None:
    documents = table(sample.warehouse, "documents")
    files = [path for path in SAMPLE.rglob("*") if path.is_file()]
    assert {uri.split("/")[1].split("!")[0].split("#")[0] for uri in documents["uri"]} == {
        p.name for p in files
    }
    assert documents.filter(pl.col("status") != "canonical")["reason"].null_count() == 0
    assert documents.filter(pl.col("cable_id").is_null())["status"].unique().to_list() == ["rejected"]


@pytest.mark.parametrize("status", ["canonical", "superseded", "rejected"])
def test_sample_holds_every_status(sample, status: str) -> None:
    assert status in table(sample.warehouse, "documents")["status"].to_list()


def test_sample_holds_many_layouts_and_every_fidelity(sample) -> None:
    documents = table(sample.warehouse, "documents")
    assert documents["layout"].n_unique() >= 6
    assert set(documents["fidelity"].drop_nulls()) == {"verbatim", "flattened", "excerpt"}


@pytest.mark.parametrize("name", TABLES)
def test_table_is_zstd_with_flat_described_columns(sample, name: str) -> None:
    (file,) = (sample.warehouse / "tables" / name).glob("*.parquet")
    parquet = pq.ParquetFile(file)
    schema = parquet.schema_arrow
    assert schema.names == TABLES[name].column_names()
    assert all(b"description" in field.metadata for field in schema)
    assert not any(field.type.num_fields for field in schema)
    assert parquet.metadata.num_rows > 0
    assert parquet.metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_report_and_database_agree_on_tables_and_views(sample, name: str) -> None:
    with duckdb.connect(sample.warehouse / "cables.duckdb", read_only=True) as connection:
        rows = connection.execute(f"select count(*) from {name}").fetchone()[0]
    if name in TABLES:
        assert [name, f"{rows:,}"] in [line.split()[:2] for line in sample.run.stdout.splitlines()]
    else:
        assert rows >= 0


def test_report_tells_checks_time_and_memory(sample) -> None:
    assert "0 failed" in sample.run.stdout
    assert f"built {sample.warehouse} in " in sample.run.stdout
    assert "peak memory" in sample.run.stdout
    assert "published" in sample.run.stderr


def test_database_stands_alone(sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copyfile(sample.warehouse / "cables.duckdb", copy)
    monkeypatch.chdir(tmp_path)
    with duckdb.connect(copy, read_only=True) as connection:
        assert connection.execute("select count(*) from arms_figure_evidence").fetchone()[0] > 0


# Queries ---------------------------------------------------------------------------------------------------


def test_sql_gives_json(sample, cablehouse: Callable) -> None:
    done = cablehouse(
        "sql", "SELECT count(*) AS n FROM cables", "--warehouse", sample.warehouse, "--format", "json"
    )
    assert json.loads(done.stdout) == [{"n": table(sample.warehouse, "cables").height}]


def test_sql_mistake_is_wrong_usage(sample, cablehouse: Callable) -> None:
    done = cablehouse("sql", "SELECT nothing FROM cables", "--warehouse", sample.warehouse)
    assert done.returncode == 2
    assert "nothing" in only_line(done.stderr)


def test_sql_cannot_write(sample, cablehouse: Callable) -> None:
    done = cablehouse("sql", "DROP TABLE cables", "--warehouse", sample.warehouse)
    assert done.returncode == 2
    assert "read-only" in only_line(done.stderr)


def test_sql_without_a_warehouse_says_what_to_do(cablehouse: Callable, tmp_path: Path) -> None:
    done = cablehouse("sql", "SELECT 1", "--warehouse", tmp_path)
    assert done.returncode == 2
    assert "cablehouse build" in only_line(done.stderr)


def test_tables_lists_everything(cablehouse: Callable) -> None:
    words = set(cablehouse("tables").stdout.split())
    assert {*TABLES, *VIEWS} <= words


def test_tables_tells_the_columns_of_one(cablehouse: Callable) -> None:
    words = set(cablehouse("tables", "recipients").stdout.split())
    assert set(TABLES["recipients"].column_names()) <= words


# Bad input -------------------------------------------------------------------------------------------------

BAD_DOCUMENTS = {
    "binary": bytes(range(256)) * 64,
    "empty": b"",
    "cut in the middle of a tag": (SAMPLE / "viewer_moscow.html").read_bytes()[:700],
    "corrupt zip": b"PK\x03\x04" + b"\x00broken" * 40,
    "corrupt gzip": b"\x1f\x8b\x08" + b"\x00broken" * 40,
    "corrupt 7z": b"7z\xbc\xaf\x27\x1c" + b"\x00broken" * 40,
    "half of an UTF-16 page": "a page\n".encode("utf-16")[:-1],
    "null bytes": b"\x00" * 5000,
}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A build from one good telegram, one in Latin-1, and everything bad."""
    raw = tmp_path_factory.mktemp("mixed")
    (raw / "good.txt").write_bytes(TELEGRAM)
    (raw / "latin").write_bytes(ANOTHER.replace(b"SUBJECT: ", "SUBJECT: CAFÉ ".encode("latin-1")))
    for number, content in enumerate(BAD_DOCUMENTS.values()):
        (raw / f"bad{number}").write_bytes(content)
    warehouse = tmp_path_factory.mktemp("mixed_warehouse")
    assert main(["build", "--raw", str(raw), "--warehouse", str(warehouse)]) == 0
    return table(warehouse, "documents"), table(warehouse, "cables")


@pytest.mark.parametrize("number", range(len(BAD_DOCUMENTS)), ids=BAD_DOCUMENTS)
def test_bad_document_is_rejected_with_a_reason(mixed, number: int) -> None:
    documents, _ = mixed
    (row,) = documents.filter(pl.col("uri").str.contains(f"/bad{number}")).to_dicts()
    assert row["status"] == "rejected"
    assert row["reason"]
    assert "\n" not in row["reason"]


def test_good_documents_survive_bad_company(mixed) -> None:
    documents, cables = mixed
    kept = documents.filter(pl.col("uri").str.contains("good|latin"))
    assert kept["status"].to_list() == ["canonical", "canonical"]
    assert cables.height == 2


def test_latin_1_is_read_as_such(mixed) -> None:
    _, cables = mixed
    assert any(subject.startswith("CAFÉ") for subject in cables["subject"])


@pytest.mark.parametrize("make", ["missing", "empty folder"])
def test_nothing_to_build_from_is_wrong_usage(cablehouse: Callable, tmp_path: Path, make: str) -> None:
    raw = tmp_path / "raw"
    if make == "empty folder":
        raw.mkdir()
    done = cablehouse("build", "--raw", raw, "--warehouse", tmp_path / "w")
    assert done.returncode == 2
    assert str(raw) in only_line(done.stderr)
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize("place", ["warehouse", "warehouse/below"])
def test_warehouse_that_cannot_be_written_fails_in_one_line(
    cablehouse: Callable, tmp_path: Path, place: str
) -> None:
    (tmp_path / "warehouse").write_text("a file where the folder should be")
    done = cablehouse("build", "--raw", SAMPLE, "--warehouse", tmp_path / place)
    assert done.returncode == 1
    assert str(tmp_path / place) in only_line(done.stderr)


@pytest.mark.parametrize("words", [["bild"], ["build", "--rae", "x"], ["sql"], ["tables", "nope"]])
def test_wrong_usage_is_told_in_one_line(cablehouse: Callable, words: list[str]) -> None:
    done = cablehouse(*words)
    assert done.returncode == 2
    assert only_line(done.stderr)
    assert not done.stdout


# Readers and builds at once --------------------------------------------------------------------------------


def test_rebuild_under_an_open_reader_replaces_the_database(cablehouse: Callable, tmp_path: Path) -> None:
    raw, warehouse = tmp_path / "raw", tmp_path / "warehouse"
    raw.mkdir()
    (raw / "one.txt").write_bytes(TELEGRAM)
    assert cablehouse("build", "--raw", raw, "--warehouse", warehouse).returncode == 0
    with duckdb.connect(warehouse / "cables.duckdb", read_only=True) as reader:
        with zipfile.ZipFile(raw / "more.zip", "w") as archive:
            archive.writestr("two.txt", ANOTHER)
        assert cablehouse("build", "--raw", raw, "--warehouse", warehouse).returncode == 0
        assert reader.execute("select count(*) from documents").fetchone()[0] == 1
    with duckdb.connect(warehouse / "cables.duckdb", read_only=True) as reader:
        assert reader.execute("select count(*) from documents").fetchone()[0] == 2
