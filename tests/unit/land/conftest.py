"""What the tests of landing share."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from etl.land import land

Land = Callable[..., pl.DataFrame]


@pytest.fixture
def landed() -> Land:
    """Lands paths into one frame."""

    def run(*raw: Path, batch_bytes: int = 1 << 20) -> pl.DataFrame:
        return pl.concat(land(raw, batch_bytes=batch_bytes))

    return run
