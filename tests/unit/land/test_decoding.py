"""Bytes of pages -> text, or the reason why not."""

import hashlib
import zipfile

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.land import contents, land
from etl.land.decode import decode
from etl.land.formats import binary_reason, recognize
from etl.schemas import RawDocuments

WORD = "Démarche à Zürich – “très” utile"
LATIN = "Café, señor, Zürich"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(WORD.encode(), WORD, id="utf8"),
        pytest.param(b"\xef\xbb\xbf" + WORD.encode(), WORD, id="utf8-mark"),
        pytest.param(WORD.encode("utf-16"), WORD, id="utf16-mark"),
        pytest.param(b"\xfe\xff" + WORD.encode("utf-16-be"), WORD, id="utf16-big-endian-mark"),
        pytest.param("Plain text".encode("utf-16-le"), "Plain text", id="utf16-without-mark"),
        pytest.param("Plain text".encode("utf-16-be"), "Plain text", id="utf16-big-endian-without-mark"),
        pytest.param(WORD.encode("utf-32"), WORD, id="utf32-mark"),
        pytest.param(WORD.encode("cp1252"), WORD, id="windows-1252-undeclared"),
        pytest.param(LATIN.encode("latin-1"), LATIN, id="latin-1-undeclared"),
        pytest.param(
            "RENÉ’s CAFÉ à côté".encode("cp1252"), "RENÉ’s CAFÉ à côté", id="windows-1252-that-looks-utf8"
        ),
        pytest.param(
            b"<?xml version='1.0' encoding='ISO-8859-2'?>" + "Łódź".encode("iso8859-2"),
            "<?xml version='1.0' encoding='ISO-8859-2'?>Łódź",
            id="xml-declares",
        ),
        pytest.param(
            b'<meta charset="windows-1251">' + "Москва".encode("cp1251"),
            '<meta charset="windows-1251">Москва',
            id="html-declares",
        ),
        pytest.param(
            b"<meta content='text/html; charset=iso-8859-1'>" + WORD.encode(),
            "<meta content='text/html; charset=iso-8859-1'>" + WORD,
            id="declares-latin-1-but-is-utf8",
        ),
        pytest.param(
            b"<meta charset=utf-8>" + LATIN.encode("latin-1"),
            "<meta charset=utf-8>" + LATIN,
            id="declares-utf8-but-is-latin-1",
        ),
        pytest.param(
            b"<meta charset=rot13>caf\xe9", "<meta charset=rot13>café", id="declares-no-charset-of-text"
        ),
        pytest.param(WORD.encode() + b" \x93odd\x94", WORD + " “odd”", id="utf8-with-stray-bytes"),
        pytest.param(b"\x81\x8d\xe9", "\x81\x8dé", id="bytes-that-windows-1252-leaves-open"),
        pytest.param(b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n", id="newlines-stay"),
        pytest.param(
            b"a telegram with one \x00 in some eighty characters of text, as disks leave them", None, id="nul"
        ),
    ],
)
def test_decode(content, text):
    assert binary_reason(content) is None
    assert decode(content) == (content.replace(b"\0", b"").decode() if text is None else text)


@given(st.binary())
def test_decode_never_raises_and_gives_valid_text(content):
    assert "\x00" not in decode(content).encode().decode()


@given(st.text(st.characters(exclude_characters="\x00\ufeff", exclude_categories=["Cs"])))
def test_decode_gives_utf8_back(text):
    assert decode(text.encode()) == text


@given(st.binary())
def test_recognize_never_raises(head):
    assert recognize(head) is recognize(head)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty file: no bytes"),
        (b"%PDF-1.4\n1 0 obj", "PDF document, not a page of text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Office document, not a page of text"),
        (PNG, "PNG image, not a page of text"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "JPEG image, not a page of text"),
        (b"GIF89a\x01\x00", "GIF image, not a page of text"),
        (b"BM" + bytes(60), "BMP image, not a page of text"),
        (b"{\\rtf1\\ansi text}", "rich text document (RTF), not a page of text"),
        (b"Rar!\x1a\x07\x01\x00", "RAR archive, not a page of text"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x01", "MPEG-4 media file, not a page of text"),
        (bytes(range(256)), "binary content, not a page of text"),
    ],
)
def test_what_is_no_text_is_named(tmp_path, landed, content, reason):
    (tmp_path / "page.html").write_bytes(content)
    row = landed(tmp_path / "page.html").row(0, named=True)
    assert row == {
        "source": "page.html",
        "ordinal": 0,
        "document_id": hashlib.sha256(content).hexdigest()[:16],
        "uri": "page.html",
        "sha256": hashlib.sha256(content).hexdigest(),
        "n_bytes": len(content),
        "text": None,
        "dump_row": None,
        "reason": reason,
    }


def test_a_text_that_opens_like_a_short_signature_is_a_page(tmp_path, landed):
    (tmp_path / "page").write_bytes(b"BM delegation arrived; MZ and RIFF follow")
    assert landed(tmp_path)["reason"].item() is None


def test_an_oversize_page_is_rejected_with_its_size(tmp_path, landed, monkeypatch):
    monkeypatch.setattr(contents, "PAGE_BYTES", 1 << 20)
    content = b"x" * ((1 << 20) + 1)
    (tmp_path / "big").write_bytes(content)
    row = landed(tmp_path).row(0, named=True)
    assert (row["n_bytes"], row["reason"]) == (len(content), "larger than 1 MiB, not a page of text")
    assert row["sha256"] == hashlib.sha256(content).hexdigest()


def test_frames_follow_the_schema(tmp_path, landed):
    (tmp_path / "page").write_text("text")
    frame = landed(tmp_path)
    assert frame.schema == pl.Schema(RawDocuments)
    assert RawDocuments.is_valid(frame)


def test_documents_know_their_file_and_their_place(tmp_path):
    for name in "abc":
        (tmp_path / name).write_text("text")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("x", "text")
        archive.writestr("y", "text")
    frame = pl.concat(land([tmp_path], batch_bytes=300))
    label = tmp_path.name
    assert frame["source"].to_list() == [f"{label}/{n}" for n in ("a", "b", "b.zip", "b.zip", "c")]
    assert frame["ordinal"].to_list() == [0, 1, 2, 3, 4]


def test_same_content_gets_ids_of_its_own(tmp_path, landed):
    for name in "abc":
        (tmp_path / name).write_bytes(b"same" if name != "b" else b"other")
    stem = hashlib.sha256(b"same").hexdigest()[:16]
    ids = landed(tmp_path, batch_bytes=1)["document_id"].to_list()
    assert ids == [stem, hashlib.sha256(b"other").hexdigest()[:16], f"{stem}-2"]


def test_batches_are_bounded_and_always_hold_a_document(tmp_path):
    for number, size in enumerate([10, 10, 5000, 10]):
        (tmp_path / str(number)).write_bytes(b"x" * size)
    assert [frame.height for frame in land([tmp_path], batch_bytes=1000)] == [2, 1, 1]
