"""Real telegrams, damaged by us, are matched by their words; what is held elsewhere or nowhere is not mixed up."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.reconcile import match_documents
from etl.telegrams import parse_telegrams
from etl.telegrams.measures import text_measures
from etl.telegrams.shingles import sketches

pytestmark = pytest.mark.slow

BEHEADED = 0.15
"""Share of a text in which caption and classification line stand."""
RECALL = 0.98
LENGTH = pl.col("text").str.len_chars()


class Damage(NamedTuple):
    """What a mirror made of each telegram: its text, and the cable that its page lists."""

    text: pl.Expr
    listed: pl.Expr = pl.lit(None, pl.String)


def _from(share: float) -> pl.Expr:
    return pl.col("text").str.slice((LENGTH * share).cast(pl.Int64))


def _flattened(text: pl.Expr) -> pl.Expr:
    return text.str.to_lowercase().str.replace_all(r"[^a-z0-9\s]", "").str.replace_all(r"\s+", " ")


DAMAGES = [
    pytest.param(Damage(_from(BEHEADED)), id="no id"),
    pytest.param(Damage(_from(0.3).str.head(LENGTH * 3 // 10)), id="three tenths of the text, no id"),
    pytest.param(Damage(_flattened(_from(BEHEADED))), id="flattened, no id"),
    pytest.param(
        Damage(_from(BEHEADED), pl.col("cable_id").shift(7)), id="listed as another cable that is held"
    ),
    pytest.param(Damage(_from(BEHEADED), pl.col("cable_id")), id="listed rightly, without its head"),
]


@pytest.fixture(scope="module")
def held(shared: Path) -> pl.DataFrame:
    """The telegrams of the corpus, one a cable, each telling its id itself."""
    pages = pl.concat([read_pages(batch) for batch in land([shared / "corpus" / "cablegate"])])
    cables = parse_telegrams(pages).cables
    own = cables.filter(pl.col("id_basis") == "text").unique("cable_id", keep="first", maintain_order=True)
    return own.select("document_id", "cable_id", "id_basis", "fidelity", "is_partial", "n_words", "text")


def matched(held: pl.DataFrame, damaged: pl.DataFrame) -> pl.DataFrame:
    """The damaged documents with `cable_id` as their words tell it."""
    both = pl.concat([held, damaged.select(held.columns)])
    texts = both.select("document_id", "text")

    def give(wanted: pl.DataFrame) -> pl.DataFrame:
        return texts.join(wanted, on="document_id", how="semi")

    found = match_documents(both.drop("text").hstack(text_measures(both["text"])), sketches(texts), give)
    moved = pl.col("matched_document_id").is_not_null()
    final = pl.when(moved).then("matched_cable_id").otherwise("cable_id")
    return damaged.join(found, on="document_id", how="left").with_columns(cable_id=final)


def damaged_copies(held: pl.DataFrame, damage: Damage) -> pl.DataFrame:
    """A copy of each telegram, with `truth`: which cable it is."""
    listed = pl.when(damage.listed.is_not_null()).then(pl.lit("listing"))
    return held.with_columns(
        document_id=pl.format("copy of {}", "document_id"),
        truth="cable_id",
        cable_id=damage.listed,
        id_basis=listed,
        text=damage.text,
    )


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_copy_is_the_cable_whose_words_it_has(damage: Damage, held: pl.DataFrame) -> None:
    found = matched(held, damaged_copies(held, damage))
    right = found.filter(pl.col("cable_id") == pl.col("truth"))
    wrong = found.filter(pl.col("cable_id") != pl.col("truth"), pl.col("matched_document_id").is_not_null())
    assert wrong.select("document_id", "cable_id").is_empty()
    assert right.height >= RECALL * found.height


NOT_HELD: list[tuple[str, Callable[[pl.DataFrame], pl.Expr]]] = [
    ("no id", lambda _: pl.lit(None, pl.String)),
    ("its own id", lambda _: pl.col("cable_id")),
]


@pytest.mark.parametrize("listed", [listed for _, listed in NOT_HELD], ids=[name for name, _ in NOT_HELD])
def test_a_copy_of_what_is_not_held_is_no_other_cable(
    listed: Callable[[pl.DataFrame], pl.Expr], held: pl.DataFrame
) -> None:
    copies = damaged_copies(held.gather_every(2, 1), Damage(_from(BEHEADED), listed(held)))
    found = matched(held.gather_every(2), copies)
    assert found["matched_cable_id"].null_count() == found.height
