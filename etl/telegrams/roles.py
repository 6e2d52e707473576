"""What each paragraph does in its telegram: summary, comment, action request, notice, body."""

import polars as pl

from etl.vocabulary import ParagraphRole

_LEAD = r"(?i)^[ /*(\"-]*(?:begin |embassy |mission |post |consulate |ambassador'?s? |bio |executive )?"
_LABELS = {
    ParagraphRole.SUMMARY: r"(?:summary|bluf|bottom line up front|s u m m a r y)",
    ParagraphRole.COMMENT: r"(?:comments?|analysis and comment|c o m m e n t)",
    ParagraphRole.ACTION: r"(?:this is an )?action(?: request(?:ed)?| required| message| addressees?)?",
}
# A label has punctuation after it: "Comments from officials ..." is none. Flattened text has lost it.
_CLOSED = r"(?:(?:,| and) [a-z ]{3,30})?[ ]*(?:[:.;)/*–—-]|$)"
_FLATTENED = r"^(?:begin )?(?:summary|comment|action request) [a-z0-9]"
_ENDS = {
    ParagraphRole.SUMMARY: r"(?i-u:\bend (?:of |the )*(?:executive |introduction and )?(?:summary|intro))",
    ParagraphRole.COMMENT: r"(?i-u:\bend (?:of )?(?:embassy |mission |post )?(?:summary and )?comments?)",
    ParagraphRole.ACTION: r"(?i-u:\bend (?:of )?action)",
}
_NOTICE = (
    r"(?i)^[ (*/-]*(?:sensitive but unclassified|not for internet|handle accordingly|visit "
    r"|please (?:protect|handle|treat)"
    r"|(?:this|the following) (?:cable|message|report|telegram) (?:is|was|has been|contains|should be) "
    r"(?:sensitive|coordinated|cleared|a joint|not for|handled)"
    r"|[,;]?[ ]?(?:and )?\(?[a-e]\)[ .]*$|[^.]{0,60}(?-u:\b)1\.[45][ ]?\([a-e][^.]*\.?$)"
)
_LATEST_END = 5
_LABEL = r"\s*(?:and (?:comment|introduction|action request)|/comment)?\s*[:.\-–—)/*]*\s*"
_LEADING_LABEL = rf"(?i)^[\s/*(\"-]*(?:begin )?(?:executive )?summary{_LABEL}"
_TRAILING_LABEL = r"(?i)[\s/*(\[-]*end (?:of )?(?:the )?(?:executive )?summary(?: and comment)?[\s.)\]/*-]*$"
_FLATTENED_REST = r" end summary [a-z0-9 ]*$"


def add_roles(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Fill column `role` where it is still null.

    A role that its label opens lasts until the closing label ("End Summary."). Where that is missing, a role
    opened by a heading lasts until the next heading, and one opened by the text is that paragraph alone.

    Args:
        paragraphs: `document`, `number`, `heading`, `text`, `role` (null, or set for signatures and notices).
    """
    new_document = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    frame = _opened(paragraphs.with_row_index("row"))
    frame = frame.with_columns(
        stretch=(pl.col("opens").is_not_null() | new_document).cum_sum(),
        headings=pl.col("heading").is_not_null().cum_sum(),
    )
    frame = frame.with_columns(
        open=pl.when(pl.col("opens").is_not_null() | new_document)
        .then(pl.col("opens").fill_null(""))
        .forward_fill()
    ).filter(pl.col("open") != "")
    lasting = _lasting(frame).select("row", found="open")
    return (
        paragraphs.with_row_index("row")
        .join(lasting, on="row", how="left", maintain_order="left")
        .with_columns(role=pl.coalesce("role", "found", pl.lit(ParagraphRole.BODY.value)))
        .drop("row", "found")
    )


def _opened(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `opens`, the role that a paragraph's heading or first words open, and `by_heading`."""
    start = pl.col("text").str.head(80)
    flattened = start.str.contains(_FLATTENED)
    frame = frame.with_columns(start=start, flattened=flattened).with_columns(
        *(
            pl.col("heading")
            .str.contains(rf"{_LEAD}{label}(?-u:\b)")
            .fill_null(value=False)
            .alias(f"{role}_heading")
            for role, label in _LABELS.items()
        ),
        *(
            (
                pl.col("start").str.contains(_LEAD + label + _CLOSED)
                | (pl.col("flattened") & pl.col("start").str.contains(_LEAD + label))
            ).alias(f"{role}_text")
            for role, label in _LABELS.items()
        ),
        is_notice=pl.col("number").is_null() & pl.col("start").str.contains(_NOTICE),
    )
    opens = pl.coalesce(
        pl.when("is_notice").then(pl.lit(ParagraphRole.NOTICE.value)),
        *(
            pl.when(pl.col(f"{role}_text") | pl.col(f"{role}_heading")).then(pl.lit(role.value))
            for role in _LABELS
        ),
    )
    by_text = pl.any_horizontal(f"{role}_text" for role in _LABELS)
    frame = frame.with_columns(opens=pl.when(pl.col("role").is_null()).then(opens), by_heading=~by_text)
    return _unopened(frame)


def _unopened(frame: pl.DataFrame) -> pl.DataFrame:
    """Opens a summary at the first paragraph where only its end is marked."""
    summary = ParagraphRole.SUMMARY.value
    place = pl.int_range(pl.len()).over("document")
    early = pl.when(place < _LATEST_END).then("text")
    frame = frame.with_columns(
        ends=early.str.contains(_ENDS[ParagraphRole.SUMMARY]).fill_null(value=False),
        counted=pl.col("number").is_not_null().cum_sum().over("document"),
    )
    only_ends = (pl.col("ends").any() & ~(pl.col("opens") == summary).fill_null(value=False).any()).over(
        "document"
    )
    first = pl.col("number").is_not_null() & (pl.col("counted") == 1)
    return frame.with_columns(
        opens=pl.when(only_ends & first & pl.col("opens").is_null()).then(pl.lit(summary)).otherwise("opens")
    )


def _lasting(frame: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs over which each opened role lasts."""
    frame = frame.with_columns(
        ends=pl.any_horizontal(
            pl.when(pl.col("open") == role.value).then("text").str.contains(end).fill_null(value=False)
            for role, end in _ENDS.items()
        ),
        place=pl.int_range(pl.len()).over("stretch"),
        headings=(pl.col("headings") - pl.col("headings").first()).over("stretch"),
    ).with_columns(
        end=pl.col("place").filter("ends").min().over("stretch"),
        until_heading=(pl.col("by_heading").first() & (pl.col("headings") > 0).any()).over("stretch"),
    )
    return frame.filter(
        pl.when(pl.col("end").is_not_null())
        .then(pl.col("place") <= pl.col("end"))
        .when("until_heading")
        .then(pl.col("headings") == 0)
        .otherwise(pl.col("place") == 0)
    )


def summaries(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """The summary of each document: the text of its summary paragraphs, labels stripped, one a line."""
    text = (
        pl.col("text")
        .str.join("\n")
        .str.replace(_LEADING_LABEL, "")
        .str.replace(_TRAILING_LABEL, "")
        .str.replace(_FLATTENED_REST, "")
        .str.strip_chars()
    )
    return (
        paragraphs.filter(pl.col("role") == ParagraphRole.SUMMARY.value)
        .group_by("document", maintain_order=True)
        .agg(summary=text)
        .with_columns(summary=pl.when(pl.col("summary") != "").then("summary"))
    )
