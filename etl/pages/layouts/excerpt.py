"""Prose of others that quotes passages of a cable: only what is quoted is the cable's.

Quoted is a block quotation, a paragraph in quotation marks, or what follows a line that announces a cable and
ends in a colon, up to where the writer speaks again. What the writer says about the cable is the listing.
"""

import re
from collections.abc import Sequence

from etl.pages.furniture import is_end
from etl.pages.html import Line
from etl.pages.listing import parse_instant
from etl.pages.page import Page
from etl.pages.record import CableRecord
from etl.vocabulary import Fidelity

_CABLE = re.compile(r"\b(?:cables?|telegrams?|dispatch(?:es)?)\b", re.I)
_CUE = re.compile(r".{0,600}:\s*", re.S)
_WRITER = re.compile(
    r"\b(?:(?:the|this|that|these|those|another|leaked|secret|confidential|diplomatic|embassy)"
    r" (?:cables?|telegrams?)"
    r"|wikileaks|cablegate|(?:this|my|our) (?:blog|post)|readers?|hat tip|I(?:'m|’m|'ve|’ve)? )",
    re.I,
)
_WHOLLY_QUOTED = re.compile(r"\s*[\"“«](?P<words>.{40,})", re.S)
_CLOSING = re.compile(r"[\"”»]\s*(?:\[[^\]]{0,20}\]\s*)?")
_ID = re.compile(r"\b(?:(?:19|20)?\d{2}) ?[A-Z]{3,}(?: [A-Z]{3,}){0,2} ?\d{1,6}\b")
_LONGEST_SEARCH = 20_000


def matches(page: Page) -> bool:
    """Whether prose that speaks of a cable announces quoted passages, and no telegram stands in it."""
    if not _CABLE.search(page.rendered) or page.start is not None:
        return False
    return bool(_split(page.lines)[1])


def parse(page: Page) -> CableRecord:
    """Take the quoted passages, blank lines between them; id and date come from the writer's words."""
    prose, quoted, cues = _split(page.lines)
    words = "\n".join(prose)
    ids = set(_ID.findall(words[:_LONGEST_SEARCH]))
    announced = next((date for cue in cues if (date := parse_instant(cue[-200:]))), None)
    return CableRecord(
        telegram="\n\n".join(quoted),
        fidelity=Fidelity.EXCERPT,
        reason="no telegram structure: no passage of a cable is quoted",
        listed_cable_id=ids.pop() if len(ids) == 1 else None,
        listed_created_at=announced,
    )


def _split(lines: Sequence[Line]) -> tuple[list[str], list[str], list[str]]:
    """The writer's paragraphs, the quoted ones, and the writer's lines that announce a quotation."""
    prose: list[str] = []
    quoted: list[str] = []
    cues: list[str] = []
    announced = False
    paragraphs = _paragraphs(lines)
    has_blocks = any(in_block for _, in_block in paragraphs)
    for text, in_block in paragraphs:
        if is_end(text):
            break
        if _announces(text) and not in_block:
            announced = True
            cues.append(text)
            prose.append(text)
        elif in_block and (cues or _CABLE.search(" ".join(prose[-2:]))):
            quoted.append(text)
        elif has_blocks or not announced or _WRITER.search(text):
            announced = False
            prose.append(text)
        else:
            quoted.append(_unquoted(text))
    return prose, quoted, cues


def _announces(text: str) -> bool:
    return len(text) < 600 and _CUE.fullmatch(text) is not None and _CABLE.search(text) is not None


def _unquoted(text: str) -> str:
    """The words of a paragraph set wholly in quotation marks, without the marks."""
    match = _WHOLLY_QUOTED.fullmatch(text)
    if match is None:
        return text
    words = match["words"].rstrip()
    closing = _CLOSING.fullmatch(words[-1:])
    inner = words[:-1] if closing else words
    return text if _CLOSING.search(inner) else inner


def _paragraphs(lines: Sequence[Line]) -> list[tuple[str, bool]]:
    """Paragraphs with whether they stand in a block quotation.

    Blank lines part paragraphs; where a line is long, the text was never wrapped and each line is one.
    """
    paragraphs: list[tuple[list[str], bool]] = []
    is_wrapped = max((len(line.text) for line in lines), default=0) <= 120
    joins = False
    for line in lines:
        text = line.text.strip()
        if text and joins and is_wrapped and paragraphs[-1][1] == line.is_quoted:
            paragraphs[-1][0].append(text)
        elif text:
            paragraphs.append(([text], line.is_quoted))
        joins = bool(text) and not text.endswith(":")
    return [("\n".join(texts), in_block) for texts, in_block in paragraphs]
