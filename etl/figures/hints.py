"""Who sells and who buys: hints from the verbs, prepositions and adjectives of one sentence."""

from collections.abc import Iterable

from etl.figures.lexicon import words
from etl.figures.models import Hint, Party, Predicate, Sentence, System
from etl.figures.syntax import has_possessive, is_bystander, is_passive, preposition_of, word_before

SELLER_OPPOSITE = {"seller": "buyer", "buyer": "seller", "us_seller": "buyer", "payer": "seller"}
SUBJECT_ROLE = {"seller": "seller", "buyer": "buyer", "payer": "buyer"}
REACH_RIGHT = 16
REACH_LEFT = 28


def verbal_hints(sentence: Sentence) -> list[Hint]:
    """Hints from each predicate and from adjectives of origin."""
    by_first = {party.first: party for party in sentence.parties}
    by_last = {party.last: party for party in sentence.parties}
    found: list[Hint] = []
    for predicate in sentence.predicates:
        found.extend(_from_predicate(sentence, predicate, by_first, by_last))
    found.extend(_from_origin(sentence))
    return found


def _from_predicate(
    sentence: Sentence, predicate: Predicate, by_first: dict[int, Party], by_last: dict[int, Party]
) -> Iterable[Hint]:
    at, role = predicate.first, predicate.role
    own, other = SUBJECT_ROLE.get(role), SELLER_OPPOSITE.get(role)
    if role == "us_seller":
        yield Hint("seller", "USA", 2.0, at, cue="programme")
    if _leads_to_another(sentence, predicate):
        return  # "offered to purchase": the purchase tells who buys
    passive = is_passive(sentence, predicate)
    possessor = _possessor(sentence, predicate, by_last)
    subject = None
    if predicate.kind == "verb" and not passive and not possessor:
        subject = _subject(sentence, predicate)
    if possessor and role == "us_seller":
        if possessor.code != "USA":
            yield Hint("buyer", possessor.code, 2.0, at, cue="programme_of")
    elif (
        possessor
        and _is_label(sentence, possessor)
        and predicate.word in ("sale", "sales", "deal", "contract", "package")
    ):
        yield Hint("buyer", possessor.code, 1.3, at, cue="label")  # "the Venezuela sale"
    elif possessor:
        yield Hint(
            own or _side(sentence, possessor), possessor.code, 3.0 if own else 1.5, at, cue="possessor"
        )
    elif subject:
        yield Hint(own or _side(sentence, subject), subject.code, 2.2, at, cue="subject")
    direct = None if passive else _direct_object(sentence, predicate, by_first)
    if direct and other and role in ("seller", "payer"):
        yield Hint(other, direct.code, 2.6, at, cue="object")
    yield from _right(sentence, predicate, own, other)


def _is_label(sentence: Sentence, party: Party) -> bool:
    """True for a bare country name used like an adjective."""
    return party.kind == "name" and party.code not in ("USA", "GBR") and not has_possessive(sentence, party)


def _leads_to_another(sentence: Sentence, predicate: Predicate) -> bool:
    """True for the first verb of "offered to purchase", "signed a contract to buy"."""
    tokens = sentence.tokens
    if predicate.kind != "verb":
        return False
    verbs = {p.first for p in sentence.predicates if p.kind == "verb"}
    reach = range(predicate.last, min(predicate.last + 2, len(tokens) - 1))
    return any(tokens[i].lower == "to" and i + 1 in verbs for i in reach)


def _side(sentence: Sentence, party: Party) -> str:
    """Which side of a contract a party takes: ministries, forces and fighters buy, firms sell."""
    tail = {t.lower for t in sentence.tokens[party.last : party.last + 3]}
    lead = {t.lower for t in sentence.tokens[max(0, party.first - 4) : party.first]}
    if party.kind == "maker" or tail & words("firm"):
        return "seller"
    if party.kind == "nonstate" or (tail | lead) & words("force"):
        return "buyer"
    return "either"


def _possessor(sentence: Sentence, predicate: Predicate, by_last: dict[int, Party]) -> Party | None:
    """As in "Russian arms sales", "Spain's planned sale": a party before, only fillers between."""
    if predicate.kind == "verb" and predicate.word not in (
        [
            "export",
            "order",
            "purchase",
            "purchases",
            "supply",
            "lease",
            "request",
            "transfer",
            "offer",
            "upgrade",
            "import",
            "ship",
        ]
    ):
        return None
    for index in range(predicate.first, max(-1, predicate.first - 9), -1):
        if index in by_last:
            party = by_last[index]
            before = sentence.tokens[party.first - 1].lower if party.first > 0 else ""
            in_phrase = (
                before in ("to", "with", "from")
                and party.kind != "demonym"
                and not has_possessive(sentence, party)
            )
            return None if in_phrase or is_bystander(sentence, party) else party
        token = sentence.tokens[index - 1]
        if token.lower in ("its", "their"):
            return _subject(sentence, predicate)
        in_system = any(s.first <= index - 1 < s.last for s in sentence.systems)
        is_amount = token.text[0].isdigit() or token.text in "$€£" or token.lower in words("amount_word")
        if not (token.lower in words("possessor_gap") or in_system or is_amount):
            return None
    return None


PRONOUNS = ("it", "they", "he", "she", "you", "i")


def _subject(sentence: Sentence, predicate: Predicate) -> Party | None:
    """The nearest party before a verb that can be its subject; none when a pronoun is."""
    lead = [t.lower for t in sentence.tokens[max(0, predicate.first - 3) : predicate.first]]
    lead = [word for word in lead if word not in words("auxiliary")]
    if predicate.kind == "verb" and lead and lead[-1] in PRONOUNS:
        return None
    near = (p for p in reversed(sentence.parties) if 0 <= predicate.first - p.last <= REACH_LEFT)
    return next((party for party in near if _can_be_subject(sentence, party, predicate)), None)


def _can_be_subject(sentence: Sentence, party: Party, predicate: Predicate) -> bool:
    """False behind a preposition or another verb ("transfer U.S. components") and before arms."""
    governed = word_before(sentence, party) in words("preposition") and not has_possessive(sentence, party)
    if governed or party.kind == "compound" or is_bystander(sentence, party):
        return False
    if any(p.last == party.first and p.kind == "verb" for p in sentence.predicates):
        return False
    if sentence.clauses[predicate.first] - sentence.clauses[party.first] > 1:
        return False
    describes_arms = any(s.first == party.last for s in sentence.systems)
    return not (describes_arms and predicate.first > party.last + 3)


def _direct_object(sentence: Sentence, predicate: Predicate, by_first: dict[int, Party]) -> Party | None:
    """As in "provide Pakistan with", "paid Russia USD 5 million"; not "sell Russian helicopters"."""
    index = predicate.last
    while index < len(sentence.tokens) and sentence.tokens[index].lower in ("the", "to"):
        index += 1
    party = by_first.get(index)
    if party is None or party.kind in ("compound", "maker"):
        return None
    if any(party.last <= s.first <= party.last + 3 for s in sentence.systems) and party.kind == "demonym":
        return None
    if has_possessive(sentence, party):
        return None
    after = sentence.tokens[party.last] if party.last < len(sentence.tokens) else None
    is_adjective = (
        after is not None
        and after.text[0].islower()
        and after.lower not in words("after_object", "force", "state_noun")
    )
    return None if is_adjective else party


def _right(sentence: Sentence, predicate: Predicate, own: str | None, other: str | None) -> Iterable[Hint]:
    """Hints from the prepositional phrases behind a predicate."""
    stop = _end_of_reach(sentence, predicate)
    for party in sentence.parties:
        if not predicate.last <= party.first < stop or party.kind == "compound":
            continue
        far = sentence.clauses[party.first] > sentence.clauses[predicate.first] + 1
        if far or is_bystander(sentence, party):
            continue
        told = _told_by_preposition(sentence, predicate, party, own, other)
        if told:
            place = party.first if told[1] >= 2.5 else -1
            yield Hint(
                told[0], party.code, told[1], predicate.first, place, preposition_of(sentence, party) or ""
            )


def _end_of_reach(sentence: Sentence, predicate: Predicate) -> int:
    """Where the phrases of a predicate end: a colon, the next verb of transfer, or a number of tokens."""
    stop = min(predicate.last + REACH_RIGHT, len(sentence.tokens))
    stop = next((i for i in range(predicate.last, stop) if sentence.tokens[i].text == ":"), stop)
    later = (p for p in sentence.predicates if p.first > predicate.last + 1 and p.kind == "verb")
    return min(stop, next((p.first for p in later if _governs_anew(sentence, p)), stop))


def _told_by_preposition(
    sentence: Sentence, predicate: Predicate, party: Party, own: str | None, other: str | None
) -> tuple[str, float] | None:
    """Role and weight: "to X" buys, "from X" sells, "by X" acts, "with X" is the other side, "for X" buys."""
    gives_away = predicate.word in ("provided", "provide", "providing", "supplied")
    told: dict[str, tuple[str, float] | None] = {
        "to": ("seller", 2.5) if predicate.role == "payer" else ("buyer", 3.0),
        "from": ("seller", 3.0),
        "by": (own, 3.0) if own else (("buyer", 2.5) if predicate.role == "us_seller" else None),
        "with": None if gives_away else ((other or "either", 1.6) if own else (_side(sentence, party), 1.8)),
        "for": ("buyer", 1.5) if other != "seller" else None,
        "in": ("seller", 2.0) if predicate.word.startswith("originat") else None,
        "between": (_side(sentence, party), 1.8),
    }
    return told.get(preposition_of(sentence, party) or "")


def _governs_anew(sentence: Sentence, verb: Predicate) -> bool:
    """True for a verb that starts its own phrase: "which Iran bought", "to acquire"."""
    return sentence.tokens[verb.first - 1].lower in words("phrase_opener") or verb.word.endswith("ed")


def _from_origin(sentence: Sentence) -> Iterable[Hint]:
    """As in "Russian MI-17 helicopters", "frigates for Morocco", "of Spanish design"."""
    tokens = sentence.tokens
    for system in sentence.systems:
        for party in sentence.parties:
            if party.kind == "maker" and system.first <= party.first < system.last:
                yield Hint("seller", party.code, 1.5, system.first, cue="origin")
            elif _describes(sentence, party, system):
                supplied = party.kind == "compound" and tokens[party.first].lower.endswith("supplied")
                yield Hint(
                    "seller",
                    party.code,
                    2.4 if supplied else 1.2,
                    system.first,
                    cue="supplied" if supplied else "origin",
                )
        following = [p for p in sentence.parties if system.last < p.first <= system.last + 2]
        if following and tokens[system.last].lower == "for":
            yield Hint("buyer", following[0].code, 1.4, system.first, cue="arms_for")
    for party in sentence.parties:
        if party.last < len(tokens) and tokens[party.last].lower in words("origin_noun"):
            yield Hint("seller", party.code, 2.0, party.first, cue="origin_noun")


def _describes(sentence: Sentence, party: Party, system: System) -> bool:
    """True for a party that stands before arms as their adjective."""
    if not 0 <= system.first - party.last <= 4 or party.kind not in ("demonym", "name", "compound", "maker"):
        return False
    between = {t.lower for t in sentence.tokens[party.last : system.first]}
    if between & (words("preposition", "force") | {"and", "government", ",", ".", ":", ";"}):
        return False
    if any(party.last <= p.first < system.first for p in sentence.predicates):
        return False
    return not is_bystander(sentence, party)
