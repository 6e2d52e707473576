"""Who sells and who buys: hints from verbs and prepositions of transfer, weighed by how near they stand."""

from collections.abc import Iterable

from etl.figures.lexicon import exporter_rank
from etl.figures.models import Hint, Number, Party, Predicate, Sentence
from etl.figures.patterns import ADJECTIVES, OTHER_ITEM, anchor, is_listed

BE = frozenset("is are was were be been being get gets got".split())
IRREGULAR = frozenset("sold resold bought given sent paid sought chosen lent".split())
PREPOSITIONS = frozenset(
    "to from by with in for of against at on over into through via between toward towards about near under like".split()
)
OF_HEADS = frozenset(
    "government republic kingdom ministry army navy force forces people president king minister state emirate parliament".split()
)
FILLERS = frozenset(
    "the a an its their his new arms weapons military defense defence planned proposed prospective recent total annual "
    "big-ticket traditional potential possible major s ’ ' government govt army navy air force armed forces ministry of "
    "mod company firm companies firms".split()
)
FIRMS = frozenset(
    "firm firms company companies manufacturer shipyard dealer broker contractor supplier".split()
)
FORCES = frozenset("ministry mod army navy force forces military police guard".split())
NOT_THE_STATE = frozenset(
    "embassy embassies ambassador ambassadors press media newspaper daily national nationals citizen citizens officials-said reporter company-owned".split()
)
SELLER_OPPOSITE = {"seller": "buyer", "buyer": "seller", "us_seller": "buyer", "payer": "seller"}
SUBJECT_ROLE = {"seller": "seller", "buyer": "buyer", "payer": "buyer"}
GOVERNING = ("to", "from", "by", "with", "for", "in", "between")
AUXILIARIES = frozenset(
    "has have had will would may might could can should must also since already recently then".split()
)
MAY_FOLLOW_OBJECT = frozenset(
    "with the a an and or in for some about over up more approximately around nearly almost at least its their to several additional two "
    "three four five six seven eight nine ten twelve new used".split()
)
AMOUNT_WORDS = frozenset(
    "million billion usd eur euros dollars plus worth multi-billion multi-million".split()
)
REACH_RIGHT = 16
REACH_LEFT = 28
NEAR = 0.05
OTHER_CLAUSE = 0.8
OWN_PHRASE = 0.8


def add_hints(sentence: Sentence) -> Sentence:
    """Fill `sentence.hints` from each predicate and from adjectives of origin."""
    by_first = {party.first: party for party in sentence.parties}
    by_last = {party.last: party for party in sentence.parties}
    for predicate in sentence.predicates:
        sentence.hints.extend(_from_predicate(sentence, predicate, by_first, by_last))
    sentence.hints.extend(_from_origin(sentence))
    return sentence


def is_passive(sentence: Sentence, predicate: Predicate) -> bool:
    """True for "were sold", "was delivered", "supplied by"."""
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
    at, role = predicate.first, predicate.role
    own, other = SUBJECT_ROLE.get(role), SELLER_OPPOSITE.get(role)
    if role == "us_seller":
        yield Hint("seller", "USA", 2.0, at)
    if _leads_to_another(sentence, predicate):
        return  # "offered to purchase": the purchase tells who buys
    passive = is_passive(sentence, predicate)
    possessor = _possessor(sentence, predicate, by_last)
    subject = None
    if predicate.kind == "verb" and not passive and not possessor:
        subject = _subject(sentence, predicate)
    if possessor and role == "us_seller":
        if possessor.code != "USA":
            yield Hint("buyer", possessor.code, 2.0, at)
    elif (
        possessor
        and _is_label(sentence, possessor)
        and predicate.word in ("sale", "sales", "deal", "contract", "package")
    ):
        yield Hint("buyer", possessor.code, 1.3, at)  # "the Venezuela sale"
    elif possessor:
        yield Hint(own or _side(sentence, possessor), possessor.code, 3.0 if own else 1.5, at)
    elif subject:
        yield Hint(own or _side(sentence, subject), subject.code, 2.2, at)
    direct = None if passive else _direct_object(sentence, predicate, by_first)
    if direct and other and role in ("seller", "payer"):
        yield Hint(other, direct.code, 2.6, at)
    yield from _right(sentence, predicate, own, other)


def _is_label(sentence: Sentence, party: Party) -> bool:
    """True for a bare country name used like an adjective."""
    return party.kind == "name" and party.code not in ("USA", "GBR") and not _has_possessive(sentence, party)


def _leads_to_another(sentence: Sentence, predicate: Predicate) -> bool:
    """True for the first verb of "offered to purchase", "signed a contract to buy"."""
    tokens = sentence.tokens
    if predicate.kind != "verb":
        return False
    verbs = {p.first for p in sentence.predicates if p.kind == "verb"}
    reach = range(predicate.last, min(predicate.last + 2, len(tokens) - 1))
    return any(tokens[i].lower == "to" and i + 1 in verbs for i in reach)


def _side(sentence: Sentence, party: Party) -> str:
    """Which side of a contract a party takes: its ministry or forces buy, its firms sell, a group of fighters buys."""
    tail = {t.lower for t in sentence.tokens[party.last : party.last + 3]}
    lead = {t.lower for t in sentence.tokens[max(0, party.first - 4) : party.first]}
    if party.kind == "maker" or tail & FIRMS:
        return "seller"
    if party.kind == "nonstate" or (tail | lead) & FORCES:
        return "buyer"
    return "either"


def _has_possessive(sentence: Sentence, party: Party) -> bool:
    return sentence.tokens[party.last - 1].text.endswith(("'s", "’s", "s'", "s’"))


def _possessor(sentence: Sentence, predicate: Predicate, by_last: dict[int, Party]) -> Party | None:
    """ "Russian arms sales", "Spain's planned sale": a party before the word with only fillers between."""
    if predicate.kind == "verb" and predicate.word not in (
        "export order purchase purchases supply lease request transfer offer upgrade import ship".split()
    ):
        return None
    for index in range(predicate.first, max(-1, predicate.first - 9), -1):
        if index in by_last:
            party = by_last[index]
            before = sentence.tokens[party.first - 1].lower if party.first > 0 else ""
            in_phrase = (
                before in ("to", "with", "from")
                and party.kind != "demonym"
                and not _has_possessive(sentence, party)
            )
            return None if in_phrase or _is_bystander(sentence, party) else party
        token = sentence.tokens[index - 1]
        if token.lower in ("its", "their"):
            return _subject(sentence, predicate)
        in_system = any(s.first <= index - 1 < s.last for s in sentence.systems)
        is_amount = token.text[0].isdigit() or token.text in "$€£" or token.lower in AMOUNT_WORDS
        if not (token.lower in FILLERS or in_system or is_amount):
            return None
    return None


def _is_bystander(sentence: Sentence, party: Party) -> bool:
    """True for an embassy or a newspaper of a country, and behind "according to"."""
    tokens = sentence.tokens
    if any(t.lower in NOT_THE_STATE for t in tokens[party.last : party.last + 2]):
        return True
    if party.kind == "demonym" and _names_a_person(sentence, party.last):
        return True
    return any(t.lower == "according" for t in tokens[max(0, party.first - 4) : party.first])


def _names_a_person(sentence: Sentence, index: int) -> bool:
    """True for "gendarme Robert Roe", "businessman Richard Roe": a trade, then two capitalised words."""
    tail = sentence.tokens[index : index + 4]
    trade = [t for t in tail if t.text[0].islower()]
    if not trade or tail[0] is not trade[0] or tail[0].lower in FIRMS | FORCES:
        return False
    names = tail[len(trade) : len(trade) + 2]
    return len(names) == 2 and all(t.text[0].isupper() and t.text[-1].islower() for t in names)


def _subject(sentence: Sentence, predicate: Predicate) -> Party | None:
    """The nearest party before a verb that no preposition governs; the same clause first."""
    tokens = sentence.tokens
    lead = [
        t.lower for t in tokens[max(0, predicate.first - 3) : predicate.first] if t.lower not in AUXILIARIES
    ]
    if predicate.kind == "verb" and lead and lead[-1] in ("it", "they", "he", "she", "you", "i"):
        return None
    for party in reversed(sentence.parties):
        if party.last > predicate.first or predicate.first - party.last > REACH_LEFT:
            continue
        before = tokens[party.first - 1].lower if party.first > 0 else ""
        if before in ("the", "a", "an") and party.first > 1:
            before = tokens[party.first - 2].lower
        if before in ("and", "or"):
            before = _listed_preposition(sentence, party.first - 1) or before
        if before == "of" and any(t.lower in OF_HEADS for t in tokens[max(0, party.first - 4) : party.first]):
            before = ""
        governed = before in PREPOSITIONS and not _has_possessive(sentence, party)
        if governed or party.kind == "compound" or _is_bystander(sentence, party):
            continue
        if any(p.last == party.first and p.kind == "verb" for p in sentence.predicates):
            continue  # the object of another verb: "transfer U.S. components"
        if sentence.clauses[predicate.first] - sentence.clauses[party.first] > 1:
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
    if _has_possessive(sentence, party):
        return None
    after = sentence.tokens[party.last] if party.last < len(sentence.tokens) else None
    is_adjective = (
        after is not None
        and after.text[0].islower()
        and after.lower not in MAY_FOLLOW_OBJECT | FORCES | OF_HEADS
    )
    return None if is_adjective else party


def _right(sentence: Sentence, predicate: Predicate, own: str | None, other: str | None) -> Iterable[Hint]:
    """Prepositional phrases behind a predicate: "to X", "from X", "by X", "with X", "for X"."""
    tokens = sentence.tokens
    stop = min(predicate.last + REACH_RIGHT, len(tokens))
    colon = next((i for i in range(predicate.last, stop) if tokens[i].text == ":"), stop)
    stop = min(stop, colon)
    for later in sentence.predicates:
        if later.first > predicate.last + 1 and later.kind == "verb" and _governs_anew(sentence, later):
            stop = min(stop, later.first)
            break
    for party in sentence.parties:
        if (
            not predicate.last <= party.first < stop
            or party.kind == "compound"
            or _is_bystander(sentence, party)
        ):
            continue
        if sentence.clauses[party.first] > sentence.clauses[predicate.first] + 1:
            continue
        preposition = _preposition(sentence, party)
        if preposition == "to" and predicate.role != "payer":
            yield Hint("buyer", party.code, 3.0, predicate.first, party.first)
        elif preposition == "to":
            yield Hint("seller", party.code, 2.5, predicate.first, party.first)
        elif preposition == "from":
            yield Hint("seller", party.code, 3.0, predicate.first, party.first)
        elif preposition == "by" and own:
            yield Hint(own, party.code, 3.0, predicate.first, party.first)
        elif preposition == "by" and predicate.role == "us_seller":
            yield Hint("buyer", party.code, 2.5, predicate.first, party.first)
        elif preposition == "with" and not own:
            yield Hint(_side(sentence, party), party.code, 1.8, predicate.first)
        elif preposition == "with" and predicate.word not in ("provided", "provide", "providing", "supplied"):
            yield Hint(other or "either", party.code, 1.6, predicate.first)
        elif preposition == "for" and other != "seller":
            yield Hint("buyer", party.code, 1.5, predicate.first)
        elif preposition == "in" and predicate.word.startswith("originat"):
            yield Hint("seller", party.code, 2.0, predicate.first)
        elif preposition == "between":
            yield Hint(_side(sentence, party), party.code, 1.8, predicate.first)


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
    """The preposition that governs a party, with articles, adjectives and titles between; null if none does."""
    tokens = sentence.tokens
    predicates = {p.first for p in sentence.predicates}
    index = party.first - 1
    while index >= 0 and party.first - index <= 6:
        word = tokens[index].lower
        if word in GOVERNING:
            return word
        if tokens[index].text == "," or word in ("and", "or"):
            return _listed_preposition(sentence, index)
        if index in predicates or word in PREPOSITIONS - {"of"} or not tokens[index].squashed:
            return None
        if word == "force" and tokens[index - 1].lower != "air":
            return None
        if (
            tokens[index].text[0].islower()
            and word not in FILLERS | OF_HEADS
            and word not in ADJECTIVES | {"of", "other", "eastern", "western"}
        ):
            return None
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
            if party.kind == "maker" and system.first <= party.first < system.last:
                yield Hint("seller", party.code, 1.5, system.first)
            gap = system.first - party.last
            if not 0 <= gap <= 4 or party.kind not in ("demonym", "name", "compound", "maker"):
                continue
            between = [t.lower for t in tokens[party.last : system.first]]
            if any(word in PREPOSITIONS or word in ("and", ",", ".", ":", ";") for word in between):
                continue
            if any(party.last <= p.first < system.first for p in sentence.predicates):
                continue
            if any(word in ("army", "navy", "force", "military", "government", "guard") for word in between):
                continue
            if _is_bystander(sentence, party):
                continue
            own = party.kind == "compound" and tokens[party.first].lower.endswith("supplied")
            yield Hint("seller", party.code, 2.4 if own else 1.2, system.first)
        following = [p for p in sentence.parties if system.last < p.first <= system.last + 2]
        if following and tokens[system.last].lower == "for":
            yield Hint("buyer", following[0].code, 1.4, system.first)
    for party in sentence.parties:
        tail = [t.lower for t in tokens[party.last : party.last + 1]]
        if tail and tail[0] in ("design", "manufacture", "make", "origin", "production"):
            yield Hint("seller", party.code, 2.0, party.first)


def choose(
    sentence: Sentence, number: Number, seller: str | None = None, buyer: str | None = None
) -> tuple[str | None, str | None]:
    """Seller and buyer of a number from the hints of its own sentence; what is given stays."""
    at = anchor(sentence, number)
    number_at = sentence.token_at(number.start)
    next_at = min(
        (sentence.token_at(n.start) for n in sentence.numbers if n.start > number.start),
        default=len(sentence.tokens),
    )
    scores: dict[tuple[str, str], float] = {}
    for hint in sentence.hints:
        score = hint.weight - NEAR * abs(hint.at - at)
        apart = abs(sentence.clauses[hint.at] - sentence.clauses[at])
        score -= 3.5 if apart >= OTHER_ITEM else 0.0
        if not is_listed(sentence, number):
            score -= OTHER_CLAUSE * min(2, apart)
        if number_at < hint.place < next_at:
            score += OWN_PHRASE
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
    unsure = [code for (role, code) in scores if role == "either" and code not in (seller, buyer)]
    for code in sorted(unsure, key=exporter_rank):
        if seller is None and (buyer is not None or len(unsure) > 1) and code != buyer:
            seller = code
        elif buyer is None and seller is not None and code != seller:
            buyer = code
    return seller, buyer


def left_over(
    sentence: Sentence, seller: str | None, buyer: str | None, *, must_be_governed: bool = False
) -> tuple[str | None, str | None]:
    """With one role known, the only other country of the sentence takes the open one.

    `must_be_governed` asks for "to" or "for" before a buyer, "from" or "by" before a seller.
    """
    known = {seller, buyer} - {None}
    if len(known) != 1:
        return seller, buyer
    wanted = ("to", "for") if seller else ("from", "by")
    others = [
        party
        for party in sentence.parties
        if party.code not in known
        and party.kind not in ("compound", "pronoun", "maker")
        and not _is_bystander(sentence, party)
    ]
    if must_be_governed:
        others = [party for party in others if _preposition(sentence, party) in wanted]
    codes = {party.code for party in others}
    if len(codes) == 1:
        other = codes.pop()
        return (seller, other) if seller else (other, buyer)
    return seller, buyer
