"""Quoted passages are found in the paragraphs of full cables, whatever the page did to quotes and lines."""

import polars as pl
import pytest

from etl.reconcile import link_excerpts

PARAGRAPHS = pl.LazyFrame(
    [
        (
            "06OSLO7#par1",
            "06OSLO7",
            1,
            'Norway\'s coast guard received the second of three patrol vessels in May, and "all three" will serve in the north.',
        ),
        (
            "06OSLO7#par2",
            "06OSLO7",
            2,
            "The ministry expects the last vessel within a year and has set no money aside for a fourth one.",
        ),
        (
            "06BERN4#par1",
            "06BERN4",
            1,
            "Switzerland has ordered a further batch of trainers, and the makers say the first will fly next spring.",
        ),
    ],
    schema=["paragraph_id", "cable_id", "position", "text"],
    orient="row",
)
QUOTES = [
    pytest.param(
        "Norway’s coast guard received the second of three patrol vessels in May, and “all three” will serve in the north.",
        "06OSLO7", "06OSLO7#par1", id="typographic quotes",
    ),
    pytest.param(
        "expects the last vessel within a year and has set\nno money aside for a fourth",
        "06OSLO7", "06OSLO7#par2", id="part of a paragraph, lines wrapped otherwise",
    ),
    pytest.param(
        "received the second of three patrol vessels in May\n\nhas set no money aside for a fourth one",
        "06OSLO7", "06OSLO7#par1;06OSLO7#par2", id="two passages of one cable",
    ),
    pytest.param("The minister told reporters that talks about further vessels had not begun yet.", None, None, id="words of no cable held"),
    pytest.param("ordered a further batch", None, None, id="too short to tell"),
]  # fmt: skip


@pytest.mark.parametrize(("passage", "cable_id", "paragraph_ids"), QUOTES)
def test_link(passage: str, cable_id: str | None, paragraph_ids: str | None) -> None:
    links = link_excerpts(pl.DataFrame({"document_id": ["ee"], "telegram": [passage]}), PARAGRAPHS)
    found = [(row["linked_cable_id"], row["linked_paragraph_ids"]) for row in links.to_dicts()]
    assert found == ([(cable_id, paragraph_ids)] if cable_id else [])


def test_no_excerpts_no_links() -> None:
    empty = pl.DataFrame(schema={"document_id": pl.String, "telegram": pl.String})
    assert link_excerpts(empty, PARAGRAPHS).is_empty()
