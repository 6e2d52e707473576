"""Where a sentence names arms and words of transfer: lexicon, then designations."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from etl.figures.lexicon import Lexicon, PredicateEntry, SystemEntry, lexicon, squash, words
from etl.figures.models import Party, Predicate, System, Token

LONGEST_PHRASE = 5
KNOWN_WORDS = 1 << 16


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
    known = lexicon()
    found: list[System] = []
    last = 0
    for index, token in enumerate(tokens):
        start = _start(token.text)
        if start is None or index < last:
            continue
        is_listed = start.of_form or (start.of_longer and _goes_on(tokens, index))
        if not (is_listed or start.of_designation) or _is_other_thing(tokens, index):
            continue
        system = _listed_system(tokens, index, known, is_flattened=is_flattened) if is_listed else None
        if start.of_designation and system is None:
            system = _designation(tokens, index, known)
        if system:
            found.append(system)
            last = system.last
    return found


class Start(NamedTuple):
    """What a word may start: it is a form of the list, it is how one begins, it looks like a designation."""

    of_form: bool
    of_longer: bool
    of_designation: bool


@lru_cache(maxsize=KNOWN_WORDS)
def _start(text: str) -> Start | None:
    """What a word may start; null for most words."""
    known, squashed = lexicon(), squash(text)
    named = text in NUMBERED or ACRONYMS.match(text) is not None or DESIGNATION.match(text) is not None
    found = Start(
        any(form in known.systems for form in singulars(squashed)),
        squashed in known.system_starts,
        named and text[0].isupper(),
    )
    return found if any(found) else None


def _goes_on(tokens: list[Token], index: int) -> bool:
    """Whether a word and the next together are a form of the list, or the start of one."""
    if index + 1 == len(tokens):
        return False
    follower = tokens[index + 1]
    return follower.text == "-" or (
        follower.squashed != "" and _join(tokens[index].squashed + follower.squashed)
    )


@lru_cache(maxsize=KNOWN_WORDS)
def _join(squashed: str) -> bool:
    known = lexicon()
    return squashed in known.system_starts or any(form in known.systems for form in singulars(squashed))


def _is_other_thing(tokens: list[Token], index: int) -> bool:
    """True inside a phrase in which a word of arms means something else: "rounds of talks"."""
    word = tokens[index].lower
    if word == "round" or (word == "rounds" and _are_bouts(tokens, index)):
        return True
    if word not in _words_of_other_things():
        return False
    known = lexicon().not_arms["not_system"]
    phrases = ((index, index + 3), (index - 1, index + 1), (index, index + 2))
    return any(" ".join(t.lower for t in tokens[max(0, a) : b]) in known for a, b in phrases)


def _are_bouts(tokens: list[Token], index: int) -> bool:
    """True for rounds of anything but ammunition: "rounds of war", "rounds of golf"."""
    behind = [token.lower for token in tokens[index + 1 : index + 6]]
    is_cut = behind[:1] == ["of"] and len(behind) > 1
    return is_cut and not any(word in words("of_rounds") or word[0].isdigit() for word in behind[1:])


@cache
def _words_of_other_things() -> frozenset[str]:
    return frozenset(word for form in lexicon().not_arms["not_system"] for word in form.split())


def _listed_system(tokens: list[Token], index: int, known: Lexicon, *, is_flattened: bool) -> System | None:
    best, squashed = None, ""
    for last in range(index + 1, min(index + LONGEST_PHRASE, len(tokens)) + 1):
        word = tokens[last - 1].squashed
        if not word and (last == index + 1 or tokens[last - 1].text != "-"):
            break
        squashed += word
        for form in singulars(squashed):
            entry = known.systems.get(form)
            if entry and _fits_case(entry, tokens, index, form, is_flattened=is_flattened):
                text = _surface(tokens, index, last)
                best = System(index, last, text, entry.kind, entry.category, entry.maker)
                break
        if squashed not in known.system_starts:
            break
    return best


def _fits_case(entry: SystemEntry, tokens: list[Token], index: int, form: str, *, is_flattened: bool) -> bool:
    """Names need a capital or digit; a common noun with a capital is somebody's name ("Shell")."""
    if is_flattened:
        return True
    if entry.kind == "common_noun":
        text = tokens[index].text
        inside = index > 0 and tokens[index - 1].text.isalpha() and tokens[index - 1].text[0].islower()
        return not (inside and text.istitle())
    if _is_word_before_number(tokens, index):
        return False
    return entry.kind == "noun" or _written_as_name(tokens[index], form)


def _is_word_before_number(tokens: list[Token], index: int) -> bool:
    """True for "At 4 p.m.", "An 18 percent", "A 10"; not for "AT 4" and "An-12"."""
    token = tokens[index]
    is_word = token.lower in words("small_word") and (len(token.text) == 1 or not token.text.isupper())
    follower = tokens[index + 1] if index + 1 < len(tokens) else None
    return is_word and follower is not None and follower.text[0].isdigit() and follower.start > token.end


def _written_as_name(token: Token, form: str) -> bool:
    """Families and designations are names: a capital, or a digit inside one word."""
    return token.text[0].isupper() or (token.squashed.startswith(form[:2]) and token.text[0].isdigit())


DESIGNATION = re.compile(
    r"^[A-Z][A-Za-z]{0,4}-?\d{1,4}[A-Za-z]{0,4}\d?(?:-[A-Z0-9]{1,4})?(?:[/-][A-Z])?[’']?s?$"
)
NUMBERED = ("Project", "Type", "Class")
ACRONYMS = re.compile(r"^[A-Z]{3,5}s$")
YEARLIKE = re.compile(r"^(?:FY|CY)-?\d", re.I)


def _designation(tokens: list[Token], index: int, known: Lexicon) -> System | None:
    """A designation that nobody listed: "KT-99", "Zx-21M", "Project 1135", "Type 054A"."""
    text = tokens[index].text
    if ACRONYMS.match(text) and _is_counted(tokens, index) and text[:-1] not in _acronyms():
        return System(index, index + 1, text[:-1], "pattern", None, None)
    follower = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if text in NUMBERED and follower[:1].isdigit():
        return System(index, index + 2, f"{text} {follower}", "pattern", None, None)
    if not DESIGNATION.match(text) or YEARLIKE.match(text) or ("-" not in text and len(text) < 4):
        return None
    stem = known.not_arms["designation"]
    if any(form in stem for form in singulars(tokens[index].squashed)):
        return None
    for form in _stems(tokens[index].squashed):
        entry = known.systems.get(form)
        if entry:
            return System(index, index + 1, bare_name(text), "designation", entry.category, entry.maker)
    return System(index, index + 1, bare_name(text), "pattern", None, None)


@cache
def _acronyms() -> frozenset[str]:
    """Acronyms whose plurals are people, papers and bodies: "NGOs", "MOUs"."""
    return frozenset(form.upper() for form in lexicon().not_arms["plural_acronym"])


def _is_counted(tokens: list[Token], index: int) -> bool:
    """True for a noun behind digits, at most one word between: "690 AMVs", "12 new IFVs"."""
    return any(token.text[0].isdigit() for token in tokens[max(0, index - 2) : index])


def _stems(squashed: str) -> Iterable[str]:
    """Ever shorter starts of a designation that still end in a digit: "su30mk2" -> "su30mk2", "su30"."""
    for end in range(len(squashed), 2, -1):
        if squashed[end - 1].isdigit() and not squashed[end : end + 1].isdigit():
            yield squashed[:end]


def bare_name(text: str) -> str:
    """A designation without the plural or possessive ending."""
    return re.sub(r"(?<=[\dA-Z])(?:[’']s|s|[’'])$", "", text)


def _surface(tokens: list[Token], first: int, last: int) -> str:
    known = [token.text for token in tokens[first:last]]
    known[-1] = bare_name(known[-1])
    return " ".join(known)


def find_predicates(tokens: list[Token], systems: list[System], parties: list[Party]) -> list[Predicate]:
    """Verbs and nouns of transfer, outside the names of arms ("supply ships")."""
    known = lexicon().predicates
    taken = {index for system in systems for index in range(system.first, system.last)}
    found = []
    adjectives = {party.last for party in parties if party.kind == "demonym" or party.code == "USA"}
    starts = _predicate_starts()
    for index in [index for index, token in enumerate(tokens) if token.lower in starts]:
        last, entry = _predicate(tokens, index, known)
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


@cache
def _predicate_starts() -> frozenset[str]:
    """Words with which a predicate may start."""
    return _phrase_starts() | lexicon().predicates.keys()


def _predicate(
    tokens: list[Token], index: int, known: dict[str, PredicateEntry]
) -> tuple[int, PredicateEntry | None]:
    """The longest form that starts at `index`, and where it ends."""
    for length in (3, 2) if tokens[index].lower in _phrase_starts() else ():
        phrase = " ".join(token.lower for token in tokens[index : index + length])
        if phrase in known:
            return index + length, known[phrase]
    return index + 1, known.get(tokens[index].lower)


def _used_as_noun(tokens: list[Token], index: int, adjectives: set[int]) -> bool:
    """As in "the transfer of", "arms exports", "its request"; not "to transfer", "Spain exports"."""
    if tokens[index].lower not in words("verb_or_noun") or index == 0:
        return False
    if index in adjectives:
        return True
    before = tokens[index - 1]
    return before.lower not in words("verb_lead") and not (
        before.text[0].isupper() and before.text[-1] not in "’'s"
    )
