"""What speaks for and against a number's being an arms figure, as named cues."""

import re
from collections.abc import Sequence

from etl.figures.counted import counted_system
from etl.figures.elision import sign_of_elision
from etl.figures.lexicon import lexicon
from etl.figures.lookalikes import other_counts, other_counts_beside, other_sums
from etl.figures.models import Figure, Number, Sentence, System
from etl.figures.reading import Reading
from etl.figures.transfers import transfer_cues, transfer_cues_beside
from etl.figures.weights import Cues
from etl.figures.years import DEFINITE
from etl.vocabulary import FigureKind

MILITARY = re.compile(
    r"\b(?:military|defen[sc]e|arms|weapon\w*|navy|naval|army|air force|armed forces|MOD|armament\w*|"
    r"munitions|hardware|FM[SF]|EDA)\b",
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
LARGEST_ORDERS = {"Aircraft": 2000.0, "Ships": 500.0}
NEAR_MONEY = 10
VAGUE_ARMS = ("arms", "weapon", "weapons", "military equipment")


def value_cues(reading: Reading, index: int, number: Number, told: Sequence[Figure]) -> Cues:
    """Cues of money in its sentence: arms near it, what else the money may be for, the transfer."""
    sentence = reading.sentences[index]
    cues = transfer_cues(reading, index, number, told) | _arms_cues(sentence, number)
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
    return cues | other_sums(sentence, number)


def value_cues_beside(reading: Reading, index: int, cues: Cues) -> Cues:
    """What the sentences around one add to the `cues` of its amount of money."""
    beside = transfer_cues_beside(reading, index)
    if not ARMS_HERE & cues.keys():
        beside |= _arms_cues_beside(reading, index)
    return beside


ARMS_HERE = frozenset({"arms_here", "common_arms", "military_word"})


def _arms_cues(sentence: Sentence, number: Number) -> Cues:
    """Where the nearest arms stand in the sentence; empty where there are none."""
    military = bool(MILITARY.search(sentence.text))
    if any(s.kind != "common_noun" for s in sentence.systems) or (sentence.systems and military):
        at = sentence.token_at(number.start)
        near = min(abs(s.first - at) for s in sentence.systems)
        return {"arms_here": 1, "arms_near": float(near <= 14)}
    if sentence.systems:
        return {"common_arms": 1}
    return {"military_word": 1} if military else {}


def _arms_cues_beside(reading: Reading, index: int) -> Cues:
    """Where the nearest arms stand outside the sentence: before it, behind it, or nowhere."""
    if any(s.kind != "common_noun" for p in _earlier(reading, index) for s in p.systems):
        return {"arms_before": 1}
    is_later = any(
        s.kind != "common_noun" for p in reading.sentences[index + 1 : index + 3] for s in p.systems
    )
    return {"arms_later" if is_later else "no_arms": 1}


def quantity_cues(
    reading: Reading, index: int, number: Number, system: System, told: Sequence[Figure]
) -> Cues:
    """Cues of a count in its sentence: what it counts, words of stock, plausibility, the transfer."""
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
    elision = sign_of_elision(sentence, number) if counted_system(sentence, number) is None else None
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
    return cues | other_counts(sentence, number, system, cues)


def quantity_cues_beside(reading: Reading, index: int, system: System, cues: Cues) -> Cues:
    """What the sentences around one add to the `cues` of its count."""
    beside = transfer_cues_beside(reading, index)
    return beside | other_counts_beside(reading, index, system, cues | beside)


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
