"""Markup to lines: block elements and `br` break lines, `pre` keeps them, scripts and navigation go."""

import re
from html import unescape
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from etl.pages.elements import BLOCKS, DROPPED, EMPHASES, SELF_CLOSING, SPACED, VOID

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*>")
# The parser's time grows with the product of size and depth: 100,000 open elements take a minute.
_MAX_DEPTH = 300
# Telegrams pasted into a block that only a style sheet shows as written: their line breaks are real.
_LINE_STARTS = re.compile(
    r"^[ \t]*(?:FM [A-Z]|TO RU|INFO RU|E\.?O\.? ?1\d{4}|TAGS?:|SUBJ(?:ECT)?:|REFS?:|DE RU|PAGE \d\d"
    r"|\d{1,3}\. ?\([A-Z/]{1,6}\))",
    re.M,
)
_INDENTED = re.compile(
    r"(?:margin|padding)-left\s?:\s?(?:\d{2,}|[1-9](?:\.\d+)?\s?(?:r?em|%))|font-style\s?:\s?italic", re.I
)
_QUOTING_CLASS = re.compile(r"(?:^|[\s_-])(?:block|pull)?quot(?:e|ed|ation)(?:$|[\s_-])", re.I)
_SPACES = re.compile(r"[ \t\n\r\f]+")


class Line(NamedTuple):
    """One line as a reader sees it.

    Attributes:
        text: the words.
        depth: depth of the outermost element that was open all the way from the line before.
        is_quoted: whether it stands inside a block quotation.
        is_set_off: whether all of it is in italics, indented or of a class for quotations.
    """

    text: str
    depth: int
    is_quoted: bool
    is_set_off: bool = False


def render(markup: str) -> list[Line]:
    """Render a page or a fragment as lines; whatever the markup, in time that grows with its size.

    Blank lines stand between paragraphs. Entities are resolved, comments dropped.
    """
    if _is_too_deep(markup):
        text = unescape(_TAG.sub("\n", markup))
        return [Line(line, 0, is_quoted=False) for line in text.split("\n")]
    root = LexborHTMLParser(markup).root
    return _Renderer().run(root) if root is not None else []


def inner_text(node: LexborNode) -> str:
    """The text of a table cell or heading on one line."""
    return " ".join(node.text(separator=" ").split())


def _is_too_deep(markup: str) -> bool:
    depth = 0
    for closing, name in _TAG.findall(markup):
        tag = name.lower()
        if tag in VOID or tag in SELF_CLOSING:
            continue
        depth = max(depth - 1, 0) if closing else depth + 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _sets_off(node: LexborNode, tag: str) -> bool:
    """Whether an element sets its text off from the page's: by italics, an indent, a class named for it."""
    if tag in EMPHASES:
        return True
    if tag not in ("p", "div", "span", "section"):
        return False
    attributes = node.attributes
    return bool(
        _INDENTED.search((attributes.get("style") or "")[:300])
        or _QUOTING_CLASS.search((attributes.get("class") or "")[:300])
    )


class _Renderer:
    """Walks a tree without recursion and gathers lines."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.depth = 0
        self.shallowest = 0
        self.crossing = 0
        self.preformatted = 0
        self.quotations = 0
        self.set_offs = 0
        self.is_set_off = True
        self.wants_blank = False

    def run(self, root: LexborNode) -> list[Line]:
        """Visit every node once, entering and leaving elements in document order."""
        node: LexborNode | None = root
        while node is not None:
            child = self._enter(node)
            if child is not None:
                node = child
                continue
            while node is not None:
                self._leave(node)
                if node.next is not None or self.depth == 0:
                    node = node.next if self.depth else None
                    break
                node = node.parent
                self.depth -= 1
                self.shallowest = min(self.shallowest, self.depth)
        self._break(always=False)
        return self.lines

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Take a node in; return its first child when there is one to visit."""
        tag = node.tag or ""
        if tag == "-text":
            self._write(node.text_content or "")
            return None
        if tag in DROPPED or tag.startswith("-"):
            return None
        if tag == "br":
            self._break(always=True)
            return None
        if tag in BLOCKS:
            self._break(always=False)
            self.wants_blank |= tag in SPACED
        self.preformatted += tag == "pre"
        self.quotations += tag == "blockquote"
        self.set_offs += _sets_off(node, tag)
        if tag == "q":
            self._append("“")
        child = node.child
        if child is not None:
            self.depth += 1
        else:
            self._close(node, tag)
        return child

    def _leave(self, node: LexborNode) -> None:
        """Close an element whose children have been visited; others were closed on entering."""
        if node.child is not None and (node.tag or "") not in DROPPED:
            self._close(node, node.tag or "")

    def _close(self, node: LexborNode, tag: str) -> None:
        if tag == "q":
            self._append("”")
        if tag in BLOCKS:
            self._break(always=False)
            self.wants_blank |= tag in SPACED
        self.preformatted -= tag == "pre"
        self.quotations -= tag == "blockquote"
        self.set_offs -= _sets_off(node, tag)

    def _write(self, text: str) -> None:
        if self.preformatted or len(_LINE_STARTS.findall(text)) > 1:
            first, *rest = text.split("\n")
            self._append(first)
            for line in rest:
                self._break(always=True)
                self._append(line)
        else:
            self._append(_SPACES.sub(" ", text))

    def _append(self, text: str) -> None:
        """Add to the line; where it begins decides how far it stands from the line before."""
        if text.strip() and not any(part.strip() for part in self.parts):
            self.crossing = self.shallowest
            self.shallowest = self.depth
        if text.strip():
            self.is_set_off &= self.set_offs > 0
        self.parts.append(text)

    def _break(self, *, always: bool) -> None:
        text = "".join(self.parts)
        self.parts.clear()
        if not self.preformatted:
            text = text.strip(" ")
        if not text.strip() and not always:
            return
        depth = self.crossing if text.strip() else self.shallowest
        if self.wants_blank and self.lines and self.lines[-1].text:
            self.lines.append(Line("", depth, is_quoted=False))
        self.wants_blank = False
        self.lines.append(Line(text, depth, self.quotations > 0, self.is_set_off and bool(text.strip())))
        self.is_set_off = True
