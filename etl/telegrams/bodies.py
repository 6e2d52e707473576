"""One row a telegram: what its paragraphs add up to, and its cleaned text."""

import polars as pl

from etl.telegrams.roles import summaries
from etl.vocabulary import Fidelity, ParagraphRole

_CUT_OFF = r"(?:\.\.\.|…)$"
_SENTENCE_END = r"[.!?:;)\]\"”’'*-]$"


def bodies_of(paragraphs: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Gather the paragraphs of each telegram.

    Args:
        paragraphs: document, number, classification, heading, role, text, n_words; in order of the text.
        documents: document, document_id, fidelity and notice.

    Returns:
        One row a telegram, those without any text included: `Bodies.bodies`.
    """
    signature = pl.col("role") == ParagraphRole.SIGNATURE.value
    notice = pl.col("role") == ParagraphRole.NOTICE.value
    attention = pl.col("role") == ParagraphRole.ATTENTION.value
    content = pl.col("text").filter(~signature & ~notice & ~attention)
    gathered = (
        paragraphs.with_columns(is_stray=_is_stray())
        .with_columns(shown=_shown())
        .group_by("document", maintain_order=True)
        .agg(
            signed_by=_once(pl.col("text").filter(signature).last()),
            n_paragraphs=pl.len().cast(pl.Int32),
            n_words=pl.col("n_words").sum().cast(pl.Int32),
            broken=content.last().str.contains(_CUT_OFF) | ~content.last().str.contains(_SENTENCE_END),
            text=pl.col("shown").filter(~attention),
        )
        # Half of what joining within the groups takes.
        .with_columns(pl.col("text").list.join("\n\n"))
    )
    joined = documents.join(gathered, on="document", how="left", maintain_order="left").join(
        summaries(paragraphs), on="document", how="left", maintain_order="left"
    )
    flattened = (pl.col("fidelity") == Fidelity.FLATTENED.value).fill_null(value=False)
    broken = pl.col("broken").fill_null(value=False) & pl.col("signed_by").is_null() & ~flattened
    return joined.select(
        "document_id",
        "summary",
        "signed_by",
        pl.col("n_paragraphs").fill_null(0),
        pl.col("n_words").fill_null(0),
        is_truncated=broken | pl.col("notice").is_not_null(),
        text=pl.col("text").fill_null(""),
    )


def _once(names: pl.Expr) -> pl.Expr:
    """A signature that stands at the end of two sections counts once: SMITH SMITH."""
    words = names.str.split(" ")
    doubled = (words.list.len() == 2) & (words.list.first() == words.list.last())
    return pl.when(doubled).then(words.list.first()).otherwise(names)


def _is_stray() -> pl.Expr:
    """True for a paragraph whose number does not run on from the one before, or that has nothing else."""
    number, new_document = pl.col("number"), pl.col("document") != pl.col("document").shift(1)
    above = number.fill_null(pl.when(new_document).then(0)).forward_fill().shift(1)
    before = pl.when(new_document).then(0).otherwise(above).fill_null(0)
    return (number != before + 1) | (number.is_not_null() & (pl.col("text") == ""))


def _shown() -> pl.Expr:
    """A paragraph as it stands in the cleaned text.

    Where the numbers of a telegram do not run on, they keep their pilcrows, without which they could not be
    told from enumerations.
    """
    number = pl.col("number")
    astray = pl.col("document").is_in(pl.col("document").filter("is_stray").unique().implode())
    return pl.concat_str(
        pl.col("heading") + "\n---\n\n",
        pl.when(astray & number.is_not_null()).then(pl.lit("¶")),
        number.cast(pl.String) + ". ",
        "(" + pl.col("classification") + ") ",
        "text",
        ignore_nulls=True,
    )
