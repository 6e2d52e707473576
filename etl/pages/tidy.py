"""Telegrams and listings free of what computers and mirrors left in them.

Newlines of every origin become one, blanks that do not break become blanks; controls, blanks at the ends of
lines and the stamps of mirrors go. To make texts anew costs as much as to read them, so only those are that
hold something to mend.
"""

import polars as pl

from etl.pages.furniture import inside_regex

_NEWLINES = r"\r\n?|[\x0B\x0C\x{85}\x{2028}\x{2029}]"
_CONTROL = r"\x00-\x08\x0E-\x1F\x7F-\x{84}\x{86}-\x{9F}"
_BLANKS = r"[\x{A0}\x{202F}\x{2007}\x{FEFF}]"
_LITTER = rf"(?m)[ \t{_CONTROL}]+$|[{_CONTROL}]"
_BLANK_BEFORE_NEWLINE = " \n|\t\n"
_WIDE = "\u2007|\u2028|\u2029|\u202f|\ufeff"
"""As words: a class of these is searched for letter by letter."""
_LATIN = r"[\x{80}-\x{A0}]"
_LATIN_LEAD = b"\xc2"
"""The first octet of each of them in UTF-8."""
_UNTIDY = r"[^!-~]{2}|[^ -~]|^ | $"
_SLICE_BYTES = 4 << 20


def with_plain_blanks(text: pl.Expr) -> pl.Expr:
    """Text with one kind of newline and of blank."""
    return text.str.replace_all(_NEWLINES, "\n").str.replace_all(_BLANKS, " ")


def tidy_telegrams(telegrams: pl.Series, through_mirror: pl.Series) -> pl.Series:
    """Telegrams without litter and without blank lines at both ends.

    Args:
        telegrams: as the layouts return them; null where there is none.
        through_mirror: whether a mirror's page held the telegram: only there its stamps are looked for.
    """
    stamped = rf"{inside_regex()}|[ \t{_CONTROL}]+$|[{_CONTROL}]"
    littered = (~through_mirror & _is_littered(telegrams)).arg_true()
    for rows, litter in ((through_mirror.arg_true(), stamped), (littered, _LITTER)):
        if not rows.is_empty():
            texts = telegrams.gather(rows).to_frame("telegram")
            tidy = texts.select(with_plain_blanks(pl.col("telegram")).str.replace_all(litter, ""))
            telegrams = telegrams.scatter(rows, tidy.to_series())
    at_newline = (telegrams.str.starts_with("\n") | telegrams.str.ends_with("\n")).fill_null(value=False)
    rows = at_newline.arg_true()
    return telegrams.scatter(rows, telegrams.gather(rows).str.strip_chars("\n"))


def tidy_listing(listed: pl.Series) -> pl.Series:
    """What a page lists, each on one line; null where nothing is left."""
    rows = listed.str.contains(_UNTIDY).fill_null(value=False).arg_true()
    text = with_plain_blanks(pl.col(listed.name)).str.replace_all(f"[{_CONTROL}]", "")
    tidy = listed.gather(rows).to_frame().select(text.str.replace_all(r"\s+", " ").str.strip_chars())
    listed = listed.scatter(rows, tidy.to_series())
    return listed.set((listed == "").fill_null(value=False), None)


def _is_littered(texts: pl.Series) -> pl.Series:
    """Whether a text holds, or may hold, litter; false for null."""
    littered = texts.str.contains(_BLANK_BEFORE_NEWLINE) | texts.str.tail(1).is_in([" ", "\t"])
    rows = (texts.str.len_chars() != texts.str.len_bytes()).arg_true()
    littered |= _among(rows, _holds_other_blanks(texts.gather(rows)), len(texts))
    for control in _controls(texts):
        littered |= texts.str.contains(control, literal=True)
    return littered.fill_null(value=False)


def _holds_other_blanks(texts: pl.Series) -> pl.Series:
    """Whether a text holds newlines, blanks or controls beyond ASCII."""
    rows = texts.cast(pl.Binary).bin.contains(_LATIN_LEAD).arg_true()
    latin = texts.gather(rows).str.contains(_LATIN)
    return texts.str.contains(_WIDE) | _among(rows, latin, len(texts))


def _among(rows: pl.Series, found: pl.Series, n_rows: int) -> pl.Series:
    return pl.Series([False]).new_from_index(0, n_rows).scatter(rows, found)


def _controls(texts: pl.Series) -> list[str]:
    """The ASCII control characters that stand anywhere in these texts, but for tabs and newlines."""
    octets = {ord("\x7f")}
    n_slices = max(1, int(texts.str.len_bytes().sum()) // _SLICE_BYTES)
    size = max(1, -(-len(texts) // n_slices))
    for start in range(0, len(texts), size):
        part = texts.slice(start, size).cast(pl.Binary).cast(pl.List(pl.UInt8))
        octet = part.explode(empty_as_null=False, keep_nulls=False)
        octets.update(octet.filter(octet < ord(" ")).unique())
    return [chr(octet) for octet in sorted(octets - {ord("\t"), ord("\n")})]
