"""The parser that the bench compares with does the same work: on a composed dump it tells nearly the same rows."""

from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams
from etl.telegrams import parse_telegrams
from tests.benchmarks import dump
from tests.benchmarks.plain_parser import Parsed, parse_dump

N = 400
LEAST = 0.95
FIELDS = {
    "cables": [
        "document_id", "station", "serial", "year", "created_at", "classification", "caveats", "origin", "origin_country",
        "subject", "precedence", "declassify_on", "classification_reasons", "signed_by", "summary", "n_sections",
        "n_paragraphs", "n_words", "is_partial",
    ],
    "paragraphs": ["paragraph_id", "number", "classification", "heading", "role", "text", "n_words"],
    "tags": ["tag", "kind", "name", "country"],
    "recipients": ["action", "route", "name", "precedence", "serial"],
    "cable_references": ["bullet", "referenced_cable_id", "kind", "raw"],
}  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dump") / "cables.csv"
    dump.write(path, N, 11, dump.scale_for(dump.ROW_BYTES))
    return path


@pytest.fixture(scope="module")
def ours(path: Path) -> ParsedTelegrams:
    return parse_telegrams(read_pages(pl.concat(land([path]))))


@pytest.fixture(scope="module")
def plain(path: Path) -> Parsed:
    return parse_dump(path)


@pytest.mark.parametrize("table", FIELDS)
def test_plain_rows_are_those_of_the_warehouse(ours: ParsedTelegrams, plain: Parsed, table: str) -> None:
    expected = getattr(ours, table)
    key = ["cable_id"] if table == "cables" else ["cable_id", "position"]
    found = pl.DataFrame(getattr(plain, table), infer_schema_length=None).select(*key, *FIELDS[table])
    found = found.cast({name: expected.schema[name] for name in found.columns})
    joined = expected.join(found, on=key, how="full", suffix="_plain")
    alike = joined.select(pl.col(name).eq_missing(pl.col(f"{name}_plain")).mean() for name in FIELDS[table])
    assert {name: share for name, share in alike.row(0, named=True).items() if share < LEAST} == {}


def test_rows_that_are_cut_are_left_out(tmp_path: Path, path: Path) -> None:
    (tmp_path / "cables.csv").write_bytes(path.read_bytes() + b'"9","1/2/2003 22:01","03ROME12","lost"\n')
    assert len(parse_dump(tmp_path / "cables.csv").cables) == N


def test_only_the_first_rows_are_parsed(path: Path) -> None:
    assert len(parse_dump(path, 7).cables) == 7
