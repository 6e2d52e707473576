"""Who sells and who buys by the phrase: a number's own noun phrase, places, institutions, names of sides."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from etl.figures.counted import counted_system
from etl.figures.hints import verbal_hints
from etl.figures.lexicon import by_kind, lexicon, words
from etl.figures.models import Hint, Number, Party, Sentence
from etl.figures.party_mentions import may_be_party
from etl.figures.sentences import TOKEN, WORD
from etl.figures.syntax import is_bystander, is_passive, preposition_of

OWN_NOUN = 4.0
BEHIND_NOUN = 3.6
NEAR_ARMS = 12
EXPORTS = re.compile(r"\bexport", re.I)
COMPETITION = re.compile(
    r"\b(?:compet(?:e|es|ed|ing|itors?|ition)|tender\w*|bidders?|bids?|vying|short-?list\w*|rival\w*|"
    r"contenders?|submitted|submissions?)\b",
    re.I,
)
ABROAD = re.compile(r"\b(?:abroad|overseas|foreign\s+(?:customers?|buyers?|clients?|sales))\b", re.I)
ARRIVALS = ("arriv", "land", "offload", "unload", "dock", "sail", "brought", "flown", "flew")


@cache
def _party_words() -> dict[str, frozenset[str]]:
    return by_kind("party_words")


def party_words(kind: str) -> frozenset[str]:
    """The words of one kind in party_words.csv, lower case: "observer", "institution"..."""
    return _party_words()[kind]


@cache
def _institution_starts() -> frozenset[str]:
    """First words of institutions."""
    return party_words("institution") | {form.split()[0] for form in party_words("institution_pair")}


def sides(sentence: Sentence, earlier: Callable[[], Sequence[Party]]) -> list[Party]:
    """The parties of a sentence that can be a side, with institutions of the cable's own country.

    `earlier` gives the parties of the sentences before; it is called only where an institution stands.
    """
    found = [p for p in sentence.named if not _is_no_side(sentence, p)]
    host = sentence.context.host
    if host is None or any(p.code == host for p in found):
        return found
    starts = _institution_starts()
    places = [index for index, token in enumerate(sentence.tokens) if token.lower in starts]
    lengths = ((index, _institution(sentence, index, found)) for index in places)
    first, length = next(((index, length) for index, length in lengths if length), (0, 0))
    if length:
        others = {p.code for p in earlier() if p.code != "USA" and p.kind != "maker"}
        if not others or host in others:
            found.append(Party(first, first + length, host, "institution"))
            found.sort(key=lambda party: party.first)
    return found


def _is_no_side(sentence: Sentence, party: Party) -> bool:
    """True for "US" in "US$", a diplomat or newspaper of a country, "told us", "we asked"."""
    tokens = sentence.tokens
    behind = [t.lower for t in tokens[party.last : party.last + 4]]
    if behind and behind[0] == "$" and tokens[party.first].text == "US":
        return True
    if party.kind == "pronoun":
        before = [t.lower for t in tokens[max(0, party.first - 2) : party.first]]
        return bool(party_words("tell") & set(before) or party_words("we_tell") & set(behind[:2]))
    if party.kind not in ("demonym", "name") or not behind:
        return False
    while behind and behind[0] in party_words("observer_title"):
        behind.pop(0)
    return bool(behind) and behind[0] in party_words("observer")


def _institution(sentence: Sentence, index: int, parties: Sequence[Party]) -> int:
    """Tokens of an institution without a country that starts at `index`; 0 if none does."""
    tokens = sentence.tokens
    if index > 0 and tokens[index - 1].lower not in ("the", "its", "their", "host", "to", "from", "by", ","):
        return 0
    if any(p.last in (index, index - 1) for p in parties):
        return 0
    pair = " ".join(t.lower for t in tokens[index : index + 2])
    length = 2 if pair in party_words("institution_pair") else 0
    if not length and tokens[index].lower in party_words("institution"):
        length = 1
    follower = tokens[index + length].lower if index + length < len(tokens) else ""
    named = any(p.first in (index + length + 1, index + length + 2) for p in parties)
    return 0 if follower == "of" and named else length


@cache
def _telling_words() -> frozenset[str]:
    """Words without which no sentence tells a side: those of transfer, their first words, names of sides."""
    forms = {*lexicon().predicates, *words("origin_noun"), *CALLS}
    return frozenset(WORD.findall(form)[0] for form in forms) | {"supplied"}


@cache
def _unnamed_words() -> list[frozenset[str]]:
    """Words that tell of the United States, and of the cable's own country, without a name."""
    programmes = (form for form, entry in lexicon().predicates.items() if entry.role == "us_seller")
    return [
        frozenset(WORD.findall(form)[0] for form in forms) for forms in (programmes, _institution_starts())
    ]


def may_tell_both(text: str) -> bool:
    """A cheap test of a sentence: false where it cannot hint surely (`Hint.weight` of 2) at both sides."""
    found = set(WORD.findall(text.lower()))
    if _telling_words().isdisjoint(found):
        return False
    n_unnamed = sum(not words.isdisjoint(found) for words in _unnamed_words())
    return n_unnamed + sum(map(may_be_party, TOKEN.findall(text))) > 1


def all_hints(sentence: Sentence) -> list[Hint]:
    """Hints from the words of transfer, and from what phrases tell beside them."""
    found = verbal_hints(sentence)
    if EXPORTS.search(sentence.text) and ABROAD.search(sentence.text):
        found = [replace(h, role="seller") if h.role != "seller" and h.weight < 2.5 else h for h in found]
    hinted = {hint.code for hint in found}
    found.extend(_served(sentence))
    found.extend(_called(sentence))
    found.extend(_between_places(sentence))
    found.extend(hint for hint in _places(sentence) if hint.code not in hinted)
    return found


def _between_places(sentence: Sentence) -> Iterable[Hint]:
    """As in "carried from Minsk to Khartoum"."""
    for one, two in zip(sentence.parties, sentence.parties[1:], strict=False):
        if two.first - one.last > 4 or one.code == two.code:
            continue
        if preposition_of(sentence, one) == "from" and preposition_of(sentence, two) == "to":
            yield Hint("seller", one.code, 1.7, one.first, cue="from_to")
            yield Hint("buyer", two.code, 1.7, two.first, cue="from_to")


SIDES = {
    "buyer": "buyer",
    "customer": "buyer",
    "importer": "buyer",
    "purchaser": "buyer",
    "recipient": "buyer",
}
SIDES |= {"supplier": "seller", "exporter": "seller", "seller": "seller", "vendor": "seller"}
TAKES = ("took", "takes", "gets", "got")
LEAVES = ("left", "leaving", "departed")
CALLS = frozenset({*SIDES, *(f"{side}s" for side in SIDES), *TAKES, *LEAVES})


def _called(sentence: Sentence) -> Iterable[Hint]:
    """As in "India ranks among the main buyers of", "Norway took frigates", "left Warsaw"."""
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if token.lower not in CALLS:
            continue
        role = SIDES.get(token.lower.removesuffix("s"))
        follower = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if role and follower in ("of", "to", "for"):
            before = [p for p in sentence.parties if 0 < index - p.last <= 10]
            subject = next((p for p in reversed(before) if preposition_of(sentence, p) is None), None)
            if subject:
                yield Hint(role, subject.code, 2.3, index, cue="called")
        for party in sentence.parties if token.lower in TAKES or token.lower in LEAVES else ():
            if token.lower in TAKES and party.last == index:
                if any(0 < s.first - index <= 5 for s in sentence.systems):
                    yield Hint("buyer", party.code, 2.0, index, cue="took")
            elif token.lower in LEAVES and party.first == index + 1:
                yield Hint("seller", party.code, 1.8, index, cue="left")


def _served(sentence: Sentence) -> Iterable[Hint]:
    """As in "the army was supplied with 20 tanks": the subject of the passive receives."""
    tokens = sentence.tokens
    for predicate in sentence.predicates:
        follower = tokens[predicate.last].lower if predicate.last < len(tokens) else ""
        if predicate.role != "seller" or follower != "with" or not is_passive(sentence, predicate):
            continue
        before = [p for p in sentence.parties if 0 < predicate.first - p.last <= 5]
        if before:
            yield Hint("buyer", before[-1].code, 2.4, predicate.first, cue="served")


def _places(sentence: Sentence) -> Iterable[Hint]:
    """Weak evidence: arms from or for somebody, arms that came in somewhere, forces, who is charged."""
    tokens = sentence.tokens
    for party in sentence.parties:
        if party.kind in ("compound", "pronoun", "maker") or is_bystander(sentence, party):
            continue
        preposition = preposition_of(sentence, party)
        has_arms = any(0 <= party.first - s.last <= NEAR_ARMS for s in sentence.systems)
        behind = {t.lower.strip("’'") for t in tokens[party.last : party.last + 2]}
        before = tokens[party.first - 1].lower if party.first else ""
        lead = {t.lower for t in tokens[max(0, party.first - 5) : party.first]}
        if preposition == "from" and (has_arms or behind & party_words("stock")):
            yield Hint("seller", party.code, 1.6, party.first, cue="place")
        elif before in party_words("charge_to"):
            yield Hint("buyer", party.code, 1.8, party.first, cue="charged")
        elif (preposition in ("to", "for") and has_arms) or (
            preposition in ("in", "into", "at") and any(word.startswith(ARRIVALS) for word in lead)
        ):
            yield Hint("buyer", party.code, 1.2, party.first, cue="place")
        elif party.kind == "demonym" and behind & party_words("force") and preposition != "from":
            yield Hint("buyer", party.code, 0.9, party.first, cue="force")


def own_phrase(sentence: Sentence, number: Number) -> Iterable[Hint]:
    """Evidence in the noun phrase that a number counts: "24 British Hawks", "28 Gripens from Sweden"."""
    if number.currency is not None:
        return
    tokens = sentence.tokens
    first = sentence.token_at(number.end - 1) + 1
    system = counted_system(sentence, number)
    yield from _behind_phrase(sentence, system.last if system else first)
    if system is None:
        return
    for party in sentence.parties:
        if first <= party.first and party.last <= system.first and party.kind in ("demonym", "name"):
            between = {t.lower for t in tokens[party.last : system.first]}
            if between & party_words("force"):
                continue
            upgraded = any(p.word in party_words("own_upgrade") for p in sentence.predicates)
            yield Hint(
                "buyer" if upgraded else "seller", party.code, OWN_NOUN, system.first, party.first, "own_noun"
            )


def _behind_phrase(sentence: Sentence, last: int) -> Iterable[Hint]:
    """As in "28 Gripens from Sweden", "another six from Belgium": what follows a count's phrase at once."""
    link = sentence.tokens[last].lower if last < len(sentence.tokens) else ""
    role = {"from": "seller", "for": "buyer", "to": "buyer"}.get(link)
    for party in sentence.parties:
        if role and party.first - last in (1, 2) and preposition_of(sentence, party) == link:
            yield Hint(role, party.code, BEHIND_NOUN, last, party.first, "noun_" + link)


def rivals(sentence: Sentence) -> set[str]:
    """Countries of makers that compete for an order: none of them is the seller yet."""
    if not COMPETITION.search(sentence.text):
        return set()
    firms = {p.code for p in sentence.parties if p.kind == "maker" or is_firm(sentence, p)}
    return firms if len(firms) > 1 else set()


def tail_of(sentence: Sentence, party: Party) -> set[str]:
    """The three words behind a party."""
    return {t.lower.strip("’'") for t in sentence.tokens[party.last : party.last + 3]}


def is_firm(sentence: Sentence, party: Party) -> bool:
    """True for "French companies"."""
    return bool(tail_of(sentence, party) & words("firm"))
