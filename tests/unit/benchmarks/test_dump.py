"""The generated dump is a dump: its rows read back, its telegrams parse, and the same seed writes the same bytes."""

import io
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.figures.recognize import candidates
from etl.land import land
from etl.land.dump import read_dump
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams
from etl.telegrams import parse_telegrams
from tests.benchmarks.dump import DAMAGE, ROW_BYTES, rows, scale_for, spoil, to_csv, write
from tests.benchmarks.dump_index import index
from tests.benchmarks.dump_text import WIDTH, Language, Layout, expand, joined, load_language, paragraphs

SCALE = scale_for(ROW_BYTES)
N = 400


@pytest.fixture(scope="module")
def batch() -> pl.DataFrame:
    return pl.concat(rows(N, 7, SCALE))


@pytest.fixture(scope="module")
def language() -> Language:
    return load_language()


@pytest.fixture(scope="module")
def parsed(tmp_path_factory: pytest.TempPathFactory, batch: pl.DataFrame) -> ParsedTelegrams:
    path = tmp_path_factory.mktemp("dump") / "cables.csv"
    path.write_text("".join(to_csv(batch)))
    return parse_telegrams(read_pages(pl.concat(land([path]))))


def read(lines: pl.Series) -> pl.DataFrame:
    return pl.concat(read_dump(io.BytesIO(b"".join(lines.cast(pl.Binary))), 1 << 16))


def test_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one", "same", "other")]
    sizes = [write(path, 20, seed, SCALE) for path, seed in zip(paths, (1, 1, 2), strict=True)]
    one, same, other = (path.read_bytes() for path in paths)
    assert one == same != other
    assert sizes[0] == len(one)


def test_rows_read_back_as_they_were_composed(batch: pl.DataFrame) -> None:
    found = read(to_csv(batch))
    assert found["reason"].null_count() == N
    assert found["dump_row"].struct.unnest().equals(batch)


def test_rows_are_as_large_as_the_real_dumps_and_texts_do_not_repeat(batch: pl.DataFrame) -> None:
    sizes = to_csv(batch).str.len_bytes()
    assert sizes.mean() == pytest.approx(ROW_BYTES, rel=0.15)
    assert sizes.max() > 3 * sizes.median()
    long_lines = batch["body"].str.extract_all(r"[^\n]{50,}").explode()
    assert long_lines.n_unique() > 0.998 * long_lines.len()


def test_ids_are_distinct_and_in_order_of_date() -> None:
    cables = index(20_000, 3)
    assert cables["cable_id"].is_unique().all()
    assert cables["created"].is_sorted()
    assert cables["row_number"].to_list() == list(range(1, 20_001))


def test_telegrams_say_what_their_rows_say(batch: pl.DataFrame, parsed: ParsedTelegrams) -> None:
    assert parsed.cables["cable_id"].to_list() == batch["reference_id"].to_list()
    assert parsed.cables["origin"].to_list() == batch["origin"].to_list()
    written = batch["created"].str.to_datetime("%m/%d/%Y %H:%M", time_zone="UTC", time_unit="us")
    assert (parsed.cables["created_at"] == written).mean() > 0.98


@pytest.mark.parametrize(
    ("field", "low", "high"),
    [
        ("subject", 0.97, 1),
        ("precedence", 0.85, 0.97),
        ("declassify_on", 0.82, 0.96),
        ("classified_by", 0.82, 0.96),
        ("signed_by", 0.9, 1),
        ("summary", 0.67, 0.85),
    ],
)
def test_fields_are_filled_as_often_as_in_real_telegrams(
    parsed: ParsedTelegrams, field: str, low: float, high: float
) -> None:
    assert low <= parsed.cables[field].is_not_null().mean() <= high


@pytest.mark.parametrize(
    ("damage", "is_rejected"), list(zip(DAMAGE, (False, True, True, False), strict=True))
)
def test_a_spoilt_row_costs_no_other(batch: pl.DataFrame, damage: str, is_rejected: bool) -> None:
    lines = to_csv(batch.head(60))
    spoilt = spoil(lines, {damage: 0.3}, np.random.default_rng(5))
    is_hit = spoilt != lines.cast(pl.Binary)
    found = read(spoilt)
    assert 5 < is_hit.sum() < 40
    assert found["reason"].is_not_null().to_list() == [is_rejected and hit for hit in is_hit]
    assert found.filter(~is_hit)["dump_row"].struct.unnest().equals(batch.head(60).filter(~is_hit))


@pytest.mark.parametrize(
    ("group", "low", "high"), [("plain", 0, 0), ("counted", 0, 0), ("near", 0.6, 1), ("figure", 0.8, 1)]
)
def test_only_sentences_about_arms_reach_the_recognizer(
    language: Language, group: str, low: float, high: float
) -> None:
    numbers = language.groups[group]
    no = np.zeros(numbers.size, bool)
    text = paragraphs(
        language, numbers, np.ones(numbers.size, int), Layout(no, no, no), np.random.default_rng(2)
    )
    frame = pl.DataFrame({"text": pl.Series(text)}).with_row_index("paragraph_id")
    assert low <= candidates(frame).height / frame.height <= high


def test_lines_are_wrapped_at_their_width(language: Language) -> None:
    plain = language.groups["plain"]
    yes, no = np.ones(1, bool), np.zeros(1, bool)
    counts = np.array([plain.size])
    wrapped, whole = (
        paragraphs(language, plain, counts, Layout(wrap, no, no), np.random.default_rng(1))[0].as_py()
        for wrap in (yes, no)
    )
    assert " ".join(wrapped.split("\n")) == whole
    assert max(map(len, wrapped.split("\n"))) < WIDTH + 40
    assert np.median([len(line) for line in wrapped.split("\n")]) == pytest.approx(WIDTH, abs=3)


LISTS = st.lists(st.lists(st.text(max_size=3), max_size=4), min_size=1, max_size=6)


@settings(deadline=None)
@given(LISTS, st.text(max_size=2))
def test_texts_are_joined_by_their_counts(lists: list[list[str]], separator: str) -> None:
    texts = pl.Series([text for each in lists for text in each], dtype=pl.String).to_arrow()
    found = joined(texts.cast("large_string"), np.array([len(each) for each in lists]), separator)
    assert found.to_pylist() == [separator.join(each) for each in lists]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 5)), min_size=1))
def test_ranges_follow_each_other(pairs: list[tuple[int, int]]) -> None:
    starts, lengths = np.array(pairs).T
    expected = [start + step for start, length in pairs for step in range(length)]
    assert expand(starts, lengths).tolist() == expected
