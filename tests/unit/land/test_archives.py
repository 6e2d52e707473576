"""Members of archives: told by content, read as streams, bounded, and kept up to the damage."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import cast

import py7zr
import pyarrow as pa
import pytest

from etl.land import contents, land, limits

PAGES = {"2007/a.html": b"first page", "2007/b.html": b"second page", "c.txt": "très".encode("latin-1")}


def zipped(pages: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("folder")
        for name, content in pages.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(pages: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in pages.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def seven_zipped(pages: dict[str, bytes], **options: object) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", **options) as archive:
        for name, content in pages.items():
            archive.writestr(content, name)
    return buffer.getvalue()


def zstd(content: bytes) -> bytes:
    return cast(bytes, pa.compress(content, codec="zstd", asbytes=True))


PACKERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "zip": zipped,
    "7z": seven_zipped,
    "tar": tarred,
    "tar.gz": lambda pages: gzip.compress(tarred(pages)),
    "tar.bz2": lambda pages: bz2.compress(tarred(pages)),
    "tar.xz": lambda pages: lzma.compress(tarred(pages)),
}
EVERY_FORMAT = pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)


def put(folder: Path, content: bytes, name: str = "sources") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def dump_row(number: int) -> str:
    return f'"{number}","12/28/1966 18:48","66BUENOSAIRES{number}","E","U","","H","TEXT"\n'


@EVERY_FORMAT
def test_members_are_landed_whatever_the_name_of_the_archive(tmp_path, landed, pack):
    frame = landed(put(tmp_path, pack(PAGES), "page.html"))
    texts = dict(frame.select("uri", "text").rows())
    assert texts == {f"page.html!{name}": content.decode("latin-1") for name, content in PAGES.items()}
    assert frame["n_bytes"].to_list() == [len(content) for content in PAGES.values()]


@EVERY_FORMAT
def test_names_that_climb_out_are_only_labels(tmp_path, landed, pack, monkeypatch):
    monkeypatch.setattr("py7zr.py7zr.check_archive_path", lambda name: True)
    monkeypatch.setattr(py7zr.SevenZipFile, "_sanitize_archive_arcname", staticmethod(str))
    raw = tmp_path / "raw"
    raw.mkdir()
    put(raw, pack({"../../up.txt": b"up", "/etc/absolute.txt": b"absolute", "./here.txt": b"here"}))
    frame = landed(raw)
    assert sorted(frame["text"]) == ["absolute", "here", "up"]
    assert [p.name for p in tmp_path.rglob("*")] == ["raw", "sources"]
    assert not frame["uri"].str.contains("!/").any()


@EVERY_FORMAT
def test_dump_in_an_archive(tmp_path, landed, pack):
    content = "".join(dump_row(n) for n in range(1, 40)).encode()
    frame = landed(put(tmp_path, pack({"cables.csv": content, "page.html": b"page"})), batch_bytes=500)
    assert frame["uri"].to_list() == [f"sources!cables.csv#{n}" for n in range(1, 40)] + ["sources!page.html"]
    assert frame["dump_row"].null_count() == 1


@EVERY_FORMAT
def test_hidden_and_empty_members(tmp_path, landed, pack):
    path = put(tmp_path, pack({".DS_Store": b"x", "__MACOSX/page": b"x", "a": b"", "b": b"page"}))
    assert sorted(landed(path).select("uri", "reason").rows()) == [
        ("sources!a", "empty file: no bytes"),
        ("sources!b", None),
    ]


@EVERY_FORMAT
def test_an_archive_without_files_is_a_rejected_document(tmp_path, landed, pack):
    assert landed(put(tmp_path, pack({".hidden": b"x"}))).select("uri", "reason").rows() == [
        ("sources", "archive without files")
    ]


@EVERY_FORMAT
def test_reading_can_be_given_up(tmp_path, pack):
    path = put(tmp_path, pack({f"{n}.txt": bytes([65 + n]) * 200_000 for n in range(20)}))
    frames = land([path], batch_bytes=1)
    assert next(frames)["text"].item() == "A" * 200_000
    frames.close()


@EVERY_FORMAT
def test_archive_inside_an_archive_but_no_deeper(tmp_path, landed, pack):
    third = pack({"deep.txt": b"deep"})
    frame = landed(
        put(tmp_path, pack({"inner": pack({"page.txt": b"page", "third": third}), "last.txt": b"last"}))
    )
    assert sorted(frame.select("uri", "text", "reason").rows()) == [
        ("sources!inner!page.txt", "page", None),
        ("sources!inner!third", None, "archive inside an archive inside an archive: not opened"),
        ("sources!last.txt", "last", None),
    ]


def test_a_zip_with_a_damaged_directory_is_read_without_it(tmp_path, landed):
    whole = bytearray(zipped(PAGES))
    whole[whole.index(b"PK\x01\x02") + 2] ^= 0xFF
    frame = landed(put(tmp_path, bytes(whole)))
    assert frame["n_bytes"].to_list() == [*(len(content) for content in PAGES.values()), len(whole)]
    assert frame["reason"].is_null().to_list() == [True, True, True, False]


@EVERY_FORMAT
def test_a_large_archive_inside_an_archive_is_rejected(tmp_path, landed, pack, monkeypatch):
    monkeypatch.setattr(contents, "NESTED_ARCHIVE_BYTES", 20)
    frame = landed(put(tmp_path, pack({"inner": pack(PAGES), "last.txt": b"last"})))
    assert frame["text"].to_list() == [None, "last"]
    assert "not opened" in frame["reason"][0]


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstd])
@pytest.mark.parametrize("content", [b"page", dump_row(1).encode()], ids=["page", "dump"])
def test_a_compressed_single_file(tmp_path, landed, compress, content):
    frame = landed(put(tmp_path, compress(content), "page.html.gz"))
    assert frame["uri"].item() == "page.html.gz!page.html" + ("#1" if content != b"page" else "")
    assert frame["reason"].item() is None


def noise(seed: int, size: int) -> bytes:
    """Text that hardly compresses."""
    return random.Random(seed).randbytes(size // 2).hex().encode()


@pytest.mark.parametrize("name", ["zip", "tar", "tar.gz", "tar.xz"])
def test_what_comes_before_the_cut_of_an_archive_stays(tmp_path, landed, name):
    pages = {f"{n}.txt": noise(n, 40_000) for n in range(8)}
    whole = PACKERS[name](pages)
    frame = landed(put(tmp_path, whole[: len(whole) // 2]))
    good = frame.filter(frame["reason"].is_null())
    assert good["text"].to_list() == [noise(n, 40_000).decode() for n in range(good.height)]
    assert 1 <= good.height < 8
    assert frame["uri"][-1] == "sources"
    assert frame["reason"][-1].startswith("archive is damaged")
    assert frame["n_bytes"][-1] == len(whole) // 2


@EVERY_FORMAT
def test_any_cut_or_flip_leaves_documents(tmp_path, landed, pack):
    pages = {f"{n}.txt": noise(n, 600) for n in range(4)}
    whole = pack(pages)
    for position in range(1, len(whole), max(1, len(whole) // 40)):
        flipped = whole[:position] + bytes([whole[position] ^ 0x5A]) + whole[position + 1 :]
        for content in (whole[:position], flipped):
            frame = landed(put(tmp_path, content))
            assert (frame["text"].is_null() == frame["reason"].is_not_null()).all()
            if pack in (zipped, seven_zipped):  # these two have a checksum for each member
                texts = frame.filter(frame["uri"].str.contains("!"))["text"].drop_nulls()
                assert set(texts) <= {page.decode() for page in pages.values()}


def test_a_damaged_member_of_a_zip_costs_itself_only(tmp_path, landed):
    whole = bytearray(zipped({"a.txt": noise(1, 500), "b.txt": noise(2, 600), "c.txt": b"last"}))
    whole[whole.index(b"b.txt") + 60] ^= 0xFF
    frame = landed(put(tmp_path, bytes(whole)))
    assert frame["uri"].to_list() == ["sources!a.txt", "sources!b.txt", "sources!c.txt"]
    assert frame["reason"].is_null().to_list() == [True, False, True]
    assert frame["reason"][1].startswith("archive member is damaged: ")


def test_a_damaged_header_in_a_tar_is_not_taken_for_its_end(tmp_path, landed):
    whole = bytearray(tarred({"a.txt": b"a", "b.txt": b"b"}))
    whole[1024] ^= 0xFF
    frame = landed(put(tmp_path, bytes(whole)))
    assert frame.select("uri", "reason").rows() == [
        ("sources!a.txt", None),
        ("sources", "archive is damaged: wrong header: bad checksum"),
    ]


def test_a_tar_whose_header_would_fill_the_memory_is_given_up(tmp_path, landed):
    entry = tarfile.TarInfo("././@LongLink")
    entry.type, entry.size = tarfile.GNUTYPE_LONGNAME, 2 << 20
    content = tarred({"a.txt": b"a"})[:1024] + entry.tobuf() + bytes(2 << 20)
    assert landed(put(tmp_path, content))["reason"].to_list() == [
        None,
        "archive is damaged: a header is too large",
    ]


def test_encrypted_archives_are_rejected(tmp_path, landed):
    encrypted_zip = bytearray(zipped({"a.txt": b"a", "b.txt": b"b"}))
    encrypted_zip[encrypted_zip.rindex(b"PK\x01\x02") + 8] |= 1
    frame = landed(
        put(tmp_path, bytes(encrypted_zip), "1"),
        put(tmp_path, seven_zipped(PAGES, password="x"), "2"),
        put(tmp_path, seven_zipped(PAGES, password="x", header_encryption=True), "3"),
    )
    assert {"archive is encrypted", "archive member is encrypted"} == set(frame["reason"].drop_nulls())
    assert frame["uri"].to_list()[-2:] == ["2", "3"]


def test_links_in_a_tar_are_named_but_not_followed(tmp_path, landed):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
            entry = tarfile.TarInfo(f"entry{kind.decode()}")
            entry.type, entry.linkname = kind, "/etc/hosts"
            archive.addfile(entry)
    frame = landed(put(tmp_path, buffer.getvalue()))
    assert frame["uri"].to_list() == ["sources!entry2", "sources!entry1", "sources!entry6"]
    assert set(frame["reason"]) == {"link or device in an archive, not followed"}


def test_a_link_in_a_zip_is_named_but_not_followed(tmp_path, landed):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("link")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/hosts")
    assert landed(put(tmp_path, buffer.getvalue()))["reason"].item().startswith("link or device")


@pytest.mark.parametrize(
    ("name", "what"), [("[Content_Types].xml", "Office document"), ("mimetype", "OpenDocument or EPUB")]
)
def test_office_documents_are_no_archives(tmp_path, landed, name, what):
    frame = landed(put(tmp_path, zipped({name: b"x", "word/document.xml": b"<w/>"})))
    assert frame["uri"].item() == "sources"
    assert frame["reason"].item().startswith(what)


@EVERY_FORMAT
def test_a_bomb_is_given_up_and_what_came_before_stays(tmp_path, landed, pack, monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 3 << 20)
    path = put(tmp_path, pack({"a.txt": b"page", "bomb": bytes(8 << 20), "z.txt": b"last"}))
    frame = landed(path)
    assert frame["text"].to_list() == ["page", None]
    assert frame.select("uri", "reason").row(1) == (
        "sources",
        "archive unpacks to more than 0 GiB: the rest is not read",
    )


@pytest.mark.parametrize("name", ["zip", "7z", "tar.gz"])
def test_a_ratio_beyond_belief_is_given_up(tmp_path, landed, monkeypatch, name):
    monkeypatch.setattr(limits, "RATIO_FREE_BYTES", 1 << 16)
    frame = landed(put(tmp_path, PACKERS[name]({"a.txt": b"page", "bomb": bytes(4 << 20)})))
    assert frame["text"].to_list() == ["page", None]
    assert frame["reason"][1] == "archive unpacks to more than 200 times its size: the rest is not read"


def test_a_bomb_inside_an_archive_counts_for_the_outer_one(tmp_path, landed, monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE_BYTES", 5 << 20)
    inner = zipped({"bomb": b"x" * (2 << 20)})
    frame = landed(put(tmp_path, zipped({f"{n}.zip": inner for n in range(9)})))
    assert frame["text"].is_not_null().sum() == 2
    assert frame.select("uri", "text").row(-1) == ("sources", None)


@EVERY_FORMAT
def test_too_many_members_are_given_up(tmp_path, landed, monkeypatch, pack):
    monkeypatch.setattr(limits, "ARCHIVE_MEMBERS", 3)
    frame = landed(put(tmp_path, pack({f"{n}.txt": b"page" for n in range(5)})))
    assert frame.height == 4
    assert frame["reason"][-1] == "archive has more than 3 members: the rest is not read"
