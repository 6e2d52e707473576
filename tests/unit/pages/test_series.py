"""Files that hold several telegrams: each comes out with keys of its own, and nothing between them is lost."""

from pathlib import Path

import polars as pl
import pytest

from etl.pages import read_pages
from etl.pipeline import Shards, ShardStore, documents, parse_sources
from etl.schemas import Excerpts, RawDocuments


def telegram(
    post: str = "PARIS", serial: int = 3891, day: int = 19, text: str = "1. (C) No buyer yet."
) -> str:
    """A telegram from its date-time group to its signature."""
    return (
        f"P {day}1620Z SEP 07\nFM AMEMBASSY {post}\nTO RUEHC/SECSTATE WASHDC PRIORITY 5710\n"
        f"C O N F I D E N T I A L {post} 00{serial}\n\nSUBJECT: FIGHTERS\n\n{text}\nSMITH"
    )


OTHER = telegram("BERN", 1391, 20)
ARCHIVED = (
    "Message Text\n\n{}\n\nMessage Attributes\n\nDraft Date: 1 SEP 1976\nFrom: X\nLocator: TEXT ON-LINE\n\n"
)

SERIES = {
    "end marks": f"{telegram()}\n\nNNNN\n\n{OTHER}\nNNNN\n",
    "transmission ids and end marks": f"ZCZC\n{telegram()}\nNNNN\nZCZC ABC123\n{OTHER}\nNNNN",
    "transmission ids only": f"VZCZCXRO1200\n{telegram()}\n\nVZCZCXRO1201\n{OTHER}",
    "rulers": f"{telegram()}\n{'=' * 40}\n{OTHER}\n{'=' * 40}\n",
    "end mark of the archive": f"{telegram()}\n<< END OF DOCUMENT >>\n{OTHER}",
    "running heads": f"CONFIDENTIAL\n\nPAGE 01 PARIS 03891\n{telegram()}\nNNN\nCONFIDENTIAL\n\nPAGE 01 BERN 01391\n{OTHER}",
    "a listing above each": f"ID: 07PARIS3891\n{telegram()}\n{'-' * 30}\nID: 07BERN1391\nDate: 2007\n\n{OTHER}",
    "one after the other in the archive's form": ARCHIVED.format(telegram()) + ARCHIVED.format(OTHER),
    "markup": f"<html><body><pre>{telegram()}</pre><hr><p>----------------</p><pre>{OTHER}</pre></body></html>",
}
SINGLE = {
    "a telegram quoted after an announcement": telegram(
        text=f"1. (C) Text of telegram follows:\n\nZCZCABC\n{OTHER}\nNNNN\n\n2. (C) It ends here."
    ),
    "a telegram between quotes": telegram(
        text=f"1. (C) BEGIN TEXT\n\nQUOTE\n{'-' * 30}\n{OTHER}\nNNNN\nUNQUOTE\n\n2. (C) It ends here."
    ),
    "sections of one telegram": f"VZCZC1\n{telegram()}\nNNNN\n\nVZCZC2\n{telegram(text='3. (C) More.')}\nNNNN",
    "a section head below a ruler": telegram(
        text=f"1. (C) One.\n\nPLANS\n{'-' * 30}\n\nC O N F I D E N T I A L SECTION 02 OF 02 PARIS 003891\n\n"
        "TAGS: MASS\nSUBJECT: FIGHTERS\n\n2. (C) Two."
    ),
    "the dashes of a distribution line": f"PAGE 01 PARIS 03891\nACTION EUR-00\n{'-' * 20}A54E38 291401Z /38\n{telegram()}",
    "a ruler under a heading": telegram(
        text=f"SALES\n{'-' * 30}\n1. (C) None.\n\nPLANS\n{'-' * 30}\n2. (C) One."
    ),
    "page heads": telegram(
        text="1. (C) One\nNNNN\nCONFIDENTIAL\n\nPAGE 02 PARIS 03891\nmore.\n\n2. (C) Two."
    ),
    "a list of references below an end mark": f"{telegram()}\nNNNN\n\nSUBJECT: none\nTAGS: MASS\nlinks",
}


def read(text: str) -> pl.DataFrame:
    """Pages of one document."""
    document = {"document_id": "d", "uri": "file.txt", "sha256": "0" * 64, "n_bytes": len(text), "text": text}
    return read_pages(pl.DataFrame([document], schema=RawDocuments.create_empty().schema))


@pytest.mark.parametrize("text", SERIES.values(), ids=SERIES)
def test_each_telegram_comes_out(text: str) -> None:
    pages = read(text)
    assert pages["uri"].to_list() == ["file.txt#1", "file.txt#2"]
    assert pages["document_id"].to_list() == ["d#1", "d#2"]
    assert pages["sha256"].n_unique() == 2
    assert [text.split("FM AMEMBASSY ")[1].split()[0] for text in pages["telegram"]] == ["PARIS", "BERN"]
    assert pages["telegram"].str.count_matches("(?m)^SMITH$").to_list() == [1, 1]


@pytest.mark.parametrize("text", SINGLE.values(), ids=SINGLE)
def test_what_belongs_together_stays_together(text: str) -> None:
    assert read(text).select("document_id", "uri").rows() == [("d", "file.txt")]


def test_each_listing_goes_with_its_telegram() -> None:
    assert read(SERIES["a listing above each"])["listed_cable_id"].to_list() == ["07PARIS3891", "07BERN1391"]


def test_each_part_is_a_document_of_the_warehouse(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "traffic.txt").write_text(SERIES["end marks"])
    (raw / "one.txt").write_text(telegram())
    store = ShardStore.current(tmp_path / "shards")
    parse_sources([raw], store)
    (table,) = documents(Shards(store), Excerpts.create_empty(lazy=True))
    found = table.rows().sort("uri").select("uri", "cable_id", "status")
    assert found.rows() == [
        ("raw/one.txt", "07PARIS3891", found["status"][0]),
        ("raw/traffic.txt#1", "07PARIS3891", found["status"][1]),
        ("raw/traffic.txt#2", "07BERN1391", "canonical"),
    ]
    assert sorted(found["status"][:2]) == ["canonical", "duplicate"]
