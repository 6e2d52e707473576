"""What each paragraph does in its telegram: summary, comment, action request, body."""

import polars as pl

from etl.vocabulary import ParagraphRole

_LEAD = r"(?i)^[\s/*(\"-]*(?:begin |embassy |mission |post |consulate |ambassador'?s? |bio )?"
_STARTS = {
    ParagraphRole.SUMMARY: r"(?:executive summary|summary|bluf|bottom line up front|s u m m a r y)\b",
    ParagraphRole.COMMENT: r"(?:comment|analysis and comment|c o m m e n t)s?\b",
    ParagraphRole.ACTION: r"(?:(?:this is an )?action (?:request|required|message|requested|cable|addressees?)|action:)",
}
_ENDS = {
    ParagraphRole.SUMMARY: r"(?i)\bend (?:of )?(?:the )?(?:executive |introduction and )?(?:summary|intro)",
    ParagraphRole.COMMENT: r"(?i)\bend (?:of )?(?:embassy |mission |post )?(?:summary and )?comments?",
    ParagraphRole.ACTION: r"(?i)\bend (?:of )?action",
}
_LABEL = r"\s*(?:and (?:comment|introduction|action request)|/comment)?\s*[:.\-–—)/*]+\s*"
_LEADING_LABEL = rf"(?i)^[\s/*(\"-]*(?:begin )?(?:executive )?summary{_LABEL}"
_TRAILING_LABEL = r"(?i)[\s/*(\[-]*end (?:of )?(?:the )?(?:executive )?summary(?: and comment)?[\s.)\]/*-]*$"


def add_roles(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Fill column `role` where it is still null.

    A role that its label opens lasts until the closing label ("End Summary."). Where that is missing, a role
    opened by a heading lasts until the next heading, and one opened by the text is that paragraph alone.

    Args:
        paragraphs: `document`, `heading`, `text`, `role` (null, or set for signatures and notices), ordered.
    """
    wanted = pl.col("role").is_null()
    named = pl.lit(None, pl.String)
    for role, label in _STARTS.items():
        headed = pl.col("heading").str.contains(_LEAD + label)
        here = headed.fill_null(value=False) | pl.col("text").str.contains(_LEAD + label)
        named = pl.when(named.is_null() & here).then(pl.lit(role.value)).otherwise(named)
    frame = paragraphs.with_columns(opens=pl.when(wanted).then(named))
    ends = pl.lit(value=False)
    for role, label in _ENDS.items():
        ends = pl.when(pl.col("open") == role.value).then(pl.col("text").str.contains(label)).otherwise(ends)
    new_document = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    headed = pl.col("heading").is_not_null()
    frame = (
        frame.with_columns(stretch=(pl.col("opens").is_not_null() | new_document).cum_sum())
        .with_columns(
            open=pl.col("opens").first().over("stretch"),
            by_heading=(headed & ~pl.col("text").str.contains(_LEAD + _STARTS[ParagraphRole.SUMMARY]))
            .first()
            .over("stretch"),
            place=pl.int_range(pl.len()).over("stretch"),
            headings=headed.cum_sum().over("stretch") - headed.first().over("stretch"),
        )
        .with_columns(ends=ends)
        .with_columns(
            end=pl.col("place").filter("ends").min().over("stretch"),
            headed_later=(pl.col("headings") > 0).any().over("stretch"),
        )
    )
    lasting = (
        pl.when(pl.col("end").is_not_null())
        .then(pl.col("place") <= pl.col("end"))
        .when(pl.col("by_heading") & pl.col("headed_later"))
        .then(pl.col("headings") == 0)
        .otherwise(pl.col("place") == 0)
    )
    found = pl.when(wanted & lasting & pl.col("open").is_not_null()).then("open")
    role = pl.coalesce("role", found, pl.lit(ParagraphRole.BODY.value))
    return frame.select(*paragraphs.drop("role").columns, role.alias("role"))


def summaries(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """The summary of each document: the text of its summary paragraphs, labels stripped, one a line."""
    return (
        paragraphs.filter(pl.col("role") == ParagraphRole.SUMMARY.value)
        .group_by("document", maintain_order=True)
        .agg(summary=pl.col("text").str.join("\n"))
        .with_columns(
            pl.col("summary")
            .str.replace(_LEADING_LABEL, "")
            .str.replace(_TRAILING_LABEL, "")
            .str.strip_chars()
        )
        .with_columns(pl.when(pl.col("summary") != "").then("summary").alias("summary"))
    )
