"""Numbers in digits and words, ranges, magnitudes, currencies, qualifiers."""

import pytest

from etl.figures.numbers import find_numbers, word_value
from etl.vocabulary import Qualifier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("USD 1.2 billion", (1.2e9, None, "USD"), id="currency-before"),
        pytest.param("$1B", (1e9, None, "USD"), id="letter-for-billion"),
        pytest.param("1.3 billion euros", (1.3e9, None, "EUR"), id="currency-behind"),
        pytest.param("124 million U.S. dollars", (124e6, None, "USD"), id="us-dollars-behind"),
        pytest.param("USDOLS 1.69 billion", (1.69e9, None, "USD"), id="telegraphic-dollars"),
        pytest.param("EUR 400-500 million", (400e6, 500e6, "EUR"), id="range-shares-magnitude"),
        pytest.param("from USD 750 million to USD one billion", (750e6, 1e9, "USD"), id="two-magnitudes"),
        pytest.param("72,000 rifles", (72000, None, None), id="thousands-separator"),
        pytest.param("between 20 and 30 tanks", (20, 30, None), id="between"),
        pytest.param("one to three missiles", (1, 3, None), id="range-in-words"),
        pytest.param("half a million rounds", (500000, None, None), id="half-a-million"),
        pytest.param("two dozen guns", (24, None, None), id="two-dozen"),
        pytest.param("a pair of frigates", (2, None, None), id="pair"),
        pytest.param("£400 million", (400e6, None, "GBP"), id="pound-sign"),
        pytest.param("R52.7 billion", (52.7e9, None, "ZAR"), id="one-letter-currency-joined"),
        pytest.param("EUR50 million", (50e6, None, "EUR"), id="currency-code-joined"),
        pytest.param("two to three million dollars", (2e6, 3e6, "USD"), id="words-share-magnitude"),
    ],
)
def test_reads(text: str, expected: tuple[float, float | None, str | None]) -> None:
    number = find_numbers(text)[0]
    assert (number.low, number.high, number.currency) == expected


@pytest.mark.parametrize(
    "text",
    [
        "F-16",
        "Su-30MK2",
        "S-300",
        "R60",
        "BMP2",
        "125mm",
        "20m",
        "dozens of guns",
        "several hundred",
        "30%",
        "v1.2.3x",
    ],
)
def test_names_and_vague_counts_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("more than USD 5 million", Qualifier.AT_LEAST),
        ("a $2 billion plus program", Qualifier.AT_LEAST),
        ("up to 20 tanks", Qualifier.AT_MOST),
        ("approximately 30 tanks", Qualifier.ABOUT),
        ("20-30 tanks", Qualifier.RANGE),
        ("30 tanks", Qualifier.EXACT),
    ],
)
def test_qualifier(text: str, qualifier: Qualifier) -> None:
    assert find_numbers(text)[0].qualifier is qualifier


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-four", 24),
        ("two hundred and ten", 210),
        ("three thousand", 3000),
        ("a dozen", 12),
        ("many", None),
    ],
)
def test_word_value(text: str, value: float | None) -> None:
    assert word_value(text) == value
