"""What the tests of bodies share: reading one body, or many at once."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from etl.schemas import Paragraphs
from etl.telegrams.paragraphs import Bodies, parse_bodies

ReadBodies = Callable[..., Bodies]
ReadParagraphs = Callable[..., list[dict[str, Any]]]


CAPTION = (
    "C O N F I D E N T I A L SECTION 01 OF 03 QUITO 000012\n\nSIPDIS\nCHEROKEE\n\nSTATE FOR WHA/AND\n\n"
    "E.O. 12958: DECL: 01/02/2018\nTAGS: PREL, EFIS, EC\nSUBJECT: FISH QUOTAS FOR THE FLEETS THAT ARE\nAT SEA IN WINTER\n\n"
    "REF: QUITO 11\n\nClassified By: Economic Counselor, reasons 1.4 (b)\nand (d)."
)


def read(
    *bodies: str, fidelity: str = "verbatim", notice: str | None = None, attention: str | None = None
) -> Bodies:
    """Bodies d0, d1, ... of telegrams; the same cable, caption, notice and lines of attention for all."""
    names = [f"d{position}" for position in range(len(bodies))]
    split = pl.DataFrame(
        {
            "document_id": names,
            "fidelity": [fidelity] * len(names),
            "caption": [CAPTION] * len(names),
            "body": list(bodies),
            "notice": [notice] * len(names),
            "attention": [attention] * len(names),
        },
        schema=dict.fromkeys(
            ("document_id", "fidelity", "caption", "body", "notice", "attention"), pl.String
        ),
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
