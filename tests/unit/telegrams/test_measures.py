"""What a text tells of its copy."""

import polars as pl
import pytest

from etl.telegrams.measures import text_measures

TEXTS = [
    pytest.param("He met XXXXXXXXXXXX and XXXXXXXX.", 2, 0, id="letters in a row"),
    pytest.param("He met [name removed] at the club.", 1, 0, id="a note in brackets"),
    pytest.param("The price rose from 2.5 to 10.75 percent.", 0, 2, id="decimal points"),
    pytest.param("See 1. and 2. There were 3.", 0, 0, id="numbers at the end of sentences"),
    pytest.param("Exxon taxed the X-ray XX.", 0, 0, id="letters of words"),
]


@pytest.mark.parametrize(("text", "n_redactions", "n_decimals"), TEXTS)
def test_marks_are_counted(text: str, n_redactions: int, n_decimals: int) -> None:
    measured = text_measures(pl.Series([text]))
    assert measured.select("n_redactions", "n_decimals").row(0) == (n_redactions, n_decimals)


def test_the_same_words_are_the_same_however_they_are_broken_into_lines() -> None:
    hashes = text_measures(
        pl.Series(["Two tanks\nwere  sold.", "Two tanks were sold.", "Two tanks were told."])
    )
    first, second, third = hashes["text_hash"]
    assert first == second != third
