"""Page furniture: what mirrors print around and inside a telegram; the vocabulary is data."""

import csv
import re
from functools import cache

from etl.settings import sql_folder

_LONGEST = 300


@cache
def _patterns(kind: str) -> tuple[str, ...]:
    with (sql_folder() / "reference" / "page_furniture.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row["pattern"] for row in csv.DictReader(file) if row["kind"] == kind)


@cache
def _whole_line(kind: str) -> re.Pattern[str]:
    return re.compile(r"\s*(?:[•*|>-]\s{0,3})?(?:" + "|".join(_patterns(kind)) + r")\s*", re.I)


def is_end(line: str) -> bool:
    """Whether a line is furniture below a telegram: it and all that follows is the page's."""
    return len(line) <= _LONGEST and _whole_line("end").fullmatch(line) is not None


def is_lead(line: str) -> bool:
    """Whether a line is what mirrors print between a listing and the telegram below it."""
    return len(line) <= _LONGEST and _whole_line("lead").fullmatch(line) is not None


def is_heading(line: str) -> bool:
    """Whether a line may be the heading of furniture; alone it says nothing: telegrams have such headings."""
    return len(line) <= _LONGEST and _whole_line("heading").fullmatch(line) is not None


def inside_regex() -> str:
    """A regex, for Polars too, of stamps that mirrors print inside a telegram, with their newlines."""
    return r"(?im)^[ \t]*(?:" + "|".join(_patterns("inside")) + r")[ \t]*$\n?"


def count_marks(kind: str, text: str) -> int:
    """How many different marks of a kind stand on lines of a text."""
    return sum(
        re.search(rf"^[ \t]*(?:{pattern})[ \t]*$", text, re.I | re.M) is not None
        for pattern in _patterns(kind)
    )
