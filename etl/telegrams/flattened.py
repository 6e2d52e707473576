"""Numbered paragraphs of flattened telegrams: one line, lower case, no punctuation.

A paragraph shows only as its running number and portion mark (" 2 c the embassy ..."). Headings cannot be
told from text any more and stay in it.
"""

from functools import cache

import polars as pl

from etl.reference import posts
from etl.telegrams.numbering import running
from etl.vocabulary import ParagraphRole

_SPLIT = "\x1e"
_MARK = r"\(?(?:c|s|u|sbu|ts|lou)(?: ?/{0,2} ?(?:nf|noforn)| ?/{0,2}rel [a-z]+)?\)?"
_START = rf"(?i)(?:^|\s)(?P<start>[0-9]{{1,2}}\.? {_MARK}\s)"
_HEAD = rf"(?i)^(?P<whole>(?P<number>[0-9]{{1,2}})\.? (?P<mark>{_MARK})\s)"
_PAGE = r"[0-9]{8} [0-9]{3}(?: ?[0-9])? of [0-9]{3}"
_LONG_STATION = r"^(?:embassy|consulate) ([^ ]+ .+)$"
_LAST_WORD = r"\s([A-Za-z]{3,})\s*$"
# What ends a sentence and is no name: an adverb, a pronoun, a unit, a noun by its ending.
_NO_NAME = (
    r"(?i-u)^(?:here|there|now|then|today|tomorrow|yesterday|soon|again|ahead|well|too|also|only|yet|all|both|more|less"
    r"|once|twice|never|ever|far|further|instead|it|them|him|her|us|this|that|these|those|ours|theirs|and|the|of"
    r"|for|with|from|years?|months?|weeks?|days?|times?|hours?|dollars|usd|euros?|percent|units|tons|end|done|out|up"
    r"|comment|summary|note|text|message|cable|[a-z]{3,}(?:tions?|ments?|ness|ities|ically|fully|ingly|edly))$"
)
# The last field of a caption that is there tells where the text starts.
_CAPTIONS = (
    r"(?i)^.*?(?-u:\b)reasons? 1 ?[45](?: (?:and )?[a-e](?-u:\b))*\s+",
    r"(?i)^.*?(?-u:\b)classified by\s+",
    r"(?i)^.*?(?-u:\b)subject\s+",
)


def read_flattened(documents: pl.DataFrame) -> pl.DataFrame:
    """Read the paragraphs and signatures of flattened telegrams.

    Args:
        documents: `document` (row number, ascending) and `body`, the whole flattened telegram.

    Returns:
        One row a paragraph or signature: document, order, number, has_pilcrow, classification, heading,
        role (both null but for signatures), raw.
    """
    pieces = split_flattened(documents.select("document", "body")).with_row_index("order")
    last = (pl.col("document") != pl.col("document").shift(-1)).fill_null(value=True)
    # The signature is the last word, unless that can be no name; nothing else tells it from the text.
    word = pl.col("raw").str.extract(_LAST_WORD)
    name = pl.when(last & ~word.str.contains(_NO_NAME)).then(word)
    pieces = pieces.with_columns(name=name, heading=pl.lit(None, pl.String), role=pl.lit(None, pl.String))
    body = pieces.with_columns(
        raw=pl.when(pl.col("name").is_not_null())
        .then(pl.col("raw").str.replace(_LAST_WORD, ""))
        .otherwise("raw")
    )
    columns = ["document", "order", "number", "has_pilcrow", "classification", "heading", "role", "raw"]
    signatures = pieces.filter(pl.col("name").is_not_null()).with_columns(
        raw=pl.col("name").str.to_uppercase(),
        number=pl.lit(None, pl.Int32),
        classification=pl.lit(None, pl.String),
        role=pl.lit(ParagraphRole.SIGNATURE.value),
    )
    return pl.concat([body.select(columns), signatures.select(columns)])


def split_flattened(bodies: pl.DataFrame) -> pl.DataFrame:
    """Split flattened bodies at their numbered paragraphs; what stands before the first is caption.

    Args:
        bodies: `document` (row number, ascending) and `body`, the whole flattened telegram.

    Returns:
        One row a paragraph, as `numbering.split_numbered` gives; one row a document when no number is found.
    """
    pieces = bodies.select(
        "document",
        pl.col("body")
        .str.replace_all(_page_break(), " ")
        .str.replace_all(_START, f" {_SPLIT}$start")
        .str.split(_SPLIT)
        .alias("raw"),
    ).explode("raw")
    first = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    head = pl.col("raw").str.head(60).str.extract_groups(_HEAD).struct
    pieces = pieces.with_columns(
        first=first,
        number=pl.when(first).then(0).otherwise(head["number"].cast(pl.Int32, strict=False)),
        mark=head["mark"],
        whole=head["whole"],
        after_blank=pl.lit(value=True),
    )
    starts = running(pieces.with_columns(starts=pl.col("first")))
    merged = (
        pieces.with_columns(starts=starts)
        .with_columns(
            raw=pl.when(pl.col("starts") & ~pl.col("first"))
            .then(pl.col("raw").str.slice(pl.col("whole").str.len_chars()))
            .otherwise("raw"),
            piece=pl.col("starts").cum_sum(),
        )
        .group_by("piece", maintain_order=True)
        .agg(pl.first("document", "number", "mark", "first"), pl.col("raw").str.join(""))
    )
    alone = pl.len().over("document") == 1
    return merged.filter(~pl.col("first") | alone).select(
        "document",
        pl.when(~pl.col("first")).then("number").alias("number"),
        has_pilcrow=pl.lit(value=False),
        classification=pl.when(~pl.col("first")).then(_code(pl.col("mark"))),
        raw=pl.when("first").then(_without_caption()).otherwise("raw"),
    )


@cache
def _page_break() -> str:
    """What matches page lines and end marks. Only the list of posts tells how many words a station has."""
    stations = posts()["name"].str.to_lowercase().str.extract(_LONG_STATION).drop_nulls().sort()
    names = "|".join([*stations, "usun new york", "[a-z]+"])
    return rf"(?i-u)\b(?:{names}) {_PAGE}\b|\bnnnn\b"


def _without_caption() -> pl.Expr:
    """The text below the caption, as far as the caption's fields tell."""
    raw = pl.col("raw")
    return pl.coalesce(
        *(pl.when(raw.str.contains(field)).then(raw.str.replace(field, "")) for field in _CAPTIONS), raw
    )


def _code(mark: pl.Expr) -> pl.Expr:
    """The mark with its slash back: SNF -> S/NF."""
    return (
        mark.str.strip_chars(" ()")
        .str.to_uppercase()
        .str.replace(r"^(C|S|SBU|U)(?: ?/{0,2} ?)(NF|NOFORN|REL .*)$", "$1/$2")
    )
