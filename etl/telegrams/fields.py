"""The labelled fields of a caption, each with its wrapped lines: E.O., TAGS, SUBJECT, REF, Classified By."""

import polars as pl

from etl.telegrams.split import (
    CLASSIFICATION_LINE,
    CLOSING_LINE,
    DATE_LINE,
    FIELD_LINE,
    REFERENCE_LINE,
    SUBJECT_LINE,
)

FIELDS = ("dated", "level", "order", "tags", "subject", "references", "closing")

_ORDER_LINE = r"(?i)^(?:\(?[USC]\)\s*)?E\.? ?[O0]"
_TAGS_LINE = r"(?i)^(?:\(?[USC]\)\s*)?TA[GB]S?"
_FURNITURE = (
    r"^(?:[A-Z][A-Z .']+ \d{8} +\d{3}(?:\.\d)? +OF +\d{3}|PAGE \d\d .*|(?:CONFIDENTIAL|SECRET|UNCLASSIFIED))$"
)
_CLOSING_PARAGRAPH = (
    r"(?is)^[\s¶]*1\s*[.)]?\s*(?:\([A-Z/]+\)\s*)?((?:CLASSIFIED|DERIVED)\s+(?:BY"
    r"|FROM).{0,400}?)(?:\n\s*\n|\n[¶ ]*2\s*\.|$)"
)
_SUBJECT_GOES_ON = r"^[A-Z][A-Z0-9 ,'’\"/-]{1,59}$"
_CLOSING_WINDOW = 500


def caption_fields(split: pl.DataFrame) -> pl.DataFrame:
    """Gather the lines of each field of the captions.

    A field starts at its label and runs to the next label or a blank line; references and Classified By run
    on over blank lines. Of a caption that is printed twice the first copy counts. Where the caption has no
    Classified By, the first paragraph may hold it, as in telegrams of the 1990s.

    Args:
        split: `document_id`, `caption` and `body` as `split_telegrams` returns them.

    Returns:
        One row an input row, in its order: `dated` (the date line that some pages print), `level` (the
        classification line and what stands below it: distribution captions, attention lines), `order`
        (E.O.), `tags`, `subject`, `references`, `closing` (Classified By, reasons, derivation); labels
        included, lines joined by a newline, null where there is none.
    """
    captions = split.select(row=pl.int_range(pl.len(), dtype=pl.UInt32), line="caption")
    lines = captions.with_columns(pl.col("line").str.split("\n")).explode("line")
    line = pl.col("line")
    lines = lines.with_columns(field=_field_of(line), blank=line == "").filter(
        ~line.str.contains(_FURNITURE) | (pl.col("field") == "level")
    )
    lines = lines.with_columns(field=pl.col("field").forward_fill().over("row"), run=_runs())
    short = pl.col("field").is_in(["order", "tags", "subject"])
    blanks = pl.col("blank").cum_sum().over("run")
    # In captions with blank lines between wrapped lines, a subject goes on below the first of them.
    goes_on = (pl.col("field") == "subject") & (blanks == 1) & line.str.contains(_SUBJECT_GOES_ON)
    ended = (blanks > 0) & ~goes_on
    kept = lines.filter(pl.col("field").is_not_null() & ~pl.col("blank") & ~(short & ended))
    first_run = pl.col("run") == pl.col("run").min().over("row", "field")
    fields = (
        kept.filter(first_run | (pl.col("field") == "closing"))
        .group_by("row", "field", maintain_order=True)
        .agg(line.str.join("\n"))
        .pivot(on="field", on_columns=list(FIELDS), index="row", values="line")
    )
    return _with_closing_paragraph(
        captions.select("row").join(fields, on="row", how="left", maintain_order="left"), split
    )


def _field_of(line: pl.Expr) -> pl.Expr:
    """The field that a line opens, null for lines that only go on."""
    labelled = line.str.contains(FIELD_LINE)
    return (
        pl.when(labelled & line.str.contains(SUBJECT_LINE))
        .then(pl.lit("subject"))
        .when(labelled & line.str.contains(_TAGS_LINE))
        .then(pl.lit("tags"))
        .when(labelled & line.str.contains(REFERENCE_LINE))
        .then(pl.lit("references"))
        .when(labelled & line.str.contains(CLOSING_LINE))
        .then(pl.lit("closing"))
        .when(labelled & line.str.contains(_ORDER_LINE))
        .then(pl.lit("order"))
        .when(line.str.contains(DATE_LINE))
        .then(pl.lit("dated"))
        .when(line.str.contains(CLASSIFICATION_LINE))
        .then(pl.lit("level"))
    )


def _runs() -> pl.Expr:
    """Numbers the stretches of lines of one field; a label that is repeated at once opens no new one."""
    opened = pl.col("field").is_not_null()
    before = pl.col("field").forward_fill().shift(1).over("row")
    return (opened & (pl.col("field").ne_missing(before))).cum_sum()


def _with_closing_paragraph(fields: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    opening = split["body"].str.head(_CLOSING_WINDOW).str.extract(_CLOSING_PARAGRAPH)
    return fields.drop("row").with_columns(closing=pl.coalesce("closing", opening))
