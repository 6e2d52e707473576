"""Real pages: every page of the corpus gives its listing and telegram, each seed its layout, none any furniture."""

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from etl.pages import read_pages
from etl.schemas import RawDocuments

FURNITURE = (
    r"(?i)reference id|leave a reply|post a comment|wordpress|trackback|scoop media|world headlines|how-to read a cable"
    r"|browse by|viewing cable|if you are new to these pages|wikileaks link|follow us|community resources|</?[a-z]+>"
)


def _read(paths: list[Path]) -> pl.DataFrame:
    rows = [
        dict.fromkeys(RawDocuments.column_names())
        | {"document_id": path.stem, "uri": path.name, "sha256": "", "n_bytes": path.stat().st_size}
        | {"text": path.read_text(encoding="utf-8")}
        for path in paths
    ]
    return read_pages(pl.DataFrame(rows, schema=RawDocuments.create_empty().schema))


@pytest.fixture(scope="module")
def corpus(shared: Path) -> pl.DataFrame:
    return _read(sorted((shared / "corpus").rglob("*.html")))


@pytest.fixture(scope="module")
def seeds(shared: Path) -> pl.DataFrame:
    return _read(sorted((shared / "seeds").glob("*.txt")))


def test_each_viewer_page_gives_telegram_and_listing(corpus: pl.DataFrame) -> None:
    assert corpus.height == 807
    assert corpus["layout"].unique().to_list() == ["viewer_html"]
    complete = ["telegram", "listed_cable_id", "listed_created_at", "listed_released_at"]
    complete += ["listed_classification", "listed_origin"]
    assert corpus.select(pl.col(complete).null_count().name.keep()).row(0) == (0,) * len(complete)
    # Eight pages print a heading without a title.
    assert corpus["listed_subject"].null_count() == 8


def test_listed_id_is_the_file_that_the_mirror_named(corpus: pl.DataFrame) -> None:
    assert (corpus["listed_cable_id"] == corpus["document_id"]).all()


def test_no_furniture_in_any_telegram(corpus: pl.DataFrame, seeds: pl.DataFrame) -> None:
    telegrams = pl.concat([corpus, seeds])
    assert telegrams.filter(pl.col("telegram").str.contains(FURNITURE))["uri"].to_list() == []


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (0, ("wordpress", "verbatim", "07MOSCOW3139", datetime(2007, 6, 27, 15, 26, tzinfo=UTC))),
        (1, ("viewer_flattened", "flattened", "07paris2725", datetime(2007, 6, 26, 7, 7, tzinfo=UTC))),
        (2, ("excerpt", "excerpt", None, datetime(2005, 9, 14, tzinfo=UTC))),
        (3, ("scoop", "verbatim", None, None)),
        (4, ("identifier", "verbatim", "10MEXICO117", datetime(2010, 2, 19, 18, 58, tzinfo=UTC))),
    ],
)
def test_seeds(seeds: pl.DataFrame, number: int, expected: tuple[object, ...]) -> None:
    columns = ["layout", "fidelity", "listed_cable_id", "listed_created_at"]
    assert seeds.select(columns).row(number) == expected


def test_telegrams_of_the_seeds_start_and_end_where_they_should(seeds: pl.DataFrame) -> None:
    ends = [(text.split()[0], text.split()[-1]) for text in seeds["telegram"]]
    assert ends == [
        ("DE", "interests."),
        ("vzczcxro5721", "burns"),
        ("Regarding", "explored."),
        ("DE", "message."),
        ("VZCZCXRO8329", "PASCUAL"),
    ]
    assert seeds["telegram"][2].split("\n\n")[1].startswith("Comment:")
