"""Quoted passages are found in the paragraphs of full cables, whatever the page did to them."""

from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from etl.reconcile import excerpt_findings, find_excerpts, link_documents
from etl.schemas import Excerpts, Findings, Passages

COASTGUARD = (
    'Norway\'s coast guard received the second of three patrol vessels in May, and "all three" will serve in '
    "the north, where the fishing season begins in early spring."
)
MONEY = (
    "The ministry expects the last vessel within a year and has set no money aside for a fourth one, although "
    "the admiral asked for it twice."
)
TRAINERS = (
    "Switzerland has ordered a further batch of trainers, and the makers say the first will fly in spring."
)
WEEKLY = "This report is one of a series on the traffic in the straits, which the port authority gathers each week."
FORMULA = "Classified by the political counselor for reasons 1.4 (b) and (d)."
PARAGRAPHS = pl.LazyFrame(
    [
        ("06OSLO7#par1", "06OSLO7", 1, "Patrols", COASTGUARD),
        ("06OSLO7#par2", "06OSLO7", 2, None, MONEY),
        ("06OSLO7#par3", "06OSLO7", 3, None, FORMULA),
        ("06BERN4#par1", "06BERN4", 1, None, TRAINERS),
        ("06ANKARA1#par1", "06ANKARA1", 1, None, WEEKLY),
        ("06ANKARA2#par1", "06ANKARA2", 1, None, WEEKLY),
        (
            "06ANKARA2#par2",
            "06ANKARA2",
            2,
            None,
            "Eleven tankers waited for the fog to lift, more than ever before.",
        ),
    ],
    schema={name: pl.String for name in ("paragraph_id", "cable_id")}
    | {"position": pl.Int32, "heading": pl.String, "text": pl.String},
    orient="row",
)
CABLES = pl.DataFrame(
    {
        "cable_id": ["06OSLO7", "06BERN4", "06ANKARA1", "06ANKARA2"],
        "created_at": [datetime(2006, 6, day, 20, tzinfo=UTC) for day in (7, 9, 12, 19)],
        "origin": ["Embassy Oslo", "Embassy Bern", "Embassy Ankara", "Embassy Ankara"],
    }
)


def passage(text: str, kind: str = "quoted", **told: Any) -> dict[str, Any]:
    row = dict.fromkeys(Passages.column_names()) | {"document_id": "ee", "position": 1}
    return row | {"kind": kind, "text": text} | told


def find(*passages: dict[str, Any]) -> pl.DataFrame:
    """Excerpts of pages, whose passages stand in the order given."""
    rows = [row | {"position": at} for at, row in enumerate(passages, start=1)]
    given = Passages.validate(pl.DataFrame(rows, schema=pl.Schema(Passages)))
    return Excerpts.validate(find_excerpts(given, PARAGRAPHS, CABLES))


MARKED = [
    pytest.param(COASTGUARD.replace("'", "’").replace('"', "“"), "06OSLO7#par1", 1.0, id="typographic quotes"),
    pytest.param(
        "expects the last vessel within a year and has set\nno money aside", "06OSLO7#par2", 1.0,
        id="part of a paragraph, lines wrapped otherwise",
    ),
    pytest.param(
        "where the fishing season begins in early spring. The ministry expects the last vessel within a year",
        "06OSLO7#par1;06OSLO7#par2", 1.0, id="over the end of a paragraph",
    ),
    pytest.param(
        "Norway's coast guard received the second of three [...] in the north, where the fishing season begins",
        "06OSLO7#par1", 1.0, id="shortened",
    ),
    pytest.param(
        "The ministry expects the last vessel [the third, as he told us] within a year and has set no money aside",
        "06OSLO7#par2", 1.0, id="a note put in",
    ),
    pytest.param(
        "2. (C) [T]HE MINISTRY EXPECTS THE LAST VESSEL WITHIN A YEAR AND HAS SET NO MONEY ASIDE", "06OSLO7#par2",
        14 / 15, id="number, portion mark and another case",
    ),
    pytest.param(
        "coast guard received the second of patrol vessels in May, and all three willserve in the north, where the",
        "06OSLO7#par1", 18 / 19, id="words lost and run together",
    ),
    pytest.param("patrols norway s coast guard received the second of three patrol vessels", "06OSLO7#par1", 1.0, id="heading quoted"),
    pytest.param("Norway’s cöast guard recéived the second of three patrol vessels in May", "06OSLO7#par1", 1.0, id="accents"),
    pytest.param("The minister told reporters that talks about further vessels had not begun yet.", None, None, id="words of no cable held"),
    pytest.param("has ordered a further batch of trainers", None, None, id="too short to tell"),
    pytest.param("* * *", None, None, id="no words"),
    pytest.param(FORMULA, None, None, id="formula of any cable"),
    pytest.param(f"{' '.join(['word'] * 40)} {TRAINERS}", None, None, id="mostly words of no cable, and too few of one"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "paragraph_ids", "share"), MARKED)
def test_a_marked_passage_stays_and_is_linked_where_it_is_sure(text, paragraph_ids, share) -> None:
    [row] = find(passage(text)).to_dicts()
    assert (row["paragraph_ids"], row["share"]) == (paragraph_ids, pytest.approx(share))
    assert row["text"] == " ".join(text.split())


OWN = "Nobody in the capital seems to have read this, which is a pity: "
AFTER = " That was in June, and the yard has not been paid since."
IN_PROSE = [
    pytest.param(f"{OWN}{COASTGUARD}{AFTER}", [COASTGUARD], id="in the middle of a paragraph"),
    pytest.param(
        f"{OWN}{COASTGUARD.replace('patrol', '')}{AFTER}",
        [COASTGUARD.replace(" patrol", "")],
        id="a word lost",
    ),
    pytest.param(f"{COASTGUARD} {MONEY}", [f"{COASTGUARD} {MONEY}"], id="nothing else"),
    pytest.param(OWN + AFTER, [], id="the writer's words alone"),
    pytest.param(
        f"{OWN}the last vessel within a year and has set no money{AFTER}", [], id="too short without a mark"
    ),
]


@pytest.mark.parametrize(("text", "excerpts"), IN_PROSE)
def test_of_prose_only_what_a_cable_holds_is_an_excerpt(text, excerpts) -> None:
    found = find(passage(text, "prose"))
    assert found["text"].to_list() == excerpts
    assert found["cable_id"].to_list() == ["06OSLO7"] * len(excerpts)


def test_a_quotation_inside_a_paragraph_is_told_once() -> None:
    row = passage(f'{OWN}"{COASTGUARD}"{AFTER}', "prose")
    given = pl.DataFrame([row, row | {"kind": "quotation", "text": COASTGUARD}], schema=pl.Schema(Passages))
    found = find_excerpts(given, PARAGRAPHS, CABLES)
    assert found.select("kind", "text", "cable_id").rows() == [("quotation", COASTGUARD, "06OSLO7")]


def test_quoted_speech_inside_a_passage_that_is_one_is_not_told_apart() -> None:
    row = passage(f"{OWN}{COASTGUARD}", "prose")
    speech = row | {
        "kind": "quotation",
        "text": "in the north, where the fishing season begins in early spring",
    }
    found = find_excerpts(pl.DataFrame([row, speech], schema=pl.Schema(Passages)), PARAGRAPHS, CABLES)
    assert found.select("kind", "text").rows() == [("prose", COASTGUARD)]


RIVALS = [
    pytest.param([passage(WEEKLY)], [None], id="nothing decides"),
    pytest.param([passage(WEEKLY, listed_cable_id="06ANKARA1")], ["06ANKARA1"], id="the writer's id"),
    pytest.param(
        [passage(WEEKLY, told_at=datetime(2006, 6, 20, tzinfo=UTC))], ["06ANKARA2"], id="the writer's day, or the next"
    ),
    pytest.param([passage(WEEKLY, told_origin="Embassy Ankara")], [None], id="a post that sent both"),
    pytest.param(
        [passage(WEEKLY), passage("Eleven tankers waited for the fog to lift, more than ever before.")],
        ["06ANKARA2", "06ANKARA2"], id="what else the page quotes",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("passages", "cable_ids"), RIVALS)
def test_cables_that_hold_a_passage_alike(passages, cable_ids) -> None:
    found = find(*passages)
    assert found["cable_id"].to_list() == cable_ids
    assert found["rival_cable_ids"][0] == "06ANKARA1;06ANKARA2"


def test_words_decide_against_what_the_writer_tells() -> None:
    told = {"listed_cable_id": "06BERN4", "told_at": datetime(2006, 6, 1, tzinfo=UTC)}
    found = find(passage(COASTGUARD, **told))
    assert found["cable_id"].to_list() == ["06OSLO7"]
    doubts = excerpt_findings(found, CABLES)
    Findings.validate(doubts.with_columns(other_document_id=pl.lit(None, pl.String)), cast=True)
    assert doubts.select("code", "value", "other_value").rows() == [
        ("date_conflict", "2006-06-07", "2006-06-01"),
        ("identity_conflict", "06OSLO7", "06BERN4"),
    ]


def test_a_short_passage_goes_with_the_others_of_its_page() -> None:
    found = find(passage(COASTGUARD), passage("has set no money aside for"), passage("has set no plan aside"))
    assert found["cable_id"].to_list() == ["06OSLO7", "06OSLO7", None]


def test_a_page_is_of_the_cable_that_it_quotes_most() -> None:
    found = find(passage(TRAINERS), passage(COASTGUARD), passage(MONEY))
    assert found["cable_id"].to_list() == ["06BERN4", "06OSLO7", "06OSLO7"]
    [link] = link_documents(found).to_dicts()
    assert link["linked_cable_id"] == "06OSLO7"
    assert "06OSLO7#par1;06OSLO7#par2 (100%" in link["link_detail"]


def test_what_is_known_of_an_unlinked_page_is_told() -> None:
    told = {"told_at": datetime(2005, 3, 9, tzinfo=UTC), "told_origin": "Embassy Oslo"}
    [link] = link_documents(
        find(passage("No cable that is held says anything of the kind.", **told))
    ).to_dicts()
    assert link["linked_cable_id"] is None
    assert link["link_detail"].endswith("its page tells of 2005-03-09, Embassy Oslo")


def test_nothing_quoted_nothing_found() -> None:
    empty = pl.DataFrame(schema=pl.Schema(Passages))
    assert find_excerpts(empty, PARAGRAPHS, CABLES).is_empty()
    assert link_documents(find_excerpts(empty, PARAGRAPHS, CABLES)).is_empty()
