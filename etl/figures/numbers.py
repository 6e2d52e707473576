"""Numbers in digits and words, ranges, magnitudes and currencies; and numbers that only name something.

All patterns are linear: no nested repetition over the same characters.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from etl.figures.lexicon import lexicon
from etl.figures.models import Number, Token
from etl.vocabulary import Qualifier

UNITS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS = "|".join([*UNITS[1:], *TENS, "hundred", "thousand", "million", "billion", "dozen", "pair"])
WORD_VALUES = {word: float(value) for value, word in enumerate(UNITS, 1)}
WORD_VALUES |= {word: float(value) for value, word in zip(range(20, 100, 10), TENS, strict=True)}
WORD_VALUES |= {"a": 1.0, "an": 1.0, "half a": 0.5, "half": 0.5, "single": 1.0, "pair": 2.0}
MAGNITUDES = {
    name: value
    for names, value in (
        ("hundred", 1e2),
        ("thousand k", 1e3),
        ("million millions mln mil mio mn mm m", 1e6),
        ("billion billions bln bn b", 1e9),
        ("trillion", 1e12),
        ("crore", 1e7),
        ("lakh", 1e5),
        ("dozen", 12.0),
    )
    for name in names.split()
}
HUNDRED = 1e2
LONGEST_GAP = 16
WORD = re.compile(r"\w+")
LONGEST_UNITS_FIRST = "|".join(sorted(UNITS, key=len, reverse=True))
SMALL = rf"(?:{'|'.join(TENS)})(?:[-\s](?:{'|'.join(UNITS[:9])}))?|{LONGEST_UNITS_FIRST}"
LONG_MAGNITUDE = "thousand|crore|lakh|millions?|billions?|trillion|mln|mil|mio|bln|bn|mn"
NUMBER = re.compile(
    rf"""
    (?: (?<![\w.,/’'])(?<![A-Za-z]-) | (?<=\b[A-Z]{{3}})(?=\d) | (?<=\bR)(?=\d) )
    (?:
      (?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)
      (?: (?:[-\s]?(?P<magnitude>{LONG_MAGNITUDE}|hundred)|(?P<letter>[kKmMbB]))(?![A-Za-z]) )?
    | (?P<words>
        (?:{SMALL}|half\s+an?|an?)\s+(?:hundred|thousand|million|billion|dozen)\b
        \s*(?:and\s+(?={SMALL})|(?=thousand|million|billion))?
        (?:(?:{SMALL})\b)?(?:\s*(?:thousand|million|billion))?
      | (?:{SMALL})(?![\w])
      | a\s+pair(?=\s+of\b)
      )
    )
    (?![\w%])
    """,
    re.VERBOSE | re.IGNORECASE,
)
JOIN = re.compile(r"^(?:[-–—]\s?|\s[-–—])$|^\s+(?:to|or|and)\s+$", re.I)
BETWEEN = re.compile(r"\bbetween\s+\S{0,6}\s*$", re.I)
AT_LEAST = re.compile(
    r"\b(?:more than|over|at least|in excess of|exceeding|exceeds?|upwards? of|no less than|"
    r"not less than|minimum of|above|surpass(?:ed|ing)?)\W*(?:[A-Za-z.$€£]{1,6}\s*)?$",
    re.I,
)
AT_MOST = re.compile(
    r"\b(?:up to|as many as|as much as|no more than|not more than|at most|less than|fewer than|under|"
    r"below|nearly|almost|maximum of)\W*(?:[A-Za-z.$€£]{1,6}\s*)?$",
    re.I,
)
ABOUT = re.compile(
    r"(?:\b(?:about|around|some|roughly|approximately|approx\.?|an? estimated|estimated at|circa|"
    r"close to|on the order of|in the (?:range|neighborhood) of)|~)\W*(?:[A-Za-z.$€£]{1,6}\s*)?$",
    re.I,
)
HEDGES = (
    *("about", "above", "almost", "approx", "around", "as", "below", "circa", "close", "estimated", "exceed"),
    *(
        "excess",
        "fewer",
        "least",
        "less",
        "maximum",
        "minimum",
        "more",
        "most",
        "nearly",
        "neighborhood",
        "order",
    ),
    *("over", "range", "roughly", "some", "surpass", "than", "under", "up"),
)
PLUS = re.compile(r"^\s*(?:\+|plus\b|or more\b)", re.I)


@cache
def _currency_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Currency directly before a number, and directly behind it."""
    forms = sorted(lexicon().currencies, key=len, reverse=True)
    joined = "|".join(re.escape(form).replace(r"\ ", r"\s+") for form in forms)
    before = re.compile(rf"(?:^|(?<=[^\w]))({joined})\s*\.?\s*$", re.I)
    behind = re.compile(rf"^[-\s]*(?:in\s+)?(?:of\s+)?((?:U\.?S\.?\s+)?(?:{joined}))(?![\w])", re.I)
    return before, behind


@cache
def _currency_words() -> tuple[frozenset[str], frozenset[str]]:
    """First words of currencies, and the signs of those that are no words."""
    forms = lexicon().currencies
    words = {form: WORD.findall(form) for form in forms}
    return (
        frozenset(words[form][0] for form in forms if words[form]),
        frozenset(sign for form in forms if not words[form] for sign in form),
    )


def _may_name_currency(text: str) -> bool:
    """A cheap test of the words beside a number: false where no currency is among them."""
    words, signs = _currency_words()
    return not (words.isdisjoint(WORD.findall(text.lower())) and signs.isdisjoint(text))


def _currency(form: str) -> str:
    words = " ".join(form.lower().split())
    known = lexicon().currencies
    return known.get(words) or known[re.sub(r"^u\.?s\.?\s+", "", words)]


def word_value(text: str) -> float | None:
    """A number in words: "twenty-four" -> 24, "half a million" -> 500000, "two hundred and ten" -> 210."""
    total, current = 0.0, 0.0
    for word in re.split(r"[-\s]+", text.lower().replace("half a", "half").strip()):
        if word == "pair":
            return WORD_VALUES[word]
        if word in WORD_VALUES:
            current += WORD_VALUES[word]
        elif word in ("hundred", "dozen"):
            current *= MAGNITUDES[word]
        elif word in MAGNITUDES:
            total += current * MAGNITUDES[word]
            current = 0.0
        elif word not in ("and", "of", ""):
            return None
    return total + current or None


@lru_cache(maxsize=1 << 16)
def read_number(text: str) -> float | None:
    """The value of a number as `find_numbers` spans it, low end first for a range; null if it is none."""
    match = NUMBER.search(text)
    numbers = find_numbers(text) if match else []
    return numbers[0].low if numbers else None


def _atom(match: re.Match[str]) -> tuple[float, float] | None:
    """Value without magnitude, and magnitude."""
    if match["digits"]:
        value = float(match["digits"].replace(",", ""))
        name = (match["magnitude"] or match["letter"] or "").lower()
        return value, MAGNITUDES.get(name, 1.0)
    value_in_words = word_value(match["words"].replace("\n", " "))
    if value_in_words is None:
        return None
    return value_in_words, 1.0


START = re.compile(rf"(?<!\d)\d|\b(?:{SMALL}|half|an?)\b", re.I)


@lru_cache(maxsize=1 << 16)
def _starts(word: str) -> tuple[int, ...]:
    """Places in a word at which a number may start."""
    return tuple(match.start() for match in START.finditer(word))


def _matches(text: str, tokens: Iterable[Token]) -> Iterator[re.Match[str]]:
    """What `NUMBER.finditer` gives, tried only where a word can start a number."""
    last = 0
    for token in tokens:
        for place in _starts(token.text):
            if token.start + place >= last:
                match = NUMBER.match(text, token.start + place)
                if match:
                    last = match.end()
                    yield match


def find_numbers(text: str, tokens: Iterable[Token] | None = None) -> list[Number]:
    """Numbers of a sentence with currency, magnitude, range and qualifier, left to right.

    Its `tokens`, where they are known, spare a search through all letters.
    """
    matches = NUMBER.finditer(text) if tokens is None else _matches(text, tokens)
    atoms = [(match, atom) for match in matches if (atom := _atom(match))]
    numbers: list[Number | None] = []
    index = 0
    while index < len(atoms):
        match, atom = atoms[index]
        follower = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = _range(text, match, atom, follower) if follower else None
        numbers.append(joined or _single(text, match, atom))
        index += 2 if joined else 1
    return [n for n in numbers if n is not None]


WEIGHT = re.compile(r"[-\s]?(?:pounds?|lbs?)\b", re.I)


def _single(text: str, match: re.Match[str], atom: tuple[float, float]) -> Number | None:
    value, magnitude = atom
    currency, outer_end = _money(text, match.start(), match.end())
    if match["letter"] and currency is None and match["letter"] not in "kK":
        return None  # "20m" without a currency is a length
    is_joined = match.start() > 0 and text[match.start() - 1].isalpha()
    if is_joined and (currency is None or (text[match.start() - 1] == "R" and magnitude == 1.0)):
        return None  # "BMP2", "R60"; not "EUR50 million", "R52.7 billion"
    if currency and magnitude == 1.0 and WEIGHT.match(text[match.end() :]):
        currency, outer_end = None, match.end()
    worded = bool(match["words"] and re.search("thousand|illion", match["words"], re.I))
    return Number(
        match.start(),
        match.end(),
        round(value * magnitude, 2),
        None,
        currency,
        _qualifier(text, match.start(), outer_end),
        has_magnitude=magnitude > 1 or worded,
        outer_end=outer_end,
    )


def _range(
    text: str,
    match: re.Match[str],
    atom: tuple[float, float],
    follower: tuple[re.Match[str], tuple[float, float]],
) -> Number | None:
    """Two numbers as one range: "1.5-2 billion", "between 20 and 30", "USD 1 million to USD 2 million"."""
    second, (high_value, high_magnitude) = follower
    gap = text[match.end() : second.start()]
    if len(gap) > LONGEST_GAP:
        return None
    before, _ = _currency_patterns()
    lead = before.search(gap)
    bare_gap = gap[: lead.start()] if lead else gap
    if not JOIN.match(bare_gap):
        return None
    if bare_gap.strip().lower() == "and" and not _follows_between(text, match.start()):
        return None
    value, magnitude = atom
    if magnitude == 1.0 and high_magnitude > 1.0 and (value <= high_value or match["words"]):
        magnitude = high_magnitude
    last = (second["words"] or "").lower().split()[-1:]
    if last and magnitude == 1.0 and value < HUNDRED and MAGNITUDES.get(last[0], 1.0) > HUNDRED:
        magnitude = MAGNITUDES[last[0]]  # "two to three million"
    low, high = round(value * magnitude, 2), round(high_value * high_magnitude, 2)
    if low >= high or (bare_gap.strip() in "-–—" and not gap.strip()):
        return None
    currency, outer_end = _money(text, second.start(), second.end())
    first_currency, _ = _money(text, match.start(), match.end())
    return Number(
        match.start(),
        second.end(),
        low,
        high,
        first_currency or currency,
        Qualifier.RANGE,
        has_magnitude=high_magnitude > 1,
        outer_end=max(outer_end, second.end()),
    )


def _follows_between(text: str, start: int) -> bool:
    return bool(BETWEEN.search(text[max(0, start - 24) : start]))


YEAR = re.compile(r"(?:19|20)\d\d")


def _money(text: str, start: int, end: int) -> tuple[str | None, int]:
    """Currency of the number at `start`..`end`, and where the currency ends."""
    before, behind = _currency_patterns()
    after = text[end : end + 32]
    match = behind.match(after) if _may_name_currency(after) else None
    # "the 2002 NPR" is a year and an acronym; only the dollar's and the euro's codes mean nothing else.
    if match and YEAR.fullmatch(text[start:end]) and re.fullmatch(r"(?!USD|EUR)[A-Z]{3}", match[1]):
        match = None
    if match:
        return _currency(match[1]), end + match.end()
    lead = text[max(0, start - 24) : start]
    match = before.search(lead) if _may_name_currency(lead) else None
    return (_currency(match[1]) if match else None), end


def _qualifier(text: str, start: int, end: int) -> Qualifier:
    lead = text[max(0, start - 40) : start]
    if PLUS.match(text[end : end + 10]):
        return Qualifier.AT_LEAST
    if "~" not in lead and not any(word.startswith(HEDGES) for word in WORD.findall(lead.lower())):
        return Qualifier.EXACT
    if AT_LEAST.search(lead):
        return Qualifier.AT_LEAST
    if AT_MOST.search(lead):
        return Qualifier.AT_MOST
    return Qualifier.ABOUT if ABOUT.search(lead) else Qualifier.EXACT
