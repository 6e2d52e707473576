"""The words of a body that stand in no paragraph are counted, whatever cut them."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import etl.telegrams
from etl.schemas import Pages
from etl.telegrams import parse_telegrams
from etl.telegrams.coverage import words_lost
from etl.telegrams.findings import coverage_findings
from etl.telegrams.paragraphs import Bodies, parse_bodies
from etl.telegrams.split import split_telegrams

HEAD = (
    "R 021234Z MAR 08\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC\n\nC O N F I D E N T I A L SECTION 01 OF 02 QUITO 000012\n\n"
    "SIPDIS\n\nE.O. 12958: DECL: 03/01/2018\nTAGS: ECON EC\nSUBJECT: SHRIMP EXPORTS RISE\n\n"
)
SENTENCE = "Exports of shrimp rose by a fifth in the first quarter, as ponds hit by disease came back. "
PARAGRAPHS = tuple(f"\n{number}. (U) {SENTENCE * 8}\n" for number in range(1, 9))
PAGE_LINE = "\nQUITO 00000012  002 OF 002\n"
SECTION = (
    "\nC O N F I D E N T I A L SECTION 02 OF 02 QUITO 000012\n\nSIPDIS\n\nE.O. 12958: DECL: 03/01/2018\nTAGS: ECON EC\n"
    "SUBJECT: SHRIMP EXPORTS RISE\n"
)
OFFICES = "\nCONFIDENTIAL\n\nPAGE 02        QUITO  00012  01 OF 02  021234Z\nACTION WHA-00\nINFO LOG-00 EB-00 AGRE-00\n"
WORDS_OF_SENTENCE = 15
"""Of two letters and more; `a` is none."""


def page(telegram: str, **listed: Any) -> pl.DataFrame:
    row = {"document_id": "d0", "uri": "u", "sha256": "0" * 64, "n_bytes": 1, "layout": "telegram"}
    return pl.DataFrame(
        [{**row, "fidelity": "verbatim", "telegram": telegram, **listed}], schema=dict(pl.Schema(Pages))
    )


def lost(telegram: str, change: Callable[[pl.DataFrame], pl.DataFrame] = lambda rows: rows) -> int:
    """Words lost when the paragraphs read from a telegram are changed."""
    split = split_telegrams(page(telegram))
    heads = split.select("document_id", cable_id=pl.lit("08QUITO12"))
    paragraphs = change(parse_bodies(split, heads).paragraphs)
    return words_lost(split, paragraphs)["n_words_lost"].item()


ECHO = "\nThe ponds near the mouth of the river were dug again.\n"


@pytest.mark.parametrize(
    "between",
    ["", PAGE_LINE, SECTION, OFFICES, f"{ECHO}{PAGE_LINE}\nQ{ECHO[1:]}"],
    ids=["nothing", "page", "section", "teletype", "line set twice"],
)
def test_what_the_transmission_put_between_is_not_missed(between: str) -> None:
    middle = len(PARAGRAPHS) // 2
    body = "".join(PARAGRAPHS[:middle]) + between + "".join(PARAGRAPHS[middle:])
    assert lost(HEAD + body) <= 2


def test_a_paragraph_that_is_dropped_is_missed_word_by_word() -> None:
    n_lost = lost(HEAD + "".join(PARAGRAPHS), lambda rows: rows.filter(pl.col("number") != 3))
    # Words of the subject, and those of the vocabulary of transmission, are told from no page break.
    assert 0.7 * 8 * WORDS_OF_SENTENCE < n_lost <= 8 * WORDS_OF_SENTENCE


def test_lines_of_the_caption_make_up_for_no_lost_paragraph() -> None:
    role = pl.when(pl.col("number") == 3).then(pl.lit("attention")).otherwise("role")
    assert (
        lost(HEAD + "".join(PARAGRAPHS), lambda rows: rows.with_columns(role=role))
        > 0.7 * 8 * WORDS_OF_SENTENCE
    )


def test_a_paragraph_that_is_cut_short_is_missed() -> None:
    short = pl.when(pl.col("number") == 3).then(pl.col("text").str.head(300)).otherwise("text")
    assert lost(HEAD + "".join(PARAGRAPHS), lambda rows: rows.with_columns(text=short)) > 40


def test_a_telegram_without_any_paragraph_lost_them_all() -> None:
    assert lost(HEAD + "".join(PARAGRAPHS), lambda rows: rows.clear()) > 8 * 8 * 10


def test_a_word_lost_from_a_long_telegram_is_estimated_from_its_letters() -> None:
    without = pl.col("text").str.replace("rose", "")
    first = pl.when(pl.col("number") == 1).then(without).otherwise("text")
    assert lost(HEAD + "".join(PARAGRAPHS), lambda rows: rows.with_columns(text=first)) == 1


@pytest.mark.parametrize("start", ["1, (C) ", "(C) 1. ", "1. (C) "])
def test_the_first_paragraph_is_no_caption(start: str) -> None:
    parsed = parse_telegrams(page(f"{HEAD}REF: QUITO 11\n\n{start}Summary. {SENTENCE}\n\n2. (C) Done."))
    assert parsed.paragraphs["number"].to_list() == [1, 2]
    assert parsed.paragraphs["classification"].to_list() == ["C", "C"]


def test_the_body_of_a_flattened_telegram_cannot_be_measured() -> None:
    telegram = "r 021234z mar 08 fm amembassy quito subject shrimp exports 1 u exports rose 2 u done smith"
    assert parse_telegrams(page(telegram, fidelity="flattened")).cables["n_words_lost"].to_list() == [None]


def test_a_step_that_loses_text_becomes_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(split: pl.DataFrame, heads: pl.DataFrame) -> Bodies:
        whole = parse_bodies(split, heads)
        return whole._replace(paragraphs=whole.paragraphs.filter(pl.col("position") % 4 > 0))

    telegram = page(HEAD + "".join(PARAGRAPHS))
    assert "words_lost" not in parse_telegrams(telegram).findings["code"].to_list()
    monkeypatch.setattr(etl.telegrams, "parse_bodies", forgetful)
    parsed = parse_telegrams(telegram)
    [detail] = parsed.findings.filter(pl.col("code") == "words_lost")["detail"]
    assert detail.startswith(f"{parsed.cables['n_words_lost'].item()} of ")


@pytest.mark.parametrize(("n_words_lost", "is_told"), [(None, False), (4, False), (5, True)])
def test_scraps_are_no_finding(n_words_lost: int | None, is_told: bool) -> None:
    row = {"document_id": "d0", "cable_id": "08QUITO12", "n_words": 55, "n_words_lost": n_words_lost}
    schema = {"document_id": pl.String, "cable_id": pl.String, "n_words": pl.Int32, "n_words_lost": pl.Int32}
    assert (coverage_findings(pl.DataFrame([row], schema=schema)).height == 1) == is_told


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(max_size=300), max_size=4))
def test_any_text_can_be_weighed(texts: list[str]) -> None:
    pages = pl.concat(
        [
            page(text).with_columns(document_id=pl.lit(f"d{number}"))
            for number, text in enumerate(["x", *texts])
        ]
    )
    n_lost = parse_telegrams(pages).cables["n_words_lost"]
    assert n_lost.null_count() == 0
    assert (n_lost >= 0).all()
