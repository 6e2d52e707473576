"""Whatever is landed, each document comes out as one row: a telegram, or the reason why there is none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GOLDEN = Path(__file__).parents[2] / "golden" / "pages"
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted(GOLDEN.glob("*/*"))
    if path.suffix in (".html", ".txt")
]
FRAGMENTS = st.sampled_from(
    [
        "<pre>",
        "</pre>",
        "<table class='cable'>",
        "<td>",
        "<br>",
        "&#x000A;",
        "FM AMEMBASSY X\n",
        "TAGS: MASS\n",
        "1. (C) ",
        "Reference ID Created Released Classification Origin\n",
        "Canonical ID:",
        "Original Classification:",
        "Identifier\n",
        "Cable title:\n",
        "Cablegate: x\n",
        "From a cable:\n",
        "E.O. 12958:\n",
        "SUBJECT: \n",
        "reference id created ",
        "\x00",
    ]
)


@given(st.lists(st.one_of(st.text(), FRAGMENTS), max_size=20).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_telegram_or_a_reason(read_all, text: str) -> None:
    (record,) = read_all(text)
    assert (record["telegram"] is None) == (record["reason"] is not None) == (record["fidelity"] is None)


@given(st.binary(max_size=400), st.sampled_from(["utf-8", "latin-1", "utf-16-le"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bytes_decoded_wrongly_hold_no_cable(read_all, content: bytes, encoding: str) -> None:
    (record,) = read_all(content.decode(encoding, "replace"))
    assert record["telegram"] is None
    assert "\n" not in record["reason"]


def test_pages_cut_at_any_point_lose_nothing_that_is_left(read_all) -> None:
    for text in TEXTS:
        whole = read_all(text)[0]["telegram"] or ""
        cuts = [text[:end] for end in range(0, len(text), 37)]
        for record in read_all(*cuts):
            assert (record["telegram"] is None) == (record["reason"] is not None)
            assert len(record["telegram"] or "") <= len(text)
        assert len(read_all(text[: len(text) - 1])[0]["telegram"] or "") >= len(whole) - 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<div>" * 200_000 + "x", id="elements nested without end"),
        pytest.param("<b><p>" * 50_000, id="formatting reopened in every paragraph"),
        pytest.param("<table class='cable'>" * 20_000, id="viewer tables nested"),
        pytest.param("<" * 500_000, id="tags never closed"),
        pytest.param("Reference ID" + " " * 500_000 + "Created", id="a gap without end in the row"),
        pytest.param("C O N F I D E N T I A L " * 50_000, id="one line of markings"),
        pytest.param("FM AMEMBASSY X\n" * 50_000, id="one sign repeated"),
        pytest.param("a cable says:\n\n" * 20_000, id="quotations announced and never given"),
        pytest.param("Cablegate: x\nIdentifier\n" * 20_000, id="headlines without articles"),
        pytest.param(
            "QUOTE\n" + "NNNN\nP 181620Z SEP 07\nFM AMEMBASSY X\nTO SECSTATE\n" * 2_000,
            id="telegrams in a quotation without end",
        ),
        pytest.param('"' * 200_000 + " cable:", id="quotation marks only"),
    ],
)
def test_pages_made_to_be_slow_are_read(read_all, text: str) -> None:
    (record,) = read_all(text)
    assert record["telegram"] is None or record["fidelity"] is not None


def test_documents_that_could_not_be_landed_keep_their_reason(read_all) -> None:
    (record,) = read_all("", text=None, reason="not text: it starts like a picture")
    assert record["layout"] == "unknown"
    assert record["reason"] == "not text: it starts like a picture"


def test_a_frame_without_rows_gives_none(read_all) -> None:
    assert read_all() == []
