"""Who classified a cable and why, from its Classified By line."""

import re
from functools import cache

import polars as pl

from etl.reference import officer_titles
from etl.telegrams.line_kinds import BY

_BY = rf"(?:{BY}|CLASS?)\s*BY\b"
_NAMES_OFFICER = rf"(?i-u:{_BY})"
_LABEL = rf"(?i-u)^(?u:.*?){_BY}[\s:;.-]*(?:\([USC]\)\s*)?(?:{_BY}[\s:]*)?"
_REASONS = (
    r"(?i-u)(?:[\s,.;:(-]|–)*(?:\bf\s?o\s?r?\s+(?:the\s+)?(?:following\s+)?r\s?[easo]|\bf\s?o\s?r\s+(?:E\.?\s?O"
    r"|1\s?\.)|\bfor\s+sec|\br\s?e\s?a\s?s|\breaons?|\brason"
    r"|\bbased\s+(?:up)?on\b|\bunder\s+(?:s\s?e\s?c\s?t|E\.|1\.|r|auth|the)|\bby reas|\bper\b"
    r"|\bE\.?\s?O\.?\s?1?\d|\bE\.O"
    r"|\b1\s?\.\s?[3-7]\b|\bin accordance|\bpursuant|\bdeclassif|\biaw\b|\bby authority|\bDERIVED)(?u:.*)$"
)
# The signs stand for ", " before a suffix and for the point behind it, which part and end nothing.
_JUNIOR = r"(?i-u)([A-Z.] )(JR|SR)\."
_SUFFIX = r"(?i-u),\s*(JR|SR|II|III|IV)\b\.?"
_PARTS = r"\s*(?:[,;:?()–]|--|\s-\s)\s*"
# Whatever is joined by a slash or an ampersand is an office, as are two or three capitals in brackets.
_OFFICES = (r"(?u:\S*)[/&](?u:\S*)", r"\(?[A-Z]{2,3}\)")
_INITIALED = (
    r"((?:[A-Z][\w'’-]*[A-Za-z] +)?(?:[A-Z]\.? +)*[A-Z]\. ?(?:[A-Z]\. ?)*[A-Z][\w'’.-]+"
    r"(?: +[A-Za-z][\w'’.¤-]+){0,3})$"
)
_PARTICLED = r"(?i)(\S+\s+(?:VAN|VON|DE|DEL|DELLA|LA|LE|DER|DI|DA|AL|EL|BIN|ST\.)\s+\S+(?:\s+\S+)?)$"
_LAST_THREE = r"^(\S+(?:\s+\S+){0,2})$"
_LAST_TWO = r"(\S+\s+\S+)$"

_OFFICE = r"^(?:[A-Z][A-Z/-]{1,5}\.?\s+)+([A-Z](?:[a-z]|\. ?[A-Z][a-z]))"
_BROKEN_WORD = r"([A-Za-z])\n([b-hj-z]|ns|nd|rs|ons) "

_SURNAME_FIRST = (
    r"^(?P<surname>[A-Z][A-Za-z'’-]{2,}), (?P<given>[A-Z][A-Za-z]{2,}(?: [A-Z]\.?){0,2})\s*(?:[,;:(-]|$)"
)
_IS_NAME = r"^[^0-9\s][^0-9]* [^0-9]*[^0-9\s]$"

# A name goes on at the begin of the next line; what may stand there in small letters is no part of a name.
_BROKEN_NAME = r"\b([A-Z][a-z]+)\n([a-z]{2,}\b)"
_SMALL_WORDS = ("reason", "reasons", "under", "per", "pursuant", "on", "in", "dated", "with", "from")
_PARTICLES = ("de", "del", "la", "van", "von", "der", "bin", "al", "el")

_SECTION = (
    r"(?i-u)(?:1\s?[.,]\s?(?P<section>[3-7])|reasons?(?:\(s\))?[:;]?\s+1(?P<glued>[3-7])\b)"
    r"\.?(?P<behind>(?su:.){0,60})"
)
_SECTIONS = r"(?-u)\b1\s?[.,]\s?[3-7]\.?"
_BROKEN_AND = r"(?-u)\ba\s*n\s*d\b"
_RANGE = r"\b([a-h])\)?\s?(?:-|–|through|thru|to)\s?\(?([a-h])\b"


def closing_values(closing: pl.Series) -> pl.DataFrame:
    """Read the Classified By lines.

    Args:
        closing: the lines of each telegram, wrapped ones joined by newlines; null where there is none.

    Returns:
        One row an input row: `classified_by`, the officer's name as written, without title and office
        (the title when the line gives nothing else; null when it names nobody); `classification_reasons`
        in one form: `1.4 (b), (d)`, the section alone when no letter stands behind it.
    """
    every = closing.to_frame("closing")
    lines = every.with_row_index("row").drop_nulls("closing")
    rows = every.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    for found in (_names(lines), _reasons(lines)):
        rows = rows.join(found, on="row", how="left", maintain_order="left")
    return rows.drop("row")


def _names(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a line that names an officer: row, classified_by.

    A surname alone is taken only where no part of the line holds a full name, a title alone where there is
    no surname either.
    """
    named = lines.filter(pl.col("closing").str.contains(_NAMES_OFFICER))
    text = pl.col("closing").str.replace_all(_BROKEN_WORD, "$1$2 ").str.replace_all(_next_word(), " $1")
    text = text.str.replace_all(_BROKEN_NAME, "$1$2").str.replace_all(r"[^\S ]", " ")
    text = text.str.replace_all(" {2,}", " ").str.replace(_LABEL, "")
    named = named.select("row", text=text.str.replace_all(_JUNIOR, "$1$2¤").str.replace(_REASONS, ""))
    marked = (
        pl.col("text")
        .str.replace_all(_SUFFIX, "§$1")
        .str.replace_all(_JUNIOR, "$1¤")
        .str.replace_all(r"(?-u:\b)0\.", "O.")
    )
    split = named.select("row", part=marked.str.replace_all(_PARTS, "\n").str.split("\n")).explode("part")
    parts = split.select("row", bare=_without_title(pl.col("part")))
    full = parts.select("row", name=_full_name(pl.col("bare"))).filter(pl.col("name").str.contains(_IS_NAME))
    is_first = pl.col("row").ne_missing(pl.col("row").shift(1))
    surnames = parts.filter(is_first & _is_surname(pl.col("bare"))).select("row", name="bare")
    titles = split.filter(is_first & (parts["bare"] == "")).select(
        "row", name=pl.col("part").str.strip_chars(" .")
    )
    reversed_names = _surname_first(named)
    whole = pl.col("name").str.replace(r"(?i)§(JR|SR)$", ", $1.").str.replace("§", ", ", literal=True)
    whole = whole.str.replace("¤", ".", literal=True)
    return (
        pl.concat([reversed_names, full, surnames, titles.filter(pl.col("name") != "")])
        .unique("row", keep="first", maintain_order=True)
        .select("row", classified_by=whole)
    )


def _surname_first(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a line that begins `Surname, Given`, neither of them a title or an office: row, name."""
    groups = lines.select("row", pl.col("text").str.strip_chars_start(" ").str.extract_groups(_SURNAME_FIRST))
    names = groups.unnest("text").drop_nulls("surname")
    plain = pl.all_horizontal(
        _without_title(pl.col(part)) == pl.col(part).str.strip_chars(" .") for part in ("surname", "given")
    )
    return names.filter(plain).select("row", name=pl.concat_str("surname", "given", separator=", "))


def _without_title(part: pl.Expr) -> pl.Expr:
    bare = pl.concat_str(part.str.strip_chars(" ."), pl.lit(" ")).str.replace(_title(), "")
    return bare.str.replace(_OFFICE, "$1").str.strip_chars(" ")


@cache
def _title() -> str:
    """A part of the line up to its last word of a title; a title ending in * is a stem."""
    words = [
        title.replace(".", "[.]").replace("*", r"(?u:\S*)") for title in officer_titles()["title"].to_list()
    ]
    return rf"(?i-u)^(?:(?u:.*)[\s/.])?(?:{'|'.join([*words, *_OFFICES])})[.:]?\s+"


@cache
def _next_word() -> str:
    """The begin of a line that goes on with a word of its own: a title, or a word of the sentence."""
    titles = [title.lower() for title in officer_titles()["title"].to_list() if len(title) > 1]
    words = "|".join(
        re.escape(word).replace(r"\*", "[a-z]*") for word in (*titles, *_SMALL_WORDS, *_PARTICLES)
    )
    return rf"\n((?:{words})(?-u:\b))"


def _full_name(bare: pl.Expr) -> pl.Expr:
    """What stands at the end of a part as a name of several words stands."""
    return pl.coalesce(
        bare.str.extract(_INITIALED),
        bare.str.extract(_PARTICLED),
        bare.str.extract(_LAST_THREE),
        bare.str.extract(_LAST_TWO),
    )


def _is_surname(bare: pl.Expr) -> pl.Expr:
    return bare.str.contains(r"^[A-Z][A-Za-z'’-]{2,}$") & ~bare.str.contains(r"^[Xx]+$")


def _reasons(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a line that gives reasons: row, classification_reasons."""
    parts = lines.select("row", pl.col("closing").str.extract_groups(_SECTION)).unnest("closing")
    parts = parts.with_columns(section=pl.coalesce("section", "glued")).drop_nulls("section")
    letters = (
        pl.col("behind")
        .str.to_lowercase()
        .str.replace_all(_SECTIONS, " ")
        .str.replace_all(_BROKEN_AND, " ")
        .str.replace_all(_RANGE, "$1~$2")
        .str.replace_many(*_ranges())
        .str.replace_all("[^a-z ]", " ")
        .str.replace(r"(?-u:\b)[a-z]{4,}.*$", "")
        .str.extract_all(r"(?-u)\b[a-h]\b")
        .list.unique(maintain_order=True)
        .list.join("), (")
    )
    parts = parts.select("row", "section", letters=letters.replace("", None))
    listed = pl.concat_str(pl.lit(" ("), "letters", pl.lit(")")).fill_null("")
    return parts.select("row", classification_reasons=pl.concat_str(pl.lit("1."), "section", listed))


@cache
def _ranges() -> tuple[list[str], list[str]]:
    """Ranges of reasons, and their letters: b~d, b c d."""
    letters = "abcdefgh"
    pairs = [(first, last) for first in range(len(letters)) for last in range(first + 1, len(letters))]
    ranges = [f"{letters[first]}~{letters[last]}" for first, last in pairs]
    return ranges, [" ".join(letters[first : last + 1]) for first, last in pairs]
