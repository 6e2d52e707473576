"""The same raw sources make the same bytes, in whatever order they come and however many are parsed at a time."""

import zipfile
from pathlib import Path

import polars as pl
import pytest

from tests.benchmarks.determinism import Variant, build, copied, hashes
from tests.reconciliation.build import write
from tests.reconciliation.compose import compose
from tests.reconciliation.truth import Corpus

CABLES = 15
"""Of which all copies are built, and excerpts: enough to have several of each in one shard and apart."""
FAST = [Variant(30, 2), Variant(10_000, 3)]
SLOW = [Variant(1, 1), Variant(10, None)]
VARIANTS = [*FAST, *(pytest.param(variant, marks=pytest.mark.slow) for variant in SLOW)]


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Copies of some cables, damaged ones among them: pages, rows of a dump, an archive, the same bytes again."""
    corpus, folder = compose(), tmp_path_factory.mktemp("raw")
    cables = list(corpus.copies)[:: len(corpus.copies) // CABLES]
    chosen = {
        name: doc for name, doc in corpus.documents.items() if doc.rank is None or doc.cable_id in cables
    }
    pages = folder / "pages"
    write(Corpus(chosen), pages)
    files = sorted(pages.glob("*.txt"))
    for number, file in enumerate(files[::3]):
        place = folder / "mirror" / f"{9 - number % 3}"
        place.mkdir(parents=True, exist_ok=True)
        file.rename(place / file.name)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        for file in reversed(files[1::3]):
            archive.write(file, file.name)
    return [folder / "pages", folder / "mirror", folder / "more.zip"]


@pytest.fixture(scope="module")
def usual(raw: list[Path], tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], Path]:
    """Hashes of the tables built from all at once, in order; and their folder."""
    folder = tmp_path_factory.mktemp("usual")
    return build(raw, Variant(10_000, None), folder), folder / "warehouse" / "tables"


def test_the_raw_sources_are_mixed(usual: tuple[dict[str, str], Path]) -> None:
    documents = pl.read_parquet(usual[1] / "documents" / "*.parquet")
    assert set(documents["status"]) == {"canonical", "duplicate", "superseded", "rejected"}
    assert set(documents["fidelity"].drop_nulls()) == {"verbatim", "flattened", "excerpt"}
    assert documents["layout"].n_unique() > 5
    assert documents.filter(pl.col("document_id").str.ends_with("-2")).height > 5


@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_order_and_size_of_batches_change_no_byte(
    variant: Variant, raw: list[Path], usual: tuple[dict[str, str], Path], tmp_path: Path
) -> None:
    assert build(raw, variant, tmp_path) == usual[0]


def test_shuffled_copies_are_the_same_files_in_another_order(raw: list[Path], tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "other"]
    roots = [copied(raw, folder, seed) for folder, seed in zip(folders, (None, 1), strict=True)]
    assert [path.name for path in roots[0]] != [path.name for path in roots[1]]
    found = [{p.relative_to(f): p.read_bytes() for p in f.rglob("*") if p.is_file()} for f in folders]
    assert found[0] == found[1]


def test_a_byte_that_differs_is_seen(usual: tuple[dict[str, str], Path]) -> None:
    file = usual[1] / "tags" / "tags-0000.parquet"
    file.write_bytes(file.read_bytes() + b"\0")
    changed = hashes(usual[1])
    assert {name for name in changed if changed[name] != usual[0][name]} == {"tags"}
