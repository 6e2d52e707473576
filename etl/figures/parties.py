"""Who sells and who buys: hints from verbs and prepositions of transfer, weighed by how near they stand."""

from collections.abc import Iterable

from etl.figures.models import CableContext, Hint, Number, Party, Predicate, Sentence

BE = frozenset("is are was were be been being get gets got".split())
IRREGULAR = frozenset("sold resold bought given sent paid sought chosen lent".split())
PREPOSITIONS = frozenset(
    "to from by with in for of against at on over into through via between toward towards about near under".split()
)
OF_HEADS = frozenset(
    "government republic kingdom ministry army navy force forces people president king minister state emirate parliament".split()
)
FILLERS = frozenset(
    "the a an its their his new arms weapons military defense defence planned proposed prospective recent total annual "
    "big-ticket traditional potential possible major s ’ ' government govt army navy air force armed forces ministry of "
    "mod company firm companies firms".split()
)
SELLER_OPPOSITE = {"seller": "buyer", "buyer": "seller", "us_seller": "buyer", "payer": "seller"}
SUBJECT_ROLE = {"seller": "seller", "buyer": "buyer", "payer": "buyer"}
REACH_RIGHT = 16
REACH_LEFT = 28
NEAR = 0.05
OTHER_CLAUSE = 0.8


def add_hints(sentence: Sentence) -> Sentence:
    """Fill `sentence.hints` from each predicate and from adjectives of origin."""
    by_first = {party.first: party for party in sentence.parties}
    by_last = {party.last: party for party in sentence.parties}
    for predicate in sentence.predicates:
        sentence.hints.extend(_from_predicate(sentence, predicate, by_first, by_last))
    sentence.hints.extend(_from_origin(sentence))
    return sentence


def _is_passive(sentence: Sentence, predicate: Predicate) -> bool:
    tokens = sentence.tokens
    if predicate.kind != "verb" or not (predicate.word.endswith("ed") or predicate.word in IRREGULAR):
        return False
    lead = [t.lower for t in tokens[max(0, predicate.first - 4) : predicate.first]]
    if any(word in BE for word in lead):
        return True
    follower = tokens[predicate.last].lower if predicate.last < len(tokens) else ""
    return follower == "by"


def _from_predicate(
    sentence: Sentence, predicate: Predicate, by_first: dict[int, Party], by_last: dict[int, Party]
) -> Iterable[Hint]:
    at = predicate.first
    role = predicate.role
    own = SUBJECT_ROLE.get(role)
    other = SELLER_OPPOSITE.get(role)
    passive = _is_passive(sentence, predicate)
    if role == "us_seller":
        yield Hint("seller", "USA", 2.0, at)
    possessor = _possessor(sentence, predicate, by_last)
    if possessor:
        if role == "us_seller":
            if possessor.code != "USA":
                yield Hint("buyer", possessor.code, 2.0, at)
        elif own:
            yield Hint(own, possessor.code, 3.0, at)
        else:
            yield Hint("either", possessor.code, 1.5, at)
    elif predicate.kind == "verb" and not passive:
        subject = _subject(sentence, predicate)
        if subject:
            yield Hint(own or "either", subject.code, 2.2, at)
    elif passive and role in ("seller", "payer"):
        pass
    direct = _direct_object(sentence, predicate, by_first) if not passive else None
    if direct and other and role in ("seller", "payer"):
        yield Hint(other, direct.code, 2.6, at)
    yield from _right(sentence, predicate, own, other)


def _possessor(sentence: Sentence, predicate: Predicate, by_last: dict[int, Party]) -> Party | None:
    """ "Russian arms sales", "Spain's planned sale": a party before the word with only fillers between."""
    if predicate.kind == "verb" and predicate.word not in (
        "export order purchase purchases supply lease request transfer offer upgrade import ship".split()
    ):
        return None
    for index in range(predicate.first, max(-1, predicate.first - 6), -1):
        if index in by_last:
            party = by_last[index]
            before = sentence.tokens[party.first - 1].lower if party.first > 0 else ""
            in_phrase = before in ("to", "with", "from")
            return None if in_phrase else party
        token = sentence.tokens[index - 1]
        if not (token.lower in FILLERS or any(s.first <= index - 1 < s.last for s in sentence.systems)):
            return None
    return None


def _subject(sentence: Sentence, predicate: Predicate) -> Party | None:
    """The nearest party before a verb that no preposition governs; the same clause first."""
    tokens = sentence.tokens
    for party in reversed(sentence.parties):
        if party.last > predicate.first or predicate.first - party.last > REACH_LEFT:
            continue
        before = tokens[party.first - 1].lower if party.first > 0 else ""
        if before in ("the", "a", "an") and party.first > 1:
            before = tokens[party.first - 2].lower
        if before == "of" and any(t.lower in OF_HEADS for t in tokens[max(0, party.first - 4) : party.first]):
            before = ""
        if before in PREPOSITIONS or party.kind in ("compound",):
            continue
        if any(s.first == party.last for s in sentence.systems) and predicate.first > party.last + 3:
            continue
        return party
    return None


def _direct_object(sentence: Sentence, predicate: Predicate, by_first: dict[int, Party]) -> Party | None:
    """ "provide Pakistan with", "paid Russia USD 5 million"; not "sell Russian helicopters"."""
    index = predicate.last
    while index < len(sentence.tokens) and sentence.tokens[index].lower in ("the", "to"):
        index += 1
    party = by_first.get(index)
    if party is None or party.kind in ("compound", "maker"):
        return None
    if any(party.last <= s.first <= party.last + 3 for s in sentence.systems) and party.kind == "demonym":
        return None
    possessive = sentence.tokens[party.last - 1].text.endswith(("'s", "’s", "s'", "s’"))
    return None if possessive else party


def _right(sentence: Sentence, predicate: Predicate, own: str | None, other: str | None) -> Iterable[Hint]:
    """Prepositional phrases behind a predicate: "to X", "from X", "by X", "with X", "for X"."""
    tokens = sentence.tokens
    stop = min(predicate.last + REACH_RIGHT, len(tokens))
    for later in sentence.predicates:
        if later.first > predicate.last + 1 and later.kind == "verb" and _governs_anew(sentence, later):
            stop = min(stop, later.first)
            break
    for party in sentence.parties:
        if not predicate.last <= party.first < stop or party.kind == "compound":
            continue
        if sentence.clauses[party.first] > sentence.clauses[predicate.first] + 1:
            continue
        preposition = _preposition(sentence, party)
        if preposition == "to" and predicate.role != "payer":
            yield Hint("buyer", party.code, 3.0, predicate.first)
        elif preposition == "to":
            yield Hint("seller", party.code, 2.5, predicate.first)
        elif preposition == "from":
            yield Hint("seller", party.code, 3.0, predicate.first)
        elif preposition == "by" and own:
            yield Hint(own, party.code, 3.0, predicate.first)
        elif preposition == "by" and predicate.role == "us_seller":
            yield Hint("buyer", party.code, 2.5, predicate.first)
        elif preposition == "with":
            yield Hint(other or "either", party.code, 1.6, predicate.first)
        elif preposition in ("for", "with") and other == "buyer":
            yield Hint("buyer", party.code, 1.6, predicate.first)
        elif preposition == "for" and predicate.role == "either":
            yield Hint("buyer", party.code, 1.4, predicate.first)


def _governs_anew(sentence: Sentence, verb: Predicate) -> bool:
    """True for a verb that starts its own phrase: "which Iran bought", "to acquire"."""
    before = sentence.tokens[verb.first - 1].lower
    return before in (
        "to",
        "and",
        "which",
        "that",
        "would",
        "will",
        "has",
        "had",
        "have",
    ) or verb.word.endswith("ed")


def _preposition(sentence: Sentence, party: Party) -> str | None:
    tokens = sentence.tokens
    index = party.first - 1
    while index >= 0 and party.first - index <= 5:
        word = tokens[index].lower
        if word in ("to", "from", "by", "with", "for"):
            return word
        if tokens[index].text in (",", ";", ":") or word in ("in", "against", "on", "at", "that", "which"):
            return _listed_preposition(sentence, index) if tokens[index].text == "," else None
        if word in ("and", "or"):
            return _listed_preposition(sentence, index)
        index -= 1
    return None


def _listed_preposition(sentence: Sentence, index: int) -> str | None:
    """ "to Algeria, Syria and Iran": the preposition of the list, when only parties lie between."""
    for party in sentence.parties:
        if party.last in (index, index - 1):
            return _preposition(sentence, party)
    return None


ORIGIN_TAILS = ("made", "built", "origin", "produced", "supplied", "manufactured", "owned")


def _from_origin(sentence: Sentence) -> Iterable[Hint]:
    """ "Russian MI-17 helicopters", "Swedish-origin missiles": where the arms come from."""
    tokens = sentence.tokens
    for system in sentence.systems:
        for party in sentence.parties:
            gap = system.first - party.last
            if not 0 <= gap <= 4 or party.kind not in ("demonym", "name", "compound", "maker"):
                continue
            between = [t.lower for t in tokens[party.last : system.first]]
            if any(word in PREPOSITIONS or word in ("and", ",", ".") for word in between):
                continue
            if any(word in ("army", "navy", "force", "military", "government", "guard") for word in between):
                continue
            own = party.kind == "compound" and tokens[party.first].lower.endswith("supplied")
            yield Hint("seller", party.code, 2.4 if own else 1.2, system.first)


def choose(
    sentence: Sentence, number: Number, seller: str | None = None, buyer: str | None = None
) -> tuple[str | None, str | None]:
    """Seller and buyer of a number from the hints of its own sentence; what is given stays."""
    at = sentence.token_at(number.start)
    scores: dict[tuple[str, str], float] = {}
    for hint in sentence.hints:
        score = hint.weight - NEAR * abs(hint.at - at)
        score -= OTHER_CLAUSE * min(2, abs(sentence.clauses[hint.at] - sentence.clauses[at]))
        key = (hint.role, hint.code)
        scores[key] = max(scores.get(key, -9.0), score)
    return assign(scores, seller, buyer)


def assign(
    scores: dict[tuple[str, str], float], seller: str | None, buyer: str | None
) -> tuple[str | None, str | None]:
    """The pair of two different parties with the best scores; "either" fills what is open."""
    for (role, code), _ in sorted(scores.items(), key=lambda item: -item[1]):
        if role == "seller" and seller is None and code != buyer:
            seller = code
        elif role == "buyer" and buyer is None and code != seller:
            buyer = code
    for (role, code), _ in sorted(scores.items(), key=lambda item: -item[1]):
        if role == "either" and code not in (seller, buyer):
            if seller is None and buyer is not None:
                seller = code
            elif buyer is None and seller is not None:
                buyer = code
    return seller, buyer


def left_over(sentence: Sentence, seller: str | None, buyer: str | None) -> tuple[str | None, str | None]:
    """With one role known, the only other country of the sentence takes the open one."""
    known = {seller, buyer} - {None}
    others = {
        party.code
        for party in sentence.parties
        if party.code not in known and party.kind not in ("compound",)
    }
    if len(known) == 1 and len(others) == 1:
        other = others.pop()
        return (seller, other) if seller else (other, buyer)
    return seller, buyer


def from_cable(context: CableContext, seller: str | None, buyer: str | None) -> tuple[str | None, str | None]:
    """What the subject line says, then geographic TAGS when they leave one answer."""
    if context.subject and (seller is None or buyer is None):
        scores = {(hint.role, hint.code): hint.weight for hint in context.subject.hints}
        seller, buyer = assign(scores, seller, buyer)
    open_tags = [code for code in context.tag_countries if code not in (seller, buyer)]
    if seller and buyer is None and len(set(open_tags)) == 1:
        buyer = open_tags[0]
    elif buyer and seller is None and len(set(open_tags)) == 1:
        seller = open_tags[0]
    return seller, buyer
