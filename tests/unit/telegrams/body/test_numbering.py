"""Where paragraphs start: printed numbers, pilcrows, portion marks, and what only looks like a number."""

from collections.abc import Callable
from typing import Any

import pytest

ReadParagraphs = Callable[..., list[dict[str, Any]]]

FORMS = {
    "pilcrow": ("¶1. (C) Ministry officials met.", 1, "C"),
    "pilcrow_two_blanks": ("¶1.  (SBU)  Ministry officials met.", 1, "SBU"),
    "no_pilcrow": ("1. (C) Ministry officials met.", 1, "C"),
    "no_blank": ("1.(S) Ministry officials met.", 1, "S"),
    "bracket_after_number": ("1) Ministry officials met.", 1, None),
    "no_period": ("1 (U) Ministry officials met.", 1, "U"),
    "comma_for_period": ("1, (U) Ministry officials met.", 1, "U"),
    "mark_before_number": ("(C) 1. Ministry officials met.", 1, "C"),
    "mark_on_next_line": ("1.\n(C) Ministry officials met.", 1, "C"),
    "named_paragraph": ("PARA 1 Ministry officials met.", 1, None),
    "double_slash": ("1. (S//NF) Ministry officials met.", 1, "S/NF"),
    "level_lost": ("1. (/Rel UK) Ministry officials met.", 1, "REL UK"),
    "square_brackets": ("1.[SBU] Ministry officials met.", 1, "SBU"),
    "point_behind_the_mark": ("1. (C/NF). Ministry officials met.", 1, "C/NF"),
    "comma_for_a_point": ("1, (C) Ministry officials met.", 1, "C"),
    "braces": ("1.{S/NF} Ministry officials met.", 1, "S/NF"),
    "double_brackets": ("1. ((SBU)) Ministry officials met.", 1, "SBU"),
    "release": ("1. (S/REL NATO, ISAF) Ministry officials met.", 1, "S/REL NATO, ISAF"),
    "limited_official_use": ("1. (LOU) Ministry officials met.", 1, "LOU"),
    "lower_case_mark": ("1. (c) Ministry officials met.", 1, "C"),
    "opening_bracket_lost": ("1. C) Ministry officials met.", 1, "C"),
    "closing_bracket_lost": ("1. (C Ministry officials met.", 1, "C"),
    "number_twice": ("¶1. 1. Ministry officials met.", 1, None),
    "no_mark": ("1. Ministry officials met.", 1, None),
}


@pytest.mark.parametrize(("body", "number", "mark"), FORMS.values(), ids=FORMS)
def test_forms_of_a_paragraph_start(
    read_paragraphs: ReadParagraphs, body: str, number: int, mark: str | None
) -> None:
    paragraphs = read_paragraphs(body)
    found = [(p["number"], p["classification"], p["text"]) for p in paragraphs]
    assert found == [(number, mark, "Ministry officials met.")]


NUMBERS = {
    "run_of_marked_paragraphs": ("1. (C) One.\n\n2. (C) Two.\n\n3. (U) Three.", [1, 2, 3]),
    "lines_joined_by_a_mirror": ("1. (C) One. 2. (C) Two. 3. (U) Three.", [1, 2, 3]),
    "glued_to_the_sentence_above": ("1. (C) It closed. End summary.2. (C) Two.", [1, 2]),
    "decimal_before_a_bracket": ("1. (C) Rule 1.4. (C) of the code.\n\n2. (C) Two.", [1, 2]),
    "enumeration_inside": (
        "1. Steps taken:\n\n2. The office lists\n1. Trucks\n2. Boats\n3. Radios\n\n3. Talks go on.",
        [1, 2, 3],
    ),
    "year_at_a_line_start": (
        "1. The order was placed in\n2003. It was filled later.\n\n2. Talks go on.",
        [1, 2],
    ),
    "decimal_at_a_line_start": ("1. Sales reached USD\n2.6 billion in all.\n\n2. Talks go on.", [1, 2]),
    "day_at_a_line_start": ("1. They met on March\n12. The next round is open.\n\n2. Talks go on.", [1, 2]),
    "gap": ("1. (C) One.\n\n3. (C) Three.", [1, 3]),
    "gap_without_marks": ("1. One.\n\n3. Three.\n\n4. Four.", [1, 3, 4]),
    "number_given_twice": ("1. (C) One.\n\n2. (C) Two.\n\n2. (C) Two again.", [1, 2, 2]),
    "annex_starts_again": ("¶1. One.\n\n¶2. Two.\n\n¶1. Annex.", [1, 2, 1]),
    "pilcrow_lost_on_one": ("¶1. (C) One.\n\n2.(C) Two.\n\n¶3. (C) Three.", [1, 2, 3]),
    "list_in_a_telegram_with_pilcrows": (
        "¶1. (C) Asked:\n\n1) (C) Who?\n\n2) (C) Why?\n\n¶2. (C) Two.",
        [1, 2],
    ),
    "question_marks_of_an_annex": ("¶1. (C) Asked:\nQ2. (C) Who?\n\n¶2. (C) Two.", [1, 2]),
    "starts_late": ("22. (SBU) Text of the last section.", [22]),
}


@pytest.mark.parametrize(("body", "numbers"), NUMBERS.values(), ids=NUMBERS)
def test_numbers_run_on(read_paragraphs: ReadParagraphs, body: str, numbers: list[int]) -> None:
    assert [p["number"] for p in read_paragraphs(body)] == numbers


def test_pilcrow_set_before_a_year_keeps_the_number_and_gives_the_year_back(
    read_paragraphs: ReadParagraphs,
) -> None:
    body = "¶4. (C) Both ships were delivered in\n¶1998. A third followed.\n\n¶5. (C) No more were sold."
    found = [(p["number"], p["text"]) for p in read_paragraphs(body)]
    assert found == [
        (4, "Both ships were delivered in 1998."),
        (1998, "A third followed."),
        (5, "No more were sold."),
    ]


def test_number_that_ends_a_sentence_above_the_signature_is_no_paragraph(
    read_paragraphs: ReadParagraphs,
) -> None:
    paragraphs = read_paragraphs("¶1. (C) One.\n\n¶2. (C) The question is put in paragraph\n\n¶1. Smith")
    found = [(p["number"], p["text"]) for p in paragraphs]
    assert found == [(1, "One."), (2, "The question is put in paragraph 1."), (None, "Smith")]


def test_pilcrow_before_another_word_is_no_paragraph(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("¶1. (U) Topics:\n¶A. Fish quotas.\n¶B. Grain.")
    assert [p["text"] for p in paragraphs] == ["Topics: A. Fish quotas. B. Grain."]


def test_paragraph_ids_anchor_number_or_position(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("Opening text.\n\n¶1. One.\n\n¶1. One again.\n\n¶2. Two.")
    ids = [p["paragraph_id"] for p in paragraphs]
    assert ids == ["08QUITO12#pos1", "08QUITO12#par1", "08QUITO12#par1-2", "08QUITO12#par2"]


def test_unnumbered_text_is_split_at_blank_lines(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs(
        "(SBU) The port is open\nagain.\n\n(U) Fuel is short.\n\nConsulate staff are well."
    )
    assert [(p["number"], p["classification"], p["text"]) for p in paragraphs] == [
        (None, "SBU", "The port is open again."),
        (None, "U", "Fuel is short."),
        (None, None, "Consulate staff are well."),
    ]


@pytest.mark.parametrize(
    "mark",
    ["CONFIDENTIAL - ENTIRE TEXT.", "(C - ENTIRE TEXT).", "C ENTIRE TEXT.", "(C) ENTIRE TEXT."],
)
def test_mark_of_the_entire_text(read_paragraphs: ReadParagraphs, mark: str) -> None:
    first, second = read_paragraphs(f"1.  {mark}\n\n2.  PRICES FELL BY 4.")
    assert (first["classification"], second["classification"]) == ("C", None)
    assert "ENTIRE TEXT" in first["text"]


BLOCKS = {
    "portion_mark_below_blank_line": (
        "1. (C) Prices fell.\n\n(S/NF) Table of prices\n\nTuna cost 4.\n\n2. (C) Two.",
        [(1, "C", "Prices fell."), (None, "S/NF", "Table of prices Tuna cost 4."), (2, "C", "Two.")],
    ),
    "portion_mark_below_a_sentence": (
        "1. (C) Prices fell.\n(S/NF) They will rise.",
        [(1, "C", "Prices fell."), (None, "S/NF", "They will rise.")],
    ),
    "portion_mark_within_a_sentence": (
        "1. (C) Prices fell in\n(U) The Daily Catch.",
        [(1, "C", "Prices fell in (U) The Daily Catch.")],
    ),
    "third_point_of_a_list": (
        "1. Points:\n\n(A) Tuna.\n\n(B) Cod.\n\n(C) Sole.\n\n2. Two.",
        [(1, None, "Points: (A) Tuna. (B) Cod. (C) Sole."), (2, None, "Two.")],
    ),
    "label_below_blank_line": (
        "1. PRICES FELL.\n\nCOMMENT: THEY WILL RISE.\n\nNO QUOTA WILL CHANGE IN 4 YEARS.",
        [
            (1, None, "PRICES FELL."),
            (None, None, "COMMENT: THEY WILL RISE. NO QUOTA WILL CHANGE IN 4 YEARS."),
        ],
    ),
    "label_within_a_sentence": (
        "1. (C) He made no\nComment: that was wise.",
        [(1, "C", "He made no Comment: that was wise.")],
    ),
    "redacted_line": (
        "1. (C) Prices fell.\n\nXXXXXXXXXXXX\n\n3. (C) Three.",
        [(1, "C", "Prices fell."), (None, None, "XXXXXXXXXXXX"), (3, "C", "Three.")],
    ),
}


@pytest.mark.parametrize(("body", "found"), BLOCKS.values(), ids=BLOCKS)
def test_blocks_below_a_numbered_paragraph(
    read_paragraphs: ReadParagraphs, body: str, found: list[tuple[int | None, str | None, str]]
) -> None:
    paragraphs = read_paragraphs(body)
    assert [(p["number"], p["classification"], p["text"]) for p in paragraphs] == found


def test_pilcrow_below_a_redacted_line_is_no_stray(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("¶1. (C) One.\n\nXXXXXXXXXXXX\n\n¶2. (C) Two.")
    assert [p["text"] for p in paragraphs] == ["One.", "XXXXXXXXXXXX", "Two."]


def test_sub_paragraphs_stay_inside(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("1. (U) Two points:\n\na. Prices.\n\n-- Quotas.\n\n2. (U) Done.")
    assert paragraphs[0]["text"] == "Two points: a. Prices. -- Quotas."
    assert paragraphs[0]["n_words"] == 6
