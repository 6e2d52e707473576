"""What stands below the last paragraph: the signature, notices above and below it."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.telegrams.paragraphs import Bodies

ReadBodies = Callable[..., Bodies]
ReadParagraphs = Callable[..., list[dict[str, Any]]]

SIGNATURES = {
    "own_line": ("\nSMITH", "SMITH"),
    "own_line_in_blanks": ("\n\n \nSMITH \n", "SMITH"),
    "mixed_case": ("\n\nSmith", "Smith"),
    "inner_capital": ("\nMcBride", "McBride"),
    "glued": (" SMITH", "SMITH"),
    "glued_mixed_case": (" Smith", "Smith"),
    "two_words": ("\nDE SOTO", "DE SOTO"),
    "junior": ("\nSMITH JR", "SMITH JR"),
    "hyphen": ("\nSmith-Brown", "Smith-Brown"),
    "two_letters": ("\nLI", "LI"),
    "period": ("\nSMITH.", "SMITH"),
    "two_signers": ("\nSMITH/BROWN", "SMITH/BROWN"),
    "at_the_end_of_two_sections": ("\nSMITH\n\n\nSMITH", "SMITH"),
    "lower_case_line": ("\n\nsmith", "smith"),
    "stray_period": ("\nSMITH\n.", "SMITH"),
}


@pytest.mark.parametrize(("end", "name"), SIGNATURES.values(), ids=SIGNATURES)
def test_signature_leaves_the_text(
    read_bodies: ReadBodies, read_paragraphs: ReadParagraphs, end: str, name: str
) -> None:
    body = f"¶1. (U) The fleet is at sea.\n\n¶2. (U) Prices fell. End Comment.{end}"
    text, signature = read_paragraphs(body)[1:]
    assert text["text"] == "Prices fell. End Comment."
    assert (signature["role"], signature["number"], signature["heading"]) == ("signature", None, None)
    row = read_bodies(body).bodies.row(0, named=True)
    assert (row["signed_by"], row["is_truncated"]) == (name, False)


NO_SIGNATURES = {
    "end_label": ("Prices fell. END COMMENT", True),
    "last_words": ("Prices fell in Quito", True),
    "sentence_broken_off": ("Prices fell. The", True),
    "redacted": ("Prices fell.\n\nXXXXXXXXXXXX", True),
    "sentence": ("Prices fell.", False),
}


@pytest.mark.parametrize(("text", "is_truncated"), NO_SIGNATURES.values(), ids=NO_SIGNATURES)
def test_no_signature(read_bodies: ReadBodies, text: str, is_truncated: bool) -> None:
    row = read_bodies(f"¶1. (U) {text}").bodies.row(0, named=True)
    assert (row["signed_by"], row["is_truncated"]) == (None, is_truncated)


MIXED = (
    "The ministry told of documents that Ambassador Green had sent. The USG protested.\nPrices of tuna fell"
)
CAPITALS = "THE MINISTRY TOLD OF DOCUMENTS THAT AMBASSADOR GREEN\nHAD SENT. THE USG PROTESTED. PRICES FELL"
SCRAPS = {
    "behind_a_sentence_in_broken_lines": (f"{MIXED}. Docu", "Docu"),
    "name_behind_a_sentence_in_broken_lines": (f"{MIXED}. Brown", "Brown"),
    "beginning_of_a_word_of_the_text": (f"{MIXED}.\nMinis".replace("told", "Ministers told"), "Minis"),
    "abbreviation_of_the_text": (f"{MIXED}. USG", "USG"),
    "abbreviation_on_a_line_of_its_own": (f"{MIXED}.\nUSG", "USG"),
    "first_word_of_a_sentence": (f"{MIXED}.\n\nFurthermore", "Furthermore"),
    "first_word_of_a_sentence_in_capitals": (f"{CAPITALS}.\nTHE", "THE"),
    "piece_of_a_redaction": (f"{MIXED}. XXX", "XXX"),
    "beginning_of_a_word_of_the_text_in_capitals": (f"{CAPITALS}. MINIS", "MINIS"),
    "two_words_behind_a_sentence_in_capitals": (f"{CAPITALS}. TUNA ALSO", "TUNA ALSO"),
    "behind_an_abbreviation_in_capitals": (f"{CAPITALS} IN THE U.S. TUNA", "TUNA"),
    "rest_of_a_line_in_capitals": (f"{CAPITALS} IN THE\nHARBOR", "HARBOR"),
    "first_word_of_a_marked_paragraph": (f"{MIXED}.\n\n2. (C) Brown", "Brown"),
}


@pytest.mark.parametrize(("text", "scrap"), SCRAPS.values(), ids=SCRAPS)
def test_scrap_of_a_text_that_breaks_off_is_no_signature(
    read_bodies: ReadBodies, text: str, scrap: str
) -> None:
    row = read_bodies(f"1. (C) {text}").bodies.row(0, named=True)
    assert (row["signed_by"], row["is_truncated"]) == (None, True)
    assert row["text"].endswith(scrap)


UNWRAPPED = (
    "Prices of tuna fell by half, for nobody buys what the fleet of the year before has left in the store."
)
SIGNED = {
    "run_on_in_capitals": (f"{MIXED}. SMITH", "SMITH"),
    "run_on_where_no_line_is_broken": (f"{UNWRAPPED} Smith", "Smith"),
    "run_on_behind_the_end_of_a_comment": (f"{MIXED}. End Comment. Smith", "Smith"),
    "run_on_in_capitals_throughout": (f"{CAPITALS}. SMITH", "SMITH"),
    "below_the_group_of_automatic_downgrading": (f"{CAPITALS}.\nGP-3\nSMITH", "SMITH"),
    "behind_the_group_of_automatic_downgrading": (f"{CAPITALS}.\nGP-1. SMITH", "SMITH"),
    "run_on_in_capitals_throughout_behind_the_end": (f"{CAPITALS}. END COMMENT. SMITH", "SMITH"),
    "own_line_in_capitals_throughout": (f"{CAPITALS}.\nSMITH", "SMITH"),
    "own_line_below_a_blank_one": (f"{CAPITALS}\n\nSMITH", "SMITH"),
    "own_line_below_a_sentence_without_end": (f"{MIXED}\nSMITH", "SMITH"),
    "told_of_by_title": (f"{MIXED}.\nGreen", "Green"),
    "told_of_by_title_in_capitals": (f"{CAPITALS}.\n\nGREEN", "GREEN"),
    "short_as_the_beginning_of_a_word": (f"{CAPITALS}.\nMI", "MI"),
}


@pytest.mark.parametrize(("text", "name"), SIGNED.values(), ids=SIGNED)
def test_signature_by_its_place(read_bodies: ReadBodies, text: str, name: str) -> None:
    row = read_bodies(f"1. (C) {text}").bodies.row(0, named=True)
    assert (row["signed_by"], row["is_truncated"]) == (name, False)


NOTICES = {
    "above": (
        "\n\nVisit Quito's Classified Website: http://example.org/\nindex.cfm\nSMITH",
        ["notice", "signature"],
    ),
    "above_glued": (
        "\nVisit Quito's Classified Website: http://example.org/index. cfm SMITH",
        ["notice", "signature"],
    ),
    "below": (
        "\nSMITH\n\nDeclassified/Released US Department of State EO\nSystematic Review 2006",
        ["signature", "notice"],
    ),
    "quoted_below": (
        '\nSMITH\n\n"Visit Quito\'s Classified Web Site at http://example.org"',
        ["signature", "notice"],
    ),
    "end_of_subject_below": ("\nSmith\n\nFALLING FISH PRICES...", ["signature", "notice"]),
    "note_below": ("\nSMITH\n\nNote for the desk: the map follows.", ["signature", "notice"]),
    "annex_below": ("\n\nSMITH\n\nAnnex\nSardines: 71\nTuna: 38", ["signature", "notice"]),
    "boxed": (
        "\n-----\nVisit Quito's Classified Website: http://example.org\n-----\nSMITH",
        ["notice", "signature"],
    ),
}


@pytest.mark.parametrize(("end", "roles"), NOTICES.values(), ids=NOTICES)
def test_notices_are_paragraphs_of_their_own(
    read_paragraphs: ReadParagraphs, end: str, roles: list[str]
) -> None:
    paragraphs = read_paragraphs(f"¶1. (U) Prices fell.{end}")
    assert [p["role"] for p in paragraphs] == ["body", *roles]
    assert paragraphs[0]["text"] == "Prices fell."
    assert {p["text"].upper() for p in paragraphs if p["role"] == "signature"} == {"SMITH"}


def test_two_signers_above_an_annex(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("1. (U) Prices fell.\n\nSMITH\nBROWN\n\nAnnex: Prices by port\nQuito: 71")
    assert [p["text"] for p in paragraphs] == [
        "Prices fell.",
        "SMITH BROWN",
        "Annex: Prices by port Quito: 71",
    ]


def test_line_in_capitals_within_the_text_is_no_signature(read_bodies: ReadBodies) -> None:
    bodies = read_bodies("1. (U) Prices fell.\n\nTUNA\n\nPrices of tuna fell by half: nobody buys.").bodies
    assert bodies["signed_by"].to_list() == [None]


def test_body_without_text(read_bodies: ReadBodies) -> None:
    assert read_bodies("").bodies.row(0, named=True) == {
        "document_id": "d0",
        "summary": None,
        "signed_by": None,
        "n_paragraphs": 0,
        "n_words": 0,
        "is_truncated": False,
        "text": "",
    }


def test_notice_of_a_partial_extract_means_truncated(read_bodies: ReadBodies) -> None:
    row = read_bodies("1. (U) Prices fell.\nSMITH", notice="This record is a partial extract.").bodies
    assert row["is_truncated"].to_list() == [True]


def test_what_breaks_off_in_dots_is_truncated(read_bodies: ReadBodies) -> None:
    bodies = read_bodies(
        "1. (U) Prices of\nf...", "1. (U) Prices fell...\nSMITH", "1. (U) Prices fell."
    ).bodies
    assert bodies["is_truncated"].to_list() == [True, False, False]


def test_lines_of_attention_stand_first_and_apart_from_the_body(read_bodies: ReadBodies) -> None:
    result = read_bodies("1. (U) Prices fell.\nSMITH", attention="STATE FOR EB\nPASS TO USTR")
    assert result.paragraphs.select("role", "text", "number").rows() == [
        ("attention", "STATE FOR EB PASS TO USTR", None),
        ("body", "Prices fell.", 1),
        ("signature", "SMITH", None),
    ]
    assert result.bodies["text"].to_list() == ["1. (U) Prices fell.\n\nSMITH"]


def test_attention_without_a_body_is_no_paragraph(read_bodies: ReadBodies) -> None:
    assert read_bodies("", attention="STATE FOR EB").paragraphs.is_empty()


ODD_ENDS = {
    "behind_a_stray_period": " .SMITH",
    "below_a_quoted_signature": "\n\nSMITH\nUNQUOTE\nSMITH",
    "above_a_scrap_of_the_line": "\n\nSMITH\n\nQXRT @ ZZ P",
}


@pytest.mark.parametrize("end", ODD_ENDS.values(), ids=ODD_ENDS)
def test_signature_with_scraps_around_it(read_bodies: ReadBodies, end: str) -> None:
    bodies = read_bodies(f"1. (U) The fleet is at sea.{end}").bodies
    assert bodies.select("signed_by", "is_truncated").rows() == [("SMITH", False)]
