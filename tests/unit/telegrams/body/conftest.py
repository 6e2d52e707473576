"""What the tests of bodies share: reading one body, or many at once."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from etl.schemas import Paragraphs
from etl.telegrams.paragraphs import Bodies, parse_bodies

ReadBodies = Callable[..., Bodies]
ReadParagraphs = Callable[..., list[dict[str, Any]]]


def read(
    *bodies: str, fidelity: str = "verbatim", notice: str | None = None, attention: str | None = None
) -> Bodies:
    """Bodies d0, d1, ... of telegrams; the same cable, notice and lines of attention for all of them."""
    names = [f"d{position}" for position in range(len(bodies))]
    split = pl.DataFrame(
        {
            "document_id": names,
            "fidelity": [fidelity] * len(names),
            "body": list(bodies),
            "notice": [notice] * len(names),
            "attention": [attention] * len(names),
        },
        schema=dict.fromkeys(("document_id", "fidelity", "body", "notice", "attention"), pl.String),
    )
    heads = pl.DataFrame({"document_id": names}, schema={"document_id": pl.String}).with_columns(
        cable_id=pl.lit("08QUITO12")
    )
    return parse_bodies(split, heads)


@pytest.fixture(scope="session")
def read_bodies() -> ReadBodies:
    """Reads bodies as a batch."""
    return read


@pytest.fixture(scope="session")
def read_paragraphs() -> ReadParagraphs:
    """The paragraphs of one body, as dictionaries; they satisfy the schema."""

    def run(body: str, fidelity: str = "verbatim") -> list[dict[str, Any]]:
        paragraphs = read(body, fidelity=fidelity).paragraphs
        Paragraphs.validate(paragraphs.drop("document_id"))
        return paragraphs.to_dicts()

    return run
