"""Flattened telegrams: paragraphs by running number and portion mark, in one line of lower-case words."""

from collections.abc import Callable
from typing import Any

from etl.telegrams.paragraphs import Bodies

ReadBodies = Callable[..., Bodies]
ReadParagraphs = Callable[..., list[dict[str, Any]]]

BODY = (
    "c o n f i d e n t i l section 01 of 02 quito 000012 sipdis tags prel ec subject fish quotas classified by "
    "economic counselor reasons 14 b and d 1 c summary fish prices fell end summary prices 2 c the fleet grew to 12 "
    "ships worth usd quito 00000012 002 of 002 26 million 3 snf after the 2 2 talks quotas stay smith"
)


def test_paragraphs_by_running_number(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs(BODY, "flattened")
    assert [(p["number"], p["classification"], p["role"], p["text"]) for p in paragraphs] == [
        (1, "C", "summary", "summary fish prices fell end summary prices"),
        (2, "C", "body", "the fleet grew to 12 ships worth usd 26 million"),
        (3, "S/NF", "body", "after the 2 2 talks quotas stay"),
        (None, None, "signature", "SMITH"),
    ]


def test_summary_and_signature(read_bodies: ReadBodies) -> None:
    row = read_bodies(BODY, fidelity="flattened").bodies.row(0, named=True)
    assert (row["summary"], row["signed_by"], row["is_truncated"]) == ("fish prices fell", "SMITH", False)


def test_word_that_can_be_no_name_is_no_signature(read_paragraphs: ReadParagraphs) -> None:
    paragraphs = read_paragraphs("1 c fish prices fell 2 c the fleet ends its work here", "flattened")
    assert [p["text"] for p in paragraphs] == ["fish prices fell", "the fleet ends its work here"]


def test_page_line_of_a_station_of_two_words(read_paragraphs: ReadParagraphs) -> None:
    body = "1 c prices of la paz 00000533 002 of 003 fish fell smith"
    assert read_paragraphs(body, "flattened")[0]["text"] == "prices of fish fell"


def test_number_out_of_order_starts_nothing(read_paragraphs: ReadParagraphs) -> None:
    body = "1 c one 9 c deliveries of wheat 2 s two 2 c talks smith"
    assert [p["number"] for p in read_paragraphs(body, "flattened")] == [1, 2, 2, None]


def test_without_numbers_the_caption_goes_and_the_text_stays(read_paragraphs: ReadParagraphs) -> None:
    body = (
        "unclas quito 000012 subject fish quotas classified by the counselor reasons 14 b prices fell smith"
    )
    assert [p["text"] for p in read_paragraphs(body, "flattened")] == ["prices fell", "SMITH"]
