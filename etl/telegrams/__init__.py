"""The telegram itself, columnar: identifiers, envelope, caption, paragraphs, signature.

Belongs here: what the text of a telegram says. Does not: how a page wraps it (`pages`), and which of several
copies of a cable counts (`reconcile`).
"""

from concurrent.futures import ThreadPoolExecutor

import polars as pl

from etl.schemas import PARSED, CableReferences, Findings, Paragraphs, ParsedTelegrams, Recipients, Tags
from etl.telegrams.coverage import words_lost
from etl.telegrams.findings import (
    body_findings,
    coverage_findings,
    head_findings,
    reference_findings,
    tag_findings,
)
from etl.telegrams.heads import read_heads
from etl.telegrams.listing import listing_findings
from etl.telegrams.paragraphs import parse_bodies
from etl.telegrams.recipients import parse_recipients
from etl.telegrams.references import parse_references
from etl.telegrams.split import split_telegrams
from etl.telegrams.tags import parse_tags
from etl.vocabulary import Fidelity

__all__ = ["parse_telegrams"]

MIN_CHUNK = 1_000
"""Telegrams below which a second thread costs more than it saves: a call has a fixed cost of its own."""


def parse_telegrams(pages: pl.DataFrame) -> ParsedTelegrams:
    """Read the telegrams of a batch of pages, in as many threads as Polars has.

    Args:
        pages: rows of `Pages`; those without a telegram yield nothing.

    Returns:
        The tables' rows keyed by document, cables in the order of `pages`; see `ParsedTelegrams`. No row
        depends on which pages share a batch or a thread.
    """
    pages = pages.filter(pl.col("telegram").is_not_null())
    n_chunks = max(1, min(pl.thread_pool_size(), pages.height // MIN_CHUNK))
    if n_chunks == 1:
        return _parse(pages)
    size = -(-pages.height // n_chunks)
    chunks = [pages.slice(start, size) for start in range(0, pages.height, size)]
    # Most steps hold one of Polars' threads only; Polars lets go of the interpreter, so chunks run at once.
    with ThreadPoolExecutor(n_chunks) as pool:
        parts = list(pool.map(_parse, chunks))
    return ParsedTelegrams(*(pl.concat(frames) for frames in zip(*parts, strict=True)))


def _parse(pages: pl.DataFrame) -> ParsedTelegrams:
    """All steps over the telegrams of a chunk."""
    split = split_telegrams(pages)
    heads = read_heads(pages, split)
    paragraphs, bodies = parse_bodies(split, heads.select("document_id", "cable_id"))
    own_envelopes = split.filter(~heads["is_foreign"]).select("document_id", "envelope")
    tags = _keyed(parse_tags(heads), heads, Tags)
    recipients = _keyed(parse_recipients(own_envelopes), heads, Recipients)
    references = _keyed(parse_references(heads), heads, CableReferences)
    whole = heads.join(bodies, on="document_id", how="left", maintain_order="left").with_columns(
        n_words_lost=words_lost(split, paragraphs)["n_words_lost"]
    )
    return ParsedTelegrams(
        cables=_cables(whole, split),
        paragraphs=paragraphs.select("document_id", *Paragraphs.columns()),
        tags=tags,
        recipients=recipients,
        cable_references=references,
        findings=pl.concat(
            [
                head_findings(heads),
                listing_findings(heads, tags, references),
                tag_findings(tags),
                reference_findings(references),
                body_findings(whole),
                coverage_findings(whole),
            ]
        ).select(*Findings.columns()),
    )


def _keyed(
    rows: pl.DataFrame, heads: pl.DataFrame, table: type[Tags] | type[Recipients] | type[CableReferences]
) -> pl.DataFrame:
    """Adds the cable's id to rows that know their document."""
    keyed = rows.join(
        heads.select("document_id", "cable_id"), on="document_id", how="left", maintain_order="left"
    )
    return keyed.select("document_id", *(name for name in table.columns() if name in keyed.columns))


def _cables(whole: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    """The frame `cables` of `ParsedTelegrams`."""
    flattened = pl.col("fidelity") == Fidelity.FLATTENED.value
    caption = pl.when(flattened).then(split["caption"].str.to_lowercase()).otherwise(split["caption"])
    text = whole.select(
        text=pl.concat_str(caption, pl.col("text").fill_null(""), separator="\n\n")
    ).to_series()
    # Stripping copies every text, and few need it.
    edges = text.str.head(1) + text.str.tail(1)
    open_ends = edges.str.contains(r"\s").arg_true()
    text = text.scatter(open_ends, text.gather(open_ends).str.strip_chars())
    rows = whole.with_columns(
        text=text,
        n_paragraphs=pl.col("n_paragraphs").fill_null(0),
        n_words=pl.col("n_words").fill_null(0),
        is_partial=pl.col("notice").is_not_null()
        | pl.col("is_truncated").fill_null(value=False)
        | (pl.col("n_paragraphs") == 0),
    )
    columns = pl.Schema(PARSED["cables"])
    return rows.select(*columns).cast(columns)
