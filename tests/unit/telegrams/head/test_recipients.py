"""Addressees over wrapped, broken and interrupted lines."""

from collections.abc import Callable

import pytest

from etl.schemas import ParsedTelegrams

Parse = Callable[..., ParsedTelegrams]

SENT = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\n"
REST = "C O N F I D E N T I A L OSLO 000431\nSUBJECT: TALKS\n\n1. (C) Talks went on.\n"
WASHINGTON = ("SECSTATE WASHDC", None)
CASES = [
    pytest.param("TO SECSTATE WASHDC 0000\n", [WASHINGTON], id="number of zeros is none"),
    pytest.param("TO SECSTATE WASHDC 0012\n", [("SECSTATE WASHDC", 12)], id="zeros before the number"),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRUEAIIA/CIA WASHDC//\nRHEFDIA/DIA WASHDC//DHO-5//\n",
        [WASHINGTON, ("CIA WASHDC", None), ("DIA WASHDC//DHO-5", None)],
        id="slashes behind the name",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nINFO RUCNXXX/NORDIC AND BALTIC\nCOLLECTIVE\nRUEHRA/AMEMBASSY RIGA 12\n",
        [WASHINGTON, ("NORDIC AND BALTIC COLLECTIVE", None), ("AMEMBASSY RIGA", 12)],
        id="collective wrapped",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRUEKJCS/JOINT STAFF WASHDC//J5-NORTH\nPLANNING CELL//\nPRIORITY\n",
        [WASHINGTON, ("JOINT STAFF WASHDC//J5-NORTH PLANNING CELL", None)],
        id="office wrapped, precedence below",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRUEHSP/AMEMBASSY PORT OF\nSPAIN 12\n",
        [WASHINGTON, ("AMEMBASSY PORT OF SPAIN", 12)],
        id="post wrapped",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRUEHRA/AMEMBASSY RIGA\nNORDIC COLLECTIVE\n",
        [WASHINGTON, ("AMEMBASSY RIGA", None), ("NORDIC COLLECTIVE", None)],
        id="collective without route below a post",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nINFO RUEHRA/AMEMBASSY RIGA 12\nEUROPE ONLY\n",
        [WASHINGTON, ("AMEMBASSY RIGA", 12), ("EUROPE ONLY", None)],
        id="line below a whole addressee",
    ),
    pytest.param(
        "TO SECSTATE WASHDC\nINFO AMEMBASSY RIGA\nUSCINCEUR\n",
        [WASHINGTON, ("AMEMBASSY RIGA", None), ("USCINCEUR", None)],
        id="no routes at all",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRBDHDZA/FLEET NORTH\n",
        [WASHINGTON, ("FLEET NORTH", None)],
        id="indicator of another network",
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC 12\nSTATE GRNC\nBT\n", [("SECSTATE WASHDC", 12)], id="groups not counted"
    ),
    pytest.param(
        "TO RUEHC/SECSTATE WASHDC\nRHMFISS/CJTF-82 CAMP NORTH\n",
        [WASHINGTON, ("CJTF-82 CAMP NORTH", None)],
        id="number of a task force is no office list",
    ),
    pytest.param(
        "TO SECSTATE WASHDC\n\nINFO AMEMBASSY RIGA\n\nCONFIDENTIAL\n\nCONFIDENTIAL\n\n"
        "PAGE 02        OSLO   00431  171300Z\n\nUSCINCEUR\n",
        [WASHINGTON, ("AMEMBASSY RIGA", None), ("USCINCEUR", None)],
        id="page break inside the list",
    ),
]


@pytest.mark.parametrize(("lines", "expected"), CASES)
def test_addressees(parse: Parse, lines: str, expected: list[tuple[str, int | None]]) -> None:
    parsed = parse(SENT + lines + REST)
    assert parsed.recipients.select("name", "serial").rows() == expected
    assert parsed.cables["cable_id"].to_list() == ["06OSLO431"]


ROUTED = "DE RUEHNY #0431/01 0481205\n" + SENT + "TO SECSTATE WASHDC\n"


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        pytest.param("S E C R E T QXZWVKJ 012431\n", "06OSLO431", id="station and serial damaged"),
        pytest.param("S E C R E T QXZWVKJ 010431\n", "06OSLO10431", id="station damaged, whole serial"),
    ],
)
def test_unknown_station_gives_way_to_the_sender(parse: Parse, level: str, expected: str) -> None:
    parsed = parse(ROUTED + level + "SUBJECT: TALKS\n\n1. (S) Talks went on.\n")
    assert parsed.cables["cable_id"].to_list() == [expected]
    assert parsed.findings.is_empty()


def test_addressees_below_the_classification_of_an_extract(parse: Parse) -> None:
    level = "C O N F I D E N T I A L OSLO 000431\n\nSIPDIS\n\n"
    lines = "INFO NORDIC COLLECTIVE PRIORITY\nAMEMBASSY RIGA\nDEPT FOR EUR/NB\n\n"
    parsed = parse(level + lines + "E.O. 12958: N/A\nSUBJECT: TALKS\n\n1. (C) Talks went on.\n")
    assert parsed.recipients.select("action", "name", "precedence").rows() == [
        ("info", "NORDIC COLLECTIVE", "PRIORITY"),
        ("info", "AMEMBASSY RIGA", None),
    ]
