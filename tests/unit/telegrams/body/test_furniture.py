"""What the transmission left in the text goes, the sentence around it stays whole."""

from collections.abc import Callable
from typing import Any

import pytest

ReadParagraphs = Callable[..., list[dict[str, Any]]]

BREAKS = {
    "page_line": "QUITO 00000012  002 OF 003",
    "page_line_decimal": "QUITO 00000012 002.2 OF 003",
    "page_line_mixed_case": "Quito 00000012 002 of 003",
    "page_line_two_words": "PORT LOUIS 00000012  002 OF 003",
    "page_line_damaged_station": "QU1TO 00000012  002 OF 003",
    "page_line_station_lost": "00000012  002 OF 003",
    "page_line_in_blank_lines": "\n \nQUITO 00000012  002 OF 003 \n\n",
    "teletype": "CONFIDENTIAL\n\nCONFIDENTIAL\n\nPAGE 02        QUITO  00012  01 OF 03  182017Z\n",
    "teletype_short": "LIMITED OFFICIAL USE\n\nPAGE 02 QUITO 00012\n",
    "teletype_routing": "PAGE 02 RUEHQT0012 C O N F I D E N T I A L",
    "classification_alone": "UNCLASSIFIED",
    "caption_word": "\nSIPDIS \n",
    "section_header": (
        "C O N F I D E N T I A L SECTION 02 OF 03 QUITO 000012 \n \nSIPDIS \n \nSTATE FOR WHA/AND \n \n"
        "E.O. 12958: DECL: 01/02/2018 \nTAGS: PREL, EFIS, EC \nSUBJECT: FISH QUOTAS FOR THE FLEETS THAT ARE\nAT SEA IN WINTER \n \n"
        "REF: QUITO 11 \n \nClassified By: Economic Counselor, reasons 1.4 (b)\nand (d). \n"
    ),
    "section_envelope": (
        "ACTION WHA-00\nINFO  LOG-00  NP-00\nO 291359Z NOV 00\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC IMMEDIATE 7739\n"
        "INFO AMEMBASSY LIMA\nUNCLAS SECTION 02 OF 03 QUITO 000012\nSIPDIS\nE.O. 12958: N/A TAGS: PREL EC\n"
    ),
}


@pytest.mark.parametrize("furniture", BREAKS.values(), ids=BREAKS)
def test_sentence_continues_over_a_break(read_paragraphs: ReadParagraphs, furniture: str) -> None:
    body = f"¶1. (U) Exports of fish were worth USD\n{furniture}\n2.6 billion in all.\n\n¶2. (U) Done."
    assert [p["text"] for p in read_paragraphs(body)] == [
        "Exports of fish were worth USD 2.6 billion in all.",
        "Done.",
    ]


def test_page_mark_glued_into_a_line(read_paragraphs: ReadParagraphs) -> None:
    body = "¶1. (U) Prices fell QUITO 00000012 002 OF 003 by a third.\nSIPDIS Exports PAGE 03 QUITO 00012 01 OF 03 291400Z rose."
    assert read_paragraphs(body)[0]["text"] == "Prices fell by a third. Exports rose."


def test_section_of_a_teletype_telegram_starts_again(read_paragraphs: ReadParagraphs) -> None:
    body = (
        "1. PRICES FELL.\n\nSECRET\n\nNNNN\n\nSECRET\n\nPAGE 01        QUITO  00012  02 OF 02  171120Z\n\n51\n"
        "ACTION ARA-10\n\nINFO  OCT-01  /068 W\n                    --------------------- 110244\n"
        "R 171010Z OCT 74\nFM AMEMBASSY QUITO\nTO SECSTATE WASHDC 4103\n"
        "S E C R E T SECTION 2 OF 2 QUITO 0012\n\nEXDIS\n\n2. THEY ROSE BY 4.\n"
    )
    assert [(p["text"], p["heading"]) for p in read_paragraphs(body)] == [
        ("PRICES FELL.", None),
        ("THEY ROSE BY 4.", None),
    ]


SECTION_LINE = "C O N F I D E N T I A L SECTION 02 OF 03 QUITO 000012\n\n"
REPEATED_CAPTIONS = {
    "none": "",
    "caveat_of_the_first_caption": "SIPDIS\nCHEROKEE\n\n",
    "subject_wrapped": "SUBJECT: FISH QUOTAS FOR THE FLEETS THAT ARE\nAT SEA IN WINTER\n\n",
    "subject_wrapped_elsewhere": "SUBJECT: FISH QUOTAS FOR\nTHE FLEETS THAT ARE AT SEA IN WINTER\n",
    "line_of_attention": "STATE FOR WHA/AND\n\nE.O. 12958: DECL: 01/02/2018\n\n",
}
BELOW_A_SECTION_LINE = {
    "sentence_in_capitals": ("THE PORT WAITED FOR NEWS.", ["PRICES ROSE AND THE PORT WAITED FOR NEWS."]),
    "words_of_the_caption": ("QUOTAS FOR FISH FELL.", ["PRICES ROSE AND QUOTAS FOR FISH FELL."]),
    "number": ("2. THEY WAIT FOR THE FLEET.", ["PRICES ROSE AND", "THEY WAIT FOR THE FLEET."]),
    "mark_and_number": ("2. (C) PASS TO THE FLEET.", ["PRICES ROSE AND", "PASS TO THE FLEET."]),
}


@pytest.mark.parametrize("caption", REPEATED_CAPTIONS.values(), ids=REPEATED_CAPTIONS)
@pytest.mark.parametrize(("below", "texts"), BELOW_A_SECTION_LINE.values(), ids=BELOW_A_SECTION_LINE)
def test_only_lines_of_the_caption_go_with_a_section_line(
    read_paragraphs: ReadParagraphs, caption: str, below: str, texts: list[str]
) -> None:
    paragraphs = read_paragraphs(f"1. PRICES ROSE AND\n\n{SECTION_LINE}{caption}{below}\n")
    assert [p["text"] for p in paragraphs] == texts


def test_text_between_a_page_head_and_a_section_line_stays(read_paragraphs: ReadParagraphs) -> None:
    page = "SECRET\n\nPAGE 02        QUITO  00012  01 OF 02  171120Z\n\n"
    distribution = "ACTION ARA-10\n\nINFO  OCT-01  ISO-00  H-01\n      NSA-02  /068 W\n"
    paragraphs = read_paragraphs(
        f"1. PRICES\n{page}{distribution}FELL.\n\n2. FLEETS GREW.\n\nS E C R E T SECTION 2 OF 2 QUITO 0012\n\n3. IT ALL ENDED THERE."
    )
    assert [p["text"] for p in paragraphs] == ["PRICES FELL.", "FLEETS GREW.", "IT ALL ENDED THERE."]


def test_heading_above_a_section_line_heads_the_paragraph_below(read_paragraphs: ReadParagraphs) -> None:
    caption = REPEATED_CAPTIONS["subject_wrapped"]
    first, second = read_paragraphs(
        f"1. Prices fell.\n\nNext Steps\n----------\n\n{SECTION_LINE}SIPDIS\n\n{caption}2. (C) They rose."
    )
    assert (first["text"], second["text"], second["heading"]) == ("Prices fell.", "They rose.", "Next Steps")


def test_backslashes_at_line_ends_are_no_text(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs(
        " \\\n1. (U) Prices \\\nUNCLASSIFIED \\\nfell. \\\n \\\n2. (U) Done. \\\nSMITH \\\n"
    )
    assert [p["text"] for p in paragraphs] == ["Prices fell.", "Done.", "SMITH"]


def test_line_set_again_behind_a_q_counts_once(read_paragraphs: ReadParagraphs) -> None:
    body = "1. (U) Prices\nof fish rose\n\nQUITO 00000012  002 OF 003\n\nQof fish rose\nby a third.\nQatar bought\nnone."
    assert [p["text"] for p in read_paragraphs(body)] == [
        "Prices of fish rose by a third. Qatar bought none."
    ]


def test_lone_dash_is_a_blank_line(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs(
        "1.  PRICES OF FISH FELL WHEN FLEETS GREW\nIN EVERY PORT.\n-\n2.  THEY ROSE BY 4."
    )
    assert [(p["text"], p["heading"]) for p in paragraphs] == [
        ("PRICES OF FISH FELL WHEN FLEETS GREW IN EVERY PORT.", None),
        ("THEY ROSE BY 4.", None),
    ]


END_MARKS = {
    "bell": "NNNN",
    "break": "BT",
    "serial": "BT\n#0012",
    "arrows": "<< END OF DOCUMENT >>",
    "words": "NNNN\nEnd Cable Text",
    "foot_of_a_mirror": "CONFIDENTIAL\n\n>\n2004QUITO00012 - CONFIDENTIAL",
    "labelled_foot_of_a_mirror": "CONFIDENTIAL\n\n>\n2004QUITO00012 - Classification: CONFIDENTIAL",
}


@pytest.mark.parametrize("mark", END_MARKS.values(), ids=END_MARKS)
def test_end_marks_are_no_text(read_paragraphs: ReadParagraphs, mark: str) -> None:
    paragraphs = read_paragraphs(f"¶1. (U) Prices fell.\nSMITH\n\n{mark}\n")
    assert [(p["role"], p["text"]) for p in paragraphs] == [("body", "Prices fell."), ("signature", "SMITH")]


JOINS = {
    "wrapped": ("Prices of\nfish fell.", "Prices of fish fell."),
    "hyphen_kept": ("A long-\nrange plan.", "A long-range plan."),
    "hyphen_between_digits": ("See paragraphs 53-\n63.", "See paragraphs 53-63."),
    "hyphen_before_a_digit": ("Two F-\n16 jets.", "Two F-16 jets."),
    "hyphen_suspended": ("Medium-\nor long-range plans.", "Medium- or long-range plans."),
    "dash_is_no_hyphen": ("Prices --\nof fish -- fell.", "Prices -- of fish -- fell."),
    "blanks_folded": ("Prices  of\tfish \n \nfell.", "Prices of fish fell."),
    "ruler_dropped": ("Prices fell.\n------- ----\nThey rose.", "Prices fell. They rose."),
    "words_of_furniture_in_a_sentence": (
        "The secret of page 02 of 03 is out.",
        "The secret of page 02 of 03 is out.",
    ),
    "section_in_a_sentence": ("See section 02 of 03 below.", "See section 02 of 03 below."),
}


@pytest.mark.parametrize(("text", "joined"), JOINS.values(), ids=JOINS)
def test_lines_join(read_paragraphs: ReadParagraphs, text: str, joined: str) -> None:
    assert [p["text"] for p in read_paragraphs(f"¶1. (U) {text}\n\n¶2. (U) Done.")] == [joined, "Done."]
