"""A raw page as the layouts see it: markup as it is, and the lines that a reader sees."""

import re
from functools import cached_property
from itertools import groupby

from etl.pages.html import Line, render
from etl.pages.prose import read_passages
from etl.pages.record import Passage
from etl.pages.structure import find_start

# A telegram of 1966-2010 holds no tags; pages that were cut at either end still hold some of these.
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|div|p|br|pre|code|table|tr|td|span|a|h[1-6]|ul|li)\b[^<>]{0,2000}>", re.I
)
_QUOTE_MARK = re.compile(r"\s{0,3}>\s?")
_INDENT = ("\t", "    ")
# Fewer lines with the mark are a list or a price in the telegram.
_FEWEST_QUOTED = 6


class Page:
    """One page; each view of it is made when a layout first asks."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def is_html(self) -> bool:
        """Whether the text is markup."""
        return _TAG.search(self.text) is not None

    @cached_property
    def lines(self) -> list[Line]:
        """The lines that a reader sees; those quoted as in e-mail lose their mark."""
        if self.is_html:
            return render(self.text)
        lines: list[Line] = []
        for is_marked, run in groupby(
            self.text.split("\n"), lambda text: _QUOTE_MARK.match(text) is not None
        ):
            texts = list(run)
            is_quoted = is_marked and len(texts) >= _FEWEST_QUOTED
            lines += [
                Line(
                    _QUOTE_MARK.sub("", text, count=1) if is_quoted else text,
                    0,
                    is_quoted,
                    is_set_off=is_marked or text.startswith(_INDENT),
                )
                for text in texts
            ]
        return lines

    @cached_property
    def rendered(self) -> str:
        """The lines joined; position `p` in it lies in line `line_at(p)`."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def start(self) -> int | None:
        """Index of the line that opens a telegram; None when none can be told by its structure."""
        return find_start(self.lines)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Its prose, where it is no telegram."""
        return read_passages(self.lines)

    def line_at(self, position: int) -> int:
        """Index of the line that holds a position of `rendered`."""
        return self.rendered.count("\n", 0, position)
