"""The labelled fields of a caption, each with its wrapped lines: E.O., TAGS, SUBJECT, REF, Classified By."""

import polars as pl

from etl.telegrams.attention import only_caveats
from etl.telegrams.line_kinds import (
    ATTENTION_LINE,
    BY,
    BY_SLIPS,
    CLASSIFICATION_LINE,
    DATE_LINE,
    FIELD_LINE,
    SUBJECT_SLIPS,
    TAGS_SLIPS,
)
from etl.telegrams.lines import lines_of

FIELDS = ("dated", "level", "order", "tags", "subject", "references", "closing")

_FIRST_LETTERS = r"^(?:\(?[USCusc]\)\s*)?([A-Za-z]{1,3}|1)"
_LABELS = {
    **dict.fromkeys(("SUB", *(slip[:3] for slip in SUBJECT_SLIPS)), "subject"),
    **dict.fromkeys(("TAG", *(slip[:3] for slip in TAGS_SLIPS)), "tags"),
    "REF": "references",
    **dict.fromkeys(("CLA", *(slip[:3] for slip in BY_SLIPS), "DER", "DEC", "REA", "1"), "closing"),
    **dict.fromkeys(("E", "EO"), "order"),
}
"""The field that a labelled line opens, by the first letters of its label."""
_FURNITURE = r"(?m)\n(?:[A-Z][A-Z .']+ [0-9]{8} +[0-9]{3}(?:\.[0-9])? +OF +[0-9]{3}|PAGE [0-9]{2} [^\n]*)$"
_HAS_FURNITURE = r"[0-9] +OF +[0-9]|\nPAGE [0-9]"
_CLOSING_PARAGRAPH = (
    r"(?i-u)(?:^|\n)(?:\s|¶)*(?:[1-9]\s*[.)]?)?\s*(?:\([A-Z/]+\)\s*)?"
    rf"((?:{BY}\s*BY\b|DERIVED\s+FROM)(?u:[^\n]*)(?:\n(?u:[^\n¶\s][^\n]*)){{0,5}})"
)
_NEXT_PARAGRAPH = r"(?s)\n[1-9]\s?\..*$"
_CLOSING_WINDOW = 3_000
_ORDER_OF_REASONS = r"(?i-u)^E\.? ?O\.? ?1[0-9]{4}[ ,:;]+(?:reasons?:? )?1\.[3-7]"
_BLOCK = r"^([^\n]+(?:\n[^\n]+)*)"
_SUBJECT_GOES_ON = r"[A-Z][A-Z0-9 ,'’\"/-]{1,59}"
# In captions with blank lines between wrapped lines, a subject goes on below the first of them.
_SUBJECT = rf"(?m)\A([^\n]+(?:\n[^\n]+)*(?:\n(?:\n{_SUBJECT_GOES_ON}$)+)?)"


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
    runs = _runs(_without_furniture(split["caption"]))
    first = runs.unique(["row", "code"], keep="first", maintain_order=True)
    keys = first["row"] * len(FIELDS) + first["code"]
    every = pl.DataFrame({"key": pl.int_range(split.height * len(FIELDS), dtype=pl.UInt32, eager=True)})
    text = every.join(first.select("text", key=keys), on="key", how="left", maintain_order="left")["text"]
    fields = pl.DataFrame({name: text.gather_every(len(FIELDS), code) for code, name in enumerate(FIELDS)})
    fields = fields.with_columns(
        pl.col("order", "tags").str.extract(_BLOCK),
        pl.col("subject").str.extract(_SUBJECT),
        closing=_closing(runs, fields["closing"], split["body"]),
    )
    return fields.with_columns(pl.all().str.replace_all(r"\n{2,}", "\n").str.strip_chars_end("\n"))


def _without_furniture(captions: pl.Series) -> pl.Series:
    """Captions without the page breaks that stand between their lines."""
    broken = captions.str.contains(_HAS_FURNITURE)
    if not broken.any():
        return captions
    return captions.zip_with(~broken, captions.str.replace_all(_FURNITURE, ""))


def _runs(captions: pl.Series) -> pl.DataFrame:
    """One row a run of lines of one field: row (of the caption), code (place in FIELDS), text."""
    line, row, code = pl.col("line"), pl.col("row"), pl.col("code")
    size = line.str.len_bytes().cast(pl.Int64) + 1
    lines = lines_of(captions).with_columns(size=size, labelled=line.str.contains(FIELD_LINE))
    # Where each line begins in all captions run together.
    lines = lines.with_columns(start=pl.col("size").cum_sum() - pl.col("size"))
    begin = lines.filter("is_first")["start"]
    opening = lines.filter(
        pl.col("labelled")
        | line.str.contains(CLASSIFICATION_LINE)
        | line.str.contains(DATE_LINE)
        | (line.str.contains(ATTENTION_LINE) & (line.shift(1) == ""))
        | (pl.col("is_first") & row.is_in(_begun_by_caveats(lines).implode()))
    ).select("row", code=_field_of(line), start=pl.col("start") - pl.lit(begin).gather("row"))
    opening = opening.filter(row.ne_missing(row.shift(1)) | (code != code.shift(1)))
    goes_on = row == row.shift(-1)
    length = pl.when(goes_on).then(pl.col("start").shift(-1) - pl.col("start") - 1)
    text = pl.lit(captions).gather("row").cast(pl.Binary).bin.slice("start", length)
    return opening.select("row", "code", text=text.cast(pl.String))


def _begun_by_caveats(lines: pl.DataFrame) -> pl.Series:
    """Rows of the captions that have lost their classification line and begin with caveats."""
    return lines.filter("is_first").filter(pl.col("line").str.contains(only_caveats()))["row"]


def _field_of(line: pl.Expr) -> pl.Expr:
    """Place in FIELDS of the field that a line opens."""
    codes = {letters: FIELDS.index(name) for letters, name in _LABELS.items()}
    letters = line.str.extract(_FIRST_LETTERS).str.to_uppercase()
    label = letters.replace_strict(codes, default=None, return_dtype=pl.UInt32)
    # An order that is cited for its reasons goes on a Classified By line.
    reasons = line.str.contains(_ORDER_OF_REASONS)
    label = pl.when(reasons).then(FIELDS.index("closing")).otherwise(label)
    date = pl.when(line.str.contains(DATE_LINE)).then(FIELDS.index("dated"))
    return pl.when("labelled").then(label).otherwise(date).fill_null(FIELDS.index("level")).cast(pl.UInt32)


def _closing(runs: pl.DataFrame, first: pl.Series, bodies: pl.Series) -> pl.Series:
    """All runs of Classified By of each caption; where there is none, the first paragraph if it is one."""
    runs = runs.filter(pl.col("code") == FIELDS.index("closing"))
    again = runs.filter(pl.col("row").is_duplicated())
    joined = again.group_by("row", maintain_order=True).agg(pl.col("text").str.join("\n"))
    if not joined.is_empty():
        first = first.scatter(joined["row"], joined["text"])
    lacking = first.is_null().arg_true()
    opening = bodies.gather(lacking).str.head(_CLOSING_WINDOW)
    paragraphs = opening.str.extract(_CLOSING_PARAGRAPH).str.replace(_NEXT_PARAGRAPH, "")
    return first.scatter(lacking, paragraphs)
