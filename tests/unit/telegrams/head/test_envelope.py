"""When a telegram was sent and how fast, in every state its envelope is found in."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

REST = "FM AMEMBASSY OSLO\nTO SECSTATE WASHDC\nC O N F I D E N T I A L OSLO 000431\nSUBJECT: TALKS\n\n1. (C) Talks.\n"
MOMENT = datetime(2006, 2, 17, 12, 4, tzinfo=UTC)
LISTED = {"listed_cable_id": "06OSLO431"}
"""A page that lists the id, so that a lost year can be told."""


@pytest.mark.parametrize(
    ("group", "sent_at", "precedence"),
    [
        pytest.param("R 171204Z FEB 06", MOMENT, "ROUTINE", id="plain"),
        pytest.param("O P 171204Z FEB 06", MOMENT, "IMMEDIATE", id="the highest of two"),
        pytest.param("ZZ 171204Z FEB 06", MOMENT, "FLASH", id="letter doubled"),
        pytest.param("171204Z FEB 06", MOMENT, None, id="no letter"),
        pytest.param("P 171204Z FEB 2006", MOMENT, "PRIORITY", id="four-digit year"),
        pytest.param("P 171204Z FEBRUARY 06", MOMENT, "PRIORITY", id="month in full"),
        pytest.param("P 171204Z FEB 06 ZDK CTG MULT SVCS", MOMENT, "PRIORITY", id="operating signals behind"),
        pytest.param("P 171204Z/ZFF4 FEB 06", MOMENT, "PRIORITY", id="operating signal inside"),
        pytest.param(" P 171204Z FEB 06", MOMENT, "PRIORITY", id="indented"),
        pytest.param("R 171204Z FEB 73", MOMENT.replace(year=1973), "ROUTINE", id="last century"),
    ],
)
def test_date_time_group(parse: Parse, group: str, sent_at: datetime, precedence: str | None) -> None:
    parsed = parse(f"{group}\n{REST}")
    assert parsed.cables.select("created_at", "precedence").rows() == [(sent_at, precedence)]
    assert parsed.findings.is_empty()


@pytest.mark.parametrize(
    ("above", "group"),
    [
        pytest.param("", "R 171204 FEB 06", id="Z lost"),
        pytest.param("", "R 17 1204Z FEB 06", id="blank inside"),
        pytest.param("", "R 171204ZFEB06", id="blanks lost"),
        pytest.param("", "R 171204Z FEB O6", id="letter for a digit"),
        pytest.param("", "R 171204Z FEB", id="year lost, the page lists it"),
        pytest.param("", "R 171204Z FEB 44", id="no such year in a release, the page lists it"),
        pytest.param(
            "DE RUEHNY #0431 0481205\n", "R 171204Z FE8 06", id="month damaged, routing has the day"
        ),
    ],
)
def test_damaged_date_time_group_is_read_with_a_finding(parse: Parse, above: str, group: str) -> None:
    parsed = parse(f"{above}{group}\n{REST}", **LISTED)
    assert parsed.cables.select("created_at", "precedence").rows() == [(MOMENT, "ROUTINE")]
    assert parsed.findings.select("code", "severity").rows() == [("malformed_date", "info")]


@pytest.mark.parametrize(
    "group",
    [
        pytest.param("R 321204Z FEB 06", id="no such day"),
        pytest.param("R 171264Z FEB 06", id="no such minute"),
        pytest.param("R 171204Z FE8 06", id="month damaged"),
    ],
)
def test_group_that_is_no_date(parse: Parse, group: str) -> None:
    listed_at = datetime(2006, 2, 17, 12, 0, tzinfo=UTC)
    parsed = parse(f"{group}\n{REST}", listed_created_at=listed_at, **LISTED)
    assert parsed.cables["created_at"].to_list() == [listed_at]
    assert set(parsed.findings["code"]) == {"malformed_date", "date_from_listing"}


PAGE = "PAGE 01        OSLO   00431  01 OF 02  171300Z\nACTION EUR-00\n\nINFO  LOG-00   ADS-00   /037 W\n"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param("CONFIDENTIAL\n", "76OSLO431", id="number on the page line alone"),
        pytest.param("C O N F I D E N T I A L OSLO 0431\n", "76OSLO431", id="number on the section line"),
    ],
)
def test_page_line_numbers_a_telegram_of_the_1970s(parse: Parse, level: str, expected: str) -> None:
    text = "R 171204Z FEB 76\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC 3361\n" + level
    parsed = parse(PAGE + text + "E.O. 11652: GDS\nSUBJECT: TALKS\n\n1. TALKS WENT ON.\n")
    assert parsed.cables["cable_id"].to_list() == [expected]


def test_page_without_envelope_says_that_its_date_is_the_listing_s(parse: Parse) -> None:
    listed_at = datetime(2006, 2, 17, 12, 12, tzinfo=UTC)
    text = "C O N F I D E N T I A L OSLO 000431\nSUBJECT: TALKS\n\n1. (C) Talks went on.\n"
    parsed = parse(text, listed_created_at=listed_at, listed_cable_id="06OSLO431")
    findings = parsed.findings.filter(pl.col("code") == "date_from_listing")
    assert findings["severity"].to_list() == ["info"]
    assert "2006-02-17 12:12" in findings["detail"][0]


def test_envelope_in_small_letters(parse: Parse) -> None:
    """A mirror that lowers all letters keeps its lines: the envelope is read as it was sent."""
    lines = [
        "oo ruehc",
        "de ruehny #0431/01 0481205",
        "o 171204z feb 06",
        "fm amembassy oslo",
        "to ruehc/secstate washdc immediate 1200",
        "info ruehcp/amembassy copenhagen priority",
        "c o n f i d e n t i a l section 01 of 02 oslo 000431",
        "\nsipdis\n\ne.o. 12958: n/a\ntags: prel, no\nsubject: fish for riga\n\n1. (c) fish went on.\n",
    ]
    parsed = parse("\n".join(lines))
    columns = ("cable_id", "precedence", "caveats", "n_sections", "subject", "created_at")
    assert parsed.cables.select(columns).rows() == [
        ("06OSLO431", "IMMEDIATE", "SIPDIS", 2, "fish for riga", datetime(2006, 2, 17, 12, 4, tzinfo=UTC))
    ]
    assert parsed.recipients.select("action", "route", "name", "precedence", "serial").rows() == [
        ("to", "RUEHC", "SECSTATE WASHDC", "IMMEDIATE", 1200),
        ("info", "RUEHCP", "AMEMBASSY COPENHAGEN", "PRIORITY", None),
    ]


def test_telegram_that_has_lost_its_classification_line(parse: Parse) -> None:
    """Caveats stand between envelope and caption; the pages' heads tell how many sections there are."""
    head = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO RUEHC/SECSTATE WASHDC\nINFO NORDIC COLLECTIVE\n\nSIPDIS\nNOFORN\n\n"
    text = (
        "E.O. 12958: N/A\nSUBJECT: FISH\n\n1. (C) Text.\n\nOSLO 00000431  002 OF 003\n\n2. (C) More text.\n"
    )
    parsed = parse(head + text, listed_cable_id="06OSLO431")
    assert parsed.cables.select("caveats", "n_sections", "subject").rows() == [("SIPDIS;NOFORN", 3, "FISH")]
    assert parsed.recipients["name"].to_list() == ["SECSTATE WASHDC", "NORDIC COLLECTIVE"]
    assert "attention" not in parsed.paragraphs["role"]
