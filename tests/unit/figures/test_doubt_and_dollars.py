"""Dollars at the year's rate, and doubt with its reason."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.figures import recognize_figures
from etl.figures.normalize import usd_per_unit
from etl.figures.weights import DOUBTFUL, SURE
from tests.benchmarks.figures import frames, load

Recognize = Callable[..., list[dict[str, Any]]]


def test_euros_of_2006_become_dollars_at_that_years_rate(recognize: Recognize) -> None:
    (figure,) = recognize("In 2006 France sold Morocco a frigate for EUR 500 million.")
    assert figure["rate_year"] == 2006
    assert 1.20 < figure["amount_usd"] / figure["amount"] < 1.30


def test_the_cables_year_serves_where_the_text_gives_none(recognize: Recognize) -> None:
    (figure,) = recognize("France sold Morocco missiles for EUR 500 million.", year=2001)
    assert (figure["year_from"], figure["year_basis"]) == (2001, "cable")
    assert figure["rate_year"] == 2001
    assert 0.85 < figure["amount_usd"] / figure["amount"] < 0.95


@pytest.mark.parametrize(("currency", "year"), [("XXX", 2005), ("EUR", 1950)])
def test_no_rate_is_never_made_up(currency: str, year: int) -> None:
    assert usd_per_unit(currency, year) is None


def test_dollars_need_no_rate(recognize: Recognize) -> None:
    (figure,) = recognize("In 2006 Russia sold India missiles for USD 50 million.")
    assert (figure["amount_usd"], figure["rate_year"]) == (50e6, None)


def test_counts_have_no_dollars(recognize: Recognize) -> None:
    (figure,) = recognize("Russia sold India 66 trainer aircraft.")
    assert (figure["amount_usd"], figure["currency"]) == (None, None)


@pytest.mark.parametrize(
    ("text", "fidelity", "reason"),
    [
        pytest.param(
            "russia sold missiles to iran for usd 67 million in 2006",
            "flattened",
            "decimal_lost",
            id="decimal-lost",
        ),
        pytest.param(
            "in 2006 russia sold missiles to iran for usd 67000",
            "flattened",
            "decimal_lost",
            id="decimal-lost-without-a-magnitude",
        ),
        pytest.param(
            "russia sold 36 missiles to iran in 2006",
            "flattened",
            "words_lost",
            id="words-lost-before-a-count",
        ),
        pytest.param(
            "in 2006 russia sold missiles to iran for usd 6 million",
            "flattened",
            "words_lost",
            id="words-lost-around-an-amount",
        ),
        pytest.param(
            "Russia sold arms worth USD 900 billion to India.",
            "verbatim",
            "implausible_size",
            id="value-too-large",
        ),
        pytest.param(
            "Russia sold 90 million rifles to India.", "verbatim", "implausible_size", id="count-too-large"
        ),
    ],
)
def test_doubt_says_why(text: str, fidelity: str, reason: str, recognize: Recognize) -> None:
    (figure,) = recognize(text, fidelity=fidelity)
    assert figure["is_suspect"]
    assert figure["suspect_reason"].startswith(f"{reason}: ")


@pytest.mark.parametrize(
    "text",
    ["Russia sold missiles to Iran for USD 67 million in 2006.", "Russia sold 36 missiles to Iran in 2006."],
    ids=["amount", "count"],
)
def test_clean_text_is_not_doubted(text: str, recognize: Recognize) -> None:
    (figure,) = recognize(text)
    assert (figure["is_suspect"], figure["suspect_reason"]) == (False, None)


def test_what_may_be_no_figure_is_kept_as_suspect() -> None:
    rows = recognize_figures(*frames(load("training/paragraphs")))
    unsure = rows["suspect_reason"].str.starts_with("unsure: ").fill_null(value=False)
    assert unsure.any()
    assert rows.filter(unsure)["is_suspect"].all()
    assert rows.filter(unsure)["confidence"].is_between(DOUBTFUL, SURE, closed="left").all()
    assert (rows.filter(~unsure)["confidence"] >= SURE).all()
