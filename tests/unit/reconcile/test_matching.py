"""Words decide which cable a document holds, where its own witnesses are weak."""

from typing import Any

import polars as pl
import pytest

from etl.reconcile import match_documents
from etl.telegrams.measures import text_measures
from etl.telegrams.shingles import sketches


def words(seed: str, size: int = 200) -> list[str]:
    """Words that no other seed has."""
    letters = str.maketrans("0123456789", "abcdefghij")
    return [f"{seed}{number:04}".translate(letters) for number in range(size)]


OSLO, ROME = words("oslo"), words("rome")
SIMILAR = [*OSLO[:180], *words("rome", 20)]
FORM = words("form", 150)


def telegram(
    document_id: str, text: list[str], cable_id: str | None, id_basis: str | None, **more: Any
) -> dict[str, Any]:
    row = {"fidelity": "verbatim", "is_partial": False, "n_words": len(text)}
    told = {"document_id": document_id, "text": " ".join(text), "cable_id": cable_id, "id_basis": id_basis}
    return row | told | more


HELD = [telegram("o1", OSLO, "06OSLO7", "text"), telegram("r1", ROME, "06ROME9", "text")]


def matched(*rows: dict[str, Any]) -> dict[str, tuple[str | None, str]]:
    """By document: the cable that its words are, and the document that they were compared with."""
    frame = pl.DataFrame([*HELD, *rows], infer_schema_length=None)
    catalog = frame.drop("text").hstack(text_measures(frame["text"]))
    texts = frame.select("document_id", "text")
    found = match_documents(catalog, sketches(texts), lambda wanted: texts.join(wanted, on="document_id"))
    shares = found["match_share"].to_list()
    assert all(0 <= share <= 1 for share in shares)
    return {
        row["document_id"]: (row["matched_cable_id"], row["matched_document_id"]) for row in found.to_dicts()
    }


MOVED = [
    pytest.param(telegram("x", ROME, None, None), "06ROME9", "r1", id="nothing tells its id"),
    pytest.param(telegram("x", ROME[40:120], None, None), "06ROME9", "r1", id="a part of a cable"),
    pytest.param(telegram("x", [*ROME, *words("more", 8)], None, None), "06ROME9", "r1", id="a fuller copy"),
    pytest.param(telegram("x", ROME, "06OSLO7", "listing"), "06ROME9", "r1", id="listed as another cable"),
    pytest.param(
        telegram("x", ROME, "06CAIRO1", "listing"), "06ROME9", "r1", id="listed as a cable not held"
    ),
    pytest.param(telegram("x", ROME, "06OSLO7", "envelope"), "06ROME9", "r1", id="below another envelope"),
    pytest.param(telegram("x", words("bonn"), "06OSLO7", "listing"), None, "o1", id="no cable's words"),
    pytest.param(telegram("x", words("bonn"), "06OSLO7", "text"), "06OSLO7", "o1", id="two texts of one id"),
]


@pytest.mark.parametrize(("row", "cable_id", "other"), MOVED)
def test_words_that_are_elsewhere_are_found(row: dict[str, Any], cable_id: str | None, other: str) -> None:
    assert matched(row) == {"x": (cable_id, other)}


LEFT = [
    pytest.param(telegram("x", OSLO, "06OSLO7", "listing"), id="the listing is right"),
    pytest.param(telegram("x", ROME, "06OSLO7", "text"), id="its own text tells its id: sent twice"),
    pytest.param(telegram("x", ROME, "06CAIRO1", "envelope"), id="an envelope that nothing contradicts"),
    pytest.param(telegram("x", OSLO[:90], "06OSLO7", "listing", is_partial=True), id="a part of its cable"),
    pytest.param(telegram("x", words("bonn"), None, None), id="nobody holds it"),
    pytest.param(telegram("x", ROME[:9], None, None), id="too few words"),
    pytest.param(telegram("x", [*OSLO, *ROME], "06OSLO7", "listing"), id="it quotes another cable whole"),
]


@pytest.mark.parametrize("row", LEFT)
def test_what_its_witnesses_tell_is_left(row: dict[str, Any]) -> None:
    found = matched(row)
    assert {cable for cable, _ in found.values()} <= {row["cable_id"]}


def test_of_two_alike_the_nearer_one_is_meant() -> None:
    kin = telegram("k1", SIMILAR, "06ROME10", "text")
    assert matched(kin, telegram("x", SIMILAR, None, None))["x"] == ("06ROME10", "k1")
    assert matched(kin, telegram("x", SIMILAR, "06OSLO7", "listing"))["x"] == ("06ROME10", "k1")
    assert "x" not in matched(kin, telegram("x", OSLO, "06OSLO7", "listing"))


def test_a_form_that_many_cables_share_leads_to_none() -> None:
    reports = [telegram(f"f{n:03}", FORM, f"06BERN{n}", "text") for n in range(1, 60)]
    assert matched(*reports, telegram("x", FORM, None, None)) == {}


def test_a_document_follows_the_one_that_it_was_found_in() -> None:
    misplaced = telegram("x", ROME, "06CAIRO1", "listing")
    found = matched(misplaced, telegram("y", ROME[:150], None, None))
    assert {cable for cable, _ in found.values()} == {"06ROME9"}
