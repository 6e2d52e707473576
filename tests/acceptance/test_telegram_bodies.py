"""Real telegrams: nothing of their text is lost, furniture is, numbers run as printed."""

import re
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from etl.land import land
from etl.pages import read_pages
from etl.telegrams.coverage import words_lost
from etl.telegrams.heads import read_heads
from etl.telegrams.paragraphs import Bodies, parse_bodies
from etl.telegrams.split import split_telegrams

PAGE_BREAKS = r"\b\d{8}\s+\d{3}(\.\d)? (?i:of) \d{3}\b|\bNNNN\b|PAGE \d\d [A-Z ]+ +\d{4,6}"


class Reading:
    """Pages, their split telegrams and what was read from the bodies."""

    def __init__(self, raw: Path) -> None:
        pages = read_pages(pl.concat(land([raw]))).filter(pl.col("telegram").is_not_null())
        self.split = split_telegrams(pages)
        self.heads = read_heads(pages, self.split).select("document_id", "cable_id")
        self.result: Bodies = parse_bodies(self.split, self.heads)

    def paragraphs(self, cable_id: str) -> pl.DataFrame:
        """Of the first document that holds the cable: a page can stand under a wrong id."""
        rows = self.result.paragraphs.filter(pl.col("cable_id") == cable_id)
        return rows.filter(pl.col("document_id") == pl.col("document_id").first())


@pytest.fixture(scope="module")
def corpus(shared: Path) -> Reading:
    return Reading(shared / "corpus")


@pytest.fixture(scope="module")
def seeds(shared: Path) -> Reading:
    return Reading(shared / "seeds")


def test_thirteen_paragraphs_and_a_number_over_a_page_break(corpus: Reading) -> None:
    paragraphs = corpus.paragraphs("07MOSCOW5154")
    assert paragraphs["number"].to_list() == [*range(1, 14), None]
    assert paragraphs["paragraph_id"][4] == "07MOSCOW5154#par5"
    assert "USD 2.6 billion" in paragraphs["text"][4]
    assert paragraphs["heading"].drop_nulls().len() == 5


def test_flattened_copy_has_the_same_paragraphs(corpus: Reading, seeds: Reading) -> None:
    whole = corpus.paragraphs("07MOSCOW5154").select("number", "classification", "role")
    assert seeds.paragraphs("07MOSCOW5154").select("number", "classification", "role").equals(whole)


@pytest.mark.parametrize(
    ("cable_id", "count"), [("07MOSCOW3139", 6), ("08MOSCOW142", 14), ("10MEXICO117", 8)]
)
def test_mirrors_give_their_numbered_paragraphs(seeds: Reading, cable_id: str, count: int) -> None:
    numbers = seeds.paragraphs(cable_id)["number"].drop_nulls().to_list()
    assert numbers == list(range(1, count + 1))


def test_pilcrows_are_all_anchors(corpus: Reading) -> None:
    """But for a number with nothing but the signature behind it, which a sentence lost."""
    printed = corpus.split.select(
        "document_id",
        number=pl.col("body")
        .str.replace(r"¶\s*\d{1,4}\. [A-Za-z]+\s*$", "")
        .str.extract_all(r"¶\s*\d{1,4}\. ")
        .list.eval(pl.element().str.extract(r"(\d+)")),
    ).explode("number")
    counts = printed.drop_nulls().group_by("document_id", pl.col("number").cast(pl.Int32)).len("printed")
    read = corpus.result.paragraphs.group_by("document_id", "number").len("read")
    missing = counts.join(read, on=["document_id", "number"], how="left").filter(
        pl.col("read").fill_null(0) < pl.col("printed")
    )
    assert missing.is_empty()


def test_no_furniture_is_left(corpus: Reading, seeds: Reading) -> None:
    text = pl.concat([corpus.result.paragraphs, seeds.result.paragraphs])
    assert text.filter(pl.col("text").str.contains(PAGE_BREAKS))["paragraph_id"].to_list() == []


def test_words_are_kept(corpus: Reading) -> None:
    """At least 99.5 % of the body's words, furniture counted as loss: more is kept than that tells."""
    kept = corpus.result.paragraphs.group_by("document_id").agg(
        text=pl.concat_str(pl.col("heading").fill_null(""), pl.lit(" "), "text").str.join(" ")
    )
    both = corpus.split.join(kept, on="document_id", how="left").select("body", pl.col("text").fill_null(""))
    total = lost = 0
    for body, text in both.iter_rows():
        words = Counter(re.findall(r"[A-Za-z]{2,}", body.upper()))
        total += words.total()
        lost += (words - Counter(re.findall(r"[A-Za-z]{2,}", text.upper()))).total()
    assert total > 900_000
    assert lost / total < 0.005


@pytest.mark.parametrize(
    ("dropped", "is_seen"), [(0, False), (1, True)], ids=["as read", "one in a hundred dropped"]
)
def test_dropped_paragraphs_break_the_measure(corpus: Reading, dropped: int, is_seen: bool) -> None:
    """One paragraph in a hundred is enough to bring the share of words kept below 99.5 %."""
    kept = corpus.result.paragraphs.filter(pl.int_range(pl.len()) % 100 >= dropped)
    n_lost = words_lost(corpus.split, kept)["n_words_lost"].sum()
    assert (n_lost > 0.005 * (kept["n_words"].sum() + n_lost)) == is_seen


def test_cleaned_texts_read_the_same(corpus: Reading) -> None:
    """Nearly all: a list of short lines can become a heading once its rulers are gone."""
    first = corpus.result
    cleaned = corpus.split.drop("body").join(
        first.bodies.select("document_id", body="text"), on="document_id", maintain_order="left"
    )
    second = parse_bodies(cleaned, corpus.heads)
    same = (first.bodies["text"] == second.bodies["text"]).sum()
    assert same / first.bodies.height > 0.98


def test_most_telegrams_are_signed(corpus: Reading) -> None:
    """A telegram ends with the name of its chief of mission; some copies lost it."""
    assert corpus.result.bodies["signed_by"].is_not_null().mean() > 0.95


def test_labelled_paragraphs_hold_their_evidence(corpus: Reading, shared: Path) -> None:
    """Sentences that annotators marked stand in the paragraphs that are cited by the number they noted.

    They noted the number behind the last pilcrow, the anchor: blocks without a number have that of the one above.
    """
    rows = pl.read_ndjson(shared / "labels" / "arms_figures.jsonl", infer_schema_length=None)
    labels = rows.filter(pl.col("evidence").is_not_null()).select(
        cable_id="cable",
        number=pl.col("para").cast(pl.Int32),
        evidence=pl.col("evidence").str.replace_all(r"\s[A-Z]+ \d{8} \d{3} OF \d{3}", ""),
    )
    texts = corpus.result.paragraphs.group_by("cable_id", number="anchor").agg(
        text=pl.concat_str(pl.col("heading").fill_null(""), pl.lit(" "), "text").str.join(" ")
    )
    found = labels.join(texts, on=["cable_id", "number"], how="left").with_columns(
        held=pl.col("text").fill_null("").str.contains(pl.col("evidence"), literal=True)
    )
    assert found["held"].mean() > 0.95, found.filter(~pl.col("held")).select("cable_id", "number", "evidence")
