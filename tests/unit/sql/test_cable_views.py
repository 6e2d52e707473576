"""The views over cables, references, tags and findings."""

from datetime import date, datetime

import pytest

MAY = datetime(2006, 5, 4, 13, 5)


def cable(n: int, **change: object) -> dict[str, object]:
    return {"cable_id": f"06MOSCOW{n}", "serial": n, **change}


def test_cables_by_date_counts_days_in_utc_whatever_the_readers_zone(database, fill, ask) -> None:
    late = datetime(2006, 5, 4, 23, 59)
    fill("cables", cable(1, created_at=late), cable(2, created_at=late, classification="SECRET"))
    fill("cables", cable(3, created_at=None), cable(4, created_at=datetime(2006, 5, 5, 0, 0)))
    database.execute("set timezone = 'Asia/Tokyo'")
    try:
        rows = ask("cables_by_date", "date", "n_cables", "n_confidential", "n_secret", "n_words")
    finally:
        database.execute("reset timezone")
    assert rows == [(date(2006, 5, 4), 2, 1, 1, 8), (date(2006, 5, 5), 1, 1, 0, 4)]


def test_cables_by_origin_names_the_post_from_the_reference_table(fill, ask) -> None:
    fill(
        "cables",
        cable(1, origin=None),
        cable(2),
        {"cable_id": "06NOWHERE1", "station": "NOWHERE", "origin": None},
    )
    rows = ask("cables_by_origin", "station", "origin", "country_name", "n_cables")
    assert rows == [("MOSCOW", "Embassy Moscow", "Russia", 2), ("NOWHERE", None, "Russia", 1)]


def test_cables_by_tag_counts_a_cable_once(fill, ask) -> None:
    fill("cables", cable(1), cable(2))
    fill("tags", {}, {"position": 2}, {"cable_id": "06MOSCOW2"}, {"position": 3, "tag": "PREL"})
    assert ask("cables_by_tag", "tag", "n_cables") == [("MARR", 2), ("PREL", 1)]


def test_cables_by_classification_shares_sum_to_one(fill, ask) -> None:
    fill(
        "cables",
        cable(1),
        cable(2, caveats="SENSITIVE;NOFORN"),
        cable(3, classification="SECRET", caveats="NOFORNX"),
        cable(4, classification=None),
    )
    rows = ask("cables_by_classification", "classification", "n_cables", "share", "n_noforn")
    assert rows == [("CONFIDENTIAL", 2, 0.5, 1), ("SECRET", 1, 0.25, 0), (None, 1, 0.25, 0)]


def test_latest_releases_are_a_hundred_newest_first(fill, ask) -> None:
    fill("cables", cable(0), *(cable(n, released_at=datetime(2010, 12, 1 + n % 28)) for n in range(1, 121)))
    fill("arms_figures", {"cable_id": "06MOSCOW27"})
    rows = ask("latest_releases", "released_at", "cable_id", "n_figures")
    assert len(rows) == 100
    assert [r[0] for r in rows] == sorted((r[0] for r in rows), reverse=True)
    assert ("06MOSCOW27", 1) in [r[1:] for r in rows]


def test_references_are_counted_by_citing_cable_and_split_into_held_and_missing(fill, ask) -> None:
    fill("cables", cable(1), cable(2), cable(3))
    fill(
        "cable_references",
        {"cable_id": "06MOSCOW2", "referenced_cable_id": "06MOSCOW1", "in_warehouse": True},
        {"cable_id": "06MOSCOW2", "position": 2, "referenced_cable_id": "06MOSCOW1", "in_warehouse": True},
        {"cable_id": "06MOSCOW3", "referenced_cable_id": "06MOSCOW1", "in_warehouse": True},
        {"cable_id": "06MOSCOW3", "position": 2, "referenced_cable_id": "06MOSCOW3", "in_warehouse": True},
        {"cable_id": "06MOSCOW2", "position": 3, "bullet": "B", "referenced_cable_id": "75THEHAGUE12"},
        {"cable_id": "06MOSCOW3", "position": 3, "bullet": None, "referenced_cable_id": "75THEHAGUE12"},
        {"cable_id": "06MOSCOW3", "position": 4, "referenced_cable_id": None, "kind": "email"},
    )
    assert ask("most_referenced_cables", "cable_id", "n_citing", "in_warehouse", "subject") == [
        ("06MOSCOW1", 2, True, "ARMS SALES"),
        ("75THEHAGUE12", 2, False, None),
    ]
    assert ask("missing_cables") == [
        {
            "cable_id": "75THEHAGUE12",
            "year": 1975,
            "station": "THEHAGUE",
            "origin": "Embassy The Hague",
            "serial": 12,
            "n_citing": 2,
            "citing_cables": "06MOSCOW2 (B);06MOSCOW3",
            "first_cited_at": MAY,
            "last_cited_at": MAY,
            "sent_after": None,
            "sent_before": MAY,
            "cable_before": None,
            "cable_after": None,
        }
    ]


@pytest.mark.parametrize(
    ("cable_id", "year", "serial"),
    [("66PARIS1", 1966, 1), ("99PARIS1", 1999, 1), ("00PARIS1", 2000, 1), ("10PARIS99999999999", 2010, None)],
    ids=["first year", "last of the century", "first of the century", "serial beyond any number"],
)
def test_missing_cables_read_the_year_from_the_id(cable_id, year, serial, fill, ask) -> None:
    fill("cable_references", {"referenced_cable_id": cable_id})
    assert ask("missing_cables", "year", "serial") == [(year, serial)]


def sent(serial: int, day: int | None, **change: object) -> dict[str, object]:
    """A cable of Moscow, sent in March 2006."""
    return cable(serial, created_at=day and datetime(2006, 3, day), **change)


# What is held beside 06MOSCOW50, and what bounds it: after, before, cable_before, cable_after. It is cited on 20 March.
NEIGHBOURS = {
    "one on each side": ([sent(40, 5), sent(60, 9)], (5, 9, 40, 60)),
    "the nearest of several": ([sent(1, 1), sent(40, 5), sent(60, 9), sent(70, 11)], (5, 9, 40, 60)),
    "none": ([], (None, 20, None, None)),
    "below only": ([sent(40, 5)], (5, 20, 40, None)),
    "above only": ([sent(60, 9)], (None, 9, None, 60)),
    "cited before the next was sent": ([sent(40, 5), sent(60, 25)], (5, 20, 40, 60)),
    "without a date": ([sent(30, 4), sent(40, None), sent(60, 9)], (4, 9, 30, 60)),
    "at the same minute": ([sent(40, 5), sent(60, 5)], (5, 5, 40, 60)),
    "of another year": ([cable(40, cable_id="05MOSCOW40", year=2005)], (None, 20, None, None)),
    "of another post": ([cable(40, cable_id="06CAIRO40", station="CAIRO")], (None, 20, None, None)),
    "one that runs against its own neighbours": (
        [sent(20, 3), sent(30, 19), sent(40, 5), sent(45, 6), sent(60, 9)],
        (6, 9, 45, 60),
    ),
    "against each other": ([sent(40, 9), sent(60, 5)], (None, 20, None, None)),
    "sent after the citation": ([sent(40, 23), sent(60, 25)], (None, 20, None, 60)),
}


@pytest.mark.parametrize(("held", "bounds"), NEIGHBOURS.values(), ids=NEIGHBOURS)
def test_a_missing_cable_was_sent_between_its_neighbours(held, bounds, fill, ask) -> None:
    citing = {"cable_id": "06PARIS1", "station": "PARIS", "created_at": datetime(2006, 3, 20)}
    fill("cables", citing, {**citing, "cable_id": "06PARIS2", "created_at": datetime(2006, 3, 21)}, *held)
    ids = ["06PARIS1", "06PARIS2"]
    fill("cable_references", *({"cable_id": each, "referenced_cable_id": "06MOSCOW50"} for each in ids))
    (row,) = ask("missing_cables", "sent_after", "sent_before", "cable_before", "cable_after")
    days = [day and datetime(2006, 3, day) for day in bounds[:2]]
    assert row == (*days, *(serial and f"06MOSCOW{serial}" for serial in bounds[2:]))


def test_data_quality_puts_errors_first_and_counts_documents_once(fill, ask) -> None:
    fill("documents", {}, {"document_id": "d2"}, {"document_id": "d3", "layout": "scoop"})
    fill("findings", {}, {"detail": "another"}, {"document_id": None})
    fill("findings", {"code": "identity_conflict", "severity": "error", "document_id": "d3"})
    assert ask("data_quality", "code", "layout", "n_findings", "n_documents", "share_of_documents") == [
        ("identity_conflict", "scoop", 1, 1, 1.0),
        ("missing_subject", "viewer_html", 2, 1, 0.5),
        ("missing_subject", None, 1, 0, None),
    ]


def test_data_quality_tells_mirrors_of_one_layout_apart(fill, ask) -> None:
    fill("documents", {}, *({"document_id": f"d{n}", "mirror": "a.example"} for n in (2, 3, 4)))
    fill("findings", {}, {"document_id": "d2"}, {"document_id": "d3"})
    assert ask("data_quality", "layout", "mirror", "n_findings", "share_of_documents") == [
        ("viewer_html", "a.example", 2, 2 / 3),
        ("viewer_html", None, 1, 1.0),
    ]


LINKS = {
    "a saved page": ({}, "raw/a.html#par1"),
    "a row of the dump": ({"layout": "dump", "uri": "cables.csv#7"}, "06MOSCOW1#par1"),
}


@pytest.mark.parametrize(("document", "link"), LINKS.values(), ids=LINKS)
def test_evidence_leads_from_figure_to_sentence_paragraph_and_document(document, link, fill, ask) -> None:
    fill("documents", document)
    fill("cables", {})
    fill("paragraphs", {})
    fill("arms_figures", {})
    (row,) = ask("arms_figure_evidence")
    assert row["number"] == "One"
    assert row["paragraph_link"] == link
    assert (row["deal_id"], row["subject"], row["created_at"]) == ("06MOSCOW1#par1@0", "ARMS SALES", MAY)


def test_evidence_shows_figures_that_no_sum_counts(figures, ask) -> None:
    figures({"status": "refused"}, {"is_suspect": True}, {})
    told = sorted(ask("arms_figure_evidence", "figure_id", "counts_in_year", "deal_id"))
    assert told == [
        ("06MOSCOW1#par1@0", 2006, "06MOSCOW3#par1@0"),
        ("06MOSCOW2#par1@0", 2006, "06MOSCOW3#par1@0"),
        ("06MOSCOW3#par1@0", 2006, "06MOSCOW3#par1@0"),
    ]


def test_every_row_of_a_sum_can_list_its_sentences(figures, ask) -> None:
    figures({"amount_usd": 2e9}, {"amount_usd": 2e9}, {"amount_usd": 9e9, "scope": "total"})
    deals = ask("arms_figure_evidence", "deal_id")
    assert ask("arms_sales_by_buyer_year", "n_figures") == [len(deals)] == [3]
    assert len(set(deals)) == 2
    assert None not in deals
