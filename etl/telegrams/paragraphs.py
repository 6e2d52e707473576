"""The body of a telegram: its paragraphs, summary and signature.

The steps, each over all telegrams of a batch: cut the furniture, split at the running numbers, move headings
to the paragraph below, cut notices and signature from the end, tell the roles.
"""

from typing import NamedTuple

import polars as pl

from etl.schemas import Paragraphs
from etl.telegrams.blocks import split_blocks
from etl.telegrams.bodies import bodies_of
from etl.telegrams.broken_sentences import return_years
from etl.telegrams.flattened import read_flattened
from etl.telegrams.furniture import cut_furniture
from etl.telegrams.headings import cut_headings, fold_and_count
from etl.telegrams.lines import positions
from etl.telegrams.numbering import split_numbered
from etl.telegrams.roles import add_roles
from etl.telegrams.section_heads import cut_section_heads
from etl.telegrams.signature import cut_signatures
from etl.vocabulary import Fidelity, ParagraphRole

# The first paragraph can hold the mark of them all, and no more than that.
_ENTIRE_TEXT = (
    r"^\(?(TS|[SCU]|LOU|TOP SECRET|SECRET|CONFIDENTIAL|LIMITED OFFICIAL USE|UNCLASSIFIED)\)?"
    r"[ .-]*(?i:entire text)"
)
_ABOVE_ALL_NUMBERS = 1 << 32
_SHORT_MARKS = {
    "TOP SECRET": "TS",
    "SECRET": "S",
    "CONFIDENTIAL": "C",
    "LIMITED OFFICIAL USE": "LOU",
    "UNCLASSIFIED": "U",
}


class Bodies(NamedTuple):
    """What `parse_bodies` makes of a batch of telegrams.

    Attributes:
        paragraphs: rows of `Paragraphs` plus `document_id`; `cable_id` is null where no identifier was found,
            and `paragraph_id` then starts with the document.
        bodies: one row a telegram: document_id, summary, signed_by, n_paragraphs, n_words, is_truncated,
            `text` (the body with its furniture gone, a blank line between paragraphs; what stands in the
            caption is left out).
    """

    paragraphs: pl.DataFrame
    bodies: pl.DataFrame


def parse_bodies(split: pl.DataFrame, heads: pl.DataFrame) -> Bodies:
    """Read the bodies of a batch of telegrams.

    Args:
        split: one row a telegram: document_id, fidelity, caption, body, notice, attention (see
            `split_telegrams`).
        heads: one row a telegram: document_id, cable_id.
    """
    documents = split.select(
        "document_id", "fidelity", "notice", "attention", "caption", body=pl.col("body").fill_null("")
    ).with_row_index("document")
    flattened = (pl.col("fidelity") == Fidelity.FLATTENED.value).fill_null(value=False)
    parts = [_attention(documents), _read_verbatim(documents.filter(~flattened))]
    # Patterns are compiled for an empty frame, too.
    if not (flat := documents.filter(flattened)).is_empty():
        parts.append(read_flattened(flat))
    # One chunk: Polars 2.1 panics where it formats a column whose first chunk is empty.
    rows = pl.concat(parts).sort("document", "order", maintain_order=True).rechunk()
    paragraphs = _finish(rows)
    return Bodies(
        _publish(paragraphs, documents, heads),
        bodies_of(paragraphs, documents),
    )


def _read_verbatim(documents: pl.DataFrame) -> pl.DataFrame:
    bodies = cut_furniture(cut_section_heads(documents["body"], documents["caption"]))
    pieces = split_numbered(documents.select("document", bodies))
    pieces = (
        cut_headings(return_years(pieces)).with_columns(role=pl.lit(None, pl.String)).with_row_index("order")
    )
    is_last = (pl.col("document") != pl.col("document").shift(-1)).fill_null(value=True)
    pieces = pieces.with_columns(last=is_last)
    ends = cut_signatures(pieces.filter("last"))
    text = pl.concat([pieces.filter(~pl.col("last")), ends.select(pieces.columns)]).sort("order")
    numbered = text.filter(~pl.col("is_opening"))
    opening = split_blocks(text.filter("is_opening"))
    columns = ["document", "order", "number", "has_pilcrow", "classification", "heading", "role", "raw"]
    return pl.concat([numbered.select(columns), opening.select(columns), *_below(ends, columns)])


def _attention(documents: pl.DataFrame) -> pl.DataFrame:
    """Rows of the lines of the caption that belong to no field, above all others of their telegram."""
    return documents.filter(pl.col("attention").is_not_null()).select(
        "document",
        order=pl.lit(0, pl.UInt32),
        number=pl.lit(None, pl.Int32),
        has_pilcrow=pl.lit(value=False),
        classification=pl.lit(None, pl.String),
        heading=pl.lit(None, pl.String),
        role=pl.lit(ParagraphRole.ATTENTION.value),
        raw="attention",
    )


def _below(ends: pl.DataFrame, columns: list[str]) -> list[pl.DataFrame]:
    """Rows of the notices and signatures that stand below the last paragraph."""
    parts = (
        ("notice", ParagraphRole.NOTICE),
        ("names", ParagraphRole.SIGNATURE),
        ("after", ParagraphRole.NOTICE),
    )
    return [
        ends.filter(pl.col(part).is_not_null())
        .with_columns(
            raw=pl.col(part),
            number=pl.lit(None, pl.Int32),
            classification=pl.lit(None, pl.String),
            heading=pl.lit(None, pl.String),
            has_pilcrow=pl.lit(value=False),
            role=pl.lit(role.value),
        )
        .select(columns)
        for part, role in parts
    ]


def _finish(rows: pl.DataFrame) -> pl.DataFrame:
    """Fold the text, drop what is empty, count positions and words, tell the roles."""
    folded = fold_and_count(rows["raw"])
    strays = folded["text"].str.contains("¶", literal=True).arg_true()
    if not strays.is_empty():
        bare = fold_and_count(folded["text"].gather(strays).str.replace_all("¶ ?", ""))
        folded = pl.DataFrame([folded[name].scatter(strays, bare[name]) for name in folded.columns])
    text = folded["text"]
    paragraphs = rows.drop("raw").with_columns(
        folded, classification=_with_mark_of_all(rows["classification"], text)
    )
    paragraphs = paragraphs.filter(
        (pl.col("text") != "") | pl.col("number").is_not_null() | pl.col("heading").is_not_null()
    )
    # Without a body the telegram has no paragraphs: its caption is all there is.
    document = pl.col("document")
    is_first, is_last = document.ne_missing(document.shift(1)), document.ne_missing(document.shift(-1))
    is_alone = (pl.col("role") == ParagraphRole.ATTENTION.value) & is_first & is_last
    paragraphs = paragraphs.filter(~is_alone.fill_null(value=False))
    return add_roles(paragraphs).with_columns(position=positions(document))


def _with_mark_of_all(marks: pl.Series, texts: pl.Series) -> pl.Series:
    """Portion marks, those included that a paragraph without one gives to the entire text."""
    rows = marks.is_null().arg_true()
    entire = texts.gather(rows).str.head(48).str.extract(_ENTIRE_TEXT).str.to_uppercase()
    return marks.scatter(rows, entire.replace(_SHORT_MARKS))


def _publish(paragraphs: pl.DataFrame, documents: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    """The columns of `Paragraphs` plus `document_id`."""
    keys = documents.select("document", "document_id").join(
        heads.select("document_id", "cable_id").unique("document_id", keep="first"),
        on="document_id",
        how="left",
        maintain_order="left",
    )
    row, number = pl.lit(paragraphs["document"]), pl.col("number")
    paragraphs = paragraphs.with_columns(
        document_id=pl.lit(keys["document_id"]).gather(row),
        cable_id=pl.lit(keys["cable_id"]).gather(row),
        anchor=_anchors(paragraphs),
    )
    label = pl.when(number.is_not_null()).then(pl.lit("#par")).otherwise(pl.lit("#pos"))
    own_id = pl.coalesce("cable_id", "document_id")
    printed = pl.coalesce("number", "position").cast(pl.String)
    return paragraphs.with_columns(
        paragraph_id=pl.concat_str(own_id, label, printed, _again(paragraphs), ignore_nulls=True)
    ).select(*Paragraphs.columns(), "document_id")


def _anchors(paragraphs: pl.DataFrame) -> pl.Series:
    """The number whose anchor a paragraph stands at or below: beside pilcrows, only they have one."""
    document, number = pl.col("document"), pl.col("number")
    with_pilcrows = paragraphs["document"].filter(paragraphs["has_pilcrow"]).unique()
    anchored = pl.when(pl.col("has_pilcrow") | ~document.is_in(with_pilcrows.implode())).then(number)
    # A null that is told apart, so that none takes the number of the telegram above.
    above_all = pl.when(document.ne_missing(document.shift(1))).then(-1)
    filled = pl.coalesce(anchored, above_all).forward_fill()
    return paragraphs.select(pl.when(filled >= 0).then(filled).cast(paragraphs.schema["number"])).to_series()


def _again(paragraphs: pl.DataFrame) -> pl.Series:
    """What tells a number from the same one further up in its document: "-2", "-3", ...; else null."""
    suffixes = pl.Series([None], dtype=pl.String).new_from_index(0, len(paragraphs))
    numbered = paragraphs.select("document", "number").with_row_index("row").drop_nulls("number")
    key = pl.col("document").cast(pl.Int64) * _ABOVE_ALL_NUMBERS + pl.col("number")
    again = numbered.filter(key.is_duplicated())
    counted = again.select("row", count=pl.int_range(1, pl.len() + 1).over("document", "number"))
    later = counted.filter(pl.col("count") > 1)
    return suffixes.scatter(later["row"], "-" + later["count"].cast(pl.String))
