"""The labelled fields of a caption, each with its wrapped lines: E.O., TAGS, SUBJECT, REF, Classified By."""

import polars as pl

from etl.telegrams.lines import lines_of
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
    line, field = pl.col("line"), pl.col("field")
    lines = lines_of(split["caption"]).with_columns(opens=_field_of(line), blank=line == "")
    furniture = line.str.contains(_FURNITURE) & pl.col("opens").is_null()
    # The field that a line belongs to; none above the first label.
    belongs = pl.coalesce("opens", pl.when("is_first").then(pl.lit("")))
    lines = lines.filter(~furniture | pl.col("is_first")).with_columns(field=belongs.forward_fill())
    starts_run = pl.col("is_first") | (field != field.shift(1))
    lines = lines.with_columns(run=starts_run.cum_sum(), blanks=pl.col("blank").cum_sum())
    blanks = pl.col("blanks") - pl.when(starts_run).then(pl.col("blanks") - pl.col("blank")).forward_fill()
    # In captions with blank lines between wrapped lines, a subject goes on below the first of them.
    goes_on = (field == "subject") & (blanks == 1) & line.str.contains(_SUBJECT_GOES_ON)
    short = field.is_in(["order", "tags", "subject"])
    kept = lines.filter((field != "") & ~pl.col("blank") & ~(short & (blanks > 0) & ~goes_on))
    runs = kept.group_by("run", maintain_order=True).agg(pl.first("row", "field"), line.str.join("\n"))
    fields = split.select(row=pl.int_range(pl.len(), dtype=pl.UInt32))
    for name in FIELDS:
        found = runs.filter(field == name)
        if name == "closing":
            found = found.group_by("row", maintain_order=True).agg(line.str.join("\n"))
        found = found.unique("row", keep="first", maintain_order=True).select("row", line.alias(name))
        fields = fields.join(found, on="row", how="left", maintain_order="left")
    return _with_closing_paragraph(fields, split)


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


def _with_closing_paragraph(fields: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    opening = split["body"].str.head(_CLOSING_WINDOW).str.extract(_CLOSING_PARAGRAPH)
    return fields.drop("row").with_columns(closing=pl.coalesce("closing", opening))
