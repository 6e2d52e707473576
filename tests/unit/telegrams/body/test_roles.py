"""Summary, comment, action: how far each lasts, and the summary's text."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.telegrams.paragraphs import Bodies

ReadBodies = Callable[..., Bodies]
ReadParagraphs = Callable[..., list[dict[str, Any]]]

ROLES = {
    "label_and_end": ("1. (C) Summary: One. End Summary.\n\n2. (C) Two.", ["summary", "body"]),
    "over_two_paragraphs": (
        "1. (C) Summary: One.\n\n2. (C) Two. END SUMMARY.\n\n3. (C) Three.",
        ["summary", "summary", "body"],
    ),
    "label_without_end": ("1. (C) Summary: One.\n\n2. (C) Two.", ["summary", "body"]),
    "heading_until_next_heading": (
        "SUMMARY\n-------\n1. (C) One.\n\n2. (C) Two.\n\nPRICES\n------\n3. (C) Three.",
        ["summary", "summary", "body"],
    ),
    "heading_without_next": ("SUMMARY\n-------\n1. (C) One.\n\n2. (C) Two.", ["summary", "body"]),
    "only_the_end_is_marked": ("1. (C) One. End Summary.\n\n2. (C) Two.", ["summary", "body"]),
    "bottom_line": ("1. (C) BLUF: One.\n\n2. (C) Two.", ["summary", "body"]),
    "summary_and_comment": ("1. (C) Summary and Comment: One. End Summary and Comment.", ["summary"]),
    "comment": (
        "1. (C) One.\n\n2. (C) Comment: Two. End Comment.\n\n3. (U) Three.",
        ["body", "comment", "body"],
    ),
    "comment_heading": ("1. (C) One.\n\nComment\n-------\n2. (C) Two.", ["body", "comment"]),
    "comment_heading_over_the_rest": (
        "1. (C) One.\n\nComment\n-------\n2. (C) Two.\n\n3. (C) Three.\nSMITH",
        ["body", "comment", "comment", "signature"],
    ),
    "comment_heading_with_its_end": (
        "Comment\n-------\n1. (C) One. End comment.\n\n2. (C) Two.",
        ["comment", "body"],
    ),
    "label_in_capitals_without_punctuation": ("1. SUMMARY Prices fell.\n\n2. Two.", ["summary", "body"]),
    "label_as_a_word_of_a_sentence": ("1. Summary justice is rare.\n\n2. Two.", ["body", "body"]),
    "minimize": ("1. (C) One.\n\n2. (U) Lima minimize considered.", ["body", "notice"]),
    "comment_continued": (
        "1. (C) Comment: One.\n\n2. (C) Comment continued: Two.\n\n3. (C) Comment (cont'd): Three.",
        ["comment"] * 3,
    ),
    "embassy_comment": ("1. (C) One.\n\n2. (C) EMBASSY COMMENT: Two.", ["body", "comment"]),
    "comments_as_a_word": ("1. (C) One.\n\n2. (C) Comments from officials differ.", ["body", "body"]),
    "action": ("1. (U) This is an action request. See paragraph 2.\n\n2. (C) Two.", ["action", "body"]),
    "action_heading": ("1. (U) One.\n\nAction Request\n-----\n2. (C) Two.", ["body", "action"]),
    "notice": (
        "Sensitive but unclassified, please protect accordingly.\n\n1. (SBU) One.",
        ["notice", "body"],
    ),
}


@pytest.mark.parametrize(("body", "roles"), ROLES.values(), ids=ROLES)
def test_roles(read_paragraphs: ReadParagraphs, body: str, roles: list[str]) -> None:
    assert [p["role"] for p in read_paragraphs(body)] == roles


SUMMARIES = {
    "labels_stripped": ("1. (C) Summary: Prices fell. End Summary.", "Prices fell."),
    "bracketed_end": ("1. (C) SUMMARY. Prices fell. (END SUMMARY.)", "Prices fell."),
    "two_paragraphs": (
        "1. (C) Summary: Prices fell.\n\n2. (C) Fleets grew. End Summary.",
        "Prices fell.\nFleets grew.",
    ),
    "summary_and_introduction": (
        "1. (C) Summary and Introduction: Prices fell. End Summary.",
        "Prices fell.",
    ),
    "continued": (
        "1. (C) Summary: Prices fell.\n\n2. (C) Summary (cont'd): Fleets grew. End Summary.",
        "Prices fell.\nFleets grew.",
    ),
    "text_below_the_end": ("1. (C) Summary: Prices fell. End Summary. Fleets grew.", "Prices fell."),
    "end_on_a_line_of_its_own": ("SUMMARY: PRICES FELL.\n\nEND SUMMARY\n\n1. FLEETS GREW.", "PRICES FELL."),
    "none": ("1. (C) Prices fell.", None),
}


@pytest.mark.parametrize(("body", "summary"), SUMMARIES.values(), ids=SUMMARIES)
def test_summary(read_bodies: ReadBodies, body: str, summary: str | None) -> None:
    assert read_bodies(body).bodies["summary"].to_list() == [summary]


def test_roles_stop_at_the_telegrams_end(read_bodies: ReadBodies) -> None:
    paragraphs = read_bodies("1. (C) Summary: One.", "1. (C) Two. \n\n2. (C) Three.").paragraphs
    assert paragraphs["role"].to_list() == ["summary", "body", "body"]
    assert paragraphs["document_id"].to_list() == ["d0", "d1", "d1"]
