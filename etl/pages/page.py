"""A raw page as the layouts see it: markup as it is, and the lines that a reader sees."""

import re
from functools import cached_property

from etl.pages.html import Line, render
from etl.pages.structure import find_start

# A telegram of 1966-2010 holds no tags; pages that were cut at either end still hold some of these.
_TAG = re.compile(
    r"<(?:!doctype|html|head|body|div|p|br|pre|code|table|tr|td|span|a|h[1-6]|ul|li)\b[^<>]{0,2000}>", re.I
)
_FEWEST_QUOTED = 3
_QUOTE_MARK = re.compile(r"\s{0,3}>\s?")


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
        """The lines that a reader sees; a line quoted as in e-mail loses its mark."""
        if self.is_html:
            return render(self.text)
        is_mail = self.text.count("\n>") >= _FEWEST_QUOTED
        lines = []
        for text in self.text.split("\n"):
            mark = _QUOTE_MARK.match(text) if is_mail else None
            lines.append(
                Line(text[mark.end() :], 0, is_quoted=True) if mark else Line(text, 0, is_quoted=False)
            )
        return lines

    @cached_property
    def rendered(self) -> str:
        """The lines joined; position `p` in it lies in line `line_at(p)`."""
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def start(self) -> int | None:
        """Index of the line that opens a telegram; None when none can be told by its structure."""
        return find_start(self.lines)

    def line_at(self, position: int) -> int:
        """Index of the line that holds a position of `rendered`."""
        return self.rendered.count("\n", 0, position)
