"""What a copy tells otherwise than the canonical document: found, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl
import pytest

from etl.reconcile.amounts import MOST
from etl.reconcile.copies import copy_findings
from etl.schemas import Findings

NOON = datetime(2006, 5, 4, 12, tzinfo=UTC)
TEXT = (
    "E.O. 12958: DECL: 10/31/2016\nTAGS: MARR, NO\n\n"
    "1. (C) In May the ministry ordered 12 frigates from the shipyard for $2.5 billion, and a director of "
    "the yard said that 1,400 sailors would be trained there before 2009.\n\n"
    "2. (C) The embassy will follow the talks between both navies.\n\nSMITH"
)
BLACK = "\u2588"

NULLABLE = {
    **dict.fromkeys(("text", "other_text", "subject", "other_subject", "classification"), pl.String),
    "other_created_at": pl.Datetime("us", "UTC"),
}


def pair(**changes: Any) -> dict[str, Any]:
    """A copy like its canonical document, but for the changes."""
    row = {
        "cable_id": "06OSLO7",
        "document_id": "d1",
        "other_document_id": "d2",
    }
    told = {
        "fidelity": "verbatim",
        "subject": "FRIGATES FOR NORWAY",
        "classification": "CONFIDENTIAL",
        "created_at": NOON,
        "is_dated": True,
        "text": TEXT,
    }
    return row | told | {f"other_{name}": value for name, value in told.items()} | changes


def found(*pairs: dict[str, Any]) -> list[dict[str, Any]]:
    return Findings.validate(copy_findings(pl.DataFrame(pairs, schema_overrides=NULLABLE))).to_dicts()


def values(*pairs: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["code"], row["value"], row["other_value"]) for row in found(*pairs)]


SAME_HEADS: dict[str, dict[str, Any]] = {
    "nothing differs": {},
    "case": {"other_subject": "Frigates for Norway"},
    "cut title": {"other_subject": "FRIGATES FOR NOR..."},
    "words before the title": {"other_subject": "CORRECTED COPY: FRIGATES FOR NORWAY"},
    "marked title": {"subject": "(C/NF) FRIGATES FOR", "other_subject": "FRIGATES FOR NORWAY"},
    "an accent lost": {"subject": "SÃO PAULO – TALKS", "other_subject": "Sao Paulo: talks"},
    "a letter lost": {"subject": "SÃO PAULO TALKS", "other_subject": "S?O PAULO TALKS"},
    "and as a sign": {"subject": "FRIGATES AND ARMS", "other_subject": "Frigates & arms"},
    "quotation marks of print": {"subject": 'NORWAY\'S "YARD"', "other_subject": "Norway’s “Yard”"},
    "subject of a flattened copy": {"other_subject": "ref a frigates", "other_fidelity": "flattened"},
    "a name hidden in the subject": {
        "subject": "XXXXXXXXXXXX ON NORWAY",
        "other_subject": "A MAYOR ON NORWAY",
    },
    "no subject": {"other_subject": None},
    "hours off, by a listing": {"other_created_at": NOON + timedelta(hours=9), "other_is_dated": False},
    "no date": {"other_created_at": None, "other_is_dated": False},
    "for official use only": {
        "classification": "UNCLASSIFIED",
        "other_classification": "UNCLASSIFIED//FOR OFFICIAL USE ONLY",
    },
    "no classification": {"classification": None},
}


@pytest.mark.parametrize("changes", SAME_HEADS.values(), ids=SAME_HEADS)
def test_heads_that_tell_the_same_give_no_finding(changes: dict[str, Any]) -> None:
    assert found(pair(**changes)) == []


OTHER_HEADS: dict[str, tuple[dict[str, Any], tuple[str, str, str]]] = {
    "subject": (
        {"other_subject": "CANALS OF VENICE"},
        ("subject_conflict", "FRIGATES FOR NORWAY", "CANALS OF VENICE"),
    ),
    "subject without a text": (
        {"other_subject": "CANALS OF VENICE", "text": None, "other_text": None},
        ("subject_conflict", "FRIGATES FOR NORWAY", "CANALS OF VENICE"),
    ),
    "classification": (
        {"other_classification": "SECRET"},
        ("classification_conflict", "CONFIDENTIAL", "SECRET"),
    ),
    "days off, by a listing": (
        {"other_created_at": NOON - timedelta(days=3), "other_is_dated": False},
        ("date_conflict", "2006-05-04 12:00", "2006-05-01 12:00"),
    ),
    "minutes off, by two envelopes": (
        {"other_created_at": NOON + timedelta(minutes=7)},
        ("date_conflict", "2006-05-04 12:00", "2006-05-04 12:07"),
    ),
}


@pytest.mark.parametrize(("changes", "conflict"), OTHER_HEADS.values(), ids=OTHER_HEADS)
def test_heads_that_contradict_are_told_with_both_values(changes, conflict) -> None:
    assert values(pair(**changes)) == [conflict]


SAME_TEXTS = {
    "a thousands separator lost": TEXT.replace("1,400", "1400"),
    "a blank for it": TEXT.replace("1,400", "1 400"),
    "a zero more behind the point": TEXT.replace("2.5", "2.50"),
    "a blank behind the point": TEXT.replace("2.5", "2. 5"),
    "a decimal comma": TEXT.replace("2.5", "2,5"),
    "lines broken otherwise": TEXT.replace(" frigates", "\nfrigates").replace("for $2", "for\n$2"),
    "list numbers otherwise": TEXT.replace("\n1. (C)", "\n¶1. (C)").replace("2. (C)", "12. (C)"),
    "a day with a short year": TEXT.replace("10/31/2016", "10/31/16"),
    "cut": TEXT[: TEXT.index(".5 billion")],
    "the beginning lost": TEXT[TEXT.index("shipyard") :],
    "a page line": TEXT.replace("and a director", "and a OSLO 00000007 002 OF 004 director"),
    "a footnote": TEXT.replace("12 frigates", "12 [1] frigates"),
    "another word": TEXT.replace("sailors", "seamen"),
    "a number lost": TEXT.replace("12 frigates", "frigates"),
    "a word hidden in both": TEXT,
}


@pytest.mark.parametrize("text", SAME_TEXTS.values(), ids=SAME_TEXTS)
def test_texts_of_the_same_numbers_give_no_finding(text: str) -> None:
    assert found(pair(other_text=text), pair(text=text, other_text=TEXT)) == []


OTHER_NUMBERS = {
    "the point lost": ("2.5", "25"),
    "a blank for the point": ("2.5", "2 5"),
    "another amount": ("2.5", "3.5"),
    "a digit lost": ("1,400", "140"),
    "a comma become a point": ("1,400", "1.400"),
    "a point moved": ("2.5", "2.05"),
    "a year altered": ("2009", "2007"),
}


@pytest.mark.parametrize(("value", "other"), OTHER_NUMBERS.values(), ids=OTHER_NUMBERS)
def test_numbers_that_differ_in_the_same_words_are_told(value: str, other: str) -> None:
    (row,) = found(pair(other_text=TEXT.replace(value, other)))
    assert (row["code"], row["severity"]) == ("amount_conflict", "warning")
    assert (row["value"], row["other_value"]) == (value, other)
    assert (row["document_id"], row["other_document_id"], row["cable_id"]) == ("d1", "d2", "06OSLO7")


def test_numbers_are_told_where_the_same_words_stand_twice() -> None:
    twice = f"{TEXT}\n\n{TEXT}"
    at = twice.rindex("2.5")
    assert values(pair(text=twice, other_text=f"{twice[:at]}7{twice[at + 1 :]}")) == [
        ("amount_conflict", "2.5", "7.5")
    ]


def test_numbers_of_flattened_copies_are_not_compared() -> None:
    assert found(pair(other_text=TEXT.replace("2.5", "25").lower(), other_fidelity="flattened")) == []


def test_a_text_full_of_differing_numbers_is_told_in_bounded_many() -> None:
    words = [f"{a}{b}{c}" for a in "abc" for b in "def" for c in "ghi"]
    texts = [
        " ".join(f"{word} {n}.5 {word}x" for n, word in enumerate(words, start=first)) for first in (1, 2)
    ]
    rows = found(pair(text=texts[0], other_text=texts[1]))
    assert len(rows) == MOST
    assert f"{len(words) - MOST} more numbers" in rows[-1]["detail"]
    assert not any("more numbers" in row["detail"] for row in rows[:-1])


MARKS = [
    "XXXXXXXXXXXX",
    "xxxxx",
    "XXXXX XXXXXXX",
    "[REDACTED]",
    "(name removed)",
    "[NAME\nWITHHELD]",
    BLACK * 6,
]


@pytest.mark.parametrize("mark", MARKS)
def test_a_hidden_place_is_told_but_not_what_is_hidden(mark: str) -> None:
    (row,) = found(pair(other_text=TEXT.replace("a director", mark)))
    assert (row["code"], row["severity"]) == ("redacted", "info")
    assert (row["value"], row["other_value"]) == ("0 places hidden", "1 places hidden")
    assert "director" not in "".join(row.values())


def test_what_the_canonical_document_hides_matters_more() -> None:
    (row,) = found(
        pair(text=TEXT.replace("SMITH", "XXXX"), other_text=TEXT.replace("a director", "[...] XXXX"))
    )
    assert (row["severity"], row["value"], row["other_value"]) == (
        "warning",
        "1 places hidden",
        "1 places hidden",
    )


def test_places_beside_each_other_count_each() -> None:
    hidden = TEXT.replace("a director", "XXXX").replace("the shipyard", "XXXX").replace("both navies", "XXXX")
    (row,) = found(pair(other_text=hidden))
    assert row["other_value"] == "3 places hidden"


UNHIDDEN = {
    "hidden in both": (TEXT.replace("a director", "XXXX"), TEXT.replace("a director", "[name removed]")),
    "hidden in both, one flattened": (
        TEXT.replace("a director", "[name removed]"),
        TEXT.replace("a director", "name removed"),
    ),
    "the place is cut off": (TEXT.replace("SMITH", "XXXXX"), TEXT[: TEXT.index("The embassy")]),
    "the mark alone is lost": (TEXT.replace("a director", "XXXX"), TEXT.replace("a director", "")),
    "a ruled line": (TEXT.replace("2. (C)", "---------- 2. (C)"), TEXT),
}


@pytest.mark.parametrize(("text", "other"), UNHIDDEN.values(), ids=UNHIDDEN)
def test_nothing_is_redacted_where_no_copy_prints_it(text: str, other: str) -> None:
    assert found(pair(text=text, other_text=other), pair(text=other, other_text=text)) == []


LONG = (
    "1. (C) Shipyard managers described orders, apprentices and cranes along both harbors of the northern coast.\n\n"
    "2. (C) The minister argued that frigates protect herring fleets, lighthouses and ferries through stormy winters.\n\n"
    "3. (C) Parliament expects a budget before Easter, and opposition leaders promised hearings about pensions.\n\n"
    "SMITH"
)
PARAGRAPHS = LONG.split("\n\n")
OTHER_PASSAGE = "2. (C) Tourists visited seventeen museums, although critics disliked exhibitions about medieval pottery and glass."


def test_a_passage_in_the_place_of_another_is_told() -> None:
    (row,) = found(pair(text=LONG, other_text=LONG.replace(PARAGRAPHS[1], OTHER_PASSAGE)))
    assert (row["code"], row["severity"]) == ("text_conflict", "warning")
    assert row["value"].startswith("the minister argued that frigates")
    assert row["other_value"].startswith("tourists visited seventeen museums")


SAME_PASSAGES = {
    "a passage lost": LONG.replace(PARAGRAPHS[1], ""),
    "a passage more": LONG.replace("SMITH", f"{OTHER_PASSAGE}\n\nSMITH"),
    "passages in another order": "\n\n".join([PARAGRAPHS[1], PARAGRAPHS[0], *PARAGRAPHS[2:]]),
    "a passage twice": LONG.replace(PARAGRAPHS[1], f"{PARAGRAPHS[1]}\n\n{PARAGRAPHS[1]}"),
    "letters misread": LONG.replace("rs", "r5").replace("st", "s1").replace("me", "rne"),
    "another sentence of the same matters": LONG.replace(
        "argued that frigates protect herring fleets,", "said frigates must protect the herring fleets and"
    ),
    "the note of an editor": LONG.replace(
        PARAGRAPHS[1],
        "2. (C) Editors have withheld this paragraph at their own discretion after consulting lawyers.",
    ),
    "a page line": LONG.replace("lighthouses", "CONFIDENTIAL OSLO 00000007 002 OF 004 lighthouses"),
}


@pytest.mark.parametrize("text", SAME_PASSAGES.values(), ids=SAME_PASSAGES)
def test_what_is_lost_moved_or_misread_is_no_other_passage(text: str) -> None:
    assert found(pair(text=LONG, other_text=text), pair(text=text, other_text=LONG)) == []


def test_rows_of_a_table_in_another_order_are_no_other_numbers() -> None:
    rows = [f"of the class: {number} (DP) in the port\n" for number in (12, 17, 19)]
    assert found(pair(text="".join(rows), other_text="".join(rows[::-1]))) == []


def test_no_pair_depends_on_its_neighbours() -> None:
    pairs = [pair(other_text=TEXT.replace("2.5", f"{n}.5"), other_document_id=f"d{n}") for n in range(1, 9)]
    pairs.append(pair(other_text=TEXT.replace("a director", "XXXX"), other_subject="CANALS"))
    assert found(*pairs) == [row for one in pairs for row in found(one)]


def test_without_copies_there_is_nothing_to_find() -> None:
    assert copy_findings(pl.DataFrame([pair()]).clear()).schema == pl.Schema(Findings)
