"""How far a transfer has come, whether it is one deal or a sum, and whether it is paid, given or smuggled."""

import re
from collections.abc import Sequence

from etl.figures.models import Number, Predicate, Sentence
from etl.figures.lexicon import words
from etl.figures.patterns import anchor, counted_system
from etl.vocabulary import FigureFlow, FigureKind, FigureScope, FigureStatus

REFUSED = re.compile(
    r"\b(?:cancel\w*|refus\w+|den(?:y|ied|ies|ying)|block\w*|suspen\w+|barr(?:ed|ing)|froze|frozen|"
    r"freez\w+|halt\w*|reject\w*|"
    r"turned\s+down|declin\w+|called\s+off|veto\w*|scrapp\w+|withdrew|abandon\w+|stopped|prevented|"
    r"terminated|never\s+delivered|opted\s+out|decided\s+(?:against|not)|ruled\s+out|(?:did|does|has|"
    r"have|had|would|will)\s+not\s+(?:been\s+)?(?:\w+ly\s+)?(?:buy|bought|sell|sold|deliver\w*|"
    r"purchase\w*|supply|supplied|order\w*|transfer\w*|ship\w*))\b",
    re.I,
)
HYPOTHETICAL = re.compile(r"\b(?:if|could|might|would|may|whether|threat\w*|unless|risk\w*)\b", re.I)
PROPOSED = re.compile(
    r"\b(?:would|will|may|might|could|should|shall|plan\w*|propos\w+|offer\w*|request\w*|seek\w*|"
    r"sought|negotiat\w+|prospective|"
    r"possible|possibly|potential\w*|consider(?:s|ed|ing)?|want\w*|wish\w*|expect\w*|intend(?:s|"
    r"ed\s+to|ing)?|intention|interest\w*|hop(?:e|es|ed|ing)|discuss\w*|tender\w*|bid\w*|"
    r"compet\w+|future|upcoming|pursu\w+|need(?:ed|ing)?|needs\s+to|prepared|ready|willing|pending|about\s+to|notif\w+|"
    r"forecast\w*|scheduled|"
    r"in\s+development|convince|persuade|pitch\w*|lobby\w*|eyeing|explor\w+|asking|"
    r"asked\s+(?:\w+\s+){0,3}?(?:for|to)|pressing|push\w*|trying|promis\w+|continue\s+to\s+work|"
    r"looking|contemplat\w+|mull\w*|options?|desire\w*|eager|keen|approv\w+|authoriz\w+|quot(?:e|ed|"
    r"ation)|anticipat\w+|under\s+discussion|talks|envision\w*|prospect\w*|next\s+year|"
    r"proposal\w*|preferred|vying|submissions|(?:is|are|was|were)\s+to\s+(?!have\b)\w+|asked\s+that|"
    r"close\s+to|on\s+the\s+verge|in\s+the\s+market|estimated\s+at|to\s+follow|hopeful|shopping\s+for|due\s+to)\b",
    re.I,
)
CONTRACTED = re.compile(
    r"\b(?:sign\w*|contract\w*|order(?:ed|s)?|agree\w*|bought|buying|purchas\w+|acquir\w+|procur\w+|"
    r"paid|award\w*|commit\w*|selected|conclud\w+|"
    r"deals?|under\s+construction|being\s+built|obligated|lease[ds]?|on\s+order|cargo)\b",
    re.I,
)
NO_STAGE = re.compile(r"\bMay\s+(?=\d)|\b(?:in|of|by|since|last)\s+May\b|\ban\s+estimated\b|\bBlock\s+\d")
NOT_DONE = re.compile(
    r"\b(?:not|never|neither)\s+(?:yet\s+)?(?:been\s+|be\s+)?(?:\w+ly\s+)?(?:bought|sold|sell|buy|suppl\w+|"
    r"deliver\w*|transferred|shipped|provided|exported|purchased|ordered|handed)\b",
    re.I,
)
ARRIVED = re.compile(
    r"\b(?:joined\s+the|(?:went|gone|go|entered|now)\s+(?:in|into\s+)?\s*service|sailed\s+into|touched\s+down|arrived|landed|"
    r"offloaded|unloaded|took\s+delivery|taken\s+delivery|(?:gone|went|flew|flown|shipped)\s+to|now\s+(?:based|"
    r"flying|operational|in\s+(?:use|hand))|brought\s+in|reached|carried|crossed|left|"
    r"(?:has|have|had|was|were)\s+(?:\w+\s+)?(?:been\s+)?(?:delivered|completed|handed\s+over|received))\b",
    re.I,
)
DONE = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:completed|delivered|handed\s+over)\b", re.I
)
TO_COME = re.compile(
    r"\b(?:will|shall|(?:is|are|was|were)\s+(?:to|due|slated|scheduled|expected)|should|expects?\s+to|would)\b",
    re.I,
)
HANDOVER = re.compile(
    r"^(?:deliver|receiv|accept|arriv|assembl|hand|turn|ship|suppl|take|taking|complet|transfer|provid)", re.I
)
SIGNED = re.compile(
    r"\b(?:signed|ordered|inked|clinched|awarded|under\s+(?:a|an|the|its|that)\s+(?:[\w$.-]+\s+){0,4}?(?:contract|"
    r"agreement|arrangement|deal)|bought|purchased)\b",
    re.I,
)
UNDER_WAY = re.compile(
    r"\b(?:under\s+construction|being\s+built|on\s+order|in\s+production\s+for|on\s+(?:its|their)\s+way|en\s+route|in\s+transit)\b",
    re.I,
)
UNCONFIRMED = re.compile(
    r"\b(?:may|might|could)\s+have\s+(?:been\s+)?\w+|\bpossibl[ey]\s+shipments?\b|\bwould\s+have\s+been\b",
    re.I,
)
TAIL = re.compile(
    r"\b(?:in\s+development|under\s+(?:discussion|negotiation|consideration|review)|"
    r"in\s+the\s+(?:works|pipeline)|(?:is|are|was|were)\s+(?:planned|expected|pending|proposed))\b",
    re.I,
)
DELIVERED = re.compile(
    r"\b(?:delivered|received|provided|transferred|transfers?|shipped|arriv(?:ed|al)|handed\s+over|"
    r"took\s+delivery|taken\s+delivery|supplied|supplying|given|gave|"
    r"sent|donated|imported|in\s+service|completed|turned\s+over|went\s+to|ended\s+up|smuggled)\b",
    re.I,
)
TOTAL = re.compile(
    r"\b(?:total\w*|annual\w*|per\s+year|a\s+year|each\s+year|yearly|exports|imports|sales|"
    r"deliveries|purchases|deals|contracts|orders|transfers|cases|level|"
    r"altogether|cumulative\w*|combined|overall|since)\b",
    re.I,
)
ONE_DEAL = re.compile(
    r"\b(?:the|a|an|this|that|its|one)\s+(?:[\w.$€-]+\s+){0,6}?(?:deal|contract|sale|package|"
    r"agreement|purchase|order|tender|program|offer|loan)\b",
    re.I,
)
GRANT = re.compile(
    r"\b(?:FMF|foreign\s+military\s+(?:financing|funding)|EDA|excess\s+defen[sc]e\s+articles?|"
    r"donat\w+|gift\w*|grants?|free\s+of\s+charge|(?:at\s+)?no[\s-](?:charge|cost)|drawdown|gratis|"
    r"without\s+(?:charge|payment)|military\s+(?:aid|assistance)|"
    r"security\s+assistance|assistance\s+fund\w*|capabilit(?:y|ies)\s+fund|PCCF|section\s+1206|1206|"
    r"coalition\s+support\s+funds?|IMET|train[\s-]and[\s-]equip|supplemental)\b",
    re.I,
)
ILLICIT = re.compile(
    r"\b(?:smuggl\w+|traffick\w+|illicit\w*|illegal\w*|black[\s-]market|clandestin\w+|"
    r"unauthori[sz]ed|unlicen[sc]ed|diversion|front\s+compan\w+|contraband|gun[\s-]?running|"
    r"(?:embargo|sanctions)[\s-](?:busting|breaking)|forged|false\s+(?:end[\s-]user|papers|documents)|"
    r"in\s+(?:violation|breach|defiance|contravention)\s+of|(?:violat|breach|defy|bust)\w*\s+(?:\w+\s+){0,3}embargo|"
    r"(?:to|for|with|by)\s+(?:\w+\s+){0,2}(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)|"
    r"(?:militants?|insurgents?|guerr?illas?|terrorists?|rebels?)\s+(?:\w+\s+){0,2}(?:received|bought|got|acquired|"
    r"obtained|purchased))\b",
    re.I,
)
TRAFFIC = re.compile(
    r"\b(?:smuggl|traffick|illicit|illegal|gun[\s-]?running|(?:embargo|sanctions)[\s-](?:bust|break))", re.I
)
GIVEN = re.compile(r"\b(?:gifts?|donations?|donates?|EDA|excess\s+defense\s+articles)\b", re.I)
PRICE = re.compile(r"\b(?:for|at|worth|cost\w*|price\w*)\s+(?:[\w-]+\s+){0,2}\W?$", re.I)
REACH = 14
STAGES = (
    (REFUSED, FigureStatus.REFUSED),
    (SIGNED, FigureStatus.CONTRACTED),
    (ARRIVED, FigureStatus.DELIVERED),
    (PROPOSED, FigureStatus.PROPOSED),
    (DELIVERED, FigureStatus.DELIVERED),
    (CONTRACTED, FigureStatus.CONTRACTED),
)


OWN_VERB = re.compile(
    r"\s*(?:of\s+(?:which|these|them|those)\s+)(?:have|has|had|were|was|will|are|is)\b", re.I
)


OF_NUMBER = re.compile(
    r"\s+of\s+(?:the\s+|its\s+|their\s+)?(?:\d|[a-z]+teen\b|two|three|four|five|six|seven|eight|nine|ten)",
    re.I,
)
CLAUSE_ENDS = frozenset({",", ";", ":", "from", "to", "for", "and", "or", "in", "by", "at"})


def governing(sentence: Sentence, number: Number) -> Predicate | None:
    """The word of transfer that a number hangs on: near, in its clause, rather before it than behind."""
    own = _own_clause(sentence, number)
    if own:
        return own
    at = anchor(sentence, number)
    told_behind = OWN_VERB.match(sentence.text[number.end : number.end + 40])

    def cost(predicate: Predicate) -> float:
        gap = at - predicate.first
        apart = abs(sentence.clauses[predicate.first] - sentence.clauses[at])
        if gap < 0 and told_behind and sentence.clauses[predicate.first] == sentence.clauses[at]:
            return -gap / 4  # "eight of which have been delivered"
        return (gap if gap >= 0 else 1.6 * -gap) + 6 * apart + (2 if predicate.role == "either" else 0)

    return min(sentence.predicates, key=cost, default=None)


def _own_clause(sentence: Sentence, number: Number) -> Predicate | None:
    """The verb right behind the noun: "12 jets ordered earlier", "18 jets that Chile bought", "jets it leased"."""
    system = counted_system(sentence, number) if number.currency is None else None
    if system is None or OF_NUMBER.match(sentence.text[number.end :]):
        return None
    tokens, first = sentence.tokens, system.last
    while first < len(tokens) and tokens[first].lower in ("aircraft", "airframes", "vehicles", ","):
        first += 1
    for predicate in sentence.predicates:
        between = [t.lower for t in tokens[first : predicate.first]]
        if predicate.kind != "verb" or not 0 <= predicate.first - first <= 6 or set(between) & CLAUSE_ENDS:
            continue
        is_participle = predicate.word.endswith("ed") or predicate.word in words("irregular_participle")
        if is_participle and len(between) <= 1 and not set(between) & {"and", "or", "to", "for"}:
            return predicate
        if between and between[0] in ("that", "which", "it", "they", "we") and tokens[first - 1].text != ",":
            return predicate
    return None


def _window(sentence: Sentence, number: Number, predicate: Predicate | None) -> str:
    """The words around a number and the predicate that governs it, within their clauses."""
    at = anchor(sentence, number)
    ends = [at, predicate.first] if predicate else [at]
    clauses = {sentence.clauses[index] for index in ends}
    low, high = max(0, min(ends) - REACH), min(len(sentence.tokens) - 1, max(ends) + REACH)
    kept = [i for i in range(low, high + 1) if sentence.clauses[i] in clauses or min(ends) <= i <= max(ends)]
    return sentence.text[sentence.tokens[kept[0]].start : sentence.tokens[kept[-1]].end]


def status_of(sentence: Sentence, number: Number, earlier: Sequence[Sentence] = ()) -> FigureStatus:
    """The stage of the number's own words; for "the sale" without one, what was said of it before."""
    own = _own_status(sentence, number, earlier)
    if own is not FigureStatus.REPORTED:
        return own
    if re.search(r"\bthe\s+(?:sale|deal|package)\b", sentence.text, re.I):
        for other in reversed(earlier):
            for predicate in other.predicates:
                if predicate.role == "seller" and PROPOSED.search(_before_predicate(other, predicate)):
                    return FigureStatus.PROPOSED
    if any(p.is_strong for p in sentence.predicates):
        return own
    carried = _carried(earlier)
    is_deal = carried is FigureStatus.REPORTED and DEFINITE_PACKAGE.search(sentence.text)
    return FigureStatus.CONTRACTED if is_deal else carried


DEFINITE_PACKAGE = re.compile(r"\b(?:the|that|this)\s+(?:\w+\s+)?packages?\b", re.I)


def _carried(earlier: Sequence[Sentence]) -> FigureStatus:
    """What the last sentence with a word of transfer told, for one that has none: "The price: ..."."""
    for other in reversed(earlier[-4:]):
        text = NO_STAGE.sub(" ", other.text)
        if not other.predicates and not ARRIVED.search(text):
            continue
        for pattern, stage in STAGES:
            if pattern.search(text):
                return stage
    return FigureStatus.REPORTED


def _before_predicate(sentence: Sentence, predicate: Predicate) -> str:
    first = max(0, predicate.first - 4)
    return sentence.text[sentence.tokens[first].start : sentence.tokens[predicate.first].end]


def _own_status(sentence: Sentence, number: Number, earlier: Sequence[Sentence]) -> FigureStatus:
    """Refused over proposed over what the governing word itself tells."""
    predicate = governing(sentence, number)
    window = NO_STAGE.sub(" ", _window(sentence, number, predicate))
    if predicate is None:
        if UNDER_WAY.search(window):
            return FigureStatus.CONTRACTED
        if ARRIVED.search(window) and not TO_COME.search(window):
            return FigureStatus.DELIVERED
        return FigureStatus.PROPOSED if PROPOSED.search(window) else FigureStatus.REPORTED
    if _own_clause(sentence, number) is predicate:
        window = sentence.text[number.start : sentence.tokens[predicate.last - 1].end]
    lead = NO_STAGE.sub(" ", UNCONFIRMED.sub(" ", _lead(sentence, number, predicate)))
    if NOT_DONE.search(lead) or (REFUSED.search(window) and not HYPOTHETICAL.search(window)):
        return FigureStatus.REFUSED
    if UNDER_WAY.search(sentence.text):
        return FigureStatus.CONTRACTED
    if TO_COME.search(lead) and HANDOVER.match(predicate.word) and _is_signed(sentence, earlier):
        return FigureStatus.CONTRACTED
    tail = _tail(sentence, number, predicate)
    if _came_in(sentence, number) or DONE.search(tail):
        return FigureStatus.DELIVERED
    if PROPOSED.search(lead) or TAIL.search(tail):
        return FigureStatus.PROPOSED
    return _stage(sentence, predicate, lead)


def _is_signed(sentence: Sentence, earlier: Sequence[Sentence]) -> bool:
    """True where the sentence or one of the two before tells a contract."""
    return any(SIGNED.search(other.text) for other in (sentence, *earlier[-2:]))


def _came_in(sentence: Sentence, number: Number) -> bool:
    """True for a number that opens its sentence, the subject of "joined the fleet", "sailed into"."""
    arrived = ARRIVED.search(sentence.text)
    if arrived is None or sentence.token_at(number.start) > 3 or _own_clause(sentence, number):
        return False
    return not TO_COME.search(sentence.text[max(0, arrived.start() - 30) : arrived.start()])


def _stage(sentence: Sentence, predicate: Predicate, lead: str) -> FigureStatus:
    """The stage that a predicate tells with the words just before it; a sale takes it from its whole lead."""
    first, last = max(0, predicate.first - 3), predicate.last - 1
    near = sentence.text[sentence.tokens[first].start : sentence.tokens[last].end]
    if TO_BE_DONE.search(near):
        return FigureStatus.CONTRACTED if CONTRACTED.search(sentence.text) else FigureStatus.PROPOSED
    for told in (near, lead) if predicate.word in SALE_WORDS else (near,):
        if DELIVERED.search(told):
            return FigureStatus.DELIVERED
        if CONTRACTED.search(told):
            return FigureStatus.CONTRACTED
    if predicate.stage is FigureStatus.PROPOSED and DEFINITE_PACKAGE.search(near):
        return FigureStatus.REPORTED
    return predicate.stage


TO_BE_DONE = re.compile(r"\bto\s+be\s+\w+$", re.I)
SALE_WORDS = ("sale", "sales", "sell", "sells", "selling", "sold", "exports", "fms")


def _tail(sentence: Sentence, number: Number, predicate: Predicate) -> str:
    """The next few words behind the predicate and the number, the same clause only."""
    last = max(sentence.token_at(number.start), predicate.first)
    end = min(len(sentence.tokens), last + 9)
    while end > last + 1 and sentence.clauses[end - 1] != sentence.clauses[last]:
        end -= 1
    return sentence.text[sentence.tokens[last].start : sentence.tokens[end - 1].end]


def _lead(sentence: Sentence, number: Number, predicate: Predicate) -> str:
    """From a few words before the predicate or number to the later of both, the same clauses only."""
    if _own_clause(sentence, number) is predicate:
        return sentence.text[number.start : sentence.tokens[predicate.first].end]
    at = anchor(sentence, number)
    first, last = sorted((at, predicate.first))
    low, counted = first, 0
    while low > 0 and counted < 12 and not _opens_relative(sentence, low):
        low -= 1
        counted += bool(sentence.tokens[low].squashed)
    while low < first and sentence.clauses[low] < sentence.clauses[first]:
        low += 1
    return sentence.text[sentence.tokens[low].start : sentence.tokens[last].end]


def _opens_relative(sentence: Sentence, index: int) -> bool:
    """True for "that" behind arms: "the radars that Sofia sold" hangs on nothing before."""
    if sentence.tokens[index].lower not in ("that", "which") or index == 0:
        return False
    before = index - (2 if sentence.tokens[index - 1].text == "," else 1)
    return sentence.tokens[before].lower == "system" or any(s.last == before + 1 for s in sentence.systems)


def scope_of(sentence: Sentence, number: Number, kind: FigureKind) -> FigureScope:
    """A sum over many transfers, or one deal; counts of weapons are deals unless they are called a total."""
    window = _window(sentence, number, governing(sentence, number))
    if kind is FigureKind.QUANTITY:
        return FigureScope.DEAL
    if TOTAL.search(window) and not ONE_DEAL.search(window):
        return FigureScope.TOTAL
    if re.search(r"\bFMF\b", window):
        return FigureScope.TOTAL
    return FigureScope.DEAL


def _phrase(sentence: Sentence, number: Number) -> str:
    """The words around a number up to the next comma or verb behind it, and from the verb before it."""
    at = sentence.token_at(number.start)
    predicate = governing(sentence, number)
    verbs = {p.first for p in sentence.predicates if p.kind == "verb"}
    high = at + 1
    while (
        high < min(len(sentence.tokens), at + 14)
        and sentence.tokens[high].text not in (",", ";")
        and high not in verbs
    ):
        high += 1
    low = max(0, min(at, predicate.first if predicate else at) - 8, at - 20)
    return sentence.text[sentence.tokens[low].start : sentence.tokens[high - 1].end]


NO_CHARGE = re.compile(r"\b(?:free\s+of\s+charge|no[\s-](?:charge|cost)\b|drawdown)", re.I)
AID = re.compile(r"\b(?:FMF|EDA|military|security|1206|assistance)\b", re.I)


def flow_of(sentence: Sentence, number: Number, subject: Sentence | None) -> FigureFlow:
    """Grant and illicit need their word in the sentence or in the subject line; a price is no grant."""
    phrase = _phrase(sentence, number)
    is_price = number.currency and PRICE.search(sentence.text[: number.start].rstrip("$€£ A-Z"))
    is_given = (GRANT.search(phrase) or NO_CHARGE.search(sentence.text)) and not (
        is_price and not AID.search(phrase)
    )
    if is_given:
        return FigureFlow.GRANT
    if ILLICIT.search(sentence.text) or (subject and TRAFFIC.search(subject.text)):
        return FigureFlow.ILLICIT
    predicate = governing(sentence, number)
    if predicate and predicate.flow is FigureFlow.GRANT and not is_price:
        return FigureFlow.GRANT
    is_gift = subject and GIVEN.search(subject.text) and predicate and predicate.role == "seller"
    return FigureFlow.GRANT if is_gift and not number.currency else FigureFlow.SALE
