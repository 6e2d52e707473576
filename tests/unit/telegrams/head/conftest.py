"""Pages made by hand around a telegram."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from etl.schemas import Pages, ParsedTelegrams
from etl.telegrams import parse_telegrams

Parse = Callable[..., ParsedTelegrams]


@pytest.fixture(scope="session")
def make_pages() -> Callable[..., pl.DataFrame]:
    """Rows of `Pages`, one a telegram; `listed` are columns that every page gives."""

    def make(*telegrams: str, **listed: Any) -> pl.DataFrame:
        rows = [
            {
                "document_id": f"d{number}",
                "uri": f"raw/{number}",
                "sha256": "0" * 64,
                "n_bytes": len(telegram),
                "layout": "telegram",
                "fidelity": "verbatim",
                "telegram": telegram,
                **listed,
            }
            for number, telegram in enumerate(telegrams)
        ]
        return pl.DataFrame(rows, schema=dict(pl.Schema(Pages)))

    return make


@pytest.fixture(scope="session")
def parse(make_pages: Callable[..., pl.DataFrame]) -> Parse:
    """Parse telegrams from their text."""
    return lambda *telegrams, **listed: parse_telegrams(make_pages(*telegrams, **listed))
