"""The words of the subject, from `sql/reference/`: arms, transfers, parties, currencies.

Forms are looked up by their squashed spelling (letters and digits only, lower case), so that "Mi-17",
"MI 17" and "MI17" are one form; capitals are checked afterwards where a word depends on them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from etl import reference
from etl.settings import sql_folder
from etl.vocabulary import FigureFlow, FigureStatus

SHARED = "?"  # marks a currency that the country decides
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    """Letters and digits only, lower case."""
    lower = text.lower()
    return lower if lower.isalnum() else NOT_ALPHANUMERIC.sub("", lower)


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A row of weapon_systems.csv."""

    kind: str
    category: str
    maker: str | None


@dataclass(frozen=True, slots=True)
class PredicateEntry:
    """A row of transfer_verbs.csv."""

    kind: str
    role: str
    stage: FigureStatus
    flow: FigureFlow
    is_strong: bool


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """Rows of country_names.csv or arms_makers.csv with one form; several codes where it is ambiguous."""

    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All word lists, keyed by squashed form.

    Attributes:
        systems: weapons: designations, families, nouns.
        system_starts: every start of a form of `systems`: where a search may go on.
        arms_nouns: nouns and families of `systems` as printed, lower case; designations have a pattern.
        makers: names of arms makers as printed, lower case.
        predicates: verbs and nouns of transfer.
        parties: countries, governments, peoples, non-state recipients, makers.
        party_starts: every start of a form of `parties`.
        currencies: form as printed, lower case -> ISO 4217.
        not_arms: kind of exclusion -> its words.
    """

    systems: dict[str, SystemEntry]
    system_starts: frozenset[str]
    arms_nouns: frozenset[str]
    makers: frozenset[str]
    predicates: dict[str, PredicateEntry]
    parties: dict[str, PartyEntry]
    party_starts: frozenset[str]
    currencies: dict[str, str]
    not_arms: dict[str, frozenset[str]]


def _read(name: str) -> Iterable[dict[str, str]]:
    """Rows of one CSV under sql/reference/, all fields as text."""
    frame = pl.read_csv(sql_folder() / "reference" / f"{name}.csv", infer_schema=False)
    return frame.fill_null("").iter_rows(named=True)


def by_kind(name: str) -> dict[str, frozenset[str]]:
    """The forms of a list of `sql/reference/` in lower case, by their kind."""
    found: dict[str, set[str]] = {}
    for row in _read(name):
        found.setdefault(row["kind"], set()).add(row["form"].lower())
    return {kind: frozenset(forms) for kind, forms in found.items()}


@cache
def _figure_words() -> dict[str, frozenset[str]]:
    return by_kind("figure_words")


@cache
def words(*kinds: str) -> frozenset[str]:
    """The words of these kinds in figure_words.csv, lower case: "preposition", "premodifier"..."""
    return frozenset().union(*(_figure_words()[kind] for kind in kinds))


def _starts(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(form[:end] for form in forms for end in range(1, len(form) + 1))


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    excluded: dict[str, set[str]] = {}
    for row in _read("not_arms"):
        form = squash(row["form"]) if row["kind"] == "designation" else row["form"].lower()
        excluded.setdefault(row["kind"], set()).add(form)
    systems = {
        squash(r["form"]): SystemEntry(r["kind"], r["category"], r["maker"] or None)
        for r in _read("weapon_systems")
    }
    parties = {squash(r["form"]): PartyEntry("maker", (r["country"],)) for r in _read("arms_makers")}
    for row in (*reference.country_names().iter_rows(named=True), *_read("arms_recipients")):
        known = parties.get(squash(row["form"]))
        codes = known.codes if known and known.kind != "maker" else ()
        parties[squash(row["form"])] = PartyEntry(row["kind"], tuple(dict.fromkeys((*codes, row["country"]))))
    return Lexicon(
        systems=systems,
        arms_nouns=frozenset(
            r["form"].lower() for r in _read("weapon_systems") if r["kind"] != "designation"
        ),
        makers=frozenset(row["form"].lower() for row in _read("arms_makers")),
        system_starts=_starts(systems),
        party_starts=_starts(parties),
        predicates={
            r["form"].lower(): PredicateEntry(
                r["kind"],
                r["role"],
                FigureStatus(r["stage"]),
                FigureFlow(r["flow"]),
                r["strength"] == "strong",
            )
            for r in _read("transfer_verbs")
        },
        parties=parties,
        currencies={r["form"].lower(): SHARED + r["form"] for r in _read("shared_currencies")}
        | {r["form"].lower(): r["currency"] for r in _read("currencies")},
        not_arms={kind: frozenset(forms) for kind, forms in excluded.items()},
    )


@cache
def shared_currencies() -> dict[tuple[str, str], str]:
    """Word that many currencies share, as `Lexicon.currencies` marks it, and country -> ISO 4217."""
    return {(SHARED + r["form"], r["country"]): r["currency"] for r in _read("shared_currencies")}


@cache
def _exporters() -> dict[str, int]:
    return {row["country"]: int(row["rank"]) for row in _read("arms_exporters")}


def exporter_rank(country: str) -> int:
    """Place of a country among exporters of arms; breaks ties between parties without roles."""
    return _exporters().get(country, len(_exporters()) + 1)
