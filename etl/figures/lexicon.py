"""The words of the subject, from `sql/reference/`: arms, verbs of transfer, parties, currencies, what is not arms.

Forms are looked up by their squashed spelling (letters and digits only, lower case), so that "Mi-17", "MI 17" and
"MI17" are one form; capitals are checked afterwards where a word depends on them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import polars as pl

from etl import reference
from etl.figures.models import Party, Predicate, System, Token
from etl.settings import sql_folder
from etl.vocabulary import FigureFlow, FigureStatus

LONGEST_PHRASE = 5
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
POSSESSIVE = re.compile(r"[’']s?$")


def squash(text: str) -> str:
    """Letters and digits only, lower case."""
    return NOT_ALPHANUMERIC.sub("", text.lower())


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


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """Rows of country_names.csv or arms_makers.csv with one form; several codes where the form is ambiguous."""

    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All word lists, keyed by squashed form.

    Attributes:
        systems: weapons: designations, families, nouns.
        predicates: verbs and nouns of transfer.
        parties: countries, governments, peoples, non-state recipients, makers.
        currencies: form as printed, lower case -> ISO 4217.
        not_arms: kind of exclusion -> its words.
    """

    systems: dict[str, SystemEntry]
    predicates: dict[str, PredicateEntry]
    parties: dict[str, PartyEntry]
    currencies: dict[str, str]
    not_arms: dict[str, frozenset[str]]


def _read(name: str) -> Iterable[dict[str, str]]:
    """Rows of one CSV under sql/reference/, all fields as text."""
    frame = pl.read_csv(sql_folder() / "reference" / f"{name}.csv", infer_schema=False)
    return frame.fill_null("").iter_rows(named=True)


@cache
def lexicon() -> Lexicon:
    """The word lists, read once."""
    excluded: dict[str, set[str]] = {}
    for row in _read("not_arms"):
        form = squash(row["form"]) if row["kind"] == "designation" else row["form"].lower()
        excluded.setdefault(row["kind"], set()).add(form)
    parties = {squash(r["form"]): PartyEntry("maker", (r["country"],)) for r in _read("arms_makers")}
    for row in reference.country_names().iter_rows(named=True):
        known = parties.get(squash(row["form"]))
        codes = known.codes if known and known.kind != "maker" else ()
        parties[squash(row["form"])] = PartyEntry(row["kind"], tuple(dict.fromkeys((*codes, row["country"]))))
    return Lexicon(
        systems={
            squash(r["form"]): SystemEntry(r["kind"], r["category"], r["maker"] or None)
            for r in _read("weapon_systems")
        },
        predicates={
            r["form"].lower(): PredicateEntry(
                r["kind"], r["role"], FigureStatus(r["stage"]), FigureFlow(r["flow"])
            )
            for r in _read("transfer_verbs")
        },
        parties=parties,
        currencies={r["form"].lower(): r["currency"] for r in _read("currencies")},
        not_arms={kind: frozenset(forms) for kind, forms in excluded.items()},
    )


def singulars(squashed: str) -> Iterable[str]:
    """The form itself, then what it may be the plural of."""
    yield squashed
    if squashed.endswith("ies"):
        yield squashed[:-3] + "y"
    if squashed.endswith("s") and len(squashed) > 3:
        yield squashed[:-1]
        if squashed.endswith("es"):
            yield squashed[:-2]


def find_systems(tokens: list[Token], *, is_flattened: bool) -> list[System]:
    """Mentions of arms, longest first, none overlapping; unlisted designations count as systems too."""
    words = lexicon()
    found: list[System] = []
    index = 0
    while index < len(tokens):
        system = _listed_system(tokens, index, words, is_flattened=is_flattened) or _designation(
            tokens, index, words
        )
        if system:
            found.append(system)
        index = system.last if system else index + 1
    return found


def _listed_system(tokens: list[Token], index: int, words: Lexicon, *, is_flattened: bool) -> System | None:
    if not tokens[index].squashed:
        return None
    for last in range(min(index + LONGEST_PHRASE, len(tokens)), index, -1):
        if not tokens[last - 1].squashed:
            continue
        squashed = "".join(token.squashed for token in tokens[index:last])
        for form in singulars(squashed):
            entry = words.systems.get(form)
            if entry and (
                entry.kind.endswith("noun") or is_flattened or _written_as_name(tokens[index], form)
            ):
                text = _surface(tokens, index, last)
                return System(index, last, text, entry.kind, entry.category, entry.maker)
    return None


def _written_as_name(token: Token, form: str) -> bool:
    """Families and designations are names: a capital, or a digit inside one word."""
    return token.text[0].isupper() or (token.squashed.startswith(form[:2]) and token.text[0].isdigit())


DESIGNATION = re.compile(
    r"^[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,4}\d?(?:-[A-Z0-9]{1,4})?(?:[/-][A-Z])?[’']?s?$"
)
YEARLIKE = re.compile(r"^(?:FY|CY)-?\d", re.I)


def _designation(tokens: list[Token], index: int, words: Lexicon) -> System | None:
    """A designation that nobody listed: letters, then digits, as "KT-99" or "Zx-21M"."""
    text = tokens[index].text
    if not DESIGNATION.match(text) or YEARLIKE.match(text) or "-" not in text and len(text) < 4:
        return None
    stem = words.not_arms["designation"]
    if any(form in stem for form in singulars(tokens[index].squashed)):
        return None
    for form in _stems(tokens[index].squashed):
        entry = words.systems.get(form)
        if entry:
            return System(index, index + 1, _bare(text), "designation", entry.category, entry.maker)
    return System(index, index + 1, _bare(text), "pattern", None, None)


def _stems(squashed: str) -> Iterable[str]:
    """Ever shorter starts of a designation that still end in a digit: "su30mk2" -> "su30mk2", "su30"."""
    for end in range(len(squashed), 2, -1):
        if squashed[end - 1].isdigit() and not squashed[end : end + 1].isdigit():
            yield squashed[:end]


def _bare(text: str) -> str:
    """A designation without the plural or possessive ending."""
    return re.sub(r"(?<=[\dA-Z])(?:[’']s|s|[’'])$", "", text)


def _surface(tokens: list[Token], first: int, last: int) -> str:
    words = [token.text for token in tokens[first:last]]
    words[-1] = _bare(words[-1])
    return " ".join(words)


def find_predicates(tokens: list[Token]) -> list[Predicate]:
    """Verbs and nouns of transfer."""
    words = lexicon().predicates
    found = []
    for index, token in enumerate(tokens):
        entry = words.get(token.lower)
        if entry:
            found.append(
                Predicate(index, index + 1, token.lower, entry.kind, entry.role, entry.stage, entry.flow)
            )
    return found


WE = frozenset({"we", "us", "our", "ours", "usg"})


def find_parties(
    tokens: list[Token], host: str | None, near: tuple[str, ...], *, is_flattened: bool
) -> list[Party]:
    """Mentions of parties.

    "We" is the United States, "host government" the country of the embassy. An ambiguous form ("GOI") is read as
    the host or as a country of `near`, or not at all.
    """
    words = lexicon().parties
    found: list[Party] = []
    index = 0
    while index < len(tokens):
        party = _party(tokens, index, words, (host or "", *near), is_flattened=is_flattened)
        token = tokens[index]
        if party is None and token.lower in WE:
            party = Party(index, index + 1, "USA", "pronoun")
        if party is None and host and token.lower == "host" and index + 1 < len(tokens):
            if tokens[index + 1].lower in ("government", "nation", "country"):
                party = Party(index, index + 2, host, "government")
        if party:
            found.append(party)
        index = party.last if party else index + 1
    return found


def _one_code(entry: PartyEntry, near: tuple[str, ...]) -> str | None:
    if len(entry.codes) == 1:
        return entry.codes[0]
    return next((code for code in near if code in entry.codes), None)


def _party(
    tokens: list[Token],
    index: int,
    words: dict[str, PartyEntry],
    near: tuple[str, ...],
    *,
    is_flattened: bool,
) -> Party | None:
    token = tokens[index]
    if not token.squashed or not (token.text[0].isupper() or is_flattened):
        return None
    for last in range(min(index + LONGEST_PHRASE, len(tokens)), index, -1):
        if not tokens[last - 1].squashed:
            continue
        parts = [t.squashed for t in tokens[index:last]]
        parts[-1] = squash(POSSESSIVE.sub("", tokens[last - 1].text))
        entry = words.get("".join(parts))
        code = _one_code(entry, near) if entry else None
        if entry and code and not (is_flattened and len("".join(parts)) < 4):
            return Party(index, last, code, entry.kind)
    if "-" in token.text:
        entry = words.get(squash(token.text.split("-")[0]))
        code = _one_code(entry, near) if entry else None
        if code:
            return Party(index, index + 1, code, "compound")
    return None
