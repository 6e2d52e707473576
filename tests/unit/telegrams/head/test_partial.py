"""A telegram says or shows that text is missing."""

from collections.abc import Callable

import pytest

from etl.schemas import ParsedTelegrams

HEAD = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nS E C R E T OSLO 000431\nSUBJECT: TALKS\n"
CASES = [
    pytest.param(HEAD + "\n1. (S) Talks went on.\nSMITH", False, id="whole"),
    pytest.param(HEAD + "\n1. (S) Talks went", True, id="ends in mid-sentence"),
    pytest.param(HEAD, True, id="nothing below the caption"),
]


@pytest.mark.parametrize(("telegram", "is_partial"), CASES)
def test_is_partial(parse: Callable[..., ParsedTelegrams], telegram: str, is_partial: bool) -> None:
    assert parse(telegram).cables["is_partial"].to_list() == [is_partial]
