"""Page and telegram as two witnesses of tags, references and the post."""

from collections.abc import Callable

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

ENVELOPE = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
LEVEL = "C O N F I D E N T I A L OSLO 000431\n\nE.O. 12958: N/A\n"
BARE = ENVELOPE + LEVEL + "SUBJECT: FISH\n\n1. (C) Text.\n"
FULL = ENVELOPE + LEVEL + "TAGS: PREL, NO\nSUBJECT: FISH\n\nREF: A. STATE 7\nB. 05 RIGA 12\n\n1. (C) Text.\n"
CONFLICTS = ("tags_conflict", "references_conflict")


def conflicts(parsed: ParsedTelegrams) -> list[tuple[str, str]]:
    found = parsed.findings.filter(pl.col("code").is_in(CONFLICTS))
    assert set(found["severity"]) <= {"info"}
    return found.select("code", "detail").rows()


def test_listing_fills_what_the_telegram_lacks(parse: Parse) -> None:
    parsed = parse(
        BARE, listed_cable_id="06OSLO431", listed_tags="PREL MASS NO", listed_references="06STATE7|05RIGA12"
    )
    assert parsed.tags["tag"].to_list() == ["PREL", "MASS", "NO"]
    assert parsed.cable_references["referenced_cable_id"].to_list() == ["06STATE7", "05RIGA12"]
    assert conflicts(parsed) == []


def test_listing_of_another_cable_fills_nothing(parse: Parse) -> None:
    parsed = parse(BARE, listed_cable_id="06RIGA9", listed_tags="PREL", listed_references="06STATE7")
    assert parsed.tags.is_empty()
    assert parsed.cable_references.is_empty()


def test_links_of_both_directions_fill_nothing(parse: Parse) -> None:
    parsed = parse(BARE, listed_cable_id="06OSLO431", listed_references="06STATE7", layout="plusd")
    assert parsed.cable_references.is_empty()


@pytest.mark.parametrize(
    ("tags", "references", "expected"),
    [
        pytest.param("NO, PREL", "2005RIGA00012|06STATE7", [], id="same in another order and spelling"),
        pytest.param(None, None, [], id="nothing listed"),
        pytest.param(
            "PREL MASS NO",
            "06STATE7|05RIGA12",
            [("tags_conflict", "only the page lists MASS")],
            id="page has more tags",
        ),
        pytest.param(
            "PREL MASS",
            "06STATE7|06BONN3",
            [
                ("tags_conflict", "only the page lists MASS; only the telegram has NO"),
                ("references_conflict", "only the page lists 06BONN3; only the telegram has 05RIGA12"),
            ],
            id="each has its own",
        ),
    ],
)
def test_differences_are_found(
    parse: Parse, tags: str | None, references: str | None, expected: list[tuple[str, str]]
) -> None:
    parsed = parse(
        FULL, listed_cable_id="06OSLO431", listed_tags=tags, listed_references=references, layout="dump"
    )
    assert parsed.tags["tag"].to_list() == ["PREL", "NO"]
    assert conflicts(parsed) == expected


@pytest.mark.parametrize(
    ("sender", "listed", "origin"),
    [
        pytest.param("FM USEU BRUSSELS", "Embassy Brussels", "USEU Brussels", id="sender"),
        pytest.param("FM AMEMBASSY BRUSSELS", "USEU Brussels", "Embassy Brussels", id="sender, otherwise"),
        pytest.param("", "USEU Brussels", "USEU Brussels", id="listing where the sender is lost"),
        pytest.param("FM USMISSION USNATO", "Embassy Oslo", "Embassy Brussels", id="neither of that station"),
    ],
)
def test_missions_that_share_a_station(parse: Parse, sender: str, listed: str, origin: str) -> None:
    telegram = f"R 171204Z FEB 06\n{sender}\nTO SECSTATE WASHDC\nUNCLAS BRUSSELS 000431\n\nSUBJECT: FISH\n\n1. Text.\n"
    cables = parse(telegram, listed_cable_id="06BRUSSELS431", listed_origin=listed).cables
    assert cables.select("cable_id", "origin", "origin_country").rows() == [("06BRUSSELS431", origin, "BEL")]
