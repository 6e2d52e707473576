"""When two witnesses tell the same subject or classification, though they print it otherwise."""

import polars as pl

from etl.telegrams.measures import REDACTION
from etl.vocabulary import Classification

_UNDECOMPOSED = {"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "&": " and "}
"""Letters that lose no accent when they are decomposed, and a sign that is a word."""
_LABELS = r"^\W*(?:subj(?:ect)?\W+)?(?:\(?(?:c|s|u|sbu)(?:/+[a-z]+)*\)\W*)?"
"""What a title may carry along from its line."""
_LOSABLE = r"(?-u:\b)(?:[a-z]|no|and)(?-u:\b)"
"""Words that flattened pages lose."""


def subjects_differ(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two subjects are of two texts; null where one is missing.

    Letters and digits count, in any case. A title may be cut, or have words before or behind it; letters
    with accents may be printed without, or be lost. Where words are hidden the rest proves nothing.
    """
    plain = (_letters(subject) for subject in (one, other))
    bare = (_letters(subject.str.replace_all(r"[^ -~]+", "")) for subject in (one, other))
    hidden = one.str.contains(REDACTION) | other.str.contains(REDACTION)
    return ~held(*plain) & ~held(*bare) & ~hidden


def levels_differ(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether two classifications differ; null where one is missing.

    For official use only is a handling of unclassified text: no conflict with it.
    """
    official, plain = Classification.UNCLASSIFIED_FOUO.value, Classification.UNCLASSIFIED.value
    return one.replace(official, plain) != other.replace(official, plain)


def _letters(subject: pl.Expr) -> pl.Expr:
    """What is compared of a subject. Signs go before the short words: `U.S.` is one word."""
    lower = subject.str.to_lowercase().str.replace(_LABELS, "")
    words = (
        lower.str.normalize("NFKD")
        .str.replace_many(_UNDECOMPOSED)
        .str.replace_all(r"[^a-z0-9\s]+", "")
        .str.replace_all(_LOSABLE, "")
    )
    return words.str.replace_all(r"\s+", "")


def held(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Whether one of two texts holds the other, in either order; a text without letters is held by all."""
    return one.str.contains(other, literal=True) | other.str.contains(one, literal=True)
