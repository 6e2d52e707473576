"""Which cable a document holds when its own witnesses are weak: the words decide.

A section line in the text says most surely which cable a telegram is. A document that has none is told by
its envelope, by the page, or not at all, and the page may be another cable's. Its words are then looked for
in the texts of other cables, and held against those of the cable that it is said to be. Sketches find
candidates by a join; the few that are left are compared by all their shingles. Nothing is compared with all.
"""

from collections.abc import Callable

import polars as pl

from etl.telegrams.shingles import shingles
from etl.vocabulary import Fidelity, IdBasis

MIN_SHARE = 0.9
"""Share of a document's shingles that a text must hold to be the same telegram, or more of it: redacted
copies have over nine tenths in common, two telegrams made from one form up to eight."""

MAX_APART = 0.3
"""Share of shingles below which two texts of one id are two telegrams: those of a post share their forms."""

NEARER = 0.03
"""Share of its shingles by which a document must be nearer to another cable's text than to its own."""

MIN_SHINGLES = 12
"""Of a text whose words can decide: some twenty-five words."""

LIKELY_APART = 0.5
"""Share of a sketch below which two texts of one id are worth comparing word by word."""

WHOLE_SHARE = 0.95
"""Share of another text that a document without any id must hold to be a fuller copy of it."""

CANDIDATES = 3
"""Texts that a document is compared with word by word."""

COMPARED_PAIRS = 2_000
"""Pairs of texts compared at once: some thirty megabytes."""

MAX_HOLDERS = 50
"""Cables beyond which a shingle is a form of words, and leads to none of them."""

Texts = Callable[[pl.DataFrame], pl.DataFrame]
"""Gives `document_id` and `text` of the documents whose `document_id` it is given."""

MATCHES = {
    "document_id": pl.String,
    "matched_cable_id": pl.String,
    "matched_document_id": pl.String,
    "match_share": pl.Float64,
}


def match_documents(catalog: pl.DataFrame, sketches: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Find the documents that hold another cable than they say, or do not say which.

    Args:
        catalog: one row a telegram: `document_id`, `cable_id`, `id_basis`, `fidelity`, `is_partial`,
            `n_words`, `text_hash`.
        sketches: `document_id`, `n_shingles`, `sketch`.
        texts: gives the words of documents.

    Returns:
        One row a document whose words were found elsewhere, or are not those of its cable: `document_id`;
        `matched_cable_id`, the cable whose words they are, null where no cable's are and the document's
        own witness is weaker than that of the cable's other documents; `matched_document_id`, the one that
        it was compared with; `match_share`, the share (0..1) of its shingles in common.
    """
    anchored = _anchored(catalog)
    overlaps = _overlaps(anchored, sketches, texts)
    anchored = anchored.join(overlaps, on="document_id", how="left", maintain_order="left")
    found = _found(anchored, sketches, texts)
    rank, rank_of_anchor = (pl.col(name).replace_strict(_RANKS) for name in ("id_basis", "anchor_basis"))
    apart = anchored.filter(_is_odd()).select(
        "document_id",
        matched_cable_id=pl.when(rank <= rank_of_anchor).then("cable_id"),
        matched_document_id="anchor_id",
        match_share="overlap",
    )
    left = apart.join(found, on="document_id", how="anti")
    return pl.concat([found, left]).cast(pl.Schema(MATCHES)).sort("document_id")


_RANKS = {basis.value: rank for rank, basis in enumerate(IdBasis)}


def _anchored(catalog: pl.DataFrame) -> pl.DataFrame:
    """Adds the document that says most surely what its cable's words are: `anchor_id`, `_basis`, `_hash`."""
    known = catalog.filter(pl.col("cable_id").is_not_null())
    anchors = (
        known.sort(
            pl.col("id_basis").replace_strict(_RANKS),
            pl.col("fidelity") == Fidelity.FLATTENED.value,
            "is_partial",
            -pl.col("n_words"),
            "document_id",
        )
        .unique("cable_id", keep="first", maintain_order=True)
        .select("cable_id", anchor_id="document_id", anchor_basis="id_basis", anchor_hash="text_hash")
    )
    return catalog.join(anchors, on="cable_id", how="left", maintain_order="left")


def _is_odd() -> pl.Expr:
    """Whether a document's words are not those of its anchor."""
    return (pl.col("overlap") < MAX_APART).fill_null(value=False)


def _is_sure() -> pl.Expr:
    return pl.col("id_basis").eq_missing(IdBasis.TEXT.value)


def _overlaps(anchored: pl.DataFrame, sketches: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """How far words are those of the anchor, where that is in doubt: `document_id`, `overlap` (0..1)."""
    pairs = anchored.filter(
        pl.col("document_id") != pl.col("anchor_id"), pl.col("text_hash") != pl.col("anchor_hash")
    )
    other = sketches.rename({name: f"anchor_{name}" for name in ("n_shingles", "sketch")})
    compared = (
        pairs.select("document_id", "anchor_id", "cable_id", is_weak=~_is_sure())
        .join(sketches, on="document_id")
        .join(other, left_on="anchor_id", right_on="document_id")
        .filter(pl.min_horizontal("n_shingles", "anchor_n_shingles") >= MIN_SHINGLES)
    )
    common = pl.col("sketch").list.set_intersection("anchor_sketch").list.len()
    smaller = pl.min_horizontal(pl.col("sketch", "anchor_sketch").list.len())
    doubtful = compared.filter(pl.col("is_weak") | (common < LIKELY_APART * smaller))
    shared = _compared(doubtful.select("document_id", "cable_id", other_id="anchor_id"), texts)
    return shared.select("document_id", overlap=pl.max_horizontal("share", "share_of_other"))


def _found(anchored: pl.DataFrame, sketches: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """The documents whose words are another cable's; rows as `match_documents` gives them."""
    is_nameless = pl.col("cable_id").is_null()
    is_alone = (pl.col("anchor_basis") == IdBasis.LISTING.value).fill_null(value=False)
    differs = pl.col("overlap").is_not_null()
    searched = anchored.filter((is_nameless | differs | is_alone) & ~_is_sure())
    pairs = _candidates(searched, anchored.filter(~is_nameless & ~_is_odd()), sketches)
    shared = (
        _compared(pairs, texts)
        .join(anchored.select(other_id="document_id", matched="cable_id", is_cut="is_partial"), on="other_id")
        .join(anchored.select("document_id", "cable_id", "overlap"), on="document_id")
    )
    of_other = pl.col("share_of_other")
    holds_it = (pl.col("is_cut") & (of_other >= MIN_SHARE)) | (is_nameless & (of_other >= WHOLE_SHARE))
    nearer = pl.max_horizontal("share", "share_of_other") > pl.col("overlap") + NEARER
    best = (
        shared.filter((pl.col("share") >= MIN_SHARE) | holds_it, nearer.fill_null(value=True))
        .sort("document_id", "share", "matched", "other_id", descending=[False, True, False, False])
        .unique("document_id", keep="first", maintain_order=True)
    )
    # The other document may itself be another cable's than its page says.
    moved = best.select(other_id="document_id", moved="matched")
    return best.join(moved, on="other_id", how="left").select(
        "document_id",
        matched_cable_id=pl.coalesce("moved", "matched"),
        matched_document_id="other_id",
        match_share="share",
    )


def _candidates(searched: pl.DataFrame, held: pl.DataFrame, sketches: pl.DataFrame) -> pl.DataFrame:
    """For each searched document the held ones that share most of its sketch: pairs, see `_compared`.

    A document that is told by its page alone tells only such as have no id at all.
    """
    if searched.is_empty():
        return pl.DataFrame(schema=dict.fromkeys(("document_id", "other_id", "cable_id"), pl.String))
    long = sketches.filter(pl.col("n_shingles") >= MIN_SHINGLES).select("document_id", shingle="sketch")
    wanted = searched.select("document_id", own="cable_id").join(long, on="document_id").explode("shingle")
    others = held.join(sketches, on="document_id").with_row_index("other")
    holders = (
        others.select("other", shingle="sketch")
        .explode("shingle")
        .join(wanted.select("shingle").unique(), on="shingle", how="semi")
        .join(others.select("other", "cable_id", "id_basis", other_id="document_id"), on="other")
        .filter(pl.col("cable_id").n_unique().over("shingle") <= MAX_HOLDERS)
    )
    is_witness = (pl.col("id_basis") != IdBasis.LISTING.value) | pl.col("own").is_null()
    return (
        wanted.join(holders, on="shingle")
        .filter(is_witness & pl.col("own").ne_missing(pl.col("cable_id")))
        .group_by("document_id", "other_id", "cable_id")
        .agg(hits=pl.len())
        .sort("document_id", "hits", "other_id", descending=[False, True, False])
        .group_by("document_id", maintain_order=True)
        .head(CANDIDATES)
        .select("document_id", "other_id", "cable_id")
    )


def _compared(pairs: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    """Adds to pairs of documents the share of the shingles of each in common: `share`, `share_of_other`.

    Args:
        pairs: `document_id`, `other_id`, and `cable_id` of the other: texts of one time lie close together.
        texts: gives the words.

    Returns:
        The pairs without `cable_id`.
    """
    ordered = pairs.sort("cable_id", "document_id", "other_id").drop("cable_id")
    starts = range(0, max(1, pairs.height), COMPARED_PAIRS)
    return pl.concat([_compare(ordered.slice(start, COMPARED_PAIRS), texts) for start in starts])


def _compare(pairs: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    both = pl.concat([pairs.select("document_id"), pairs.select(document_id="other_id")]).unique()
    told = shingles(texts(both)).select("document_id", "shingle").unique()
    other = told.rename({"document_id": "other_id"})
    common = (
        pairs.join(told, on="document_id")
        .join(other, on=["other_id", "shingle"])
        .group_by("document_id", "other_id")
        .agg(common=pl.len())
    )
    return (
        pairs.join(common, on=["document_id", "other_id"], how="left")
        .join(told.group_by("document_id").agg(n=pl.len()), on="document_id")
        .join(other.group_by("other_id").agg(n_other=pl.len()), on="other_id")
        .with_columns(pl.col("common").fill_null(0))
        .with_columns(
            share=pl.col("common") / pl.col("n"), share_of_other=pl.col("common") / pl.col("n_other")
        )
    )
