"""Rows of the full dump, and what becomes of damaged ones."""

import io
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.land.dump import read_dump
from etl.land.limits import READ_BYTES
from etl.schemas import DUMP_COLUMNS, RawDocuments


def quote(fields: list[str]) -> str:
    escaped = (field.replace("\\", "\\\\").replace('"', '\\"') for field in fields)
    return ",".join(f'"{field}"' for field in escaped) + "\n"


def fields(number: int, body: str = "TEXT OF A TELEGRAM\n") -> list[str]:
    return [
        str(number), "12/28/1966 18:48", f"66BUENOSAIRES{number}", "Embassy Buenos Aires", "UNCLASSIFIED",
        "66STATE1|66STATE2", "R 281848Z DEC 66\nFM AMEMBASSY BUENOS AIRES", body,
    ]  # fmt: skip


def row(number: int, body: str = "TEXT OF A TELEGRAM\n") -> str:
    return quote(fields(number, body))


def read(content: str | bytes, chunk_bytes: int = 1 << 20) -> pl.DataFrame:
    data = content if isinstance(content, bytes) else content.encode()
    return pl.concat(read_dump(io.BytesIO(data), chunk_bytes))


def bodies(frame: pl.DataFrame) -> list[str | None]:
    return frame["dump_row"].struct.field("body").to_list()


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TRICKY_TEXT = st.text(st.sampled_from('"\\,\n\r |a1/:'))
DATES = st.from_regex(r"[1-9]/[1-9]/19[0-9]{2} [0-9]:[0-9]{2}", fullmatch=True)


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 10**6).map(str),
            DATES,
            *[TRICKY_TEXT | ANY_TEXT] * 6,
        ),
        min_size=1,
        max_size=6,
    ),
    st.integers(1, 400),
)
def test_any_text_comes_back_whatever_the_chunks(rows, chunk_bytes):
    frame = read("".join(quote(list(r)) for r in rows), chunk_bytes)
    assert frame["dump_row"].to_list() == [dict(zip(DUMP_COLUMNS, r, strict=True)) for r in rows]
    assert frame["n_bytes"].to_list() == [sum(len(f.encode()) for f in r) for r in rows]
    assert frame.equals(read("".join(quote(list(r)) for r in rows)))


@pytest.mark.parametrize(
    ("written", "body"),
    [
        pytest.param(r"a \"quoted\" word", 'a "quoted" word', id="escaped-quotes"),
        pytest.param(r"C:\\temp", r"C:\temp", id="escaped-backslash"),
        pytest.param(r"C:\temp \ done", r"C:\temp \ done", id="lone-backslash-is-itself"),
        pytest.param('a ""quoted"" word', 'a "quoted" word', id="doubled-quotes"),
        pytest.param("one\r\ntwo\nthree", "one\r\ntwo\nthree", id="newlines-stay"),
        pytest.param('a "stray, and\nmore', 'a "stray, and\nmore', id="stray-quote-before-a-line-end"),
        pytest.param("", "", id="empty"),
        pytest.param("7,8\n\n9", "7,8\n\n9", id="commas-and-blank-lines"),
    ],
)
def test_dialect(written, body):
    line = row(2, "BODY").replace("BODY", written)
    assert bodies(read(row(1) + line + row(3))) == [fields(1)[-1], body, fields(3)[-1]]


@pytest.mark.parametrize(
    ("damaged", "reason"),
    [
        pytest.param('"2","1/2/2007 3:04","three"\n', "fields found: 3, expected: 8", id="fields-missing"),
        pytest.param(row(2)[:-1] + ',"ninth"\n', "fields found: 9, expected: 8", id="field-too-many"),
        pytest.param("no row at all\n", "fields found: 1, expected: 8", id="foreign-line"),
    ],
)
def test_a_damaged_row_costs_itself_only(damaged, reason):
    frame = read(row(1) + damaged + row(3))
    assert bodies(frame) == [fields(1)[-1], None, fields(3)[-1]]
    assert frame["reason"].to_list() == [None, f"damaged row of the dump: {reason}", None]
    assert frame["n_bytes"][1] == len(damaged.strip())


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(row(2, "BODY")[:-2] + "\n", id="closing-quote-lost"),
        pytest.param(row(2, "BODY")[:-2] + '\\"\n', id="closing-quote-escaped"),
        pytest.param(row(2, "BODY").replace('"BODY', "BODY"), id="opening-quote-lost"),
    ],
)
def test_a_broken_quote_does_not_swallow_the_next_row(broken):
    frame = read(row(1) + broken + row(3) + row(4))
    assert bodies(frame)[0] == fields(1)[-1]
    assert bodies(frame)[-2:] == [fields(3)[-1], fields(4)[-1]]
    assert frame.height == 4


ROWS = st.lists(
    st.tuples(st.integers(1, 10**6).map(str), DATES, *[TRICKY_TEXT | ANY_TEXT] * 6), min_size=1, max_size=4
)
BROKEN = st.sampled_from(
    [
        b'"5","1/2/2007 3:04","three"\n',
        row(5)[:-1].encode() + b',"ninth"\n',
        row(5)[:-2].encode() + b"\n",
        row(5)[:-2].encode() + b'\\"\n',
        row(5, "BODY").replace('"BODY', "BODY").encode(),
        row(5, "BODY").encode().replace(b"BODY", b'one "stray quote'),
        row(5, "BODY").encode().replace(b"BODY", b'two "stray", quotes'),
        row(5, "BODY").encode().replace(b"BODY", b"\xff\xfe\x93"),
        b'"5","1/2/2007 3:04\n',
    ]
)


@settings(deadline=None)
@given(st.tuples(ROWS, ROWS, ROWS), st.tuples(BROKEN, BROKEN), st.integers(1, 400))
def test_damage_in_the_middle_costs_no_neighbour(groups, damaged, chunk_bytes):
    (first, second, third), (one, other) = groups, damaged
    written = ["".join(quote(list(r)) for r in rows).encode() for rows in (first, second, third)]
    frame = read(one.join(written[:2]) + other + written[2], chunk_bytes)
    expected = [dict(zip(DUMP_COLUMNS, r, strict=True)) for r in (*first, *second, *third)]
    places = [*range(len(first)), *range(len(first) + 1, len(first) + 1 + len(second))]
    places += range(len(expected) + 2 - len(third), len(expected) + 2)
    assert frame.height == len(expected) + 2
    assert frame["dump_row"][places].to_list() == expected


def test_a_row_larger_than_what_is_read_at_once_is_whole():
    bodies_written = ["short", "long line of a telegram\n" * 60_000, "short"]
    content = "".join(row(n, body) for n, body in enumerate(bodies_written, 1))
    assert len(content) > READ_BYTES
    assert bodies(read(content, 1000)) == bodies(read(content)) == bodies_written


def test_a_row_without_end_is_cut_where_it_is_too_large(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("etl.land.dump.DUMP_ROW_BYTES", 5_000)
    endless = row(2, "line\n" * 4_000)[:-2] + "\n"
    frame = read(row(1) + endless + row(3) + row(4), 1_000)
    assert bodies(frame)[0] == fields(1)[-1]
    assert bodies(frame)[-2:] == [fields(3)[-1], fields(4)[-1]]
    assert set(frame["reason"][1:-2]) != {None}


def test_many_damaged_rows_among_many():
    lines = [row(n) if n % 7 else f'"{n}","1/2/2007 3:04","cut"\n' for n in range(1, 200)]
    frame = read("".join(lines), 4096)
    assert [n for n, reason in enumerate(frame["reason"], 1) if reason] == list(range(7, 200, 7))


def test_blank_lines_are_no_rows():
    frame = read("\n" + row(1) + "\n\n" + '"2","1/2/2007 3:04","cut"\n' + "\n" + row(3) + "\n\n")
    assert frame["reason"].is_null().to_list() == [True, False, True]


def test_a_dump_cut_short_keeps_its_whole_rows():
    frame = read((row(1) + row(2))[: len(row(1)) + 40])
    assert bodies(frame) == [fields(1)[-1], None]


def test_bytes_that_are_no_utf8_are_read_as_windows_1252():
    content = (row(1) + row(2, "BODY")).encode().replace(b"BODY", b"caf\xe9 \x93x\x94") + row(
        3, "très"
    ).encode()
    assert bodies(read(content))[1:] == ["café “x”", "très"]


def test_dump_is_landed_by_content_with_its_row_numbers(tmp_path: Path, landed):
    (tmp_path / "page.html").write_bytes(
        b"\xef\xbb\xbf" + (row(1) + '"2","cut"\n' + row(3) + row(3)).encode()
    )
    frame = landed(tmp_path, batch_bytes=300)
    assert frame["uri"].to_list() == [f"{tmp_path.name}/page.html#{n}" for n in (1, 2, 3, 4)]
    assert frame.schema == pl.Schema(RawDocuments)
    assert frame["text"].null_count() == 4
    assert frame["dump_row"].is_null().to_list() == [False, True, False, False]
    assert frame["document_id"][3] == frame["document_id"][2] + "-2"
    assert frame["document_id"][0] == frame["sha256"][0][:16]


def test_a_dump_under_a_foreign_first_line_is_still_one(tmp_path: Path, landed):
    (tmp_path / "x").write_text("id,created\n" + row(1) + row(2))
    assert landed(tmp_path)["reason"].is_null().to_list() == [False, True, True]


def test_another_csv_is_a_page(tmp_path: Path, landed):
    (tmp_path / "x.csv").write_text('"1","Moscow"\n"2","Paris"\n')
    assert landed(tmp_path)["text"].item() == '"1","Moscow"\n"2","Paris"\n'
