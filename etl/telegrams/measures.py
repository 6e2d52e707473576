"""What tells a better copy of a text from a worse one: words hidden, decimals kept, the same words."""

import polars as pl

_HIDDEN = r"(?:redacted|removed|deleted|withheld|excised|expunged|sanitized|blacked\s+out|omitted)"
_MARK = (
    r"(?i)x{3,}|[\x{2580}-\x{259F}\x{25A0}\x{25AC}]{2,}"
    rf"|[\[(<{{]\s*(?:[a-z]+\s+){{0,3}}{_HIDDEN}(?:\s[^\])>}}]{{0,100}})?[\])>}}]"
    rf"|(?:names?|details?|sources?|locations?|contents?)\s+{_HIDDEN}(?-u:\b)"
)
REDACTION = rf"(?:{_MARK})(?:[\s,.'-]*(?:{_MARK}))*"
"""Marks as releases print them: letters X in a row, black blocks, a note in brackets, which flattened copies
lose. Several in a row are one place."""


def text_measures(texts: pl.Series) -> pl.DataFrame:
    """Measure the texts of telegrams.

    Returns:
        One row a text: `n_redactions` (places where words are hidden), `n_decimals` (decimal points in
        numbers), `text_hash` (the same for the same words, however they are broken into lines).
    """
    text = pl.col("text")
    return texts.to_frame("text").select(
        n_redactions=text.str.count_matches(REDACTION).cast(pl.Int32),
        n_decimals=text.str.count_matches(r"[0-9]\.[0-9]").cast(pl.Int32),
        # A regex for all blanks takes three times as long.
        text_hash=text.str.replace_all(" ", "", literal=True).str.replace_all("\n", "", literal=True).hash(),
    )
