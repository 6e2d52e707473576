"""A row that breaks its table's rules costs itself, at most its document, and says so."""

from typing import Any

import polars as pl

from etl.pipeline.admit import admit, admit_pages
from etl.schemas import PARSED, Findings, Pages, ParsedTelegrams


def frame(name: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows as the parser hands them on; findings come in the order of their table."""
    columns = Findings.columns() if name == "findings" else PARSED[name].columns()
    return pl.DataFrame(list(rows), schema=pl.Schema(PARSED[name])).select(list(columns))


def cable(document_id: str, **changes: Any) -> dict[str, Any]:
    row = {name: None for name in PARSED["cables"].columns()} | {
        "document_id": document_id,
        "cable_id": "06OSLO7",
        "station": "OSLO",
        "serial": 7,
        "year": 2006,
        "n_paragraphs": 1,
        "n_words": 3,
        "is_partial": False,
        "is_dated": True,
        "has_envelope": True,
        "fidelity": "verbatim",
        "text": "three short words",
    }
    return row | changes


def tag(document_id: str, position: int, **changes: Any) -> dict[str, Any]:
    row = {
        "document_id": document_id,
        "cable_id": "06OSLO7",
        "position": position,
        "tag": "MASS",
        "kind": "subject",
        "name": None,
        "country": None,
    }
    return row | changes


def parsed(cables: pl.DataFrame, tags: pl.DataFrame) -> ParsedTelegrams:
    rest = {name: frame(name) for name in ("paragraphs", "recipients", "cable_references", "findings")}
    return ParsedTelegrams(cables=cables, tags=tags, **rest)


def test_good_rows_pass_unchanged() -> None:
    given = parsed(frame("cables", cable("aa"), cable("bb")), frame("tags", tag("aa", 1), tag("bb", 1)))
    kept, turned_away = admit(given)
    assert turned_away.is_empty()
    assert kept.cables.equals(given.cables)
    assert kept.tags.equals(given.tags)
    assert kept.findings.is_empty()


def test_a_cable_that_breaks_a_rule_turns_its_document_away() -> None:
    given = parsed(
        frame("cables", cable("aa"), cable("bb", year=1066)),
        frame("tags", tag("aa", 1), tag("bb", 1)),
    )
    kept, turned_away = admit(given)
    assert kept.cables["document_id"].to_list() == ["aa"]
    assert kept.tags["document_id"].to_list() == ["aa"]
    assert turned_away["document_id"].to_list() == ["bb"]
    assert "year" in turned_away["reason"][0]


def test_a_tag_that_breaks_a_rule_becomes_a_finding() -> None:
    given = parsed(frame("cables", cable("aa")), frame("tags", tag("aa", 1), tag("aa", 0)))
    kept, turned_away = admit(given)
    assert turned_away.is_empty()
    assert kept.tags["position"].to_list() == [1]
    assert kept.findings.select("code", "document_id").rows() == [("field_dropped", "aa")]
    assert "position" in kept.findings["detail"][0]


def page(document_id: str, **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(Pages.columns()) | {
        "document_id": document_id,
        "uri": f"raw/{document_id}.html",
        "sha256": document_id * 32,
        "n_bytes": 9,
        "layout": "viewer_html",
        "fidelity": "verbatim",
        "listed_cable_id": "06OSLO7",
        "telegram": "1. Text.",
    }
    return row | changes


def test_a_page_that_breaks_a_rule_is_kept_by_its_keys_alone() -> None:
    pages = pl.DataFrame([page("aa"), page("bb", layout="papyrus"), page("cc")], schema=pl.Schema(Pages))
    admitted = admit_pages(pages)
    assert admitted["document_id"].to_list() == ["aa", "bb", "cc"]
    assert admitted[::2].equals(pages[::2])
    broken = admitted.row(1, named=True)
    assert (broken["layout"], broken["telegram"], broken["listed_cable_id"]) == ("unknown", None, None)
    assert "layout" in broken["reason"]
    assert (broken["uri"], broken["n_bytes"]) == ("raw/bb.html", 9)
