"""Whatever page a telegram is wrapped in, reading it back gives the same cable; whatever is landed, no exception."""

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.land import land
from etl.pages import read_pages
from etl.schemas import Pages, ParsedTelegrams, RawDocuments
from etl.schemas.stages import WITNESS
from etl.telegrams import parse_telegrams
from tests.rendering.layouts import RENDERERS, dump_row, viewer_flattened
from tests.rendering.telegrams import POSTS, Telegram, telegrams

BATCHES = st.lists(telegrams(), min_size=4, max_size=6)
FEW = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.data_too_large,
        HealthCheck.too_slow,
    ],
)


def read(texts: dict[str, str]) -> pl.DataFrame:
    """Pages of documents that are named by their keys."""
    fields = dict.fromkeys(RawDocuments.column_names())
    rows = [
        fields | {"document_id": name, "uri": name, "sha256": "0" * 64, "n_bytes": len(text), "text": text}
        for name, text in texts.items()
    ]
    return read_pages(pl.DataFrame(rows, schema=RawDocuments.create_empty().schema))


def differences(
    found: ParsedTelegrams, expected: ParsedTelegrams, ignored: tuple[str, ...] = ()
) -> list[str]:
    """One line a frame, document and column in which two parses differ."""
    lines = []
    for name, one, other in zip(ParsedTelegrams._fields, found, expected, strict=True):
        for document in [] if one.equals(other) else expected.cables["document_id"]:
            rows, wanted = (
                frame.filter(document_id=document).to_dict(as_series=False) for frame in (one, other)
            )
            differing = [c for c in rows if rows[c] != wanted[c] and name not in ignored and c not in ignored]
            lines += [f"{document}: {name}.{c}: {rows[c]} != {wanted[c]}" for c in differing]
    return lines


@FEW
@given(st.lists(telegrams(odd=True), min_size=4, max_size=6))
def test_each_layout_gives_the_telegram_back(
    tmp_path_factory: pytest.TempPathFactory, batch: list[Telegram]
) -> None:
    texts = {
        f"{number} in {layout}": render(telegram)
        for number, telegram in enumerate(batch)
        for layout, render in RENDERERS.items()
    }
    path: Path = tmp_path_factory.mktemp("dump") / "cables.csv"
    path.write_text("".join(dump_row(number, telegram) for number, telegram in enumerate(batch, 1)))
    dumped = read_pages(pl.concat(list(land([path]))))
    names = [*texts, *(f"{number} in dump" for number in range(len(batch)))]
    pages = pl.concat([read(texts), dumped]).with_columns(document_id=pl.Series(names))
    assert pages["layout"].to_list() == [name.split()[2] for name in names]
    ids = [telegram.cable_id for telegram in batch]
    bare = pl.Series([batch[int(name.split()[0])].whole for name in names])
    parsed = parse_telegrams(pages)
    assert differences(parsed, parse_telegrams(pages.with_columns(telegram=bare))) == []
    assert parsed.cables["cable_id"].to_list() == [ids[int(name.split()[0])] for name in names]


@FEW
@given(BATCHES)
def test_a_telegram_says_what_was_composed_and_its_own_text_says_it_again(batch: list[Telegram]) -> None:
    pages = read({str(number): telegram.whole for number, telegram in enumerate(batch)})
    parsed = parse_telegrams(pages)
    fields = (
        "cable_id",
        "created_at",
        "classification",
        "precedence",
        "subject",
        "origin",
        "signed_by",
        "n_sections",
    )
    assert parsed.cables.select(fields).rows() == [
        (
            t.cable_id,
            t.sent_at,
            t.classification,
            t.precedence,
            t.subject,
            POSTS[t.post][0],
            t.signature,
            t.n_sections,
        )
        for t in batch
    ]
    numbered = parsed.paragraphs.filter(pl.col("number").is_not_null())
    found = numbered.select("document_id", "number", "classification", "text").rows()
    assert found == [(str(n), *paragraph) for n, t in enumerate(batch) for paragraph in t.paragraphs]
    listed = {"listed_cable_id": parsed.cables["cable_id"], "listed_created_at": parsed.cables["created_at"]}
    again = parse_telegrams(pages.with_columns(telegram=parsed.cables["text"], **listed))
    assert differences(again, parsed, ignored=("recipients", "findings", "precedence", *WITNESS)) == []


@FEW
@given(BATCHES)
def test_flattening_leaves_identity_and_words(batch: list[Telegram]) -> None:
    pages = read({str(number): viewer_flattened(telegram) for number, telegram in enumerate(batch)})
    assert pages["layout"].unique().to_list() == ["viewer_flattened"]
    parsed = parse_telegrams(pages)
    fields = ("cable_id", "created_at", "classification", "origin")
    assert parsed.cables.select(fields).rows() == [
        (t.cable_id, t.sent_at, t.classification, POSTS[t.post][0]) for t in batch
    ]
    for number, telegram in enumerate(batch):
        rows = parsed.paragraphs.filter(document_id=str(number))
        kept = " ".join([*rows["heading"].drop_nulls(), *rows["text"]]).lower()
        composed = " ".join(words for _, _, words in telegram.paragraphs)
        assert set(re.sub(r"[^a-z0-9\s]", "", composed.lower()).split()) <= set(kept.split())


@st.composite
def damaged_files(draw: st.DrawFn) -> bytes:
    """Bytes of a rendered page, cut and spliced with others; or any bytes at all."""
    pieces = []
    for _ in range(draw(st.integers(1, 3))):
        content = draw(st.sampled_from(sorted(RENDERERS.items())))[1](draw(telegrams())).encode()
        start = draw(st.integers(0, len(content)))
        pieces += [content[start : draw(st.integers(start, len(content)))], draw(st.binary(max_size=20))]
    return b"".join(pieces)


@FEW
@given(st.lists(damaged_files() | st.binary(max_size=200), min_size=1, max_size=8))
def test_any_bytes_come_out_as_a_cable_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]
) -> None:
    folder: Path = tmp_path_factory.mktemp("raw")
    for number, content in enumerate(contents):
        (folder / str(number)).write_bytes(content)
    pages = Pages.validate(read_pages(pl.concat(list(land([folder])))))
    assert pages["uri"].str.extract(r"/(\d+)").unique().len() == len(contents)
    told = pages.filter(pl.col("telegram").is_not_null())
    assert parse_telegrams(pages).cables["document_id"].to_list() == told["document_id"].to_list()
