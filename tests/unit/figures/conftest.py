"""Frames with one paragraph a cable, for the recognizer."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

from etl.figures import recognize_figures

CABLE_DEFAULTS: dict[str, Any] = {
    "year": 2008,
    "month": 6,
    "subject": None,
    "host": None,
    "fidelity": "verbatim",
}


def frames(cases: Sequence[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Paragraphs, cables and tags: cable n holds the text of case n."""
    cables, paragraphs, tags = [], [], []
    for number, case in enumerate(cases, 1):
        known = CABLE_DEFAULTS | case
        cable = f"08POST{number}"
        created = dt.datetime(known["year"], known["month"], 15, tzinfo=dt.UTC)
        cables.append((cable, known["year"], created, known["subject"], known["host"], known["fidelity"]))
        paragraphs.append((f"{cable}#par1", cable, 1, known["text"]))
        tags.extend((cable, place, country) for place, country in enumerate(known.get("tags", ()), 1))
    return (
        pl.DataFrame(paragraphs, schema=["paragraph_id", "cable_id", "number", "text"], orient="row"),
        pl.DataFrame(
            cables,
            schema={
                "cable_id": pl.String,
                "year": pl.Int32,
                "created_at": pl.Datetime("us", "UTC"),
                "subject": pl.String,
                "origin_country": pl.String,
                "fidelity": pl.String,
            },
            orient="row",
        ),
        pl.DataFrame(
            tags, schema={"cable_id": pl.String, "position": pl.Int32, "country": pl.String}, orient="row"
        ),
    )


@pytest.fixture(scope="session")
def recognize_all() -> Callable[[Sequence[dict[str, Any]]], list[list[dict[str, Any]]]]:
    """Figures of many cases in one run: one list a case, in their order."""

    def figures(cases: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {f"08POST{n}": [] for n in range(1, len(cases) + 1)}
        for row in recognize_figures(*frames(cases)).iter_rows(named=True):
            found[row["cable_id"]].append(row)
        return list(found.values())

    return figures


@pytest.fixture(scope="session")
def recognize(recognize_all: Callable[..., Any]) -> Callable[..., list[dict[str, Any]]]:
    """Figures of one text; keywords set the cable's year, month, subject, host, tags, fidelity."""

    def figures(text: str, **cable: Any) -> list[dict[str, Any]]:
        (found,) = recognize_all([{"text": text, **cable}])
        return found

    return figures
