"""Which cable a telegram is: the text decides, the envelope helps, the listing comes last."""

from collections.abc import Callable
from datetime import UTC, datetime

import polars as pl
import pytest

from etl.schemas import ParsedTelegrams
from etl.telegrams.identifiers import parse_ids
from etl.telegrams.stations import resolve_stations

Parse = Callable[..., ParsedTelegrams]

ENVELOPE = "DE RUEHMO #0431/01 0481205\nZNY CCCCC ZZH\nP 171204Z FEB 06\nFM AMEMBASSY MOSCOW\nTO RUEHC/SECSTATE WASHDC 1200\n"
TEXT = "E.O. 12958: DECL: 02/17/2016\nTAGS: PREL RS\nSUBJECT: EXPORTS\n\n1. (C) Exports grew.\n"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        pytest.param("06MOSCOW00431", "06MOSCOW431", id="zeros"),
        pytest.param(" 06 RIO DE JANEIRO 12 ", "06RIODEJANEIRO12", id="blanks"),
        pytest.param("2006MOSCOW431", "06MOSCOW431", id="four-digit year"),
        pytest.param("1974TEHRAN03021_b", "74TEHRAN3021", id="archive suffix"),
        pytest.param("1976JIDDA00112_b", "76JIDDA112", id="archive's old station"),
        pytest.param("1975ABUDHA00440_b", "75ABUDHABI440", id="archive's cut station"),
        pytest.param("08SECTION01OF03OSLO77", "08OSLO77", id="section line left in"),
        pytest.param("08SECT1ON0lOF03OSLO77", "08OSLO77", id="damaged section line left in"),
        pytest.param("07OSLO000561SUSPECTEDDUPLICATE570", "07OSLO561", id="suspected duplicate"),
        pytest.param("09AMEMBASSYOSLO3", "09OSLO3", id="embassy prefix"),
        pytest.param("7474OSLO3", "74OSLO3", id="year twice"),
        pytest.param("06SECSTATE900", "06STATE900", id="alias"),
        pytest.param("06COPENHAGN900", "06COPENHAGEN900", id="letter lost"),
        pytest.param("06SECRETSECTION01OF02OSLO77", "06OSLO77", id="classification and section left in"),
        pytest.param("06SECRETOSLO77", "06OSLO77", id="classification left in"),
        pytest.param("06CONFIDENTIALEFTOOSLO77", "06OSLO77", id="classification and caveat left in"),
        pytest.param("060SLO77", "06OSLO77", id="zero for O at the start"),
        pytest.param("06STOCKH0LM77", "06STOCKHOLM77", id="zero for O inside"),
        pytest.param("06USMISSIONGENEVA77", "06GENEVA77", id="mission prefix"),
        pytest.param("75USDELSECRETARYCAIRO77", "75SECTO77", id="Secretary's party where it is"),
        pytest.param("70BENGHAZI77", "70BENGHAZI77", id="closed post"),
        pytest.param("06AMEMBASSYTOKYO3", "06TOKYO3", id="name that begins as a word between"),
        pytest.param("06STOCKHOLMM900", "06STOCKHOLM900", id="letter doubled"),
        pytest.param("06QXZWVKJ12", "06QXZWVKJ12", id="unknown station kept"),
        pytest.param("21OSLO3", None, id="year out of range"),
        pytest.param("OSLO 3", None, id="no year"),
        pytest.param("06OSLO", None, id="no serial"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_printed_ids(printed: str | None, expected: str | None) -> None:
    assert parse_ids(pl.Series("printed", [printed], pl.String))["cable_id"].to_list() == [expected]


@pytest.mark.parametrize(
    ("printed", "station"),
    [
        pytest.param("USINT HAVANA", "HAVANA", id="interests section"),
        pytest.param("USLO PEKING", "PEKING", id="liaison office"),
        pytest.param("USOFFICE PRISTINA", "PRISTINA", id="office"),
        pytest.param("USDEL MBFR VIENNA", "MBFRVIENNA", id="delegation"),
        pytest.param("USMISSION EC BRUSSELS", "ECBRUSSELS", id="mission beside an embassy"),
        pytest.param("USMISSION BERLIN", "USBERLIN", id="mission of the western sectors"),
        pytest.param("AMCONSUL LOURENCO MARQUES", "LOURENCOMARQUES", id="old name of a post of its own time"),
        pytest.param("AMEMBASSY N'DJAMENA", "NDJAMENA", id="apostrophe"),
        pytest.param("AMEMBASSY PORT-AU-PRINCE", "PORTAUPRINCE", id="hyphens"),
        pytest.param("SECSTATE WASHDC", "STATE", id="the Department"),
    ],
)
def test_names_of_posts(printed: str, station: str) -> None:
    assert resolve_stations(pl.Series([printed])).select("station", "is_known").rows() == [(station, True)]


def test_unknown_station_is_told_from_a_known_one() -> None:
    resolved = resolve_stations(pl.Series(["AMEMBASSY MOSCOW", "QXZWVKJ"]))
    assert resolved.rows() == [("AMEMBASSYMOSCOW", "MOSCOW", True), ("QXZWVKJ", "QXZWVKJ", False)]


@pytest.mark.parametrize(
    ("level", "listed", "expected"),
    [
        pytest.param("C O N F I D E N T I A L MOSCOW 000431\n", None, "06MOSCOW431", id="section line alone"),
        pytest.param(
            "S E C R E T SECTION 01 OF 02 MOSCOW 010431\n", None, "06MOSCOW10431", id="more than four digits"
        ),
        pytest.param("C O N F I D E N T I A L\n", None, "06MOSCOW431", id="routing line alone"),
        pytest.param(
            "C O N F I D E N T I A L\n", "06MOSCOW10431", "06MOSCOW10431", id="listing has the whole serial"
        ),
        pytest.param(
            "C O N F I D E N T I A L\n", "06PARIS77", "06MOSCOW431", id="routing line against listing"
        ),
        pytest.param(
            "C O N F I D E N T I A L MOSCOW 000432\n",
            "06MOSCOW432",
            "06MOSCOW432",
            id="mistyped routing line",
        ),
        pytest.param(
            "UNCLAS QXZWVKJ 000431\n", "06MOSCOW431", "06MOSCOW431", id="damaged station, listing helps"
        ),
    ],
)
def test_witnesses(parse: Parse, level: str, listed: str | None, expected: str) -> None:
    assert parse(ENVELOPE + level + TEXT, listed_cable_id=listed).cables["cable_id"].to_list() == [expected]


class TestTextBelowAnotherEnvelope:
    """A mirror pasted the text of one cable below the envelope of another."""

    def parsed(self, parse: Parse, dated: str = "", text: str = TEXT) -> ParsedTelegrams:
        level = "S E C R E T SECTION 01 OF 02 WARSAW 000099\n"
        return parse(
            ENVELOPE + dated + level + text,
            listed_cable_id="06MOSCOW431",
            listed_created_at=datetime(2006, 2, 17, 12, 4, tzinfo=UTC),
            listed_origin="Embassy Moscow",
            listed_classification="CONFIDENTIAL",
        )

    def test_text_decides_and_envelope_is_left_alone(self, parse: Parse) -> None:
        parsed = self.parsed(parse, "Friday, 09 June 2006, 08:30\n")
        row = parsed.cables.row(0, named=True)
        assert (row["cable_id"], row["origin"], row["classification"]) == (
            "06WARSAW99",
            "Embassy Warsaw",
            "SECRET",
        )
        assert row["created_at"] == datetime(2006, 6, 9, 8, 30, tzinfo=UTC)
        assert row["precedence"] is None
        assert parsed.recipients.is_empty()

    def test_conflict_is_an_error_that_names_both(self, parse: Parse) -> None:
        findings = self.parsed(parse).findings.filter(pl.col("code") == "identity_conflict")
        assert findings["severity"].to_list() == ["error"]
        assert "06MOSCOW431" in findings["detail"][0]
        assert "06WARSAW99" in findings["detail"][0]

    @pytest.mark.parametrize(
        ("caption", "expected"),
        [
            pytest.param("E.O. 12958: DECL: 03/01/2018\n", "08WARSAW99", id="ten years"),
            pytest.param("E.O. 12958: DECL: 03/01/2033\n", "08WARSAW99", id="twenty-five years"),
            pytest.param("E.O. 12958: DECL: 03/01/2026\n", "06WARSAW99", id="twenty years, as listed"),
            pytest.param("E.O. 12958: N/A\nREF: 07 WARSAW 3\n", "08WARSAW99", id="cites last year"),
            pytest.param("E.O. 12958: N/A\n", "06WARSAW99", id="nothing but the listing"),
        ],
    )
    def test_year_without_a_date(self, parse: Parse, caption: str, expected: str) -> None:
        parsed = self.parsed(parse, text=caption + "SUBJECT: EXPORTS\n\n1. (C) Exports grew.\n")
        assert parsed.cables["cable_id"].to_list() == [expected]
        assert parsed.cables["created_at"].to_list() == [None]


def test_nothing_is_invented_where_nothing_is_told(parse: Parse) -> None:
    row = parse("Some words about exports.").cables.row(0, named=True)
    assert [row[name] for name in ("cable_id", "station", "serial", "year", "created_at")] == [None] * 5


@pytest.mark.parametrize(
    ("listed", "codes"),
    [
        pytest.param({"listed_cable_id": "06MOSCOW431"}, set(), id="agrees"),
        pytest.param({"listed_cable_id": "no id"}, {"malformed_id"}, id="no id"),
        pytest.param({"listed_cable_id": "06SECTION01OF02MOSCOW431"}, {"malformed_id"}, id="junk in it"),
        pytest.param({"listed_cable_id": "2006MOSCOW00431_b"}, set(), id="archive's form"),
        pytest.param({"listed_cable_id": "06MOSCO431"}, set(), id="station cut"),
        pytest.param({"listed_cable_id": "06PARIS5"}, {"identity_conflict"}, id="another cable"),
        pytest.param(
            {"listed_cable_id": "06MOSCOW431", "listed_created_at": datetime(2006, 3, 20, tzinfo=UTC)},
            {"date_conflict"},
            id="another date",
        ),
        pytest.param(
            {"listed_cable_id": "06MOSCOW431", "listed_created_at": datetime(2006, 2, 17, 12, 0, tzinfo=UTC)},
            set(),
            id="minutes apart",
        ),
        pytest.param(
            {"listed_cable_id": "06MOSCOW431", "listed_classification": "SECRET//NOFORN"},
            {"classification_conflict"},
            id="another level",
        ),
    ],
)
def test_findings_on_the_listing(parse: Parse, listed: dict[str, object], codes: set[str]) -> None:
    parsed = parse(ENVELOPE + "C O N F I D E N T I A L MOSCOW 000431\n" + TEXT, **listed)
    assert set(parsed.findings["code"].to_list()) == codes


def test_unknown_station_is_a_finding(parse: Parse) -> None:
    parsed = parse("UNCLAS QXZWVKJ 000431\n" + TEXT, listed_cable_id="06QXZWVKJ431")
    assert parsed.cables["cable_id"].to_list() == ["06QXZWVKJ431"]
    assert "unknown_station" in parsed.findings["code"].to_list()


@pytest.mark.parametrize(
    ("reference", "n_findings"),
    [
        pytest.param("QXZWVKJ 431", 1, id="no post"),
        pytest.param("05 QXZWVKJ 431 (NOTAL)", 1, id="no post, with year and aside"),
        pytest.param("PARIS 431", 0, id="a post"),
        pytest.param("PRESS POINTS JULY 15", 0, id="a date"),
        pytest.param("EXAMPLE E-MAIL OF 2/3", 0, id="an e-mail"),
        pytest.param("IIR 6 902", 0, id="a report"),
    ],
)
def test_reference_to_an_unknown_post_is_a_finding(parse: Parse, reference: str, n_findings: int) -> None:
    caption = f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: EXPORTS\nREF: A. {reference}\n\n1. (C) Exports grew.\n"
    findings = parse(ENVELOPE + "C O N F I D E N T I A L MOSCOW 000431\n" + caption).findings
    assert findings.filter(pl.col("code") == "unknown_station").height == n_findings


def test_section_line_with_blanks_lost_or_to_spare(parse: Parse) -> None:
    """Glued to the classification and the post; or a post that begins as the word section does."""
    head, text = "R 171204Z FEB 76\nTO SECSTATE WASHDC\n", "\n\nE.O. 11652: GDS\nSUBJECT: FISH\n\n1. TALKS.\n"
    lines = {
        "C O N F I D E N T I A LSECTION 01 OF 02OSLO 000431": ("76OSLO431", 2),
        "S E C R E T SECTION 02 OF 03 SECTO 13047": ("76SECTO13047", 3),
        "S E C R E T SECTO 13047": ("76SECTO13047", 1),
        "CONFIDENTIALSECTION01OF02OSLO000431": ("76OSLO431", 2),
        "C O N F I D E N T I A L SECTION ONE OF TWO OSLO 431": ("76OSLO431", 2),
        "C O N F I D E N T I A L OSLO 000431\nSECTION 01 OF 03": ("76OSLO431", 3),
        "C O N F I D E N T I A L OSLO SECTION 02 OF 03 000431": ("76OSLO431", 3),
        "L I M I T E D   O F F I C I A L   U S E BONN 14604": ("76BONN14604", 1),
    }
    cables = parse(*(head + line + text for line in lines)).cables
    assert cables.select("cable_id", "n_sections").rows() == list(lines.values())
