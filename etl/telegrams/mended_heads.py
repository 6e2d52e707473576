"""The heads of telegrams, with what hands and mirrors did to their lines undone before they are read."""

import polars as pl

from etl.telegrams.line_kinds import CLASSIFICATION_LINE, FIELD_LINE, FIRST_PARAGRAPH
from etl.telegrams.relined import restore_lines
from etl.vocabulary import Fidelity

HEAD_CHARACTERS = 24_000
"""How far a head can reach: the addressee lists of collective telegrams run to about 20,000 characters."""

_GLUED_FIELD = (
    r"[ \t]+((?:E\.O\. ?1\d{4}:?|TAGS?:|SUBJECT:|Subject:|SUBJ:"
    r"|(?:REF|REFS|Ref|Refs|Ref\(s\)|REF\(S\)|REFTEL|Reftel):"
    r"|(?:CLASSIFIED BY|Classified By|Classified by):?)\s)|([A-Za-z0-9)])"
    r"((?:REFS?|SUBJECT|TAGS|CLASSIFIED BY|Classified By):\s)"
)
_GLUED_TEXT = r"(\b1\.[45]\.?[^\n¶]{1,30}\)[.;]?)[ \t]+(¶?1\.[ \t]*\([A-Z]|(?i:SUMMARY)\b)"
_GLUED = (
    r"[ \t](?:E\.O\. ?1\d{4}|TAGS?:|SUBJ(?:ECT)?:|Subject:|R(?:EF|ef)(?:S|s|\(s\)|\(S\)|TEL|tel)?:"
    r"|C(?:LASSIFIED BY|lassified [Bb]y)|¶?1\.[ \t]*\(|SUMMARY|Summary)",
    r"(?:E\.O|TAG|SUBJ|REF)[^\n]*[A-Za-z0-9)](?:REFS?|SUBJECT|TAGS|CLASSIFIED BY|Classified By):",
)
"""Cheap tests that a head may hold one of the two above."""
_NEXT_LINE = r"\n"


def with_heads(telegrams: pl.DataFrame) -> pl.DataFrame:
    """Adds `head`: up to the first numbered paragraph; of a flattened telegram, with its lines restored.

    Where labels are run on to the line before, head and telegram get a line for each of them; an envelope in
    small letters gets capitals in both.

    Args:
        telegrams: `fidelity` and `telegram`.

    Returns:
        The same rows, in their order, with `head`.
    """
    rows = telegrams.with_row_index("row")
    flattened = pl.col("fidelity").eq_missing(Fidelity.FLATTENED.value)
    lined = rows.filter(~flattened).with_columns(head=_up_to_first_paragraph(pl.col("telegram")))
    lined = _with_capitals(lined)
    glued = lined.select(pl.any_horizontal(pl.col("head").str.contains(mark) for mark in _GLUED)).to_series()
    head = pl.col("head")
    apart = head.str.replace_all(_GLUED_FIELD, "$2\n$1$3").str.replace_all(_GLUED_TEXT, "$1\n$2")
    rest = pl.col("telegram").str.slice(head.str.len_chars())
    parts = [
        lined.filter(~glued),
        lined.filter(glued)
        .with_columns(telegram=pl.concat_str(apart, rest))
        .with_columns(head=_up_to_first_paragraph(pl.col("telegram"))),
    ]
    if lined.height < rows.height:
        parts.append(rows.filter(flattened).with_columns(head=restore_lines(pl.col("telegram"))))
    return pl.concat(parts).sort("row").drop("row")


def _with_capitals(lined: pl.DataFrame) -> pl.DataFrame:
    """Envelopes that a mirror has put in small letters are read in the capitals they were sent in."""
    heads, head = lined["head"], pl.col("head")
    small = heads.str.contains("\nfm ", literal=True) | heads.str.starts_with("fm ")
    if not small.any():
        return lined
    ends = [head.str.find(f"(?m){pattern}") for pattern in (CLASSIFICATION_LINE, FIELD_LINE)]
    end = pl.min_horizontal(*ends).fill_null(head.str.len_bytes())
    envelope = head.cast(pl.Binary).bin.slice(0, end).cast(pl.String).str.to_uppercase()
    capitals = pl.concat_str(envelope, head.cast(pl.Binary).bin.slice(end).cast(pl.String))
    rest = pl.col("telegram").str.slice(head.str.len_chars())
    mended = lined.filter(small).with_columns(head=capitals, telegram=pl.concat_str(capitals, rest))
    return pl.concat([lined.filter(~small), mended])


def _up_to_first_paragraph(telegram: pl.Expr) -> pl.Expr:
    """`str.find` counts bytes, so the cut is made in bytes."""
    window = telegram.str.head(HEAD_CHARACTERS)
    below = window.str.find(_NEXT_LINE + FIRST_PARAGRAPH) + 1
    at_once = window.str.contains("^" + FIRST_PARAGRAPH)
    end = pl.when(at_once).then(0).otherwise(below.fill_null(window.str.len_bytes()))
    return telegram.cast(pl.Binary).bin.slice(0, end).cast(pl.String)
