"""What each paragraph does in its telegram: summary, comment, action request, notice, body."""

import polars as pl

from etl.telegrams.furniture import where
from etl.vocabulary import ParagraphRole

_LEAD = r"^(?i-u:[ /*(\"-]*(?:begin |embassy |mission |post |consulate |ambassador'?s? |bio |executive )?)"
_LABELS = {
    ParagraphRole.SUMMARY: r"(?i-u:summary|bluf|bottom line up front|s u m m a r y)",
    ParagraphRole.COMMENT: r"(?i-u:comments?|analysis and comment|c o m m e n t)",
    ParagraphRole.ACTION: (
        r"(?i-u:(?:this is an )?action(?: (?:request(?:ed)?|required|message|addressees?))?)"
    ),
}
# A label has punctuation after it: "Comments from officials ..." is none. Flattened text has lost it.
_CLOSED = r"(?i:(?:,| and) [a-z ]{3,30}|[ ]\(?cont(?:inue[sd]|['’]?d)?\.?\)?)?[ ]*(?:[:.;)/*–—-]|$)"
_FLATTENED = r"^(?:begin )?(?:summary|comment|action request) [a-z0-9]"
# In capitals a label needs none before text that is not.
_IN_CAPITALS = {
    ParagraphRole.SUMMARY: r"^SUMMARY [A-Z][a-z]",
    ParagraphRole.COMMENT: r"^COMMENT [A-Z][a-z]",
    ParagraphRole.ACTION: r"^ACTION REQUEST(?:ED)? [A-Z][a-z]",
}
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
# A word of each label of a heading.
_HINT = r"(?i-u)summary|s u m m a r y|bluf|bottom line|comment|c o m m e n t|action"
_END_HINT = r"(?:end|End|END) (?i:of|the|sum|com|int|exe|emb|mis|pos|act)"
_MINIMIZE = r"(?i-u)^(?:[a-z][a-z' ]{1,40} )?minimize (?:was |is |has been )?considered[ .]*$"
_OPENING = rf"{_LEAD}(?:{'|'.join(_LABELS.values())})|{_MINIMIZE}"
"""All that a paragraph can begin with that opens a role."""
_LATEST_END = 5
_CONTINUED = (
    r"(?i)^[\s/*(\"-]*(?:executive )?summary[ ]*"
    r"(?:[(-]*[ ]*cont(?:inue[sd]|['’]d)?\b[.)]*[ ]*[:.–—-]*|[:.)–—-]+)[ ]*"
)
_LABEL = r"\s*(?:and (?:comment|introduction|action request)|/comment)?\s*[:.\-–—)/*]*\s*"
_LEADING_LABEL = rf"(?i)^[\s/*(\"-]*(?:begin )?(?:executive )?summary{_LABEL}"
_TRAILING_LABEL = r"(?i)[\s/*(\[-]*end (?:of )?(?:the )?(?:executive )?summary(?: and comment)?[\s.)\]/*-]*$"
_BELOW_END = (
    r"(?is)([.!?)\]\"”’*])[\s/*(\[-]*end (?:of )?(?:the )?(?:executive )?summary"
    r"(?: and comment)?[\s.)\]/*-].*$"
)
_FLATTENED_REST = r" end summary [a-z0-9 ]*$"


def add_roles(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Fill column `role` where it is still null.

    A role that its label opens lasts until the closing label ("End Summary."). Where that is missing, a role
    opened by a heading lasts until the next heading (a comment without one to the telegram's end), and one
    opened by the text is that paragraph alone.

    Args:
        paragraphs: `document`, `number`, `heading`, `text`, `role` (null, or set for signatures and notices).
    """
    frame = paragraphs.select("document", "number", "heading", "text", "role").with_row_index("row")
    labelled = _labelled(frame)
    hinted = frame.filter(pl.col("text").str.contains(_END_HINT)).select("row", "document", "text")
    opened = pl.concat([labelled, _only_ended(frame, labelled, hinted)])
    new_document = (pl.col("document") != pl.col("document").shift(1)).fill_null(value=True)
    frame = frame.join(opened, on="row", how="left", maintain_order="left").with_columns(
        starts=pl.col("opens").is_not_null() | new_document
    )
    open_role = pl.when("starts").then(pl.col("opens").fill_null("")).forward_fill()
    frame = frame.with_columns(open=open_role)
    lasting = _lasting(frame, _ended(hinted, pl.lit(frame["open"]).gather("row")))
    until = frame.select("row").join(lasting, on="row", how="left", maintain_order="left")["until"]
    lasts = pl.col("row") <= until.forward_fill()
    found = frame.select(pl.when((pl.col("open") != "") & lasts).then("open")).to_series()
    return paragraphs.with_columns(role=pl.coalesce("role", found, pl.lit(ParagraphRole.BODY.value)))


def _labelled(frame: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs whose heading or first words open a role: `row`, `opens`, `by_heading`."""
    start, heading = pl.col("start"), pl.col("heading")
    frame = frame.select("row", "number", "heading", "role", start=pl.col("text").str.head(80)).filter(
        pl.col("role").is_null()
        & (pl.col("number").is_null() | start.str.contains(_OPENING) | heading.str.contains(_HINT))
    )
    return (
        _told(frame)
        .select(
            "row",
            opens=pl.coalesce(
                pl.when("notice").then(pl.lit(ParagraphRole.NOTICE.value)),
                *(
                    pl.when(pl.col(f"text_{role}") | pl.col(f"heading_{role}")).then(pl.lit(role.value))
                    for role in _LABELS
                ),
            ),
            by_heading=~pl.any_horizontal(f"text_{role}" for role in _LABELS),
        )
        .filter(pl.col("opens").is_not_null())
    )


def _told(frame: pl.DataFrame) -> pl.DataFrame:
    """What first words and headings tell: `row`, `notice`, and `text_<role>` and `heading_<role>` a role."""
    start, heading = pl.col("start"), pl.col("heading")
    is_flattened = frame["start"].str.contains(_FLATTENED)
    frame = frame.with_columns(unnumbered=where(pl.col("number").is_null(), start))
    by_text = {
        f"text_{role}": start.str.contains(_LEAD + label + _CLOSED) | start.str.contains(_IN_CAPITALS[role])
        for role, label in _LABELS.items()
    }
    if is_flattened.any():
        by_text = {
            name: found | (is_flattened & start.str.contains(_LEAD + label))
            for (name, found), label in zip(by_text.items(), _LABELS.values(), strict=True)
        }
    by_heading = {
        f"heading_{role}": heading.str.contains(rf"{_LEAD}{label}(?-u:\b)").fill_null(value=False)
        for role, label in _LABELS.items()
    }
    notice = start.str.contains(_MINIMIZE) | pl.col("unnumbered").str.contains(_NOTICE)
    return frame.select("row", notice=notice, **by_text, **by_heading)


def _only_ended(frame: pl.DataFrame, labelled: pl.DataFrame, hinted: pl.DataFrame) -> pl.DataFrame:
    """The first numbered paragraph of each telegram in which only the end of a summary is marked."""
    summary = ParagraphRole.SUMMARY.value
    document = pl.col("document")
    opened = frame["document"].gather(labelled.filter(pl.col("opens") == summary)["row"])
    hinted = hinted.filter(~document.is_in(opened.unique().implode()))
    first = frame.filter(document.ne_missing(document.shift(1))).select("document", first="row")
    early = hinted.join(first, on="document").filter(pl.col("row") - pl.col("first") < _LATEST_END)
    ended = early["document"].gather(early["row"].is_in(_ended(early, pl.lit(summary)).implode()).arg_true())
    frame = frame.filter(document.is_in(ended.implode()) & pl.col("number").is_not_null())
    return (
        frame.unique("document", keep="first", maintain_order=True)
        .filter(~pl.col("row").is_in(labelled["row"].implode()) & pl.col("role").is_null())
        .select("row", opens=pl.lit(summary), by_heading=pl.lit(value=True))
    )


def _ended(hinted: pl.DataFrame, opened: pl.Expr) -> pl.Series:
    """Rows of the paragraphs that have the closing label of the role that is open, if any."""
    ends = (where(opened == role.value, "text").str.contains(end) for role, end in _ENDS.items())
    return hinted.filter(pl.any_horizontal(ends))["row"]


def _lasting(frame: pl.DataFrame, ends: pl.Series) -> pl.DataFrame:
    """For each row that starts a role or a telegram, the row `until` which its role lasts.

    Args:
        frame: `row`, `heading`, `starts`, `open` and `by_heading`.
        ends: rows that have the closing label of their role.
    """
    headings = frame.filter(pl.col("heading").is_not_null())["row"]
    starts = frame.filter("starts").select("row", "open", "by_heading")
    row = starts["row"]
    starts = starts.with_columns(
        last=row.shift(-1).fill_null(len(frame)) - 1,
        end=ends.gather(ends.search_sorted(row, "left"), null_on_oob=True),
        heading=headings.gather(headings.search_sorted(row, "right"), null_on_oob=True),
    )
    return starts.select(
        "row",
        until=pl.when(pl.col("end") <= pl.col("last"))
        .then("end")
        .when(pl.col("by_heading") & (pl.col("heading") <= pl.col("last")))
        .then(pl.col("heading").cast(pl.Int64) - 1)
        .when(pl.col("by_heading") & (pl.col("open") == ParagraphRole.COMMENT.value))
        .then("last")
        .otherwise("row"),
    )


def summaries(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """The summary of each document: the text of its summary paragraphs, labels stripped, one a line."""
    text = pl.col("text")
    ended = text.str.contains("(?i-u)end ")
    without_end = (
        where(ended, text)
        .str.replace(_BELOW_END, "$1")
        .str.replace(_TRAILING_LABEL, "")
        .str.replace(_FLATTENED_REST, "")
    )
    summary = pl.when(ended).then(without_end).otherwise(text).str.strip_chars()
    return (
        paragraphs.filter(pl.col("role") == ParagraphRole.SUMMARY.value)
        .group_by("document", maintain_order=True)
        .agg(pl.col("text").str.replace(_CONTINUED, ""))
        .select("document", text.list.join("\n").str.replace(_LEADING_LABEL, ""))
        .select("document", summary=summary)
        .with_columns(summary=pl.when(pl.col("summary") != "").then("summary"))
    )
