"""From a sentence's text to its tokens, clauses, numbers and mentions, and to what a number counts."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import nupunkt

from etl.figures.context import find_contexts
from etl.figures.lexicon import lexicon, squash, words
from etl.figures.mentions import find_parties, find_predicates, find_systems
from etl.figures.models import CableContext, Number, Sentence, System, Token
from etl.figures.numbers import SMALL, find_numbers, read_number

TOKEN = re.compile(
    r"[A-Z]\.[A-Z]\.(?:[A-Z]\.)?|\d+(?:,\d{3})*(?:\.\d+)?(?:[^\W\d_][\w-]*)?"
    r"|[^\W\d_][\w]*(?:[-’'/&](?=[^\W_])[^\W_]+)*[’']?|--+|[^\w\s]"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        1,
    )
    for name in names.split()
}
LONGEST_PREMODIFIERS = 9
OTHER_ITEM = 3
LONGEST_SENTENCE = 3000


def tokenize(text: str) -> list[Token]:
    """Words, numbers and marks with their places."""
    return [
        Token(m.group(), m.group().lower(), squash(m.group()), m.start(), m.end())
        for m in TOKEN.finditer(text)
    ]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a paragraph, without blanks at their ends, of a bounded length."""
    spans = []
    for start, end in _bounded(text, nupunkt.sent_spans(text)):
        sentence = text[start:end]
        left = start + len(sentence) - len(sentence.lstrip())
        right = start + len(sentence.rstrip())
        if right > left:
            spans.append((left, right))
    return spans


def _bounded(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans cut at blanks where a text without punctuation makes them too long."""
    for start, end in spans:
        first = start
        while end - first > LONGEST_SENTENCE:
            blank = text.rfind(" ", first + 1, first + LONGEST_SENTENCE)
            cut = blank if blank > 0 else first + LONGEST_SENTENCE
            yield first, cut
            first = cut
        yield first, end


def number_clauses(tokens: list[Token]) -> list[int]:
    """Which clause each token belongs to; it ends at a semicolon, a dash, or before "while"."""
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
        if (
            opens
            or (after_comma and token.lower in words("clause_opener"))
            or (token.lower == "while" and index > 0)
        ):
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
        find_contexts(tokens),
    )


ORDINAL_OR_DATE = re.compile(r"(?:[’']?s\b|st\b|nd\b|rd\b|th\b|\s*/\s*\d|:\d|\.\d|%|\s*per\s?cent)")
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
    is_enumerator = is_bare and number.low < 40 and after.startswith(")") and before != "("
    is_name = before.strip(".") in not_arms["name_head"] or before in ("#", "§", "/")
    is_measure = follower in not_arms["unit"] or ORDINAL_OR_DATE.match(after) is not None
    is_day = number.low <= 31 and (
        before.strip(".") in MONTHS or (follower in MONTHS and number.high is None)
    )
    return is_enumerator or is_name or is_measure or is_day


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


def counted_system(sentence: Sentence, number: Number) -> System | None:
    """The arms that a number counts: the head of the noun phrase it opens; null if it opens none of arms."""
    at = {system.first: system for system in sentence.systems}
    party_tokens = {i for party in sentence.parties for i in range(party.first, party.last)}
    index = sentence.token_at(number.end - 1) + 1
    limit = min(index + LONGEST_PREMODIFIERS, len(sentence.tokens))
    found: System | None = None
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
        has_stranger = has_stranger or fit == "stranger"
        index += 1
    if found is None or _only_describes(sentence, index):
        return None
    return _with_designation_in_brackets(sentence, found, index)


def _place_in_phrase(tokens: list[Token], index: int) -> str:
    """What a word is between a number and the noun it counts: premodifier, stranger, or end."""
    token, before = tokens[index], tokens[index - 1].lower
    if token.lower == "of":
        follower = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        opens = before in words("partitive") or before in ("pair", "these", "those") or follower in OF_WHOLE
        return "premodifier" if opens or read_number(follower) is not None else "end"
    known = token.text in QUOTES or token.lower in words("premodifier") | words("partitive")
    if known or _counts_whole(token, before):
        return "premodifier"
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


def _only_describes(sentence: Sentence, index: int) -> bool:
    """True when the noun after the weapon is the head: "five helicopter pilots"."""
    tokens = sentence.tokens
    while index < len(tokens) and tokens[index].lower in words("extender"):
        index += 1
    return index < len(tokens) and tokens[index].lower.strip("’'") in lexicon().not_arms["follows_weapon"]


def _with_designation_in_brackets(sentence: Sentence, found: System, index: int) -> System:
    """As in "14 heavy lift helos (CH-47s)"; but in "9,000 rounds (T-72)" the tank is not what is counted."""
    tokens = sentence.tokens
    if found.kind.endswith("noun") and index + 1 < len(tokens) and tokens[index].text == "(":
        for system in sentence.systems:
            is_name = system.kind in ("designation", "family", "pattern")
            if system.first == index + 1 and is_name and system.category in (found.category, "Other"):
                return system
    return found


COUNTABLE = re.compile(
    rf"(?<![\w.,-])\d|[$€£]|\b(?:{SMALL}|hundred|thousand|million|billion|dozen|pair)\b", re.I
)
NAMED_BY_DIGITS = re.compile(r"[A-Za-z]-?\d")


@cache
def _first_words() -> frozenset[str]:
    """First words of the names of arms, as a cheap test of a sentence."""
    return frozenset(form.split()[0] for form in lexicon().arms_nouns)


@cache
def _currency_words() -> re.Pattern[str]:
    forms = sorted((form for form in lexicon().currencies if form[0].isalpha()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(form) for form in forms)})\b", re.I)


def worth_reading(text: str) -> bool:
    """False for a sentence without a number, or with neither arms nor money nor a noun left out."""
    if not COUNTABLE.search(text):
        return False
    if "$" in text or "€" in text or "£" in text or _currency_words().search(text):
        return True
    first_words = _first_words()
    for word in text.lower().replace("-", " ").split():
        bare = word.strip(".,;:()\"'“”‘’")
        if bare in first_words or bare.rstrip("s’'") in first_words:
            return True
    return bool(NAMED_BY_DIGITS.search(text))


LIST_MARK = re.compile(r"(?:(?<![\w-])--?\s*|(?<!\w)[*•o]\s+|\b[a-h1-9][.)]\s*|;\s*(?:and\s+)?)$")


def is_listed(sentence: Sentence, number: Number) -> bool:
    """True when the number opens an item of a list that a colon announces."""
    return bool(LIST_MARK.search(sentence.text[: number.start])) and ":" in sentence.text[: number.start]


def anchor(sentence: Sentence, number: Number) -> int:
    """The token that a number's context is read from: itself, or the colon before its list."""
    at = sentence.token_at(number.start)
    if not is_listed(sentence, number):
        return at
    return max(i for i in range(at) if sentence.tokens[i].text == ":")
