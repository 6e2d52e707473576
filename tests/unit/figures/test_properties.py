"""Whatever the text: no exception, spans inside the text, and the number at the span is the figure's amount."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.figures.mentions import find_systems
from etl.figures.numbers import find_numbers, read_number
from etl.figures.sentences import split_sentences, tokenize

WORDS = st.sampled_from(
    [
        "Russia",
        "sold",
        "to",
        "Venezuela",
        "24",
        "Su-30MK2",
        "fighters",
        "for",
        "USD",
        "1.2",
        "billion",
        "in",
        "2006",
        ",",
        "and",
        "—",
        "three",
        "submarines",
        "(",
        "five",
        "Project",
        "636",
        ")",
        ";",
        "will",
        "deliver",
        "between",
        "20",
        "and",
        "30",
        "tanks",
        "$",
        "5",
        ".",
        "--",
        "each",
        "of",
        "these",
        "were",
        "delivered",
        "“",
        "France",
        "”",
        "a",
        "dozen",
        "1.5-2",
        "million",
        "euros",
        "from",
        "Iran's",
        ":",
        "%",
    ]
)
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
Recognize = Callable[..., list[dict[str, Any]]]


@pytest.mark.parametrize(
    "text", ["", " ", "ß½²٣", "1" * 400, "$" * 50, "9" * 15 + " million billion tanks sold"]
)
def test_odd_texts_pass(text: str, recognize: Recognize) -> None:
    assert [f for f in recognize(text) if f["char_end"] > len(text)] == []


@SETTINGS
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_span_reads_back_as_the_amount(recognize: Recognize, text: str) -> None:
    for figure in recognize(text):
        raw = text[figure["char_start"] : figure["char_end"]]
        assert figure["evidence"] in text
        assert raw in figure["evidence"]
        assert read_number(raw) == pytest.approx(figure["amount"])
        assert figure["figure_id"].endswith(f"@{figure['char_start']}")


@SETTINGS
@given(st.text(max_size=200))
def test_any_text_is_read_without_error(recognize: Recognize, text: str) -> None:
    assert all(
        0 <= f["char_start"] < f["char_end"] <= len(text)
        for f in recognize(f"Iran sold two tanks. {text}")[1:]
    )


@SETTINGS
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join)))
def test_tokens_lead_to_the_same_numbers_as_letters(text: str) -> None:
    assert find_numbers(text, tokenize(text)) == find_numbers(text)


@SETTINGS
@given(st.text(max_size=200))
def test_sentences_and_tokens_lie_in_the_text(text: str) -> None:
    spans = split_sentences(text)
    assert spans == sorted(spans)
    tokens = tokenize(text)
    assert [t.text for t in tokens] == [text[t.start : t.end] for t in tokens]
    assert all(s.last <= len(tokens) for s in find_systems(tokens, is_flattened=False))
