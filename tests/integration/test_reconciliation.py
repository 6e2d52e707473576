"""Sixty telegrams in some 240 documents with planted damage: what a build makes of them is what is known of them."""

from collections import Counter

import pytest

from tests.reconciliation.build import build, write
from tests.reconciliation.compose import compose
from tests.reconciliation.score import Measure, report, score
from tests.reconciliation.truth import CONFLICTS, Corpus

MATCHED = 0.99
"""Precision and recall of matching, at least; of all else nothing may be missed, and nothing false."""
BARS = [
    "cables built from the best copy",
    "statuses of documents",
    *(f"conflicts: {code}" for code in CONFLICTS),
    "cables quoted",
    "paragraphs quoted",
    "fields taken from other copies",
]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return compose()


@pytest.fixture(scope="module")
def measures(corpus: Corpus, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Measure]:
    folder = tmp_path_factory.mktemp("reconciliation")
    write(corpus, folder / "raw")
    return {measure.name: measure for measure in score(corpus, build(folder / "raw", folder))}


def test_the_corpus_is_large_and_varied(corpus: Corpus) -> None:
    sizes = Counter(len(names) for names in corpus.copies.values())
    assert sum(sizes.values()) == 60
    assert min(sizes) >= 3
    assert len(corpus.documents) >= 240
    planted = Counter(plant.code for document in corpus.documents.values() for plant in document.plants)
    assert set(planted) == set(CONFLICTS)


def test_the_corpus_is_the_same_in_each_run(corpus: Corpus) -> None:
    assert compose() == corpus


def test_documents_are_matched(corpus: Corpus, measures: dict[str, Measure]) -> None:
    matching = measures["pairs of documents matched"]
    assert min(matching.precision, matching.recall) >= MATCHED, report(corpus, [matching])


@pytest.mark.parametrize("name", BARS)
def test_nothing_is_missed_and_nothing_false(name: str, corpus: Corpus, measures: dict[str, Measure]) -> None:
    measure = measures[name]
    assert not measure.missed + measure.false, report(corpus, [measure])
