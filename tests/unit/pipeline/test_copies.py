"""Cables built from documents that do not tell themselves which cable they are."""

from collections.abc import Callable

import polars as pl
import pytest

from etl.pipeline import ShardStore, parse_sources
from etl.schemas import TABLES
from etl.warehouse.parquet import read_table
from tests.reconciliation import damage
from tests.reconciliation.cables import Cable, compose_cables
from tests.reconciliation.wrapping import FLATTENED, document
from tests.tables import write_tables

Tables = dict[str, pl.DataFrame]
NAMELESS, MISPLACED, EXTRACT = 0, 1, 2
"""Cables of which a verbatim copy is known by its words alone: without an id, on another's page, beside an extract."""


@pytest.fixture(scope="module")
def cables() -> list[Cable]:
    """Three classified telegrams that tell figures."""
    told = [
        cable
        for cable in compose_cables(7)
        if cable.level != "UNCLASSIFIED" and "illion" in "".join(cable.paragraphs)
    ]
    return told[:3]


@pytest.fixture(scope="module")
def tables(cables: list[Cable], tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("copies")
    raw = folder / "raw"
    raw.mkdir()
    pages = {
        "nameless.txt": document(damage.beheaded(cables[NAMELESS]), "scoop"),
        "nameless-flattened.txt": document(cables[NAMELESS], FLATTENED),
        "misplaced.html": document(
            damage.beheaded(cables[MISPLACED]), "viewer_html", listed=cables[NAMELESS]
        ),
        "misplaced-flattened.txt": document(cables[MISPLACED], FLATTENED),
        "extract.html": document(damage.extract(cables[EXTRACT], 2), "viewer_html"),
        "whole.txt": document(damage.beheaded(cables[EXTRACT]), "telegram"),
    }
    for name, page in pages.items():
        (raw / name).write_text(page.text)
    store = ShardStore.current(folder / "shards")
    parse_sources([raw], store)
    write_tables(store, folder / "tables")
    return {name: read_table(folder / "tables", name).collect() for name in TABLES}


OF_EACH = pytest.mark.parametrize(
    "number", [NAMELESS, MISPLACED, EXTRACT], ids=["nameless", "misplaced", "extract"]
)


@OF_EACH
def test_the_words_are_those_of_the_clean_copy(number: int, cables: list[Cable], tables: Tables) -> None:
    cable_id = cables[number].cable_id
    canonical = tables["documents"].filter(pl.col("cable_id") == cable_id, pl.col("status") == "canonical")
    assert canonical["id_basis"].to_list() == ["match"]
    told = tables["paragraphs"].filter(pl.col("cable_id") == cable_id, pl.col("number").is_not_null())
    assert told["text"].to_list() == [" ".join(words.split()) for words in cables[number].paragraphs]


@OF_EACH
def test_the_head_is_that_of_the_copy_that_tells_its_id(
    number: int, cables: list[Cable], tables: Tables
) -> None:
    cable = cables[number]
    row = tables["cables"].row(by_predicate=pl.col("cable_id") == cable.cable_id, named=True)
    head = (row["station"], row["serial"], row["year"], row["created_at"], row["classification"])
    assert head == (cable.post.replace(" ", ""), cable.serial, cable.sent_at.year, cable.sent_at, cable.level)
    sources = tables["cable_field_sources"].filter(pl.col("cable_id") == cable.cable_id)
    assert "origin" in set(sources["field"])
    assert row["document_id"] not in set(sources["document_id"])


@OF_EACH
def test_all_rows_have_the_keys_of_their_cable(number: int, cables: list[Cable], tables: Tables) -> None:
    cable_id = cables[number].cable_id
    for name, key in (("paragraphs", "paragraph_id"), ("arms_figures", "figure_id")):
        rows = tables[name].filter(pl.col("cable_id") == cable_id)
        assert rows.height > 0
        assert rows[key].str.starts_with(f"{cable_id}#").all()


@OF_EACH
def test_figures_are_read_as_of_the_year_of_their_cable(
    number: int, cables: list[Cable], tables: Tables
) -> None:
    figures = tables["arms_figures"].filter(
        pl.col("cable_id") == cables[number].cable_id, pl.col("year_basis") == "cable"
    )
    assert set(figures["year_to"]) <= {cables[number].sent_at.year}
    assert not figures["suspect_reason"].str.contains("_lost").any()


def test_there_is_one_cable_each(cables: list[Cable], tables: Tables) -> None:
    assert set(tables["cables"]["cable_id"]) == {cable.cable_id for cable in cables}
    assert tables["cables"]["n_documents"].to_list() == [2, 2, 2]


FOUND: list[tuple[str, Callable[[list[Cable]], set[str]]]] = [
    ("matched_by_text", lambda cables: {cables[NAMELESS].cable_id, cables[EXTRACT].cable_id}),
    ("identity_conflict", lambda cables: {cables[MISPLACED].cable_id}),
]


@pytest.mark.parametrize(("code", "concerned"), FOUND, ids=[code for code, _ in FOUND])
def test_how_it_was_found_is_told(
    code: str, concerned: Callable[[list[Cable]], set[str]], cables: list[Cable], tables: Tables
) -> None:
    told = tables["findings"].filter(pl.col("code") == code)
    assert set(told["cable_id"]) == concerned(cables)
    assert told["other_document_id"].is_not_null().all()
