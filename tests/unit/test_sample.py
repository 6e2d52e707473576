"""The bundled sample is what its page in docs says: readable text of our own, told apart by content."""

import re
import zipfile
from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.telegrams import parse_telegrams
from etl.vocabulary import Fidelity, Layout

SAMPLE = Path(__file__).parents[2] / "warehouse" / "raw" / "sample"
PAGE = Path(__file__).parents[2] / "docs" / "sample.md"
FIRST_SERIAL = 9000
"""Beyond the highest serial of any post here in its year."""


def sample_files() -> list[Path]:
    return sorted(SAMPLE.iterdir())


@pytest.fixture(scope="module")
def pages() -> pl.DataFrame:
    landed = pl.concat(list(land([SAMPLE])))
    return read_pages(landed).with_columns(file=pl.col("uri").str.extract(r"([^/]+)$"))


@pytest.fixture(scope="module")
def cables(pages: pl.DataFrame) -> pl.DataFrame:
    found = parse_telegrams(pages.drop("file")).cables
    return found.join(pages.select("document_id", "file"), on="document_id")


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_page_lists_the_file(path: Path) -> None:
    assert f"| `{path.name}` |" in PAGE.read_text(encoding="utf-8")


def test_page_lists_nothing_else() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), re.M)
    assert sorted(listed) == [path.name for path in sample_files()]


@pytest.mark.parametrize("path", sample_files(), ids=lambda path: path.name)
def test_text_is_utf8(path: Path) -> None:
    contents = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            contents = [archive.read(name) for name in archive.namelist()]
    assert all(content.decode("utf-8").strip() for content in contents)


@pytest.mark.parametrize(
    ("file", "layout", "fidelity"),
    [
        ("viewer_moscow.html", Layout.VIEWER_HTML, Fidelity.VERBATIM),
        ("wordpress_moscow.txt", Layout.WORDPRESS, Fidelity.VERBATIM),
        ("blog_excerpt.txt", Layout.EXCERPT, Fidelity.EXCERPT),
        ("flattened_algiers.txt", Layout.VIEWER_FLATTENED, Fidelity.FLATTENED),
        ("conflict_prague_warsaw.txt", Layout.VIEWER_TEXT, Fidelity.VERBATIM),
        ("plusd_tehran.html", Layout.PLUSD, Fidelity.VERBATIM),
        ("scoop_abu_dhabi.txt", Layout.SCOOP, Fidelity.VERBATIM),
        ("identifier_brasilia.txt", Layout.IDENTIFIER, Fidelity.VERBATIM),
        ("telegram_islamabad.txt", Layout.TELEGRAM, Fidelity.VERBATIM),
        ("viewer_islamabad.txt", Layout.VIEWER_TEXT, Fidelity.VERBATIM),
        ("cables.csv#1", Layout.DUMP, Fidelity.VERBATIM),
        ("cables.csv#2", Layout.DUMP, Fidelity.VERBATIM),
        ("cables.csv#3", Layout.DUMP, Fidelity.VERBATIM),
        ("more_cables.zip!viewer_caracas.txt", Layout.VIEWER_TEXT, Fidelity.VERBATIM),
        ("no_cable.html", Layout.UNKNOWN, None),
    ],
)
def test_layout_and_fidelity(
    pages: pl.DataFrame, file: str, layout: Layout, fidelity: Fidelity | None
) -> None:
    row = pages.filter(pl.col("file") == file).row(0, named=True)
    assert (row["layout"], row["fidelity"]) == (layout, fidelity)
    assert (row["telegram"] is None) == (fidelity is None)


def test_no_document_is_left_without_expectation(pages: pl.DataFrame) -> None:
    assert len(pages) == 15


@pytest.mark.parametrize(
    ("file", "cable_id"),
    [
        pytest.param("viewer_moscow.html", "07MOSCOW99001", id="one of a mirror pair"),
        pytest.param("wordpress_moscow.txt", "07MOSCOW99001", id="the other"),
        pytest.param("conflict_prague_warsaw.txt", "09WARSAW99003", id="the telegram decides"),
        pytest.param("plusd_tehran.html", "76TEHRAN99004", id="five digits and a letter in the listing"),
        pytest.param("scoop_abu_dhabi.txt", "06ABUDHABI9005", id="routing line alone"),
        pytest.param("telegram_islamabad.txt", "06ISLAMABAD99007", id="no listing"),
        pytest.param("viewer_islamabad.txt", "06ISLAMABAD99007", id="no envelope"),
        pytest.param("flattened_algiers.txt", "06ALGIERS99002", id="lower case"),
        pytest.param("blog_excerpt.txt", None, id="quotation without an identifier"),
    ],
)
def test_cable_of_a_document(cables: pl.DataFrame, file: str, cable_id: str | None) -> None:
    assert cables.filter(pl.col("file") == file)["cable_id"].item() == cable_id


def test_no_telegram_can_be_taken_for_one_that_was_sent(cables: pl.DataFrame) -> None:
    known = cables.filter(pl.col("cable_id").is_not_null())
    assert (known["serial"] >= FIRST_SERIAL).all()


def test_page_break_inside_an_amount_is_joined(cables: pl.DataFrame) -> None:
    texts = cables.filter(pl.col("cable_id") == "07MOSCOW99001")["text"]
    joined = texts.str.replace_all(r"\s+", " ")
    assert joined.str.contains("USD 1.5 billion for the refitted carrier", literal=True).all()
