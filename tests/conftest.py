"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The real input beside the repository; its absence is a skip on a desk and a failure in CI."""
    if not SHARED.is_dir():
        message = "real input is missing: acceptance tests read the folder `shared` beside the repository"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return SHARED
