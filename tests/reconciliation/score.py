"""`python -m tests.reconciliation.score`: what a build of the corpus got right, held against the truth.

Prints one line a measure, then each miss by name. Pages of documents are kept with `--keep FOLDER`, to look at.
"""

import argparse
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl

from tests.reconciliation.build import build, write
from tests.reconciliation.compose import SEED, compose
from tests.reconciliation.conflicts import score_conflicts
from tests.reconciliation.truth import FIELDS, Corpus

_DOCUMENT = re.compile(r"document-\d+\.txt|cables\.csv#\d+")
_PARAGRAPH = re.compile(r"(\d\d[A-Z]+\d+)#par(\d+)")
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Measure:
    """Of the things that should be found, how many were, and what was found besides.

    Attributes:
        name: what is measured.
        n_true: how many there are.
        missed: those that were not found, in words.
        false: those found that are none, in words.
    """

    name: str
    n_true: int
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the true ones that were found."""
        return 1 - len(self.missed) / self.n_true if self.n_true else 1.0

    @property
    def precision(self) -> float:
        """Share of those found that are true."""
        right = self.n_true - len(self.missed)
        return right / (right + len(self.false)) if right + len(self.false) else 1.0

    @classmethod
    def of(cls, name: str, true: Iterable[Any], found: Iterable[Any]) -> "Measure":
        """Of two sets of things that can be shown."""
        true, found = set(true), set(found)
        return cls(name, len(true), sorted(map(show, true - found)), sorted(map(show, found - true)))


def show(thing: Any) -> str:
    """A thing in one line."""
    return " ".join(map(str, thing)) if isinstance(thing, tuple) else str(thing)


def named(tables: Tables) -> Tables:
    """The tables with names of documents in place of their ids."""
    documents = tables["documents"]
    names = dict(documents.select("document_id", pl.col("uri").str.extract(r"([^/]*)$")).iter_rows())
    return {
        table: frame.with_columns(
            pl.col(column).replace(names)
            for column in ("document_id", "other_document_id")
            if column in frame
        )
        for table, frame in tables.items()
    }


def score(corpus: Corpus, tables: Tables) -> list[Measure]:
    """All measures of a build; `tables` as `build` returns them."""
    tables = named(tables)
    return [
        _matching(corpus, tables),
        _canonical(corpus, tables),
        _statuses(corpus, tables),
        *(Measure(*found) for found in score_conflicts(corpus, tables["findings"])),
        *_excerpts(corpus, tables),
        _borrowed(corpus, tables),
    ]


def _matching(corpus: Corpus, tables: Tables) -> Measure:
    """Pairs of documents that belong in one cable."""
    placed = tables["documents"].drop_nulls("cable_id").select("document_id", "cable_id")
    true = {name: each.cable_id for name, each in corpus.documents.items() if each.cable_id}
    return Measure.of("pairs of documents matched", _pairs(true), _pairs(dict(placed.iter_rows())))


def _pairs(cables: dict[str, str]) -> Iterator[tuple[str, str]]:
    by_cable: dict[str, list[str]] = {}
    for name, cable in sorted(cables.items()):
        by_cable.setdefault(cable, []).append(name)
    for names in by_cable.values():
        yield from combinations(names, 2)


def _canonical(corpus: Corpus, tables: Tables) -> Measure:
    """Cables built from a copy that no other is better than."""
    chosen = dict(tables["cables"].select("cable_id", "document_id").iter_rows())
    missed = [
        f"{cable}: {chosen.get(cable)}, not of {', '.join(sorted(best))}"
        for cable, best in corpus.canonical.items()
        if chosen.get(cable) not in best
    ]
    return Measure(
        "cables built from the best copy",
        len(corpus.canonical),
        missed,
        sorted(set(chosen) - set(corpus.canonical)),
    )


def _statuses(corpus: Corpus, tables: Tables) -> Measure:
    """Documents that became what they should."""
    statuses = dict(tables["documents"].select("document_id", "status").iter_rows())
    missed = [
        f"{name}: {statuses.get(name)}, not {' or '.join(sorted(corpus.allowed(name)))}"
        for name in corpus.documents
        if statuses.get(name) not in corpus.allowed(name)
    ]
    return Measure("statuses of documents", len(corpus.documents), missed)


def _excerpts(corpus: Corpus, tables: Tables) -> Iterator[Measure]:
    """Cables and paragraphs that blogs were found to quote."""
    quoted = {
        (name, cable, number)
        for name, document in corpus.documents.items()
        for cable, numbers in document.quotes.items()
        for number in numbers
    }
    linked = {
        (name, cable, int(number))
        for name, paragraphs in _links(tables)
        if corpus.documents[name].rank is None
        for cable, number in _PARAGRAPH.findall(paragraphs or "")
    }
    cables, found = ({link[:2] for link in links} for links in (quoted, linked))
    yield Measure.of("cables quoted", cables, found)
    yield Measure.of("paragraphs quoted", quoted, linked)


def _links(tables: Tables) -> Iterator[tuple[str, str | None]]:
    """Documents with the paragraphs that they, or passages in them, quote."""
    if "excerpts" in tables:
        yield from tables["excerpts"].select("document_id", "paragraph_ids").iter_rows()
    else:
        yield from tables["documents"].select("document_id", "reason").iter_rows()


def _borrowed(corpus: Corpus, tables: Tables) -> Measure:
    """Fields that the copy chosen lacks and another tells."""
    told = tables.get(
        "cable_field_sources",
        pl.DataFrame(schema=dict.fromkeys(("cable_id", "field", "document_id"), pl.String)),
    )
    known = told.filter(pl.col("field").is_in(FIELDS)).select("cable_id", "field", "document_id")
    sources = {row[:2]: row[2] for row in known.iter_rows()}
    missed, false, n_true = [], [], 0
    for cable, name in tables["cables"].select("cable_id", "document_id").iter_rows():
        lacking = corpus.lacking(name) if name in corpus.copies.get(cable, ()) else {}
        n_true += len(lacking)
        missed += [f"{cable} {tell}" for tell in lacking if (cable, tell) not in sources]
        false += [
            f"{cable} {tell} from {source}"
            for (of, tell), source in sources.items()
            if of == cable and source not in lacking.get(tell, ())
        ]
    return Measure("fields taken from other copies", n_true, missed, false)


def report(corpus: Corpus, measures: Iterable[Measure]) -> str:
    """The measures as a table, and what was missed below."""
    kinds = Counter(len(names) for names in corpus.copies.values())
    copies = ", ".join(f"{n} of {size}" for size, n in sorted(kinds.items()))
    lines = [f"{len(corpus.documents)} documents, {len(corpus.copies)} cables; copies: {copies}", ""]
    lines.append(f"{'':36}{'true':>6}{'missed':>8}{'false':>7}{'precision':>11}{'recall':>8}")
    details = []
    for each in measures:
        lines.append(
            f"{each.name:36}{each.n_true:6}{len(each.missed):8}{len(each.false):7}{each.precision:11.3f}{each.recall:8.3f}"
        )
        details += [f"{each.name}, missed: {one}" for one in each.missed]
        details += [f"{each.name}, false: {one}" for one in each.false]
    notes = {name: f"{name} ({each.note})" for name, each in corpus.documents.items() if each.note}
    explained = (_DOCUMENT.sub(lambda found: notes.get(found[0], found[0]), line) for line in details)
    return "\n".join([*lines, "", *explained])


def main() -> None:
    """Compose, build, score, print."""
    parser = argparse.ArgumentParser(prog="score", description=__doc__)
    parser.add_argument("--keep", type=Path, help="folder in which documents, shards and tables are kept")
    parser.add_argument("--seed", type=int, default=SEED, help="of other words in other layouts")
    chosen = parser.parse_args()
    corpus = compose(chosen.seed)
    with tempfile.TemporaryDirectory(prefix="cablehouse-corpus-") as temporary:
        folder = chosen.keep or Path(temporary)
        write(corpus, folder / "raw")
        print(report(corpus, score(corpus, build(folder / "raw", folder))))


if __name__ == "__main__":
    main()
