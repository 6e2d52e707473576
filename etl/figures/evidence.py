"""What speaks for and against a number's being an arms figure, as named cues."""

import re
from collections.abc import Sequence

from etl.figures.context import context_cues
from etl.figures.hints import is_passive
from etl.figures.lexicon import lexicon
from etl.figures.models import Figure, Number, Predicate, Sentence, System
from etl.figures.counted import anchor, is_listed
from etl.figures.reading import Reading
from etl.figures.stages import classes_of
from etl.figures.weights import Cues
from etl.figures.years import DEFINITE
from etl.vocabulary import FigureKind

MILITARY = re.compile(
    r"\b(?:military|defen[sc]e|arms|weapon\w*|navy|naval|army|air force|armed forces|MOD|armament\w*|"
    r"munitions|hardware|FM[SF]|EDA)\b",
    re.I,
)
PROGRAMME = re.compile(
    r"\b(?:FM[SF]|EDA|foreign\s+military\s+(?:sales?|financing|funding)|"
    r"excess\s+defen[sc]e\s+articles?|(?:arms|weapons?|military)\s+(?:sales?|deals?|exports?|imports?|"
    r"purchases?|contracts?|transfers?|shipments?|package|deliver\w+))\b",
    re.I,
)
CIVIL = re.compile(
    r"\b(?:airliners?|airlines?|civil(?:ian)?\s+(?:aircraft|helicopters?|planes?)|"
    r"boeing\s+(?:aircraft|planes?|jets?)|commercial\s+(?:aircraft|airliners?|planes?|jets?)|"
    r"passenger|airbus|boeing\s+7\d\ds?|oil\s+tankers?|"
    r"cargo\s+ships?|merchant|fishing|cruise\s+ships?|ferr(?:y|ies)|tankers?\s+trucks?|yachts?|"
    r"private\s+jets?)\b",
    re.I,
)
TO_BUY = re.compile(r"\b(?:loans?|credits?)\b.{0,60}\b(?:to|for)\s+(?:buy|pay|purchas|acquir|financ)", re.I)
PRICED = re.compile(r"\b(?:price[ds]?|worth|valued?|amounts?\s+to)\b", re.I)
PRICE_LEAD = re.compile(
    r"\b(?:for|at|worth|of|cost\w*|price\w*|paid?|pays?|valued)\s+(?:[\w-]+\s+){0,3}\W*$", re.I
)
PACKAGE = re.compile(
    r"\b(?:package|deal|order|contract|agreement|offer|sale|purchase|shipment|delivery)\b", re.I
)
BUILT = re.compile(r"\b(?:to|can|could|would)\s+build\b|\b(?:building|developing|manufacturing)\b", re.I)
CARRIED = frozenset({"carried"})
CONTENTS = frozenset({"comprises", "comprised", "consists", "consisted"})
NEXT_ITEM = re.compile(
    r"(?:,|\band|\bplus|\bwith)\s+(?:(?:and|some|about|over|more than|up to|also)\s+)*$", re.I
)
LONGEST_ITEM = 70
SHORTLY_BEFORE = 240
LARGEST_ORDERS = {"Aircraft": 2000.0, "Ships": 500.0}
NEAR_MONEY = 10
NEAR_TRANSFER = 16
NEAR_WEAK = 9
VAGUE_ARMS = ("arms", "weapon", "weapons", "military equipment")


def value_cues(reading: Reading, index: int, number: Number, told: Sequence[Figure]) -> Cues:
    """Cues of an amount of money: arms near it, what else the money may be for, the transfer."""
    sentence = reading.sentences[index]
    cues = transfer_cues(reading, index, number, told)
    at = sentence.token_at(number.start)
    military = bool(MILITARY.search(sentence.text))
    if any(s.kind != "common_noun" for s in sentence.systems) or (sentence.systems and military):
        near = min(abs(s.first - at) for s in sentence.systems)
        cues |= {"arms_here": 1, "arms_near": float(near <= 14)}
    elif sentence.systems:
        cues["common_arms"] = 1
    elif military:
        cues["military_word"] = 1
    elif any(s.kind != "common_noun" for p in _earlier(reading, index) for s in p.systems):
        cues["arms_before"] = 1
    elif any(s.kind != "common_noun" for p in reading.sentences for s in p.systems):
        cues["arms_later"] = 1
    else:
        cues["no_arms"] = 1
    if PRICED.search(_around(sentence, number, 40)):
        cues["priced"] = 1
    if PRICE_LEAD.search(sentence.text[: number.start].rstrip("$€£ A-Z")):
        cues["price_lead"] = 1
    cues["magnitude"] = float(number.has_magnitude)
    money_use = lexicon().not_arms["money_use"]
    if TO_BUY.search(sentence.text):
        money_use = money_use - {"loan", "loans", "credit", "credits"}
    cues["other_money"] = min(2.0, _count_near(sentence, number, money_use))
    cues["other_money_here"] = min(2.0, _count_near(sentence, number, money_use, reach=30))
    if BUILT.search(sentence.text):
        cues["built"] = 1
    if CIVIL.search(_around(sentence, number, 60)):
        cues["civil"] = 1
    return cues


def quantity_cues(
    reading: Reading, index: int, number: Number, system: System, told: Sequence[Figure], elision: str | None
) -> Cues:
    """Cues of a count: what it counts, words of stock, plausibility, the transfer.

    `elision` tells how the text leaves out the noun; null where the number counts `system` itself.
    """
    sentence = reading.sentences[index]
    cues = transfer_cues(reading, index, number, told)
    cues[f"is_{system.kind}"] = 1.0
    cues[f"of_{(system.category or 'none').lower().replace(' ', '_')}"] = 1.0
    if _continues_list(told, sentence, number):
        cues["list_follows"] = 1.0
    not_arms = lexicon().not_arms
    stock = not_arms["stock"] - (CONTENTS if PACKAGE.search(sentence.text) else frozenset())
    cues["stock_near"] = min(1.0, _count_near(sentence, number, stock, reach=7))
    cues["stock_here"] = min(1.0, _count_near(sentence, number, stock, reach=40)) - cues["stock_near"]
    cues["small_count"] = float(number.low <= 1)
    cues["large_count"] = float(number.low >= 1000)
    cues["stock_before"] = float(_held(sentence, number))
    end = number.end if elision else max(number.end, sentence.tokens[system.last - 1].end)
    if elision:
        cues |= {"elided": 1.0, f"elided_{elision}": 1.0}
    is_common = system.kind == "common_noun" and not MILITARY.search(sentence.text)
    around = " ".join(s.text for s in reading.sentences) if is_common else ""
    if CIVIL.search(sentence.text[max(0, number.start - 12) : end + 12]) or CIVIL.search(around):
        cues["civil"] = 1
    if number.low > LARGEST_ORDERS.get(system.category or "", number.low):
        cues["implausible"] = 1
    if _made_at_home(sentence):
        cues["same_country"] = 1
    money = [n for n in sentence.numbers if n.currency]
    if any(abs(n.start - number.start) < 90 for n in money):
        cues["money_near"] = 1
    elif money:
        cues["money_here"] = 1
    return cues


def transfer_cues(reading: Reading, index: int, number: Number, told: Sequence[Figure]) -> Cues:
    """How the text ties a number to a transfer: its verb, the words and parties around it."""
    sentence = reading.sentences[index]
    at = anchor(sentence, number)
    ties = [p for p in sentence.predicates if _ties(sentence, p, at)]
    cues: Cues = {"base": 1.0}
    near = [p for p in ties if abs(p.first - at) <= (NEAR_TRANSFER if p.is_strong else NEAR_WEAK)]
    if any(p.is_strong for p in near):
        cues["transfer_near"] = 1
    elif near:
        cues["weak_near"] = 1
    elif any(p.is_strong for p in sentence.predicates):
        cues["transfer_here"] = 1
    elif sentence.predicates:
        cues["weak_here"] = 1
    else:
        cues["no_transfer"] = 1
    before = [p for s in reading.sentences[max(0, index - 2) : index] for p in s.predicates]
    if any(p.is_strong for p in before):
        cues["transfer_before"] = 1
    if is_listed(sentence, number) and ties:
        cues["list_item"] = 1
    if PROGRAMME.search(sentence.text):
        cues["military_programme"] = 1
    if told and sentence.start - told[-1].char_end <= SHORTLY_BEFORE:
        cues["figure_before"] = 1
    if told and told[-1].evidence == sentence.text:
        cues["figure_here"] = 1
    subject = reading.context.subject
    cues |= context_cues(
        list(reading.sentences), subject, index, at, is_money=number.currency is not None
    )
    cues |= {f"near:{name}": 1.0 for name in classes_of(sentence, max(0, at - 8), at + 9)}
    cues |= {f"here:{name}": 1.0 for name in classes_of(sentence)}
    if subject:
        cues |= {f"subject:{name}": 1.0 for name in classes_of(subject)}
    return cues | _party_cues(reading, sentence)


def _party_cues(reading: Reading, sentence: Sentence) -> Cues:
    """How many countries the sentence names, and what its words say of them."""
    codes = {p.code for p in sentence.parties}
    host = reading.context.host
    cues: Cues = {f"parties_{min(3, len(codes))}": 1.0}
    roles = {h.role for h in sentence.hints if h.weight >= 1.5}
    cues |= {f"told_{role}": 1.0 for role in roles}
    if not sentence.hints:
        cues["no_hints"] = 1
    if codes - {host}:
        cues["names_foreign"] = 1
    if codes == {host}:
        cues["names_host_only"] = 1
    if any(len(code) > 3 for code in codes):
        cues["names_nonstate"] = 1
    makers = {p.code for p in sentence.parties if p.kind == "maker"}
    if makers - {host}:
        cues["names_maker"] = 1
    elif makers:
        cues["names_home_maker_only" if codes == makers else "names_home_maker"] = 1
    return cues


def _ties(sentence: Sentence, predicate: Predicate, at: int) -> bool:
    """True when a predicate can govern the number at `at`: before it, or behind it as noun or passive."""
    comes_by_itself = predicate.word.startswith("arriv")
    return (
        predicate.first <= at
        or predicate.kind == "noun"
        or comes_by_itself
        or is_passive(sentence, predicate)
    )


def _continues_list(told: Sequence[Figure], sentence: Sentence, number: Number) -> bool:
    """True for "four corvettes" in "28 fighters from one country, four corvettes and three submarines"."""
    if not told or told[-1].kind is not FigureKind.QUANTITY:
        return False
    gap = sentence.text[max(0, told[-1].char_end - sentence.start) : number.start]
    return told[-1].evidence == sentence.text and len(gap) <= LONGEST_ITEM and bool(NEXT_ITEM.search(gap))


def _held(sentence: Sentence, number: Number) -> bool:
    """True behind a verb of holding or using: "operates six", "has only five"."""
    at = sentence.token_at(number.start)
    held = lexicon().not_arms["stock_before"]
    if any(p.is_strong for p in sentence.predicates):
        held = held - CARRIED  # "a ship carrying 30 tanks sold to"
    if any(p.word == "on" for p in sentence.predicates):
        return False  # "has 80 on order"
    low = max([0, at - 4, *(p.last for p in sentence.predicates if p.first < at and p.kind == "verb")])
    lead = [t.lower for t in sentence.tokens[low:at]]
    behind = {t.lower for t in sentence.tokens[at + 1 : at + 3]}
    return bool(behind & lexicon().not_arms["stock_adjective"]) or any(
        word in held
        and not (
            word in ("has", "have", "had") and i + 1 < len(lead) and lead[i + 1].endswith(("ed", "en", "ght"))
        )
        for i, word in enumerate(lead)
    )


def _made_at_home(sentence: Sentence) -> bool:
    """True when the only seller that the sentence hints at is the buyer itself."""
    sellers = {h.code for h in sentence.hints if h.role == "seller"}
    buyers = {h.code for h in sentence.hints if h.role == "buyer"}
    return bool(sellers) and sellers == buyers


def _earlier(reading: Reading, index: int) -> Sequence[Sentence]:
    """The two sentences before; all before for a sentence about "the sale"."""
    all_before = DEFINITE.search(reading.sentences[index].text)
    return reading.sentences[0 if all_before else max(0, index - 2) : index]


def _count_near(sentence: Sentence, number: Number, known: frozenset[str], reach: int = NEAR_MONEY) -> float:
    """How many of the words `known` stand within `reach` tokens of a number."""
    at = sentence.token_at(number.start)
    low, high = max(0, at - reach), min(len(sentence.tokens), at + reach + 1)
    return float(sum(token.lower in known for token in sentence.tokens[low:high]))


def _around(sentence: Sentence, number: Number, reach: int) -> str:
    return sentence.text[max(0, number.start - reach) : number.outer_end + reach]


def priced_system(sentence: Sentence, number: Number) -> System | None:
    """The arms that a price is for: the first behind it, else the last before it, in its clause."""
    at = sentence.token_at(number.start)
    same = [s for s in sentence.systems if sentence.clauses[s.first] == sentence.clauses[at]]
    same = [s for s in same if s.text.lower() not in VAGUE_ARMS]
    behind = [s for s in same if at < s.first <= at + 14]
    before = [s for s in same if at - 14 <= s.first < at]
    return behind[0] if behind else (before[-1] if before else None)
