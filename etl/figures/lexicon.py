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
    """Rows of country_names.csv or arms_makers.csv with one form; several codes where the form is ambiguous."""

    kind: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """All word lists, keyed by squashed form.

    Attributes:
        systems: weapons: designations, families, nouns.
        system_starts: every start of a form of `systems`, so that a search ends at the first word that leads nowhere.
        arms_nouns: nouns and families of `systems` as printed, lower case; designations have a pattern.
        predicates: verbs and nouns of transfer.
        parties: countries, governments, peoples, non-state recipients, makers.
        party_starts: every start of a form of `parties`.
        currencies: form as printed, lower case -> ISO 4217.
        not_arms: kind of exclusion -> its words.
    """

    systems: dict[str, SystemEntry]
    system_starts: frozenset[str]
    arms_nouns: frozenset[str]
    predicates: dict[str, PredicateEntry]
    parties: dict[str, PartyEntry]
    party_starts: frozenset[str]
    currencies: dict[str, str]
    not_arms: dict[str, frozenset[str]]


def _read(name: str) -> Iterable[dict[str, str]]:
    """Rows of one CSV under sql/reference/, all fields as text."""
    frame = pl.read_csv(sql_folder() / "reference" / f"{name}.csv", infer_schema=False)
    return frame.fill_null("").iter_rows(named=True)


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
        currencies={r["form"].lower(): r["currency"] for r in _read("currencies")},
        not_arms={kind: frozenset(forms) for kind, forms in excluded.items()},
    )


@cache
def _exporters() -> dict[str, int]:
    return {row["country"]: int(row["rank"]) for row in _read("arms_exporters")}


def exporter_rank(country: str) -> int:
    """Place of a country among exporters of arms; only breaks ties where a text names two parties without roles."""
    return _exporters().get(country, len(_exporters()) + 1)


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
    best, squashed = None, ""
    for last in range(index + 1, min(index + LONGEST_PHRASE, len(tokens)) + 1):
        word = tokens[last - 1].squashed
        if not word and (last == index + 1 or tokens[last - 1].text != "-"):
            break
        squashed += word
        for form in singulars(squashed):
            entry = words.systems.get(form)
            if entry and _fits_case(entry, tokens, index, form, is_flattened=is_flattened):
                text = _surface(tokens, index, last)
                best = System(index, last, text, entry.kind, entry.category, entry.maker)
                break
        if squashed not in words.system_starts:
            break
    return best


def _fits_case(entry: SystemEntry, tokens: list[Token], index: int, form: str, *, is_flattened: bool) -> bool:
    """Names need a capital or a digit; a common noun with a capital inside a sentence is somebody's name ("Shell")."""
    if is_flattened:
        return True
    if entry.kind == "common_noun":
        text = tokens[index].text
        inside = index > 0 and tokens[index - 1].text.isalpha() and tokens[index - 1].text[0].islower()
        return not (inside and text.istitle())
    return entry.kind == "noun" or _written_as_name(tokens[index], form)


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


def find_predicates(tokens: list[Token], systems: list[System], parties: list[Party]) -> list[Predicate]:
    """Verbs and nouns of transfer, outside the names of arms ("supply ships")."""
    words = lexicon().predicates
    taken = {index for system in systems for index in range(system.first, system.last)}
    found = []
    adjectives = {party.last for party in parties if party.kind == "demonym" or party.code == "USA"}
    for index in range(len(tokens)):
        last, entry = _predicate(tokens, index, words)
        if entry and index not in taken:
            is_noun = entry.kind == "verb" and _used_as_noun(tokens, index, adjectives)
            kind = "noun" if is_noun else entry.kind
            found.append(
                Predicate(
                    index,
                    last,
                    tokens[index].lower,
                    kind,
                    entry.role,
                    entry.stage,
                    entry.flow,
                    entry.is_strong,
                )
            )
    return found


@cache
def _phrase_starts() -> frozenset[str]:
    """First words of the predicates of several words."""
    return frozenset(form.split()[0] for form in lexicon().predicates if " " in form)


def _predicate(
    tokens: list[Token], index: int, words: dict[str, PredicateEntry]
) -> tuple[int, PredicateEntry | None]:
    """The longest form that starts at `index`, and where it ends."""
    for length in (3, 2) if tokens[index].lower in _phrase_starts() else ():
        phrase = " ".join(token.lower for token in tokens[index : index + length])
        if phrase in words:
            return index + length, words[phrase]
    return index + 1, words.get(tokens[index].lower)


BOTH_VERB_AND_NOUN = frozenset(
    "transfer transfers order orders supply supplies lease purchase purchases request requests offer offers export exports import imports "
    "upgrade upgrades contract contracts loan grant grants overhaul bid bids award awards gift ship market pay procure".split()
)
VERB_LEADS = frozenset(
    "to will would may might could can should must did does do not we they he she it who which that".split()
)


def _used_as_noun(tokens: list[Token], index: int, adjectives: set[int]) -> bool:
    """ "the transfer of", "arms exports", "its request"; not "to transfer", "Spain exports"."""
    if tokens[index].lower not in BOTH_VERB_AND_NOUN or index == 0:
        return False
    if index in adjectives:
        return True
    before = tokens[index - 1]
    return before.lower not in VERB_LEADS and not (before.text[0].isupper() and before.text[-1] not in "’'s")


WE = frozenset({"we", "us", "our", "ours", "usg"})


def find_parties(
    tokens: list[Token], host: str | None, near: tuple[str, ...], *, is_flattened: bool
) -> list[Party]:
    """Mentions of parties.

    "We" is the United States, "host government" the country of the embassy. An ambiguous form ("GOI") is read as
    the host or as a country of `near`, or not at all.
    """
    words = lexicon()
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
        fighters = _fighters(tokens, index)
        if fighters:
            found = [p for p in found if p.last <= fighters.first]
            party = fighters
        if party:
            found.append(party)
        index = party.last if party else index + 1
    return found


def _is_other_place(tokens: list[Token], index: int, words: Lexicon) -> bool:
    """True where a country's name is part of another place's: "Niger Delta"."""
    phrases = (" ".join(t.lower for t in tokens[index : index + n]) for n in (2, 3))
    return any(phrase in words.not_arms["not_party"] for phrase in phrases)


FIGHTERS = frozenset("militants rebels insurgents guerrillas guerillas militias".split())


def _fighters(tokens: list[Token], index: int) -> Party | None:
    """Recipients that are no state and no listed group: "militants in the Niger Delta", "Casamance rebels"."""
    last = index + 1
    if tokens[index].lower == "militant" and last < len(tokens) and tokens[last].lower in ("group", "groups"):
        last += 1
    elif tokens[index].lower not in FIGHTERS:
        return None
    place = last + 1
    if last < len(tokens) and tokens[last].lower in ("in", "from", "of"):
        place += place < len(tokens) and tokens[place].lower == "the"
        end = place
        while end < min(len(tokens), place + 3) and tokens[end].text[0].isupper():
            end += 1
        if end > place:
            name = " ".join(t.text for t in tokens[place:end])
            return Party(index, end, f"{name} MILITANTS".upper(), "nonstate")
    start = index
    while start > max(0, index - 3) and tokens[start - 1].text[0].isupper():
        start -= 1
    if start == index:
        return None
    name = " ".join(t.text for t in tokens[start:index])
    return Party(start, last, f"{name} MILITANTS".upper(), "nonstate")


def _one_code(entry: PartyEntry, near: tuple[str, ...]) -> str | None:
    if len(entry.codes) == 1:
        return entry.codes[0]
    return next((code for code in near if code in entry.codes), None)


def _party(
    tokens: list[Token],
    index: int,
    words: Lexicon,
    near: tuple[str, ...],
    *,
    is_flattened: bool,
) -> Party | None:
    token = tokens[index]
    if not token.squashed or not (token.text[0].isupper() or is_flattened):
        return None
    best, joined = None, ""
    if _is_other_place(tokens, index, words):
        return None
    for last in range(index + 1, min(index + LONGEST_PHRASE, len(tokens)) + 1):
        bare = squash(POSSESSIVE.sub("", tokens[last - 1].text))
        entry = words.parties.get(joined + bare) if bare else None
        code = _one_code(entry, near) if entry else None
        if entry and code and not (is_flattened and len(joined + bare) < 4):
            best = Party(index, last, code, entry.kind)
        joined += tokens[last - 1].squashed
        if joined not in words.party_starts:
            break
    if best:
        return best
    if "-" in token.text:
        entry = words.parties.get(squash(token.text.split("-")[0]))
        code = _one_code(entry, near) if entry else None
        if code:
            return Party(index, index + 1, code, "compound")
    return None
