"""Text that was written as UTF-8 and read as Windows-1252 or Latin-1, once or twice: 'Â¶' for '¶'.

Mirrors hold such pages: they were spoilt before they came to us, and decode without a fault. A table of what
each character turns into tells them, so that no other text is touched. General repairers guess by how odd a
text looks: they also turn the last letter of MANHÃ and its closing quotation mark into one letter.
"""

from functools import cache
from itertools import product

import polars as pl

_OPEN_BYTES = "\x81\x8d\x8f\x90\x9d"
"""Those that Windows-1252 leaves open: browsers keep their code points, others print a replacement."""
_BROWSERS = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_STRICT = _BROWSERS.translate(dict.fromkeys(map(ord, _OPEN_BYTES), "\N{REPLACEMENT CHARACTER}"))
_LATIN = bytes(range(256)).decode("latin-1")
_READINGS = (_BROWSERS, _STRICT, _LATIN)

_EUROPEAN = [chr(c) for c in range(0xA0, 0x180)]
_PRINT = [c for c in _BROWSERS if ord(c) > 0x17F]
_SIGNS = [*"‑‒―‛‟‧′″⁄№−≈≠≤≥◊", "\u2009", "\u200b", "\u202f", "\u2028", "\ufeff", "\ufffd"]
_BEHIND_LETTERS = "\xa0\xad‚„…‘’“”•–—™‹›«»®°ª²³¹º·´"
"""What stands behind an accented letter in sound text, too: a blank, a mark of punctuation."""
_LEADS = b"\xc3"
"""The first octet in UTF-8 of each letter that can begin a misread character."""


def mended(texts: pl.Series) -> pl.Series:
    """Texts with misread characters made good; one without them comes back as it is.

    What only may be misread ('Ã”' is 'Ô', or a quotation that ends in Ã) is mended in texts that hold what
    cannot be anything else. A character whose octets are gone ('Ã�') stays.
    """
    rows = texts.cast(pl.Binary).bin.contains(_LEADS).fill_null(value=False).arg_true()
    if rows.is_empty():
        return texts
    some = texts.gather(rows)
    sure, unsure = _marks()
    rows = rows.filter(some.str.contains_any(sure) | some.str.contains(f"[a-z0-9.](?:{'|'.join(unsure)})"))
    if rows.is_empty():
        return texts
    misread = texts.gather(rows).to_frame("text")
    table = _table()
    whole = pl.col("text").str.replace_many(list(table), list(table.values()), leftmost=True)
    # A series is scattered into where it stands, and this one is the caller's.
    return texts.clone().scatter(rows, misread.select(whole).to_series())


@cache
def _table() -> dict[str, str]:
    """What is printed for a character -> the character; the longer first: what was misread twice."""
    meant: dict[str, set[str]] = {}
    for character in dict.fromkeys([*_EUROPEAN, *_PRINT, *_SIGNS]):
        once = {_misread(character, reading) for reading in _READINGS}
        twice = {_misread(text, reading) for text, reading in product(once, _READINGS)}
        for text in once | twice:
            meant.setdefault(text, set()).add(character)
    # A replacement character hides several; of those that print uses, it may be one alone.
    likely = {text: characters & set(_PRINT) or characters for text, characters in meant.items()}
    found = {text: characters.pop() for text, characters in likely.items() if len(characters) == 1}
    return dict(sorted(found.items(), key=lambda entry: (-len(entry[0]), entry[0])))


@cache
def _marks() -> tuple[list[str], list[str]]:
    """Misread characters that are nothing else, and those that sound text holds, too."""
    may_be_sound = {
        text for text in _table() if len(text) == 2 and _printed(text[1]) in (*_BEHIND_LETTERS, "\ufffd")
    }
    return [text for text in _table() if text not in may_be_sound], sorted(may_be_sound)


def _misread(text: str, reading: str) -> str:
    return "".join(reading[octet] for octet in text.encode())


def _printed(character: str) -> str:
    """A character as Windows-1252 prints its octet."""
    return _BROWSERS[ord(character)] if ord(character) < 256 else character
