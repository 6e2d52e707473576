"""How the comparison with other extractors counts."""

import pytest

from tests.benchmarks.extractors import score
from tests.benchmarks.extractors_worker import in_digits

COUNTED = {
    "found": ([[1e9]], [[1e9]], (1, 1, 1)),
    "nearly equal": ([[1e9]], [[1.004e9]], (1, 1, 1)),
    "another amount": ([[1e9]], [[1.1e9]], (1, 1, 0)),
    "in another text": ([[1e9], []], [[], [1e9]], (1, 1, 0)),
    "told twice, wanted once": ([[1e9]], [[1e9, 1e9]], (2, 1, 1)),
    "wanted twice, told once": ([[1e9, 1e9]], [[1e9]], (1, 2, 1)),
}


@pytest.mark.parametrize(("wanted", "told", "counts"), COUNTED.values(), ids=COUNTED)
def test_amounts_are_paired_one_to_one_within_a_text(wanted, told, counts) -> None:
    assert score(wanted, told) == counts


MONEY = {
    "$1,250,000": [1_250_000],
    "USD 1.2 billion": [1.2e9],
    "$450-million": [450e6],
    "EUR 2bn": [2e9],
    "between $3 and $4 million": [3.0, 4e6],
    "30 thousand dollars": [30e3],
    "three dollars": [],
}


@pytest.mark.parametrize(("text", "amounts"), MONEY.items(), ids=MONEY)
def test_numbers_of_a_money_span(text, amounts) -> None:
    assert list(in_digits(text)) == amounts
