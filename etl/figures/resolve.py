"""Who sells and who buys: the sentence, its neighbours, the subject line, TAGS."""

import re

from etl.figures.lexicon import exporter_rank
from etl.figures.models import CableContext, Number, Sentence
from etl.figures.parties import TOLD, assign, choose, left_over, told_in_role
from etl.figures.reading import Pair, Reading, Sentences, UsualPair
from etl.figures.roles import EXPORTS

__all__ = ["Reading", "Sentences", "UsualPair", "parties_of"]
GRANTED = re.compile(r"\b(?:FM[FS]|EDA|foreign\s+military|military\s+(?:aid|assistance))\b", re.I)
COMPETITION = re.compile(
    r"\b(?:compet(?:e|es|ed|ing|itors?|ition)|tender\w*|bidders?|vying|short-?list\w*|rival\w*)\b", re.I
)


def parties_of(reading: Reading, index: int, number: Number, *, is_total: bool) -> Pair:
    """Seller and buyer of a number, nearest evidence first.

    A total without a buyer of its own is a world total: only a topic that opens the sentence fills it.
    """
    sentence = reading.sentences[index]
    if rivals := _competing(sentence):
        _, buyer = choose(sentence, number)
        _, buyer = _from_neighbours(reading, index, (next(iter(rivals)), None if buyer in rivals else buyer))
        return None, buyer
    pair = choose(sentence, number)
    if is_total and (total := _of_total(reading, sentence, pair)):
        return total
    for source in (_from_two, _from_pronoun, _from_topic):
        pair = source(reading, index) if pair == (None, None) else pair
    pair = left_over(sentence, *pair, must_be_governed=True) if None in pair else pair
    pair = _from_agreeing_neighbours(reading, index, pair, behind=False)
    pair = _from_tagged_pair(reading, index, pair)
    pair = _from_agreeing_neighbours(reading, index, pair)
    if None in pair:
        pair = left_over(sentence, *pair)
    if pair[1] and len(pair[1]) > 3:
        return pair[0], _fuller_name(reading, pair[1])  # who arms fighters is told, or not known
    pair = _from_neighbours(reading, index, pair)
    if None in pair:
        pair = left_over(sentence, *pair)
    pair = _from_cable(reading, pair)
    pair = _with_topic(sentence, pair)
    return _likelier(sentence, _from_host(reading, pair))


def _fuller_name(reading: Reading, code: str) -> str:
    """As in "Nigerian militants" after "militants in the Niger Delta" are those."""
    if not code.endswith(" MILITANTS"):
        return code
    named = [p.code for s in reading.sentences for p in s.parties if p.code.endswith(" MILITANTS")]
    return max([code, *(n for n in named if n[:4] == code[:4])], key=len)


def _with_topic(sentence: Sentence, pair: Pair) -> Pair:
    """The last resort for a buyer: the country that the sentence is about."""
    seller, buyer = pair
    if seller and buyer is None:
        sells = told_in_role(sentence, "seller")
        others = [
            p.code
            for p in sentence.parties
            if p.code != seller and p.code not in sells and p.kind not in ("compound", "maker", "pronoun")
        ]
        buyer = others[0] if others else None
    return seller, buyer


def _of_total(reading: Reading, sentence: Sentence, pair: Pair) -> Pair | None:
    """A total of exports without a country is the host's; a total without a buyer is a world total."""
    if pair == (None, None) and EXPORTS.search(sentence.text) and not sentence.hints:
        return reading.context.host, None
    if pair[1] is None and not GRANTED.search(sentence.text):
        topic = sentence.parties[0].code if sentence.parties and sentence.parties[0].first <= 2 else None
        if topic in (None, pair[0]) and pair[0]:
            return pair
    return None


def _from_two(reading: Reading, index: int) -> Pair:
    """A deal between two countries whose roles the words leave open: the larger exporter sells."""
    sentence = reading.sentences[index]
    codes = {p.code for p in sentence.parties if p.kind not in ("compound", "pronoun")}
    either = {h.code for h in sentence.hints if h.role == "either"}
    if len(codes) != 2 or not either & codes:
        return None, None
    seller, buyer = sorted(codes, key=exporter_rank)
    return seller, buyer


def _from_pronoun(reading: Reading, index: int) -> Pair:
    """As in "It has since bought": the first country of the sentence before, in the verb's role."""
    sentence = reading.sentences[index]
    if index == 0 or sentence.parties or sentence.tokens[0].lower not in ("it", "they"):
        return None, None
    codes = list(dict.fromkeys(p.code for p in reading.sentences[index - 1].parties))
    verbs = [p.role for p in sentence.predicates if p.kind == "verb" and p.role in ("seller", "buyer")]
    if len(codes) == 1 and verbs:
        return (codes[0], None) if verbs[0] == "seller" else (None, codes[0])
    if len(codes) != 2 or not verbs:
        return None, None
    return (codes[0], codes[1]) if verbs[0] == "seller" else (codes[1], codes[0])


def _competing(sentence: Sentence) -> set[str]:
    """Countries of makers that compete for an order: none of them is the seller yet."""
    if not COMPETITION.search(sentence.text):
        return set()
    tails = ("company", "companies", "firm", "firms", "competitor")
    tokens = sentence.tokens
    rivals = {
        p.code
        for p in sentence.parties
        if p.kind == "maker" or any(t.lower in tails for t in tokens[p.last : p.last + 3])
    }
    return rivals if len(rivals) > 1 else set()


def _order(reading: Reading, index: int) -> list[Sentence]:
    """The other sentences of the paragraph: back from the one before, then on from the one behind."""
    return [*reversed(reading.sentences[:index]), *reading.sentences[index + 1 :]]


def _scores(sentence: Sentence) -> dict[tuple[str, str], float]:
    scores: dict[tuple[str, str], float] = {}
    for hint in sentence.hints:
        key = (hint.role, hint.code)
        scores[key] = max(scores.get(key, 0.0), hint.weight)
    return scores


def _from_topic(reading: Reading, index: int) -> Pair:
    """A sentence about one country: it keeps its side of the paragraph, else it buys."""
    codes = {p.code for p in reading.sentences[index].parties if p.kind not in ("compound", "pronoun")}
    if len(codes) != 1:
        return None, None
    topic = codes.pop()
    for other in _order(reading, index):
        roles = {role for (role, code) in _scores(other) if code == topic and role != "either"}
        if roles == {"seller"}:
            return topic, None
        if roles == {"buyer"}:
            return None, topic
    for other in _order(reading, index):
        if any(role == "seller" and code != topic for (role, code) in _scores(other)):
            return None, topic
    return None, None


def _from_tagged_pair(reading: Reading, index: int, pair: Pair) -> Pair:
    """Where TAGS name two countries and the text one of them, the other is the other side.

    Not where the sentence names a third country itself, or where what stands before tells one.
    """
    tagged = set(reading.context.tag_countries)
    known = {code for code in pair if code}
    if len(tagged) != 2 or len(known) != 1 or not known < tagged:
        return pair
    role = "seller" if pair[0] is None else "buyer"
    nearby = (reading.sentences[i] for i in range(max(0, index - 2), index + 1))
    told = {h.code for s in nearby for h in s.hints if h.role == role and h.weight >= TOLD} - known
    if told - tagged or {p.code for p in reading.sentences[index].parties} - tagged:
        return pair
    other = (tagged - known).pop()
    return (other, pair[1]) if role == "seller" else (pair[0], other)


def _from_agreeing_neighbours(reading: Reading, index: int, pair: Pair, *, behind: bool = True) -> Pair:
    """Fill one open role from a sentence that gives the known role to the same country."""
    seller, buyer = pair
    if (seller is None) == (buyer is None):
        return pair
    order = _order(reading, index) if behind else [*reversed(reading.sentences[:index])]
    for other in order:
        scores = _scores(other)
        if seller is None and ("buyer", buyer) in scores:
            seller, _ = assign(scores, None, buyer)
        elif buyer is None and ("seller", seller) in scores:
            _, buyer = assign(scores, seller, None)
        if seller and buyer:
            break
    return seller, buyer


def _from_neighbours(reading: Reading, index: int, pair: Pair) -> Pair:
    """Fill what is open from sentences about arms: those before, then the named pair, then those behind."""
    before, behind = [*reversed(reading.sentences[:index])], reading.sentences[index + 1 :]
    pair = _filled(before, pair)
    if pair == (None, None) and len(set(reading.context.tag_countries)) == 2:
        pair = _two_named(reading.context)
    return _filled(behind, _from_tagged_pair(reading, index, pair))


def _filled(others: list[Sentence], pair: Pair) -> Pair:
    for other in others:
        if None not in pair:
            return pair
        if other.systems or any(p.is_strong for p in other.predicates):
            pair = assign({k: w for k, w in _scores(other).items() if w >= 1.5}, *pair)
    return pair


def _from_cable(reading: Reading, pair: Pair) -> Pair:
    """The subject line, then the parties that the cable names most, then TAGS that leave one."""
    context = reading.context
    seller, buyer = pair
    if context.subject and None in pair:
        seller, buyer = assign(_scores(context.subject), seller, buyer)
    if None not in (seller, buyer):
        return seller, buyer
    usual_seller, usual_buyer = reading.usual.pair
    if seller in (None, usual_seller) and buyer in (None, usual_buyer):
        seller, buyer = usual_seller or seller, usual_buyer or buyer
    if (seller, buyer) == (None, None):
        return _two_named(context)
    left = {code for code in context.tag_countries if code not in (seller, buyer)}
    if seller and buyer is None and len(left) == 1:
        buyer = left.pop()
    elif buyer and seller is None and len(left) == 1:
        seller = left.pop()
    return seller, buyer


def _two_named(context: CableContext) -> Pair:
    """The only two countries of the subject line, else of TAGS: the larger exporter sells."""
    subject = context.subject.parties if context.subject else []
    for codes in (dict.fromkeys(p.code for p in subject), dict.fromkeys(context.tag_countries)):
        if len(codes) == 2:
            seller, buyer = sorted(codes, key=exporter_rank)
            return seller, buyer
    return None, None


def _likelier(sentence: Sentence, pair: Pair) -> Pair:
    """Where no words tell the roles, a country that exports no arms does not sell to one that does."""
    seller, buyer = pair
    told = {(h.role, h.code) for h in sentence.hints if h.weight >= TOLD}
    if None in pair or ("seller", seller) in told or ("buyer", buyer) in told:
        return pair
    exports_none = exporter_rank(seller or "") == exporter_rank("")
    return (buyer, seller) if exports_none and exporter_rank(buyer or "") < exporter_rank("") else pair


def _from_host(reading: Reading, pair: Pair) -> Pair:
    """The country of the embassy takes the open side where TAGS name it too."""
    seller, buyer = pair
    host = reading.context.host
    if (seller is None) == (buyer is None) or host in pair or host not in reading.context.tag_countries:
        return pair
    return (seller, host) if seller else (host, buyer)
