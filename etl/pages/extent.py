"""How far a telegram on a page reaches: to furniture that is known, or to the end of what encloses it.

Where nothing tells the page's words from the telegram's, they stay: a line too many does less harm than a
paragraph lost.
"""

import re
from collections.abc import Sequence

from etl.pages.furniture import is_end, is_heading, is_lead
from etl.pages.html import Line
from etl.pages.structure import LONGEST_SIGN, find_signs

_NUMBER = re.compile(r"[\s*_|]{0,12}(?:¶|&para;)? ?(?:\([A-Z/]{1,6}\) )?(\d{1,3}) ?\. ?\S")
_SHORTEST_BODY = 100
# A line that ends a paragraph: the end of a sentence, or a signature.
_ENDS = re.compile(r".*[.!?\"”):]|[A-Z][\w'’-]+(?: [A-Z][\w'’.-]+){0,2}")


def cut(lines: Sequence[Line], start: int) -> str:
    """The telegram that opens at `start`: up to page furniture, or to the end of the element that holds it.

    Args:
        lines: the page.
        start: index of its first line.
    """
    body = lines[start:]
    numbered = _numbered_paragraphs(body)
    stop = _furniture(body, numbered)
    last = max((index for index in numbered if index < stop), default=0)
    if not last:
        last = max((sign.line for sign in find_signs(body) if sign.line < stop), default=0)
    end = _end_of_element(body, last, stop)
    # Caption in one element, unnumbered text in the next: then the element is not the whole telegram's.
    if numbered or sum(len(line.text) for line in body[last + 1 : end]) >= _SHORTEST_BODY:
        stop = end
    return "\n".join(line.text for line in body[: _end_of_quotation(body, last, stop)])


def below_listing(lines: Sequence[Line], start: int) -> int:
    """Index of the first line from `start` on that is a telegram's: all is, but what mirrors put between."""
    while start < len(lines) and (not lines[start].text.strip() or is_lead(lines[start].text)):
        start += 1
    return start


def _numbered_paragraphs(lines: Sequence[Line]) -> list[int]:
    """Indexes of lines that carry on the running number of paragraphs, gaps of two forgiven."""
    found, last = [], 0
    for index, line in enumerate(lines):
        match = _NUMBER.match(line.text[:LONGEST_SIGN])
        if match and last < int(match[1]) <= last + 3:
            last = int(match[1])
            found.append(index)
    return found


def _furniture(lines: Sequence[Line], numbered: Sequence[int]) -> int:
    """Index of the first line of page furniture that no later paragraph of the telegram follows."""
    last = numbered[-1] if numbered else 0
    for index in range(last + 1, len(lines)):
        if is_end(lines[index].text) and _stands_alone(lines, index):
            return _above_headings(lines, last + 1, index)
    return len(lines)


def _above_headings(lines: Sequence[Line], first: int, index: int) -> int:
    """Index of the first of the headings that stand right above a line of furniture."""
    while index > first and (not lines[index - 1].text.strip() or is_heading(lines[index - 1].text)):
        index -= 1
    return index


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is not one of a wrapped sentence, which may begin like furniture: `posted in Berlin`."""
    text, above = lines[index].text.strip(), lines[index - 1].text.strip()
    below = lines[index + 1].text.strip() if index + 1 < len(lines) else ""
    if not text[:1].isalpha():
        return True
    if below[:1].islower() or (below and text.isupper() and below.isupper()):
        return False
    if not above:
        return True
    return not (text[:1].islower() or text.isupper()) and _ENDS.fullmatch(above) is not None


def _end_of_element(lines: Sequence[Line], last: int, stop: int) -> int:
    """First index after the last paragraph that lies outside the element that holds the whole telegram."""
    depth = min((line.depth for line in lines[1 : last + 1]), default=0)
    for index in range(last + 1, stop):
        if lines[index].depth < depth:
            return index
    return stop


def _end_of_quotation(lines: Sequence[Line], last: int, stop: int) -> int:
    """Index behind the quotation, if the telegram stands in one from its first line on."""
    if not all(line.is_quoted or not line.text.strip() for line in lines[: last + 1]):
        return stop
    inside = range(last + 1, stop)
    return next((i for i in inside if lines[i].text.strip() and not lines[i].is_quoted), stop)
