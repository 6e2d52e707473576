"""The view that says how far each field is filled, and why not."""

from typing import Any

import pytest

from etl.schemas import Cables

CAPTION = (
    "S E C R E T CAIRO 000123\n\nSIPDIS\n\nE.O. 12958: DECL: 01/02/2019\nTAGS: PREL EG\nSUBJECT: A VISIT\n\n"
)
COUNTS = ("n_filled", "n_no_line", "n_no_value", "n_cut", "n_unread")


def words(*lines: str, end: str = "1. (C) The visit went well.") -> str:
    """The text of a cable whose caption consists of these lines."""
    return "\n".join(["UNCLAS CAIRO 000123", *lines, "", end])


EMPTY: list[tuple[str, dict[str, Any], str]] = [
    ("subject", {"text": words("TAGS: PREL")}, "n_no_line"),
    ("subject", {"text": words("SUBJECT:")}, "n_no_value"),
    ("subject", {"text": "UNCLAS CAIRO 000123\nSUBJECT:"}, "n_no_value"),
    ("subject", {"text": "SUBJECT: A VISIT\n\n1. Text."}, "n_unread"),
    ("subject", {"text": words("SUBJ: (U) A VISIT")}, "n_unread"),
    ("subject", {"text": words("TAGS: PREL"), "is_partial": True}, "n_cut"),
    ("declassify_on", {"text": words("E.O. 12958: N/A")}, "n_no_value"),
    ("declassify_on", {"text": words("EO 12356: DECL: OADR")}, "n_no_value"),
    ("declassify_on", {"text": words("E.O. 11652: GDS")}, "n_no_value"),
    ("declassify_on", {"text": words("E.O. 12958: DECL: 01/02/2019")}, "n_unread"),
    ("declassify_on", {"text": words("E.O. 12958: DECL: 2 JAN 2019")}, "n_unread"),
    ("declassify_on", {"text": words("SUBJECT: A VISIT")}, "n_no_line"),
    ("classified_by", {"text": words("Classified By: the Deputy Chief of Mission")}, "n_unread"),
    ("classified_by", {"text": words("Clasified By: the Deputy Chief of Mission")}, "n_unread"),
    ("classified_by", {"text": words("Classified By: XXXXXXXXXXXX for reasons 1.4 (b)")}, "n_no_value"),
    ("classified_by", {"text": words("SUBJECT: A VISIT")}, "n_no_line"),
    ("classified_by", {"text": words("Declassified by: the Department")}, "n_no_line"),
    ("classified_by", {"text": "S E C R E T\nClassified By: Dep...", "is_partial": True}, "n_cut"),
    ("classification_reasons", {"text": words("Reason: 1.4 (d)")}, "n_unread"),
    ("classification_reasons", {"text": words("Reasons: (b)")}, "n_unread"),
    ("classification_reasons", {"text": words("SUBJECT: TRIAL FOR TREASON (D)")}, "n_no_line"),
    ("classification_reasons", {"text": words(end="1. (U) It cost 1.5 million.")}, "n_no_line"),
    ("caveats", {"text": words("NOFORN")}, "n_unread"),
    ("caveats", {"text": "NOFORN\nSUBJECT: A VISIT"}, "n_unread"),
    ("caveats", {"text": words("STATE FOR NEA")}, "n_no_line"),
    ("classification", {"text": "S E C R E T CAIRO 000123\n\n1. Text."}, "n_unread"),
    ("classification", {"text": "CAIRO 000123\n\n1. Text."}, "n_no_line"),
    ("n_sections", {"text": "S E C R E T SECTION 01 OF 02 CAIRO 123\n\n1. Text."}, "n_unread"),
    ("n_sections", {"text": "SUBJECT: PART 3 OF 4\n\n1. Text."}, "n_no_line"),
    ("signed_by", {"text": words(end="1. The visit went well.\n\nSMITHSON")}, "n_unread"),
    ("signed_by", {"text": words(end="1. It went well. END COMMENT.")}, "n_no_line"),
    ("signed_by", {"text": words(end="1. It went well.\n\nXXXXXXXXXX")}, "n_no_value"),
    ("signed_by", {"text": words(end="1. The visit to th"), "is_partial": True}, "n_cut"),
    ("summary", {"text": words(end="1. (C) Summary: The visit went well.")}, "n_unread"),
    ("summary", {"text": words(end="1. (C) The visit went well. End summary.")}, "n_unread"),
    ("summary", {"text": words(end="1. (C) He gave a summary of the visit.")}, "n_no_line"),
    ("created_at", {}, "n_unread"),
    ("precedence", {"is_partial": True}, "n_cut"),
    ("origin", {"text": words()}, "n_unread"),
    ("released_at", {}, "n_no_line"),
]


@pytest.mark.parametrize(("field", "cable", "count"), EMPTY)
def test_an_empty_field_says_why(field, cable, count, fill, ask) -> None:
    fill("cables", {"text": CAPTION, **cable, field: None})
    counts = dict(ask("field_coverage", "field", count))
    assert counts[field] == 1


TABLES = [
    ("tags", "TAGS: ", "n_no_value"),
    ("tags", "TAGS: PREL EG", "n_unread"),
    ("tags", "SUBJECT: A VISIT", "n_no_line"),
    ("cable_references", "REF: NONE", "n_no_value"),
    ("cable_references", "REFS: (A) CAIRO 12", "n_unread"),
    ("cable_references", "  Ref: Cairo 12", "n_unread"),
    ("cable_references", "SUBJECT: REFORM", "n_no_line"),
    ("recipients", "", "n_unread"),
]


@pytest.mark.parametrize(("table", "line", "count"), TABLES)
def test_a_table_without_rows_of_a_cable_says_why(table, line, count, fill, ask) -> None:
    fill("cables", {"text": words(line)})
    assert dict(ask("field_coverage", "field", count))[table] == 1


@pytest.mark.parametrize("code", ["missing_envelope", "identity_conflict"])
def test_what_a_lost_envelope_should_have_given_is_cut_not_unread(code, fill, ask) -> None:
    fill("cables", {"created_at": None})
    fill("findings", {"code": code})
    cut = dict(ask("field_coverage", "field", "n_cut"))
    assert (cut["created_at"], cut["precedence"], cut["recipients"], cut["subject"]) == (1, 1, 1, 0)


def test_a_text_may_begin_with_its_references(fill, ask) -> None:
    fill("cables", {"text": "REF: CAIRO 12\n\n1. Text."})
    assert dict(ask("field_coverage", "field", "n_unread"))["cable_references"] == 1


def test_a_finding_about_another_copy_of_the_cable_explains_nothing(fill, ask) -> None:
    fill("cables", {})
    fill("findings", {"code": "missing_envelope", "document_id": "d2"})
    assert dict(ask("field_coverage", "field", "n_unread"))["recipients"] == 1


def test_counts_add_up_and_shares_follow(fill, ask) -> None:
    fill(
        "cables",
        {"text": words("SUBJECT: X")},
        *({"cable_id": f"06MOSCOW{n}", "subject": None} for n in (2, 3)),
    )
    fill("cables", {"cable_id": "06MOSCOW4", "subject": None, "text": words("SUBJECT: A VISIT")})
    rows = {row["field"]: row for row in ask("field_coverage")}
    assert all(sum(row[name] for name in COUNTS) == row["n_cables"] == 4 for row in rows.values())
    subject = rows["subject"]
    assert (subject["share"], subject["share_read"], subject["example_unread"]) == (0.25, 0.5, "06MOSCOW4")


def test_every_field_that_can_be_empty_is_told(fill, ask) -> None:
    fill("cables", {})
    columns = {name for name, column in Cables.columns().items() if column.nullable} - {"n_words_lost"}
    assert set(ask("field_coverage", "field")) == columns | {
        "paragraphs",
        "tags",
        "recipients",
        "cable_references",
    }


def test_no_cables_no_rows(ask) -> None:
    assert ask("field_coverage") == []
