"""Numbers beside words of arms that tell no transfer: bouts, people, own forces, other costs."""

import re

from etl.figures.models import Number, Sentence, System
from etl.figures.reading import Reading
from etl.figures.weights import Cues

PEOPLE_OR_AIRCRAFT = frozenset({"fighter", "fighters", "bomber", "bombers", "trainer", "trainers"})
AIRCRAFT = re.compile(
    r"\b(?:air\s?craft|jets?|(?:air)?planes?|air\s?force|squadrons?|airframes?|aviation|pilots?|air\s+defen[sc]e)\b",
    re.I,
)
TRADE = re.compile(
    r"\b(?:s[eo]ll\w*|sold|sales?|buy(?!\w*[\s-]+back)\w*|bought(?![\s-]+back)|purchas\w+|order\w*|contract\w*|leas(?:e|ed|ing)|"
    r"export\w*|import\w*|procur\w+|acqui[rs]\w+|receiv\w+|deliver(?:y|ies|ed|s|ing)?|suppl(?:y|ie[sd]|ying)|donat\w+|"
    r"grants?|gifts?|ship(?:ped|ments?|ping)|request\w*|FM[SF]|EDA|lend|lent|loan\w*|price\w*|worth|cost\w*)\b",
    re.I,
)
FIGHTING = re.compile(
    r"\b(?:suicide|killed|wounded|captured|surrender\w*|defected|detonat\w+|attack(?:s|ed|ing)?|ambush\w*|militants?|"
    r"rebels?|insurgents?|tribal|mentors?|instruct\w*|police|civilian\s+life|demobili[sz]\w+|amnesty|reintegrat\w+|recruit\w*|to\s+train|train(?:ed|ing)\s+(?:in|by|at))\b",
    re.I,
)
OWN_FORCES = re.compile(
    r"\b(?:re-?)?deploy\w*|\b(?:mov(?:e|ed|es|ing)|station(?:ed|ing)?|dispatch\w*|host(?:s|ed|ing)?|"
    r"withdr[ae]w\w*|pull(?:ed|ing)?\s+(?:out|back)|contribut\w+|advanc(?:ed|ing)|patrol(?:led|ling)?|peace-?keep\w+|"
    r"(?:air|baltic)\s+policing|(?:anti-|counter-?)?piracy|pirates|ISAF|UNIFIL|KFOR|(?:front|border|cease-?fire)\s+line|"
    r"(?:UN|EU|NATO|AU)\s+(?:\w+\s+)?(?:mission|operation|force)|toward|restore\s+order|convoy|under\s+(?:guard|escort)|"
    r"b(?:ought|uy\w*)[\s-]+back|threw|thrown|coalition|to\s+(?:carry|evacuate|ferry)|deterrent|nuclear\s+weapons|warheads)\b",
    re.I,
)
OTHER_PURPOSE = re.compile(
    r"\b(?:to|for)\s+(?:the\s+)?(?:help\s+)?(?:clear|destr[ou]|dispos|demin|remov|eliminat|dismantl|collect|"
    r"decommission|secur(?:e|ing)\b|store\b|storing)|\b(?:shares?|stakes?|privati[sz]\w+|licen[cs]ing|fuel|jobs)\b",
    re.I,
)
POSSESSOR = re.compile(r"(?:\b[A-Z]\w+[’']s?|\b(?:its|their))\s+(?:(?:some|about|nearly|over)\s+)?$")
PER_ITEM = re.compile(r"\b(?:each|apiece|per|a\s+piece|unit)\b", re.I)
FEW_ROUNDS = 20
RETAIL = 50_000
TIES = frozenset(
    {"paragraph_transfer", "context_near", "price_count", "military_programme", "figure_before"}
    | {
        "figure_here",
        "subject_transfer",
        "list_item",
        "list_follows",
        "transfer_before",
        "money_near",
        "money_here",
    }
    | {"told_seller", "told_buyer"}
)


def other_counts(sentence: Sentence, number: Number, system: System, cues: Cues) -> Cues:
    """Cues that a count is one of bouts, or of own forces."""
    clause = _clause(sentence, number)
    found: Cues = {}
    if "names_host_only" in cues and "transfer_near" not in cues and not system.maker:
        found["home_only"] = 1
    if system.text.lower() in ("round", "rounds") and number.low < FEW_ROUNDS:
        found["few_rounds"] = 1
    if OWN_FORCES.search(clause) and not TRADE.search(clause):
        found["own_forces"] = 1
    if POSSESSOR.search(sentence.text[: number.start]):
        found["possessed"] = 1
    return found


def other_counts_beside(reading: Reading, index: int, system: System, cues: Cues) -> Cues:
    """Cues that a count is one of people, or that nothing tells a transfer; `cues` are all the others."""
    sentence = reading.sentences[index]
    found: Cues = {}
    if "no_transfer" in cues and not TIES & cues.keys():
        found["untied"] = 1
    may_be_people = FIGHTING.search(sentence.text) or not TRADE.search(sentence.text)
    if system.text.lower() in PEOPLE_OR_AIRCRAFT and may_be_people and not _tells_aircraft(reading, index):
        found["people"] = 1
    return found


def other_sums(sentence: Sentence, number: Number) -> Cues:
    """Cues that money pays for something else, or is what one person pays."""
    found: Cues = {}
    if OTHER_PURPOSE.search(sentence.text[max(0, number.start - 60) : number.outer_end + 60]):
        found["other_purpose"] = 1
    behind = sentence.text[number.end : number.outer_end + 24]
    if number.low < RETAIL and not number.has_magnitude and not PER_ITEM.search(behind):
        found["retail"] = 1
    return found


def _clause(sentence: Sentence, number: Number) -> str:
    """The words of the clause that holds a number."""
    own = sentence.clauses[sentence.token_at(number.start)]
    places = [i for i, clause in enumerate(sentence.clauses) if clause == own]
    return sentence.text[sentence.tokens[places[0]].start : sentence.tokens[places[-1]].end]


def _tells_aircraft(reading: Reading, index: int) -> bool:
    """True where the sentence or one beside it speaks of aircraft in other words."""
    beside = reading.sentences[max(0, index - 1) : index + 2]
    return any(
        AIRCRAFT.search(s.text)
        or any(x.category == "Aircraft" and x.text.lower() not in PEOPLE_OR_AIRCRAFT for x in s.systems)
        for s in beside
    )
