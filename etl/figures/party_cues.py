"""What speaks for each party of a cable as seller or buyer of a number, as named cues."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from etl.figures.counted import anchor, is_listed
from etl.figures.lexicon import exporter_rank, words
from etl.figures.models import Figure, Hint, Number, Party, Sentence, System
from etl.figures.party_beside import FULL, Beside, Code, carried_cues
from etl.figures.reading import Reading
from etl.figures.roles import is_firm, own_phrase, rivals, tail_of
from etl.figures.sentences import OTHER_ITEM
from etl.figures.syntax import is_bystander, is_passive, preposition_of
from etl.figures.weights import Cues
from etl.figures.wording import stems, words_to_party

ROLES = ("seller", "buyer")
ABROAD = re.compile(r"\b(?:export\w*|abroad|overseas|worldwide|foreign\s+\w+)\b", re.I)
EARLIER, LATER = 4, 2
GONE = ("SUN", "YUG", "CSK", "DDR")  # states whose arms others sell


@dataclass(frozen=True, slots=True)
class Options:
    """Who may sell and who may buy: party -> its cues; null is an option of both sides."""

    seller: dict[Code, Cues]
    buyer: dict[Code, Cues]

    def side(self, role: str) -> dict[Code, Cues]:
        """The options of one side."""
        return self.seller if role == "seller" else self.buyer


def pair_cues(reading: Reading, index: int, seller: Code, buyer: Code) -> Cues:
    """Cues that both sides give together."""
    context = reading.context
    if seller is None or buyer is None:
        return {"both_null": 1.0} if seller is buyer else {"one_null": 1.0}
    cues: Cues = {}
    tagged = set(context.tag_countries)
    if {seller, buyer} == tagged:
        cues["are_the_tags"] = 1.0
    elif {seller, buyer} <= tagged:
        cues["are_tagged"] = 1.0
    if context.host in (seller, buyer):
        cues["has_host"] = 1.0
    if reading.usual.pair == (seller, buyer):
        cues["are_usual"] = 1.0
    here = {p.code for p in reading.sentences[index].parties}
    if {seller, buyer} <= here:
        cues["are_here"] = 1.0
    makers = {p.code for p in reading.sentences[index].parties if p.kind == "maker"}
    if seller in makers and buyer not in makers:
        cues["maker_sells"] = 1.0
    elif buyer in makers and seller not in makers:
        cues["maker_buys"] = 1.0
    ranks = exporter_rank(seller), exporter_rank(buyer)
    cues["outranks"] = 1.0 if ranks[0] < ranks[1] else (-1.0 if ranks[1] < ranks[0] else 0.0)
    return cues


def party_options(
    reading: Reading, index: int, number: Number, system: System | None, told: Sequence[Figure]
) -> Options:
    """Every party that the cable names, with what speaks for it on either side."""
    sentence = reading.sentences[index]
    first = max(0, index - EARLIER)
    around = reading.sentences[first : index + LATER + 1]
    beside = Beside(reading, sentence, list(enumerate(around, first - index)), told)
    codes = _codes(reading, around, system, told)
    hints = [(hint, _nearness(sentence, number, hint)) for hint in sentence.hints]
    hints += [(hint, 1.0) for hint in own_phrase(sentence, number)]
    shared = {code: _shared_cues(reading, index, number, code) for code in codes}
    no_sellers = rivals(sentence)
    sides: list[dict[Code, Cues]] = []
    for role in ROLES:
        side: dict[Code, Cues] = {None: _null_cues(reading, index, role, told)}
        for code, cues in shared.items():
            if role == "seller" and code in no_sellers:
                continue
            elsewhere = beside.cues(role, code, is_here="here" in cues)
            side[code] = cues | _hint_cues(hints, role, code) | elsewhere
            if system and system.maker == code:
                side[code]["makes_system"] = 1.0
        sides.append(side)
    return Options(*sides)


def _codes(
    reading: Reading, around: Sequence[Sentence], system: System | None, told: Sequence[Figure]
) -> list[str]:
    """Parties that may be a side: of the sentences, the cable, the figure before, the maker of the arms."""
    context = reading.context
    codes: dict[Code, None] = dict.fromkeys(p.code for s in around for p in s.parties)
    codes |= dict.fromkeys(h.code for s in around for h in s.hints)
    if context.subject:
        codes |= dict.fromkeys(p.code for p in context.subject.parties)
    codes |= dict.fromkeys((*context.tag_countries, *reading.usual.pair))
    for figure in told[-1:]:
        codes |= dict.fromkeys((figure.seller, figure.buyer))
    if system and system.maker:
        codes[system.maker] = None
    return [code for code in codes if code and code not in GONE]


def _nearness(sentence: Sentence, number: Number, hint: Hint) -> float:
    """How close a hint stands to a number: 1 beside it, less in another clause, little in another item."""
    at = anchor(sentence, number)
    apart = abs(sentence.clauses[hint.at] - sentence.clauses[at])
    if apart >= OTHER_ITEM:
        return 0.15
    if is_listed(sentence, number):
        apart = 0
    return max(0.2, 1.0 - 0.02 * abs(hint.at - at) - 0.2 * min(2, apart))


def _hint_cues(hints: list[tuple[Hint, float]], role: str, code: str) -> Cues:
    cues: Cues = {}
    for hint, nearness in hints:
        if hint.code == code:
            side = "" if hint.role == role else ("either_" if hint.role == "either" else "not_")
            name = f"{side}{hint.cue}"
            cues[name] = max(cues.get(name, 0.0), nearness)
        elif hint.role == role:
            cues["other_told"] = max(cues.get("other_told", 0.0), nearness * min(1.0, hint.weight / FULL))
    return cues


def _shared_cues(reading: Reading, index: int, number: Number, code: str) -> Cues:
    """Cues of a party that do not depend on the side: where the sentence mentions it, and how."""
    sentence = reading.sentences[index]
    cues: Cues = {}
    rank = exporter_rank(code)
    cues[
        "exports_most" if rank <= 8 else ("exports_some" if rank < exporter_rank("") else "exports_none")
    ] = 1
    if len(code) > 3:
        cues["is_nonstate"] = 1
    if code == "USA":
        cues["is_usa"] = 1
    own = [p for p in sentence.parties if p.code == code]
    live = [p for p in own if not is_bystander(sentence, p)]
    if own and not live:
        cues["bystander"] = 1
    if not live:
        unnamed = stems(sentence) if code == "USA" else ()
        return cues | {f"unnamed_s:{word}": 1.0 for word in unnamed}
    cues["here"] = 1
    others = {p.code for p in sentence.parties} - {code}
    if not others:
        cues["only_here"] = 1
    if sentence.parties[0].code == code:
        cues["first_here"] = 1
    for party in live:
        cues |= _mention_cues(sentence, number, party)
        cues |= _path_cues(sentence, number, party) | words_to_party(sentence, number, party)
    return cues


def _mention_cues(sentence: Sentence, number: Number, party: Party) -> Cues:
    """The preposition of a mention with its side of the number, its kind, what stands with it."""
    start = sentence.tokens[party.first].start
    starts = [n.start for n in sentence.numbers]
    before = max((s for s in starts if s < number.start), default=-1)
    behind = min((s for s in starts if s > number.start), default=len(sentence.text))
    if start < number.start:
        place = "ahead" if start > before else "far_ahead"
    else:
        place = "behind" if start < behind else "far_behind"
    preposition = preposition_of(sentence, party) or "bare"
    cues: Cues = {f"{preposition}_{place}": 1.0, f"kind_{party.kind}": 1.0}
    at = sentence.token_at(number.start)
    if abs(sentence.clauses[party.first] - sentence.clauses[at]) >= OTHER_ITEM:
        cues["other_item"] = 1.0
    if is_firm(sentence, party):
        cues["firm"] = 1.0
    if tail_of(sentence, party) & words("force"):
        cues["force_behind"] = 1.0
    if sentence.tokens[party.last - 1].text.endswith(("'s", "’s", "s'", "s’")):
        cues["owner"] = 1.0
    return cues


def _path_cues(sentence: Sentence, number: Number, party: Party) -> Cues:
    """What lies between a mention and the number: other parties, the sides that words of transfer give."""
    at = anchor(sentence, number)
    side = "ahead" if party.first < at else "behind"
    low, high = (party.last, at) if side == "ahead" else (at, party.first)
    cues: Cues = {}
    if not any(low <= p.first < high and p.code != party.code for p in sentence.parties):
        cues[f"nearest_{side}"] = 1.0
    between = [p for p in sentence.predicates if low <= p.first < high]
    if not between:
        cues[f"straight_{side}"] = 1.0
        return cues
    first, last = between[0], between[-1]
    beside_party, beside_number = (first, last) if side == "ahead" else (last, first)
    for name, predicate in (("over", beside_party), ("by", beside_number)):
        form = "_passive" if is_passive(sentence, predicate) else ""
        cues[f"{name}_{predicate.role}_{predicate.kind}{form}_{side}"] = 1.0
    return cues


def _null_cues(reading: Reading, index: int, role: str, told: Sequence[Figure]) -> Cues:
    """What speaks for a side that nobody is told on."""
    sentence = reading.sentences[index]
    cues: Cues = {"null": 1.0} | {
        f"null_{name}": value for name, value in carried_cues(sentence, told, role, None).items()
    }
    if ABROAD.search(sentence.text):
        cues["null_abroad"] = 1.0
    here = {p.code for p in sentence.parties}
    cues[f"null_{min(2, len(here))}_here"] = 1.0
    cues[f"null_{min(3, len(set(reading.context.tag_countries)))}_tags"] = 1.0
    if any(h.role == role for h in sentence.hints):
        cues["null_told"] = 1.0
    return cues | {f"null_s:{word}": 1.0 for word in stems(sentence)}
