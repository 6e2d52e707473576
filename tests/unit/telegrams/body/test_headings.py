"""Headings go to the paragraph below; a line of text is no heading."""

from collections.abc import Callable
from typing import Any

import pytest

ReadParagraphs = Callable[..., list[dict[str, Any]]]

HEADINGS = {
    "underlined": ("Fish Prices Fall\n----------------\n", "Fish Prices Fall"),
    "boxed": ("----------------\nFish Prices Fall\n----------------\n", "Fish Prices Fall"),
    "boxed_in_blank_lines": ("---\n\nFish Prices Fall\n\n---\n\n", "Fish Prices Fall"),
    "ruler_with_gap": ("FISH PRICES FALL\n------------ ---\n", "FISH PRICES FALL"),
    "two_lines": ("FISH PRICES FALL AS\nFLEETS GROW\n-----------\n", "FISH PRICES FALL AS FLEETS GROW"),
    "each_line_underlined": (
        "FISH PRICES FALL AS ALL THE FLEETS\n----------------------------------\nGROW\n----\n",
        "FISH PRICES FALL AS ALL THE FLEETS GROW",
    ),
    "slashes": ("//FISH PRICES FALL//\n\n", "FISH PRICES FALL"),
    "slashes_and_blanks": ("/// Fish Prices ///\n\n", "Fish Prices"),
    "no_ruler": ("Fish Prices Fall\n\n", "Fish Prices Fall"),
    "capitals_no_ruler": ("FISH PRICES FALL\n", "FISH PRICES FALL"),
    "question": ("What Now?\n---------\n", "What Now?"),
    "sentence_with_ruler": (
        "The minister says prices will fall\n-----\n",
        "The minister says prices will fall",
    ),
    "dashes_on_the_line": ("------- Fish Prices -------\n\n", "Fish Prices"),
    "few_words_and_a_colon": ("Other issues:\n\n\n", "Other issues:"),
    "roman_number": ("II. FISH PRICES\n\n", "II. FISH PRICES"),
    "roman_number_mixed_case": ("IV. Fish Prices\n-----\n", "IV. Fish Prices"),
    "portion_mark": ("(SBU) Fish Prices Fall\n-----\n", "Fish Prices Fall"),
}


RULED = {name: case for name, case in HEADINGS.items() if "---" in case[0]}


@pytest.mark.parametrize(("lines", "heading"), HEADINGS.values(), ids=HEADINGS)
def test_heading_below_a_blank_line(read_paragraphs: ReadParagraphs, lines: str, heading: str) -> None:
    first, second = read_paragraphs(f"¶1. (U) The fleet is at sea.\n\n{lines}¶2. (U) Done.")
    assert (first["text"], first["heading"]) == ("The fleet is at sea.", None)
    assert (second["text"], second["heading"]) == ("Done.", heading)


@pytest.mark.parametrize(("lines", "heading"), RULED.values(), ids=RULED)
def test_ruled_heading_right_below_the_text(
    read_paragraphs: ReadParagraphs, lines: str, heading: str
) -> None:
    first, second = read_paragraphs(f"¶1. (U) The fleet is at sea.\n{lines}¶2. (U) Done.")
    assert (first["text"], second["text"], second["heading"]) == ("The fleet is at sea.", "Done.", heading)


def test_heading_right_below_the_last_line(read_paragraphs: ReadParagraphs) -> None:
    first, second = read_paragraphs(
        "1. (U) The fleet is\nat sea. End Summary\nFish Prices Fall\n2. (U) Done."
    )
    assert first["text"] == "The fleet is at sea. End Summary"
    assert second["heading"] == "Fish Prices Fall"


def test_heading_above_the_first_paragraph(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("\n-------\nSUMMARY\n-------\n\n¶1. (U) The fleet is at sea.")
    assert [(p["heading"], p["role"], p["number"]) for p in paragraphs] == [("SUMMARY", "summary", 1)]


def test_heading_over_unnumbered_text(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs(
        "Fish Prices\n-----------\n\nThe fleet is at sea.\n\nGrain\n-----\n\nIt rained."
    )
    assert [(p["heading"], p["text"]) for p in paragraphs] == [
        ("Fish Prices", "The fleet is at sea."),
        ("Grain", "It rained."),
    ]


def test_slashed_heading_right_below_the_text(read_paragraphs: ReadParagraphs) -> None:
    first, second = read_paragraphs("1. (U) The fleet is at sea.\n//PRICES//\n2. (U) Done.")
    assert (first["text"], second["heading"]) == ("The fleet is at sea.", "PRICES")


END_MARKS = ["END SUMMARY", "End of Comment.", "-- END TEXT --", "END TALKING POINTS", "End Note.)"]


@pytest.mark.parametrize("mark", END_MARKS)
def test_an_end_mark_belongs_to_the_text_above(read_paragraphs: ReadParagraphs, mark: str) -> None:
    first, second = read_paragraphs(f"1. (U) The fleet is at sea.\n\n{mark}\n\n2. (U) Done.")
    assert (first["text"], second["heading"]) == (f"The fleet is at sea. {mark}", None)


TEXT = {
    "sentence_in_quotes": 'The Minister Said "Prices Fell."',
    "sentence": "Prices fell by a third.",
    "lower_case": "prices that nobody had expected to fall by a third",
    "list_item": "-- Fish Prices",
    "link": "http://example.org/Fish",
}


@pytest.mark.parametrize("line", TEXT.values(), ids=TEXT)
def test_text_is_no_heading(read_paragraphs: ReadParagraphs, line: str) -> None:
    first, second = read_paragraphs(f"¶1. (U) The fleet is at sea.\n\n{line}\n\n¶2. (U) Done.")
    assert first["text"] == f"The fleet is at sea. {line}"
    assert second["heading"] is None


def test_names_below_a_colon_are_no_heading(read_paragraphs: ReadParagraphs) -> None:
    first, second = read_paragraphs(
        "1. (U) Two ports stay open:\n\nQuito Harbour\nLima Harbour\n\n2. (U) Done."
    )
    assert first["text"] == "Two ports stay open: Quito Harbour Lima Harbour"
    assert second["heading"] is None


def test_only_the_ruled_line_below_a_quotation_is_the_heading(read_paragraphs: ReadParagraphs) -> None:
    first, second = read_paragraphs(
        "1. (U) He said: “Ports stay\nQUITO 00000012  002 OF 003\nopen.”)\nNext Steps\n----------\n2. (U) Done."
    )
    assert (first["text"], second["heading"]) == ("He said: “Ports stay open.”)", "Next Steps")


def test_last_of_a_list_of_dates_is_no_heading(read_paragraphs: ReadParagraphs) -> None:
    phases = ["2 May-9 June, First Catch (Tuna)", "4 July-30 August, Second Catch (Sardines)"]
    first, second = read_paragraphs("\n\n".join(["1. (U) The fleet sails twice.", *phases, "2. (U) Done."]))
    assert (first["text"], second["heading"]) == (f"The fleet sails twice. {' '.join(phases)}", None)


def test_heading_right_above_a_page_line(read_paragraphs: ReadParagraphs) -> None:
    first, second = read_paragraphs(
        "1. (U) The fleet is at sea.\nFish Prices Fall\nQUITO 00000012  002 OF 003\n¶2. (U) Done."
    )
    assert (first["text"], second["heading"]) == ("The fleet is at sea.", "Fish Prices Fall")


@pytest.mark.parametrize("below", ["-- Prices fell.", "1. Prices fell."], ids=["unnumbered", "numbered"])
def test_mark_of_a_heading_counts_for_the_paragraph_below(
    read_paragraphs: ReadParagraphs, below: str
) -> None:
    [paragraph] = read_paragraphs(f"------\n(C) KEY POINTS\n------\n\n{below}")
    assert (paragraph["heading"], paragraph["classification"]) == ("KEY POINTS", "C")


def test_number_with_one_line_keeps_it_as_text(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("¶1. (U) Fish Quotas\n\n¶2. (U) Done.")
    assert [(p["text"], p["heading"]) for p in paragraphs] == [("Fish Quotas", None), ("Done.", None)]
