"""What mirrors do to a telegram: each function makes a damaged one of it, or says that it cannot be hit so."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.reconciliation.cables import EXTRACT, Cable
from tests.rendering.telegrams import LEVELS

DECIMAL = re.compile(r"(\d)\.(\d)")
WHOLE = re.compile(r"\$(\d)(\d0)(?= million)", re.I)
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}\b)")
LONG_WORD = re.compile(r"(?<=\b[a-z]{3})([a-z])(?!\1)([a-z])([a-z]{2,}\b)", re.I)
REDACTIONS = ("XXXXXXXXXXXX", "XXXXX", "[REDACTED]", "xxxxxxxxxxxx", "XXXXXXXXXXXX XXXXXXXXXXXX")
"""How releases hide a name."""


def cut(cable: Cable, kept: float) -> Cable:
    """The end is missing, and nothing says so."""
    return replace(cable, kept=kept, is_signed=False)


def cut_neatly(cable: Cable, n_paragraphs: int) -> Cable:
    """The last paragraphs are missing, and the text ends as if there were none."""
    return replace(cable, paragraphs=cable.paragraphs[:n_paragraphs], is_signed=False)


def extract(cable: Cable, n_paragraphs: int) -> Cable:
    """A partial extract: the first paragraphs below a notice that says so; no envelope."""
    return replace(cable, notice=EXTRACT, paragraphs=cable.paragraphs[:n_paragraphs])


def beheaded(cable: Cable, *, caption: bool = True) -> Cable:
    """Neither envelope nor classification line, and on demand no caption."""
    return replace(cable, has_envelope=False, has_marking=False, has_caption=caption)


def redacted(cable: Cable, variant: int) -> Cable:
    """Each name hidden."""
    hidden = REDACTIONS[variant % len(REDACTIONS)]
    return _changed(cable, lambda text: _each(text, cable.names, hidden))


def decimals_lost(cable: Cable, put: str) -> Cable:
    """Each decimal point replaced, by nothing or by a blank."""
    return _changed(cable, lambda text: DECIMAL.sub(rf"\1{put}\2", text))


def lost_decimals(cable: Cable, put: str) -> list[frozenset[str]]:
    """The numbers that `decimals_lost` hits, each with what it becomes."""
    found = dict.fromkeys(re.findall(r"\d+\.\d+", " ".join(cable.paragraphs)))
    return [frozenset({number, number.replace(".", put)}) for number in found]


def amount_altered(cable: Cable) -> Cable:
    """One amount of another size."""
    paragraphs = list(cable.paragraphs)
    at = next(number for number, text in enumerate(paragraphs) if WHOLE.search(text))
    paragraphs[at] = WHOLE.sub(_raised, paragraphs[at], count=1)
    return replace(cable, paragraphs=tuple(paragraphs))


def altered_amounts(cable: Cable) -> frozenset[str]:
    """The number that `amount_altered` hits, and what it becomes."""
    found = WHOLE.search(" ".join(cable.paragraphs))
    assert found is not None
    return frozenset({f"{found[1]}{found[2]}", _raised(found)[1:]})


def misdated(cable: Cable, days: int) -> Cable:
    """The date-time group of another day."""
    return replace(cable, dated=cable.sent_at + timedelta(days=days))


def mismarked(cable: Cable) -> Cable:
    """The classification line of another level."""
    return replace(cable, marked=other_level(cable.level))


def other_level(level: str) -> str:
    """Another classification."""
    levels = sorted(LEVELS)
    return levels[(levels.index(level) + 1) % len(levels)]


def retyped(cable: Cable) -> Cable:
    """Nothing lost: the lines broken otherwise, and thousands not set off."""
    paragraphs = tuple(THOUSANDS.sub("", text) for text in cable.paragraphs)
    return replace(cable, line=None, paragraphs=paragraphs)


def misspelt(cable: Cable) -> Cable:
    """A slip of the pen in each paragraph."""
    return _changed(cable, lambda text: LONG_WORD.sub(r"\2\1\3", text, count=1))


def curly(page: str) -> str:
    """Nothing lost: quotation marks of print."""
    return re.sub(r'(?<=[ (])"(?=\w)', "“", page).replace("'s ", "’s ")


def mangled(page: str) -> str:
    """Nothing lost: quotation marks of print, read in another encoding than they were written in."""
    return curly(page).encode().decode("cp1252", errors="replace")


def _changed(cable: Cable, change: Callable[[str], str]) -> Cable:
    paragraphs = tuple(change(text) for text in cable.paragraphs)
    assert paragraphs != cable.paragraphs, cable.cable_id
    return replace(cable, paragraphs=paragraphs)


def _each(text: str, words: tuple[str, ...], hidden: str) -> str:
    for word in words:
        text = text.replace(word, hidden)
    return text


def _raised(found: re.Match[str]) -> str:
    return f"${(int(found[1]) + 3) % 9 + 1}{found[2]}"
