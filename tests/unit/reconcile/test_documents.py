"""Which copy of a cable wins, and what becomes of the others."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from etl.reconcile import decide_documents
from etl.reconcile.excerpts import LINKS
from etl.reconcile.matching import MATCHES
from etl.schemas import CatalogEntries, Documents

NO_LINKS = pl.DataFrame(schema=LINKS)
NO_MATCHES = pl.DataFrame(schema=MATCHES)


def copy_of(document_id: str, **changes: Any) -> dict[str, Any]:
    """A catalog row: a whole, verbatim copy of one cable, unless changed."""
    row = {
        "document_id": document_id,
        "uri": f"raw/{document_id}.html",
        "mirror": None,
        "layout": "viewer_html",
        "fidelity": "verbatim",
        "sha256": document_id.ljust(64, "0"),
        "n_bytes": 1000,
        "listed_cable_id": "06OSLO7",
        "reason": None,
        "cable_id": "06OSLO7",
        "n_words": 500,
        "is_partial": False,
        "id_basis": "text",
        "created_at": datetime(2006, 5, 2, 12, 4, tzinfo=UTC),
        "has_envelope": True,
        "n_redactions": 0,
        "n_decimals": 3,
        "text_hash": 1,
    }
    return row | changes


def decide(
    *rows: dict[str, Any], links: pl.DataFrame = NO_LINKS, matches: pl.DataFrame = NO_MATCHES
) -> dict[str, dict[str, Any]]:
    catalog = pl.DataFrame(list(rows), schema=pl.Schema(CatalogEntries))
    decided = decide_documents(catalog, matches, links)
    Documents.validate(decided, cast=True)
    return {row["document_id"]: row for row in decided.to_dicts()}


WORSE_COPIES = [
    pytest.param(
        {"fidelity": "flattened", "n_words": 900, "text_hash": 2},
        "superseded",
        id="flattened loses even when longer",
    ),
    pytest.param(
        {"is_partial": True, "n_words": 505, "text_hash": 2}, "superseded", id="a text that breaks off loses"
    ),
    pytest.param({"n_words": 300, "text_hash": 2}, "superseded", id="fewer words lose"),
    pytest.param({"n_redactions": 1, "n_words": 505, "text_hash": 2}, "superseded", id="hidden words lose"),
    pytest.param({"n_decimals": 2, "n_words": 501, "text_hash": 2}, "superseded", id="lost decimals lose"),
    pytest.param({"listed_cable_id": "06PARIS9"}, "superseded", id="the page lists another cable"),
    pytest.param({"has_envelope": False}, "duplicate", id="same text without the envelope"),
    pytest.param({}, "duplicate", id="same in all: the smaller id stays"),
]


@pytest.mark.parametrize(("changes", "status"), WORSE_COPIES)
@pytest.mark.parametrize("turned", [False, True], ids=["better first", "better last"])
def test_better_copy_is_canonical(changes: dict[str, Any], status: str, *, turned: bool) -> None:
    rows = [copy_of("aa"), copy_of("bb", **changes)]
    decided = decide(*(reversed(rows) if turned else rows))
    assert decided["aa"]["status"] == "canonical"
    assert decided["aa"]["reason"] is None
    assert decided["bb"]["status"] == status
    assert "aa" in decided["bb"]["reason"] or status == "superseded"
    assert decided["bb"]["cable_id"] == "06OSLO7"


def test_a_page_without_a_cable_is_rejected_with_its_reason() -> None:
    decided = decide(copy_of("aa", cable_id=None, fidelity=None, reason="no telegram", n_words=None))
    assert decided["aa"]["status"] == "rejected"
    assert decided["aa"]["reason"] == "no telegram"


def test_a_telegram_without_identifier_is_rejected_and_says_so() -> None:
    decided = decide(copy_of("aa", cable_id=None, listed_cable_id=None))
    assert decided["aa"]["status"] == "rejected"
    assert "identifier" in decided["aa"]["reason"]


def test_linked_excerpt_is_superseded_and_unlinked_rejected() -> None:
    excerpt = {"fidelity": "excerpt", "cable_id": None, "listed_cable_id": None}
    links = pl.DataFrame(
        [
            {"document_id": "bb", "linked_cable_id": "06OSLO7", "link_detail": "quotes 06OSLO7#par2"},
            {"document_id": "cc", "linked_cable_id": None, "link_detail": "no cable held"},
        ],
        schema=LINKS,
    )
    decided = decide(copy_of("aa"), copy_of("bb", **excerpt), copy_of("cc", **excerpt), links=links)
    told = {key: (row["status"], row["cable_id"], row["reason"]) for key, row in decided.items()}
    assert told["bb"] == ("superseded", "06OSLO7", "quotes 06OSLO7#par2")
    assert told["cc"] == ("rejected", None, "no cable held")


def test_prose_in_which_a_cable_was_found_is_an_excerpt() -> None:
    prose = {"fidelity": None, "layout": "unknown", "cable_id": None, "reason": "no telegram structure"}
    link = {"document_id": "bb", "linked_cable_id": "06OSLO7", "link_detail": "quotes 06OSLO7#par2"}
    decided = decide(
        copy_of("aa"),
        copy_of("bb", **prose),
        copy_of("cc", **prose),
        links=pl.DataFrame([link], schema=LINKS),
    )
    assert (decided["bb"]["fidelity"], decided["bb"]["status"]) == ("excerpt", "superseded")
    assert (decided["cc"]["fidelity"], decided["cc"]["reason"]) == (None, "no telegram structure")


def test_what_most_copies_say_wins() -> None:
    odd = {"n_words": 501, "text_hash": 2}
    decided = decide(copy_of("aa", **odd), copy_of("bb"), copy_of("cc"))
    assert [decided[name]["status"] for name in ("aa", "bb", "cc")] == [
        "superseded",
        "canonical",
        "duplicate",
    ]


def match(matched_cable_id: str | None, share: float) -> pl.DataFrame:
    """The words of document bb were compared with those of aa."""
    return pl.DataFrame([("bb", matched_cable_id, "aa", share)], schema=MATCHES, orient="row")


MATCHED = [
    pytest.param(
        "06PARIS9", "06OSLO7", 0.9, ("superseded", "match", "known by its words"), id="another cable's"
    ),
    pytest.param(None, "06OSLO7", 0.9, ("superseded", "match", "known by its words"), id="without any id"),
    pytest.param(
        "06OSLO7", None, 0.1, ("rejected", None, "not those of that cable"), id="no cable's that is held"
    ),
    pytest.param("06OSLO7", "06OSLO7", 0.1, ("superseded", "text", "ranks higher"), id="its own, and differ"),
]


@pytest.mark.parametrize(("told", "found", "share", "outcome"), MATCHED)
def test_words_decide(
    told: str | None, found: str | None, share: float, outcome: tuple[str, str | None, str]
) -> None:
    rows = copy_of("aa"), copy_of("bb", cable_id=told, listed_cable_id=told, text_hash=2)
    document = decide(*rows, matches=match(found, share))["bb"]
    status, basis, reason = outcome
    assert (document["status"], document["cable_id"], document["id_basis"]) == (status, found, basis)
    assert reason in document["reason"]
    assert (document["matched_document_id"], document["match_share"]) == ("aa", share)
