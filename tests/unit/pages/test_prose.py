"""What a page sets off as quoted from a cable, and what its writer tells of that cable."""

from textwrap import fill

import pytest

from etl.pages.telling import tell
from etl.vocabulary import PassageKind

QUOTE = (
    "The second of three patrol vessels came in May, and all three are to serve in the north of the country."
)
MORE = "No money is set aside for a fourth vessel, although the admiral has asked for one more than once."
OPENING = "Some of what the leaked cables hold is old news, and some is not, as anyone can see who reads on a little."
OTHER = "The weather was fine all week, and so we went out to the islands and saw the new lighthouse from the sea."
CLOSING = "I have found no answer to this cable."

PAGES = {
    "below a line that announces": f"{OPENING}\nFrom a cable:\n{QUOTE}\n{MORE}\n{CLOSING}",
    "lines wrapped": "\n\n".join(fill(each, 64) for each in (OPENING, "The cable says:", QUOTE, MORE, CLOSING)),
    "indented text": f"{OPENING}\n\n    {QUOTE}\n\n    {MORE}\n\n{CLOSING}",
    "quoted as in mail": f"{OPENING}\n\n> {QUOTE}\n\n> {MORE}\n\n{CLOSING}",
    "a mark before each paragraph": f"{OPENING}\n\n“{QUOTE}\n\n“{MORE}”\n\n{CLOSING}",
    "in marks": f'{OPENING}\n\n"{QUOTE}"\n\n"{MORE}"\n\n{CLOSING}',
    "guillemets": f"{OPENING}\n\n«{QUOTE}»\n\n«{MORE}»\n\n{CLOSING}",
    "block quotation": f"<p>{OPENING}</p><blockquote><p>{QUOTE}</p><p>{MORE}</p></blockquote><p>{CLOSING}</p>",
    "block quotation with breaks": f"<p>{OPENING}</p><blockquote>{QUOTE}<br><br>{MORE}</blockquote><p>{CLOSING}</p>",
    "italics": f"<p>{OPENING}</p><p><i>{QUOTE}</i></p><p> <em>{MORE}</em></p><p>{CLOSING}</p>",
    "class": f'<p>{OPENING}</p><div class="quote">{QUOTE}<br><br>{MORE}</div><p>{CLOSING}</p>',
    "margin": f'<p>{OPENING}</p><p style="margin-left:2em">{QUOTE}</p><p style="margin-left:2em">{MORE}</p><p>{CLOSING}</p>',
    "below furniture": f"<p>{OPENING}</p><blockquote>{QUOTE}</blockquote><blockquote>{MORE}</blockquote><p>Filed under: a</p><i>{OTHER}</i>",
}  # fmt: skip


def passages(read_all, page: str) -> list[dict[str, object]]:
    (record,) = read_all(page)
    return record["passages"] or []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_quoted_paragraphs(page: str, read_all) -> None:
    found = [(each["kind"], " ".join(each["text"].strip("> ").split())) for each in passages(read_all, page)]
    assert [each for each in found if each[0] != "prose"] == [("quoted", QUOTE), ("quoted", MORE)]
    assert ("prose", OPENING) in found


INNER = [
    pytest.param(f'{OPENING} "{QUOTE}" So the embassy.', [QUOTE], id="straight marks"),
    pytest.param(f"{OPENING} “{QUOTE}” So the embassy, and “{MORE}”", [QUOTE, MORE], id="two of them"),
    pytest.param(f"The cable of that day has “{QUOTE}” and little else.", [QUOTE], id="the same sentence"),
    pytest.param(f"{OPENING} The mood was “not what it had been”, they say.", [], id="a few words"),
    pytest.param(f"{OTHER} “{QUOTE}” said the keeper.", [], id="no cable is spoken of"),
]


@pytest.mark.parametrize(("page", "quotations"), INNER)
def test_quotations_inside_a_paragraph(page: str, quotations: list[str], read_all) -> None:
    found = passages(read_all, page)
    assert [each["text"] for each in found if each["kind"] == PassageKind.QUOTATION] == quotations
    assert [each["text"] for each in found if each["kind"] == PassageKind.PROSE] == [page]


NOT_QUOTED = {
    "no cable is spoken of": f"<p>{OTHER}</p><blockquote>{QUOTE}</blockquote><p>So he said.</p>",
    "all of the page is in italics": f"<i>{OPENING}<br><br>{QUOTE}<br><br>{OTHER}<br><br>{MORE}</i>",
    "one word is in italics": f"<p>{OPENING}</p><p>The <i>second</i>{QUOTE[10:]}</p>",
}


@pytest.mark.parametrize("page", NOT_QUOTED.values(), ids=NOT_QUOTED)
def test_what_is_not_quoted_is_prose(page: str, read_all) -> None:
    found = passages(read_all, page)
    assert {each["kind"] for each in found} == {"prose"}
    assert read_all(page)[0]["layout"] == "unknown"


def test_each_passage_has_what_is_told_of_its_cable(read_all) -> None:
    page = "\n".join(
        [
            OPENING,
            "From a cable dated Sept. 14, 2005:",
            QUOTE,
            "Embassy Oslo's cable 06OSLO7 answers:",
            MORE,
            CLOSING,
        ]
    )
    told = [
        (
            each["text"],
            each["listed_cable_id"],
            each["told_at"] and f"{each['told_at']:%Y-%m-%d}",
            each["told_origin"],
        )
        for each in passages(read_all, page)
        if each["kind"] == PassageKind.QUOTED
    ]
    assert told == [(QUOTE, None, "2005-09-14", None), (MORE, "06OSLO7", None, "Embassy Oslo")]


def test_what_is_quoted_tells_nothing_of_its_own_cable(read_all) -> None:
    page = (
        "On 14 September 2005 Embassy Oslo wrote in a cable: “The embassy in Bern reported on 3 March 2004 that "
        "the trainers had come, and that all of them had flown.” I have seen no other."
    )
    [quotation] = [each for each in passages(read_all, page) if each["kind"] == PassageKind.QUOTATION]
    assert (f"{quotation['told_at']:%Y-%m-%d}", quotation["told_origin"]) == ("2005-09-14", "Embassy Oslo")


def test_a_quoted_paragraph_tells_nothing_of_the_one_above(read_all) -> None:
    second = "The embassy in Bern reported on 3 March 2004 that the trainers had come, and had flown."
    page = f"<p>{OPENING}</p><blockquote><p>{QUOTE}</p><p>{second}</p></blockquote><p>{OTHER}</p>"
    quoted = [each for each in passages(read_all, page) if each["kind"] == PassageKind.QUOTED]
    assert [(each["told_at"], each["told_origin"]) for each in quoted] == [(None, None)] * 2


TOLD = [
    pytest.param("From a cable dated 14 September 2005 from Embassy Moscow:", None, "2005-09-14", "Embassy Moscow", id="all in a line"),
    pytest.param("A telegram sent by the US embassy in New Delhi on March 3, 2008 says:", None, "2008-03-03", "Embassy New Delhi", id="the embassy in"),
    pytest.param("In a cable from Tel Aviv, 2009-07-30, the ambassador is blunt.", None, "2009-07-30", "Embassy Tel Aviv", id="cable from"),
    pytest.param("Cable 07MOSCOW5154 puts it plainly.", "07MOSCOW5154", None, None, id="id"),
    pytest.param("See cable 2007 ABU DHABI 1234.", "2007 ABU DHABI 1234", None, None, id="id with blanks"),
    pytest.param("WikiLeaks released the cable on 2 December 2010.", None, None, None, id="day of the release"),
    pytest.param("Cables 07MOSCOW1 and 07MOSCOW2 disagree.", None, None, None, id="two ids"),
    pytest.param("We met on 14 September 2005. The cable came later.", None, None, None, id="a day of something else"),
    pytest.param("The Moscow embassy cable was short.", None, None, "Embassy Moscow", id="post before the word"),
    pytest.param("The Italian embassy cable was short.", None, None, None, id="no post"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cable_id", "day", "origin"), TOLD)
def test_what_a_sentence_tells(text: str, cable_id: str | None, day: str | None, origin: str | None) -> None:
    told = tell(text)
    found_day = told.created_at and f"{told.created_at:%Y-%m-%d}"
    assert (told.cable_id, found_day, told.origin) == (cable_id, day, origin)
