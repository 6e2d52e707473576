"""What a writer's sentence tells of the cable that it speaks of: its id, its day, the post it is from."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from etl.pages.listing import known_origin, parse_instant

SPEAKS_OF_CABLE = re.compile(r"\b(?:cables?|telegrams?|dispatch(?:es)?|wikileaks|cablegate)\b", re.I)

_ID = re.compile(r"\b(?:(?:19|20)?\d{2}) ?[A-Z]{3,}(?: [A-Z]{3,}){0,2} ?\d{1,6}\b")
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)”\"]{2}[.!?])\s+(?=[A-Z“\"])")
_TELLS = re.compile(SPEAKS_OF_CABLE.pattern + r"|\b(?:embassy|consulate|ambassador|diplomats)\b", re.I)
# Posts as writers name them: Embassy Moscow, the embassy in New Delhi, a cable from Moscow, Moscow's embassy.
_NAME = r"(?:[A-Z][\w’'.-]+(?: (?:and|de|al|la|of|es))?(?: (?=[A-Z]))?){1,4}"
_SENDER = r"[Ee]mbassy|[Cc]onsulate(?: [Gg]eneral)?|[Mm]ission|[Cc]ables?|[Tt]elegrams?|[Dd]iplomats"
_LINKING = r"in|at|to|from|of|sent from|the|(?:American|US|U\.S\.) (?:[Ee]mbassy|[Cc]onsulate)(?: in)?"
_BEHIND = re.compile(rf"\b(?:{_SENDER})(?: (?:{_LINKING})){{0,4}} ({_NAME})")
_BEFORE = re.compile(rf"({_NAME})(?:’s|'s)? (?:{_SENDER})")
_LONGEST_TEXT = 5_000
_LATEST = datetime(2010, 2, 28, tzinfo=UTC)
"""The last telegrams that were released are of that day: later ones are days of their release."""


class Told(NamedTuple):
    """What is told of a cable; None where it is not.

    Attributes:
        cable_id: as printed.
        created_at: the day.
        origin: name of the post.
    """

    cable_id: str | None = None
    created_at: datetime | None = None
    origin: str | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is told."""
        return any(self)

    def completed(self, other: "Told") -> "Told":
        """With what another sentence tells, as long as this tells nothing of the kind."""
        if self.cable_id or self.created_at:
            return self._replace(origin=self.origin or other.origin)
        return Told(other.cable_id, other.created_at, self.origin or other.origin)


def tell(text: str) -> Told:
    """What a paragraph tells of the one cable that it speaks of; of several, none is told."""
    text = " ".join(text[:_LONGEST_TEXT].split())
    ids = set(_ID.findall(text))
    sentences = [sentence for sentence in _SENTENCE_END.split(text) if _TELLS.search(sentence) or ids]
    days = {day for sentence in sentences if (day := _day(sentence))}
    origins = {origin for sentence in sentences if (origin := _origin(sentence))}
    return Told(
        ids.pop() if len(ids) == 1 else None,
        days.pop() if len(days) == 1 else None,
        origins.pop() if len(origins) == 1 else None,
    )


def _day(sentence: str) -> datetime | None:
    """The day that stands last in a sentence that announces, and first in others."""
    day = parse_instant(sentence[-200:]) if sentence.endswith(":") else parse_instant(sentence)
    return day if day and day <= _LATEST else None


def _origin(sentence: str) -> str | None:
    """The first post that is named; behind "embassy" its name comes first, before it last."""
    for match in _BEHIND.finditer(sentence):
        words = match[1].split()
        if origin := _post(" ".join(words[:n]) for n in range(len(words), 0, -1)):
            return origin
    for match in _BEFORE.finditer(sentence):
        words = match[1].split()
        if origin := _post(" ".join(words[-n:]) for n in range(len(words), 0, -1)):
            return origin
    return None


def _post(names: Iterable[str]) -> str | None:
    found = (known_origin(re.sub(r"[’'.]\w*", "", name)) for name in names)
    return next((origin for origin in found if origin), None)
