"""What is known of each document of the corpus, and what follows for each cable."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from etl.vocabulary import DocumentStatus

CANONICAL, DUPLICATE, SUPERSEDED, REJECTED = (
    DocumentStatus.CANONICAL.value,
    DocumentStatus.DUPLICATE.value,
    DocumentStatus.SUPERSEDED.value,
    DocumentStatus.REJECTED.value,
)
PLACED = frozenset({CANONICAL, DUPLICATE, SUPERSEDED})
WORSE = frozenset({SUPERSEDED})
AS_GOOD = frozenset({DUPLICATE, SUPERSEDED})
"""Whether a copy that differs in nothing but its head, or its lines, is a duplicate may be told either way."""
CONFLICTS = (
    "identity_conflict",
    "date_conflict",
    "classification_conflict",
    "subject_conflict",
    "text_conflict",
    "redacted",
    "amount_conflict",
)
"""Codes of the conflicts that are planted: whatever else bears one of them is false."""

FIELDS = (
    "created_at",
    "released_at",
    "classification",
    "precedence",
    "recipients",
    "n_sections",
    "tags",
    "subject",
    "declassify_on",
    "classified_by",
    "classification_reasons",
    "cable_references",
    "signed_by",
)
"""Fields of which each document's truth says whether it tells them; on others nothing is known."""


class Rank(NamedTuple):
    """How good a copy is; of two, the better one has the smaller value in the first field that differs.

    Attributes:
        is_flattened: case and punctuation are lost.
        missing: share of the text that is lost.
        is_redacted: it hides words that another prints.
        lacks_decimals: its decimal points are lost.
        is_mislisted: its page lists another cable.
        is_altered: two other copies agree on what this one tells otherwise.
        lacks_head: neither envelope nor classification line is there.
    """

    is_flattened: bool = False
    missing: float = 0.0
    is_redacted: bool = False
    lacks_decimals: bool = False
    is_mislisted: bool = False
    is_altered: bool = False
    lacks_head: bool = False


class Plant(NamedTuple):
    """A conflict planted in a document: between its page and its telegram, or between it and the other copies.

    Attributes:
        code: one of `CONFLICTS`.
        values: both values, in no order; empty where any will do.
    """

    code: str
    values: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Document:
    """One document, and the truth about it.

    Attributes:
        text: the page; a row of the dump where `is_row`.
        cable_id: the cable that it holds, or of those that it quotes the one that it quotes most; null for none.
        rank: how good a copy it is; null where it is no copy but an excerpt, or nothing.
        statuses: what may become of it, unless it is the one chosen.
        has: those of `FIELDS` that it tells.
        is_row: a row of the dump and no file.
        plants: conflicts in it.
        quotes: numbers of the paragraphs quoted, by cable.
        against: the cable that a conflict is with, where that is not its own.
        note: what was done to it, and in which layout; for readers of a score.
    """

    text: str
    cable_id: str | None = None
    rank: Rank | None = None
    statuses: frozenset[str] = PLACED
    has: frozenset[str] = frozenset()
    is_row: bool = False
    plants: tuple[Plant, ...] = ()
    quotes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    against: str | None = None
    note: str = ""


@dataclass(frozen=True)
class Corpus:
    """All documents by name, which is the end of their uri."""

    documents: Mapping[str, Document]

    @cached_property
    def copies(self) -> dict[str, list[str]]:
        """Names of the copies of each cable; no excerpts."""
        found = defaultdict(list)
        for name, document in self.documents.items():
            if document.rank is not None and document.cable_id is not None:
                found[document.cable_id].append(name)
        return dict(found)

    @cached_property
    def canonical(self) -> dict[str, frozenset[str]]:
        """Names of the copies that a cable may be built from: all that no other is better than."""
        best = {cable: min(self._rank(name) for name in names) for cable, names in self.copies.items()}
        return {
            cable: frozenset(name for name in names if self._rank(name) == best[cable])
            for cable, names in self.copies.items()
        }

    def allowed(self, name: str) -> frozenset[str]:
        """What may become of a document: a good copy is superseded where the one chosen may read otherwise."""
        document = self.documents[name]
        best = self.canonical.get(document.cable_id or "", frozenset())
        reads_otherwise = any(SUPERSEDED in self.documents[each].statuses for each in best)
        statuses = AS_GOOD if document.statuses == {DUPLICATE} and reads_otherwise else document.statuses
        return statuses | {CANONICAL} if name in best else statuses

    def lacking(self, canonical: str) -> dict[str, frozenset[str]]:
        """Names of the copies that tell a field which the chosen one lacks, by field."""
        chosen = self.documents[canonical]
        assert chosen.cable_id is not None
        others = [name for name in self.copies[chosen.cable_id] if not self._rank(name).is_mislisted]
        fields = {tell for name in others for tell in self.documents[name].has} - chosen.has
        return {
            tell: frozenset(name for name in others if tell in self.documents[name].has) for tell in fields
        }

    def _rank(self, name: str) -> Rank:
        rank = self.documents[name].rank
        assert rank is not None
        return rank
