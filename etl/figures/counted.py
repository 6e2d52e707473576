"""What a number of a sentence counts; and numbers that only name, date or measure something."""

import re

from etl.figures.lexicon import lexicon, words
from etl.figures.mentions import bare_name
from etl.figures.models import Number, Sentence, System, Token, once_a_number
from etl.figures.numbers import read_number
from etl.figures.sentences import MONTHS

LONGEST_PREMODIFIERS = 9
ORDINAL_OR_DATE = re.compile(r"(?:[’']?s\b|st\b|nd\b|rd\b|th\b|\s*/\s*\d|:\d|\.\d|%|\s*per\s?cent)")
DECADE_WORD = re.compile(r"(?:19)?[4-9]0[’']?s")
WORD_BEHIND = re.compile(r"[\s-]*([A-Za-z]+)(?!-hand|[A-Za-z])")


def is_name_or_measure(sentence: Sentence, number: Number) -> bool:
    """True when a number names, dates, numbers or measures something instead of counting it."""
    not_arms = lexicon().not_arms
    first = sentence.token_at(number.start)
    before = sentence.tokens[first - 1].lower if first > 0 else ""
    after = sentence.text[number.end : number.end + 24]
    behind = WORD_BEHIND.match(after)
    follower = behind[1].lower() if behind else ""
    is_bare = number.currency is None and not number.has_magnitude
    is_enumerator = (
        is_bare
        and number.low < 40
        and after.startswith(")")
        and (before != "(" or _has_neighbour(sentence, number))
    )
    is_name = before.strip(".") in not_arms["name_head"] or before in ("#", "§", "/")
    if is_name and before in words("body") and counted_system(sentence, number):
        is_name = False  # "gave the army 40 tanks"; not "Task Force 58"
    is_measure = follower in not_arms["unit"] or ORDINAL_OR_DATE.match(after) is not None
    is_day = number.low <= 31 and (
        before.strip(".") in MONTHS or (follower in MONTHS and number.high is None)
    )
    return is_enumerator or is_name or is_measure or is_day


def _has_neighbour(sentence: Sentence, number: Number) -> bool:
    """True for "(2)" where "(1)" or "(3)" stands in the sentence too: they number its clauses."""
    beside = (f"({number.low - 1:.0f})", f"({number.low + 1:.0f})")
    return any(mark in sentence.text for mark in beside)


def is_year(sentence: Sentence, number: Number) -> bool:
    """True when a bare four-digit number is a year: after "in", or not directly before arms."""
    raw = sentence.text[number.start : number.end]
    if number.currency or number.has_magnitude or not re.match(r"(?:19|20)\d\d(?:\s*[-–/]\s*\d{2,4})?$", raw):
        return False
    first = sentence.token_at(number.start)
    if first > 0 and (
        sentence.tokens[first - 1].lower in words("date_lead") or sentence.tokens[first - 1].lower in MONTHS
    ):
        return True
    if first > 2 and sentence.tokens[first - 1].text == "," and sentence.tokens[first - 3].lower in MONTHS:
        return True
    counted = counted_system(sentence, number)
    after_article = first > 0 and sentence.tokens[first - 1].lower == "the"
    return counted is None or after_article or counted.first > sentence.token_at(number.end - 1) + 1


@once_a_number
def counted_system(sentence: Sentence, number: Number) -> System | None:
    """The arms that a number counts: the head of the noun phrase it opens; null if it opens none of arms.

    A name in the plural that nobody listed counts as arms ("30 Gazelles"): the words around it decide.
    """
    at = {system.first: system for system in sentence.systems}
    party_tokens = {i for party in sentence.parties for i in range(party.first, party.last)}
    index = sentence.token_at(number.end - 1) + 1
    limit = min(index + LONGEST_PREMODIFIERS, len(sentence.tokens))
    if index < limit and sentence.tokens[index].text == ")":
        return _before_bracket(sentence, index)
    found: System | None = None
    name: System | None = None
    has_stranger = False
    while index < limit:
        system = at.get(index)
        if system:
            found = system if found is None or found.kind.endswith("noun") else found
            index = system.last
            continue
        fit = "premodifier" if index in party_tokens else _place_in_phrase(sentence.tokens, index)
        if found or fit == "end" or (fit == "stranger" and has_stranger):
            break
        if index not in party_tokens and _is_plural_name(sentence.tokens[index].text):
            name = System(index, index + 1, bare_name(sentence.tokens[index].text), "name", None, None)
        has_stranger = has_stranger or fit == "stranger"
        index += 1
    if found is None:
        return name if name and name.last == index else None
    if _only_describes(sentence, found, index):
        return None
    return _with_designation_in_brackets(sentence, found, index)


def _before_bracket(sentence: Sentence, closing: int) -> System | None:
    """As in "Stingers (300), Javelins (100)": arms right before a number alone in brackets."""
    if closing < 3 or sentence.tokens[closing - 2].text != "(":
        return None
    return next((s for s in sentence.systems if s.last == closing - 2), None)


PLURAL_NAME = re.compile(r"[A-Z][\w/-]*[^\W_sui]s$")


def _is_plural_name(text: str) -> bool:
    """True for "Gazelles", "C/Ds"; not for people and bodies that are written with a capital."""
    return bool(PLURAL_NAME.match(text)) and text[:-1].lower() not in lexicon().not_arms["plural_name"]


def _place_in_phrase(tokens: list[Token], index: int) -> str:
    """What a word is between a number and the noun it counts: premodifier, stranger, or end."""
    token, before = tokens[index], tokens[index - 1].lower
    if token.lower == "of":
        follower = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        opens = before in words("partitive") or before in ("pair", "these", "those") or follower in OF_WHOLE
        return "premodifier" if opens or read_number(follower) is not None else "end"
    is_decade = DECADE_WORD.fullmatch(token.text) is not None  # "30 1970s vintage howitzers"
    known = is_decade or token.text in QUOTES or token.lower in words("premodifier", "partitive")
    if known or _counts_whole(token, before):
        return "premodifier"
    follower = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if (token.text.isdigit() and follower == "-") or (token.text == "-" and tokens[index - 1].text.isdigit()):
        return "premodifier"  # "two 44-foot boats", "the 80-plane deal"
    if not token.squashed or token.lower in words("phrase_end") or token.text.isdigit():
        return "end"
    if token.text[0].isupper() or "-" in token.text or token.lower.endswith(("'s", "’s", "ed", "mm")):
        return "premodifier"
    return "end" if token.lower.endswith("s") else "stranger"


def _counts_whole(token: Token, before: str) -> bool:
    """True for what may stand between a number and its noun: "six of the 18 jets", "ten Block 50 jets"."""
    if token.text.isdigit() and before in lexicon().not_arms["name_head"]:
        return True
    opens = before == "of" or before in OF_WHOLE
    return (before == "of" and token.lower in OF_WHOLE) or (opens and read_number(token.lower) is not None)


QUOTES = frozenset("\"“”‘’'()")
OF_WHOLE = ("the", "these", "its")
FIRED_BY_UNITS = ("Air-defence systems", "Missiles")


def _only_describes(sentence: Sentence, found: System, index: int) -> bool:
    """True when the noun after the weapon is the head: "five helicopter pilots", not "S-300 battalions"."""
    tokens = sentence.tokens
    while index < len(tokens) and tokens[index].lower in words("extender"):
        index += 1
    head = tokens[index].lower.strip("’'") if index < len(tokens) else ""
    is_battery = found.category in FIRED_BY_UNITS and head in words("partitive")
    return head in lexicon().not_arms["follows_weapon"] and not is_battery


def _with_designation_in_brackets(sentence: Sentence, found: System, index: int) -> System:
    """As in "14 heavy lift helos (CH-47s)"; but in "9,000 rounds (T-72)" the tank is not what is counted."""
    tokens = sentence.tokens
    if found.kind.endswith("noun") and index + 1 < len(tokens) and tokens[index].text == "(":
        for system in sentence.systems:
            is_name = system.kind in ("designation", "family", "pattern")
            if system.first == index + 1 and is_name and system.category in (found.category, "Other"):
                return system
    return found


LIST_MARK = re.compile(r"(?:(?<![\w-])--?\s*|(?<!\w)[*•o]\s+|\b[a-h1-9][.)]\s*|;\s*(?:and\s+)?)$")


def is_listed(sentence: Sentence, number: Number) -> bool:
    """True when the number opens an item of a list that a colon announces."""
    lead = sentence.text[: number.start]
    return ":" in lead and bool(LIST_MARK.search(lead))


@once_a_number
def anchor(sentence: Sentence, number: Number) -> int:
    """The token that a number's context is read from: itself, or the colon before its list."""
    at = sentence.token_at(number.start)
    if not is_listed(sentence, number):
        return at
    return max(i for i in range(at) if sentence.tokens[i].text == ":")
