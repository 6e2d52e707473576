"""From a sentence's text to its tokens, clauses, numbers and mentions, and to what a number counts."""

import re

import nupunkt

from etl.figures.lexicon import find_parties, find_predicates, find_systems, lexicon, squash
from etl.figures.models import CableContext, Number, Sentence, System, Token
from etl.figures.numbers import find_numbers

TOKEN = re.compile(
    r"[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|\d+(?:,\d{3})*(?:\.\d+)?(?:[^\W\d_][\w-]*)?"
    r"|[^\W\d_][\w]*(?:[-’'/&](?=[^\W_])[^\W_]+)*[’']?|--+|[^\w\s]"
)
CLAUSE_WORDS = frozenset("while whereas but although though which who whose however if because".split())
STOPS = frozenset(
    "to from by in on at for with within into onto of over under between against the this that these those which who whom and or "
    "but as than is are was were be been being has have had having do does did will would shall should may might can could must "
    "not no it its he she they we i you his her their our my per via about after before during since until while when where if "
    "because so such also then there here said says told noted asked added replied stated claimed reported according including "
    "includes include included other".split()
)
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|"
        "november nov|december dec".split("|"),
        1,
    )
    for name in names.split()
}
ADJECTIVES = frozenset(
    "new used old older modern advanced additional more further extra surplus second-hand secondhand light medium heavy large small "
    "big diesel nuclear electric coastal ocean going fast attack combat patrol transport naval military armed unarmed armored "
    "armoured tactical strategic long short medium range multi-role multirole maritime amphibious self-propelled rolling towed "
    "tracked wheeled refurbished upgraded modernized remaining first last latest top utility cargo lift heavy-lift medium-lift "
    "training trainer reconnaissance surveillance early warning air ground sea surface anti-tank anti-aircraft antiaircraft "
    "anti-ship antitank shoulder-fired man-portable portable guided laser laser-guided precision precision-guided unmanned "
    "aerial offensive defensive associated similar different such complete separate excess defense defence articles high speed "
    "high-speed mobile russian-made u.s.-made conventional modular twin-engine twin single-engine single engine jet turbo "
    "propeller offshore inshore riverine coast guard border rapid response leased donated purchased promised ordered requested "
    "proposed probable possible alleged old-model brand-new brand state-of-the-art sophisticated lethal non-lethal of-the-line "
    "up-armored uparmored bullet-proof special security type class series variant model style size caliber calibre millimeter "
    "missile torpedo artillery rocket radar main battle assault sniper machine automatic semi-automatic hand loose serviceable "
    "so-called light-attack mid-range short-range medium-range long-range intermediate-range vertical launch stealth stealthy next generation "
    "next-generation fourth-generation fifth-generation fourth fifth third generation custom-built ex-soviet soviet-era soviet-made".split()
)
EXTENDERS = frozenset(
    "system systems unit units set sets launcher launchers battery batteries missile missiles complex complexes kit kits variants "
    "aircraft fighter fighters jet jets helicopter helicopters tank tanks rifle rifles vehicle vehicles class".split()
)
PARTITIVES = frozenset(
    "units sets pieces batteries battalions squadrons pairs items examples types rounds tubes".split()
)
LONGEST_PREMODIFIERS = 9
OTHER_ITEM = 3
DATE_LEAD = frozenset(
    "in since of by from until till through during before after circa late early mid fy year years".split()
)


def tokenize(text: str) -> list[Token]:
    """Words, numbers and marks with their places."""
    return [
        Token(m.group(), m.group().lower(), squash(m.group()), m.start(), m.end())
        for m in TOKEN.finditer(text)
    ]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, blanks at their ends left out."""
    spans = []
    for start, end in nupunkt.sent_spans(text):
        sentence = text[start:end]
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        if right > left:
            spans.append((left, right))
    return spans


def number_clauses(tokens: list[Token]) -> list[int]:
    """Which clause each token belongs to; a clause ends at a semicolon, a dash, or before a word like "while"."""
    clauses, current = [], 0
    for index, token in enumerate(tokens):
        after_comma = index > 0 and (
            tokens[index - 1].text == ","
            or (index > 1 and tokens[index - 2].text == "," and tokens[index - 1].lower == "and")
        )
        dash = (
            token.text.startswith("--")
            and index + 1 < len(tokens)
            and not tokens[index + 1].text[0].isdigit()
        )
        opens = dash or (index > 0 and tokens[index - 1].text == ":")
        if token.text == ";":
            current += OTHER_ITEM
        if opens or (after_comma and token.lower in CLAUSE_WORDS) or (token.lower == "while" and index > 0):
            current += 1
        clauses.append(current)
    return clauses


def analyse(text: str, start: int, context: CableContext) -> Sentence:
    """A sentence with its numbers, systems, parties and predicates; `start` is its place in the paragraph."""
    tokens = tokenize(text)
    systems = find_systems(tokens, is_flattened=context.is_flattened)
    covered = [(tokens[s.first].start, tokens[s.last - 1].end) for s in systems]
    numbers = [
        number
        for number in find_numbers(text)
        if not any(a <= number.start < b and (a, b) != (number.start, number.end) for a, b in covered)
    ]
    parties = find_parties(tokens, context.host, context.tag_countries, is_flattened=context.is_flattened)
    return Sentence(
        text,
        start,
        tokens,
        number_clauses(tokens),
        numbers,
        systems,
        parties,
        find_predicates(tokens, systems, parties),
    )


def is_name_or_measure(sentence: Sentence, number: Number) -> bool:
    """True when a number names, dates or measures something instead of counting it."""
    words = lexicon().not_arms
    first = sentence.token_at(number.start)
    after = sentence.text[number.end : number.end + 24]
    following = re.match(r"[\s-]*([A-Za-z]+)", after)
    follower = following[1].lower() if following else ""
    before = sentence.tokens[first - 1] if first > 0 else None
    if follower in words["unit"] or after.startswith("%"):
        return True
    if follower == "per" and re.match(r"\s*per\s?cent", after):
        return True
    is_bare = number.currency is None and not number.has_magnitude and number.low < 40
    if is_bare and after.startswith(")") and (first == 0 or sentence.tokens[first - 1].text != "("):
        return True  # "2) procurement"
    if re.match(r"(?:[’']?s\b|st\b|nd\b|rd\b|th\b|\s*/\s*\d|:\d|\.\d)", after):
        return True
    if before is None:
        return False
    if before.lower.strip(".") in words["name_head"] or before.text in ("#", "§", "/"):
        return True
    if before.lower.strip(".") in MONTHS and number.low <= 31:
        return True
    return follower in MONTHS and number.low <= 31 and number.high is None


def is_year(sentence: Sentence, number: Number) -> bool:
    """True when a bare four-digit number reads as a year: not directly before arms, or after "in", "since"..."""
    raw = sentence.text[number.start : number.end]
    if number.currency or number.has_magnitude or not re.match(r"(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?$", raw):
        return False
    first = sentence.token_at(number.start)
    if first > 0 and (
        sentence.tokens[first - 1].lower in DATE_LEAD or sentence.tokens[first - 1].lower in MONTHS
    ):
        return True
    if first > 2 and sentence.tokens[first - 1].text == "," and sentence.tokens[first - 3].lower in MONTHS:
        return True
    counted = counted_system(sentence, number)
    return counted is None or counted.first > sentence.token_at(number.end - 1) + 2


def counted_system(sentence: Sentence, number: Number) -> System | None:
    """The arms that a number counts: the head of the noun phrase that the number opens; null if it opens none."""
    tokens = sentence.tokens
    at = {system.first: system for system in sentence.systems}
    party_tokens = {i for party in sentence.parties for i in range(party.first, party.last)}
    index = sentence.token_at(number.end - 1) + 1
    strangers, found = 0, None
    limit = min(index + LONGEST_PREMODIFIERS, len(tokens))
    while index < limit:
        token = tokens[index]
        system = at.get(index)
        if system:
            found = system if found is None or found.kind.endswith("noun") else found
            index = system.last
            continue
        if found:
            break
        if token.lower == "of" and (
            tokens[index - 1].lower in PARTITIVES or tokens[index - 1].lower in ("pair", "these", "those")
        ):
            index += 1
            continue
        if (
            token.lower == "of"
            and index + 1 < len(tokens)
            and tokens[index + 1].lower in ("the", "these", "its")
        ):
            index += 2
            continue
        if token.text in "\"“”‘’'()":
            index += 1
            continue
        if token.lower in ADJECTIVES or index in party_tokens or token.lower in PARTITIVES:
            index += 1
            continue
        if (
            not token.squashed
            or token.lower in STOPS
            or token.text[0].isdigit()
            and not token.text[-1].isalpha()
        ):
            return None
        if not (token.text[0].isupper() or "-" in token.text or token.lower.endswith(("ed", "mm"))):
            strangers += 1
            if strangers > 1 or token.lower.endswith("s"):
                return None
        index += 1
    if found is None or _only_describes(sentence, index):
        return None
    return _with_designation_in_brackets(sentence, found, index)


def _only_describes(sentence: Sentence, index: int) -> bool:
    """True when the noun after the weapon is the head: "five helicopter pilots"."""
    tokens = sentence.tokens
    while index < len(tokens) and tokens[index].lower in EXTENDERS:
        index += 1
    return index < len(tokens) and tokens[index].lower.strip("’'") in lexicon().not_arms["follows_weapon"]


def _with_designation_in_brackets(sentence: Sentence, found: System, index: int) -> System:
    """ "14 heavy lift helos (CH-47s)" names the helicopters CH-47."""
    tokens = sentence.tokens
    if found.kind.endswith("noun") and index + 1 < len(tokens) and tokens[index].text == "(":
        for system in sentence.systems:
            if system.first == index + 1 and system.kind in ("designation", "family", "pattern"):
                return system
    return found


LIST_MARK = re.compile(r"(?:(?<![\w-])--?\s*|(?<!\w)[*•o]\s+|\b[a-h1-9][.)]\s*|;\s*(?:and\s+)?)$")


def is_listed(sentence: Sentence, number: Number) -> bool:
    """True when the number opens an item of a list that a colon announces."""
    return bool(LIST_MARK.search(sentence.text[: number.start])) and ":" in sentence.text[: number.start]


def anchor(sentence: Sentence, number: Number) -> int:
    """The token that a number's context is read from: its own place, or the colon before the list it stands in."""
    at = sentence.token_at(number.start)
    if not is_listed(sentence, number):
        return at
    return max(i for i in range(at) if sentence.tokens[i].text == ":")
