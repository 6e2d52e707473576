"""What is drawn for judgement: figures with their sentence, and sentences that could have held one."""

import pytest

from tests.benchmarks.figures_draw import draw, figures, rejected

TEXTS = {
    "06MOSCOW1#par1": "One sale was signed. The army has 40 T-72 tanks. Nothing else was said of tanks.",
    "06MOSCOW1#par2": "The road cost USD 3 million. He was 40 years old. See 2 arms dealers.",
}


@pytest.fixture
def warehouse(tmp_path, make_rows):
    tables = {
        "arms_figures": make_rows("arms_figures", {}),
        "paragraphs": make_rows("paragraphs", *({"paragraph_id": p, "text": TEXTS[p]} for p in TEXTS)),
    }
    for name, rows in tables.items():
        (tmp_path / "tables" / name).mkdir(parents=True)
        rows.write_parquet(tmp_path / "tables" / name / "part.parquet")
    return tmp_path


def test_figures_come_with_their_number(warehouse) -> None:
    assert figures(warehouse).select("figure_id", "number").rows() == [("06MOSCOW1#par1@0", "One")]


def test_sentences_with_a_number_and_arms_or_money_that_gave_no_figure(warehouse) -> None:
    assert rejected(warehouse, figures(warehouse)).rows() == [
        ("06MOSCOW1#par1", "The army has 40 T-72 tanks."),
        ("06MOSCOW1#par2", "See 2 arms dealers."),
        ("06MOSCOW1#par2", "The road cost USD 3 million."),
    ]


def test_a_seed_draws_the_same_rows(warehouse) -> None:
    rows = rejected(warehouse, figures(warehouse))
    assert draw(rows, 3, 2) == draw(rows, 3, 2)
    assert len(draw(rows, 3, 60)) == rows.height
