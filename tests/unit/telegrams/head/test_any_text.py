"""Whatever stands in a telegram, rows of the right shape come out and no exception."""

from collections.abc import Callable

import dataframely as dy
import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.schemas import CableReferences, Cables, Findings, Paragraphs, Recipients, Tags
from etl.telegrams import parse_telegrams

PIECES = st.sampled_from(
    [
        "VZCZCXRO0001\n",
        "DE RUEHNY #0431/01 0481205\n",
        "DE RUEH #99999999999\n",
        "O P 171204Z FEB 06\n",
        "R 999999Z XXX 99\n",
        "R 17 1204 FE8 O6\n",
        "PAGE 01        OSLO   00431  01 OF 02  171300Z\n",
        "ACTION EUR-12\n\nINFO  OCT-01  ISO-00  /088 W\n",
        "CONFIDENTIAL\n",
        "RUEHRA/AMEMBASSY\nRIGA\nPRIORITY\n0000\n",
        "DEPT FOR EUR; NSC FOR OFFICE\n",
        "C O N F I D E N T I A LSECTION 01 OF 02OSLO 000431\n",
        "L I M I T E D  O F F I C I A L  U S E OSLO 431\n",
        "FM AMEMBASSY OSLO\n",
        "FM \nTO \nINFO \nXMT \n",
        "TO RUEHC/SECSTATE WASHDC IMMEDIATE 999999\n",
        "S E C R E T SECTION 01 OF 99 OSLO 99999999\n",
        "C O N F I D E N T I A L",
        "Friday, 31 June 2006, 25:61\n",
        "E.O. 12958: DECL: 99/99/9999\n",
        "TAGS: ((,;/ PREL\n",
        "SUBJECT:",
        "REF: A. B. (C) 06 OSLO 12345678, 99\n",
        "Classified By: , ; : 1.4 (\n",
        "\n\n1. (C) ",
        "¶",
        " ",
        "\n",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=30), max_size=14).map("".join)
TABLES: dict[str, type[dy.Schema]] = {
    "cables": Cables,
    "paragraphs": Paragraphs,
    "tags": Tags,
    "recipients": Recipients,
    "cable_references": CableReferences,
    "findings": Findings,
}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    telegrams=st.lists(TEXTS, min_size=1, max_size=6),
    listed=st.none() | st.text(max_size=20) | st.just("06OSLO12"),
    fidelity=st.sampled_from(["verbatim", "flattened"]),
)
def test_rows_of_the_right_shape(
    make_pages: Callable[..., pl.DataFrame], telegrams: list[str], listed: str | None, fidelity: str
) -> None:
    parsed = parse_telegrams(make_pages(*telegrams, listed_cable_id=listed, fidelity=fidelity))
    assert parsed.cables["document_id"].to_list() == [f"d{n}" for n in range(len(telegrams))]
    for name, table in TABLES.items():
        rows: pl.DataFrame = getattr(parsed, name)
        types = dict(pl.Schema(table))
        assert {column: rows.schema[column] for column in types if column in rows.columns} == {
            column: dtype for column, dtype in types.items() if column in rows.columns
        }
        known = rows.filter(pl.col("cable_id").is_not_null())
        checked = [column for column in types if column in known.columns]
        filled = known.with_columns(
            pl.lit(None, dtype).alias(column) for column, dtype in types.items() if column not in checked
        )
        kept = filled.with_columns(n_documents=pl.lit(1, pl.Int32), in_warehouse=pl.lit(value=False))
        failures = table.filter(kept.select(*types), cast=False)[1].counts()
        assert set(failures) <= {"primary_key"}, (name, failures)


def test_no_pages_give_no_rows(make_pages: Callable[..., pl.DataFrame]) -> None:
    parsed = parse_telegrams(make_pages().head(0))
    assert [frame.height for frame in parsed] == [0] * 6


def test_pages_without_telegram_give_no_rows(make_pages: Callable[..., pl.DataFrame]) -> None:
    pages = make_pages("a", "b").with_columns(telegram=pl.lit(None, pl.String))
    assert [frame.height for frame in parse_telegrams(pages)] == [0] * 6


def test_parsing_its_own_text_gives_the_same_head(make_pages: Callable[..., pl.DataFrame]) -> None:
    envelope = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
    caption = "S E C R E T SECTION 01 OF 02 OSLO 000431\n\nNOFORN\n\nE.O. 12958: DECL: 02/17/2016\nTAGS: PREL NO\nSUBJECT: TALKS ON\nFISH\n\nREF: A. OSLO 12\n¶B. OSLO 13\n\nClassified By: DCM Ann Example, reason 1.4 (b)\n\n"
    first = parse_telegrams(make_pages(envelope + caption + "¶1. (C) Talks went on.\n¶2. (C) They ended.\n"))
    again = parse_telegrams(make_pages(envelope + first.cables["text"][0]))
    assert again.cables.drop("text").equals(first.cables.drop("text"))
    assert again.cable_references.drop("raw").equals(first.cable_references.drop("raw"))
    assert again.cables["text"].to_list() == first.cables["text"].to_list()
