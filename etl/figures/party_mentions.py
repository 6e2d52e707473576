"""Where a sentence names countries, governments, peoples, makers and fighters."""

import re
from functools import cache, lru_cache

from etl.figures.lexicon import Lexicon, PartyEntry, lexicon, squash, words
from etl.figures.models import Party, Token

LONGEST_PHRASE = 5
POSSESSIVE = re.compile(r"[’']s?$")
MAKES = frozenset({"era", "vintage"})
US = frozenset({"we", "us", "our", "ours", "usg"})


def find_parties(
    tokens: list[Token], host: str | None, near: tuple[str, ...], *, is_flattened: bool
) -> list[Party]:
    """Mentions of parties.

    "We" is the United States, "host government" the country of the embassy. An ambiguous form ("GOI") is
    read as the host or as a country of `near`, or not at all.
    """
    known = lexicon()
    found: list[Party] = []
    last = 0
    may_start = _is_form if is_flattened else may_be_party
    for index, token in enumerate(tokens):
        if not may_start(token.text) or index < last:
            continue
        party = _party(tokens, index, known, (host or "", *near), is_flattened=is_flattened)
        if party is None and token.lower in US:
            party = Party(index, index + 1, "USA", "pronoun")
        follower = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if host and token.lower == "host" and follower in ("government", "nation", "country"):
            party = Party(index, index + 2, host, "government")
        fighters = _fighters(tokens, index)
        if fighters:
            found = [p for p in found if p.last <= fighters.first]
            party = fighters
        if party and not _dates_a_make(tokens, party):
            found.append(party)
        last = party.last if party else index + 1
    return found


@lru_cache(maxsize=1 << 16)
def may_be_party(text: str) -> bool:
    """A cheap test of a word: false where no mention can start with it."""
    return _is_form(text) if text[0].isupper() else _needs_no_capital(text.lower())


@lru_cache(maxsize=1 << 16)
def _is_form(text: str) -> bool:
    """The same for a text that has lost its capitals."""
    if _needs_no_capital(text.lower()):
        return True
    known = lexicon()
    forms = (squash(POSSESSIVE.sub("", text)), squash(text.split("-", maxsplit=1)[0]))
    return squash(text) in known.party_starts or any(form in known.parties for form in forms)


def _needs_no_capital(lower: str) -> bool:
    return lower in US or lower in ("host", "militant") or lower in words("fighters")


def _dates_a_make(tokens: list[Token], party: Party) -> bool:
    """True for "Soviet era", "Soviet-vintage": when a type was made, which tells no side of a sale."""
    behind = tokens[party.last].lower if party.last < len(tokens) else ""
    return party.kind != "nonstate" and (
        behind in MAKES or tokens[party.last - 1].lower.rpartition("-")[2] in MAKES
    )


def _is_other_place(tokens: list[Token], index: int, known: Lexicon) -> bool:
    """True where a country's name is part of another place's: "Niger Delta"."""
    if tokens[index].lower not in _other_place_starts():
        return False
    phrases = (" ".join(t.lower for t in tokens[index : index + n]) for n in (2, 3))
    return any(phrase in known.not_arms["not_party"] for phrase in phrases)


@cache
def _other_place_starts() -> frozenset[str]:
    """First words of places that are named after countries, and are none."""
    return frozenset(form.split()[0] for form in lexicon().not_arms["not_party"])


def _fighters(tokens: list[Token], index: int) -> Party | None:
    """Recipients neither state nor listed group: "militants in the Niger Delta", "Casamance rebels"."""
    last = index + 1
    if tokens[index].lower == "militant" and last < len(tokens) and tokens[last].lower in ("group", "groups"):
        last += 1
    elif tokens[index].lower not in words("fighters"):
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
    known: Lexicon,
    near: tuple[str, ...],
    *,
    is_flattened: bool,
) -> Party | None:
    token = tokens[index]
    if not token.squashed or not (token.text[0].isupper() or is_flattened):
        return None
    best, joined = None, ""
    if _is_other_place(tokens, index, known):
        return None
    for last in range(index + 1, min(index + LONGEST_PHRASE, len(tokens)) + 1):
        bare = squash(POSSESSIVE.sub("", tokens[last - 1].text))
        entry = known.parties.get(joined + bare) if bare else None
        code = _one_code(entry, near) if entry else None
        if entry and code and not (is_flattened and len(joined + bare) < 4):
            best = Party(index, last, code, entry.kind)
        joined += tokens[last - 1].squashed
        if joined not in known.party_starts:
            break
    if best:
        return best
    if "-" in token.text:
        entry = known.parties.get(squash(token.text.split("-")[0]))
        code = _one_code(entry, near) if entry else None
        if code:
            return Party(index, index + 1, code, "compound")
    return None
