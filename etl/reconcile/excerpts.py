"""Excerpts to their cable: passages that pages quote are found in full cables by their words.

A page that holds no telegram comes as its passages: those that it sets off as quoted, quotations inside the
writer's own paragraphs, and those paragraphs, in which a cable may be quoted without a sign. The first two
are rows whether their cable is held or not; of the last only what a cable holds. An excerpt never makes a
cable.
"""

import polars as pl

from etl.reconcile.quotations import claims_of, winners_of
from etl.reconcile.runs import LEFT_OUT, find_candidates, find_runs, runs_of, words_of
from etl.schemas import Excerpts
from etl.vocabulary import PassageKind

LINKS = {"document_id": pl.String, "linked_cable_id": pl.String, "link_detail": pl.String}
"""One row a page with excerpts: the cable held of which it quotes most, and a line on what is known of it."""

NO_LINKS = pl.DataFrame(schema=LINKS)


def find_excerpts(passages: pl.DataFrame, paragraphs: pl.LazyFrame, cables: pl.DataFrame) -> pl.DataFrame:
    """Link each passage to the one cable that it quotes, where that is sure.

    Args:
        passages: rows of `Passages`.
        paragraphs: `paragraph_id`, `cable_id`, `position`, `heading`, `text` of the cables held; each text is
            read once to find candidates, those of candidates a second time.
        cables: `cable_id`, `created_at`, `origin` of the cables held.

    Returns:
        Rows of `Excerpts`: a linked passage has `cable_id`, one that several cables hold alike and nothing
        decides has them in `rival_cable_ids` alone, one that no cable holds has neither.
    """
    keyed = passages.sort("document_id", "position", "kind").with_row_index("key")
    words = words_of(keyed)
    counts = words.group_by("key").agg(n_words=pl.len().cast(pl.Int64))
    is_marked = pl.col("kind") != PassageKind.PROSE.value
    keyed = keyed.join(counts, on="key", how="left", maintain_order="left").with_columns(
        pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars(),
        pl.col("n_words").fill_null(0),
        is_marked=is_marked,
    )
    runs = runs_of(words)
    found = find_runs(runs, find_candidates(runs, paragraphs), paragraphs)
    winners = winners_of(claims_of(found, keyed), keyed, cables)
    rows = _rows(keyed, winners, words).join(
        _paragraph_ids(winners, found), on=["key", "first"], how="left", maintain_order="left"
    )
    return rows.with_columns(
        position=pl.int_range(1, pl.len() + 1).over("document_id"),
        rival_cable_ids=pl.when(pl.col("rivals") != pl.col("cable_id").fill_null("")).then("rivals"),
    ).select(pl.col(name).cast(dtype) for name, dtype in pl.Schema(Excerpts).items())


def link_documents(excerpts: pl.DataFrame) -> pl.DataFrame:
    """What becomes of the pages that quote.

    Args:
        excerpts: rows of `Excerpts`.

    Returns:
        Rows of `LINKS`, one a page; `linked_cable_id` is null where no passage is surely of a cable held.
    """
    ordered = excerpts.sort("document_id", "position")
    return (
        ordered.group_by("document_id", "cable_id", maintain_order=True)
        .agg(
            pl.col("paragraph_ids").str.split(";").explode(empty_as_null=False).unique(maintain_order=True),
            _once("rival_cable_ids"),
            share=(pl.col("share") * pl.col("n_words")).sum() / pl.col("n_words").sum(),
            n_words=pl.col("n_words").sum(),
            told=_told(),
        )
        .sort(
            pl.col("cable_id").is_null(), -pl.col("n_words").cast(pl.Int64), "cable_id", maintain_order=True
        )
        .unique("document_id", keep="first", maintain_order=True)
        .select("document_id", linked_cable_id="cable_id", link_detail=_detail())
        .sort("document_id")
        .cast(pl.Schema(LINKS))
    )


def _once(column: str) -> pl.Expr:
    return pl.col(column).drop_nulls().unique(maintain_order=True).str.join(", ")


def _told() -> pl.Expr:
    """What the writer tells of the cable that is quoted, empty where nothing is."""
    day = pl.col("told_at").dt.strftime("%Y-%m-%d")
    known = pl.concat_str("listed_cable_id", day, "told_origin", separator=", ", ignore_nulls=True)
    return known.filter(known != "").unique(maintain_order=True).str.join("; ")


def _detail() -> pl.Expr:
    percent = (pl.col("share") * 100).round().cast(pl.Int32)
    paragraphs = pl.col("paragraph_ids").list.join(";")
    told = (
        pl.when(pl.col("told") != "").then(pl.format("; its page tells of {}", "told")).otherwise(pl.lit(""))
    )
    return (
        pl.when(pl.col("cable_id").is_not_null())
        .then(pl.format("an excerpt: quotes {} ({}% of its words run alike)", paragraphs, percent))
        .when(pl.col("rival_cable_ids") != "")
        .then(pl.format("an excerpt of a cable, and {} hold its words alike{}", "rival_cable_ids", told))
        .otherwise(pl.format("an excerpt of a cable, and no cable held contains its words{}", told))
    )


def _rows(keyed: pl.DataFrame, winners: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """One row an excerpt, in the order of the page: marked passages whole, others as far as a cable goes."""
    joined = keyed.join(winners, on="key", how="left")
    is_whole = pl.col("is_marked") & ((pl.col("last") - pl.col("first") + 1) == pl.col("n_words"))
    whole = joined.filter(is_whole | (pl.col("is_marked") & pl.col("first").is_null()))
    within = joined.filter(pl.col("first").is_not_null() & ~is_whole)
    printed = (
        within.select("key", "first", "last")
        .join(words, on="key")
        .filter(pl.col("i").is_between("first", "last"))
        .with_columns(was_left_out=pl.col("segment") != pl.col("segment").shift().over("key", "first"))
        .group_by("key", "first", maintain_order=True)
        .agg(
            text=pl.when("was_left_out")
            .then(pl.format(LEFT_OUT + " {}", "printed"))
            .otherwise("printed")
            .drop_nulls()
            .str.join(" ")
        )
    )
    within = (
        within.drop("text")
        .join(printed, on=["key", "first"])
        .with_columns(n_words=pl.col("last") - pl.col("first") + 1)
    )
    return _told_once(pl.concat([whole, within.select(whole.columns)])).sort("key", "first")


def _told_once(rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out the quotations inside a paragraph that is one as a whole, or the stretch that they fill."""
    place = ["document_id", "position"]
    is_inner = pl.col("kind") == PassageKind.QUOTATION.value
    linked_words = pl.col("n_words").filter(pl.col("first").is_not_null() & is_inner).sum().over(place)
    other_words = pl.col("n_words").filter(~is_inner).sum().over(place)
    fill = (linked_words > 0) & (linked_words >= other_words)
    return rows.filter(pl.when(is_inner).then(fill | (other_words == 0)).otherwise(~fill))


def _paragraph_ids(winners: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The paragraphs that hold each winner: `key`, `first`, `paragraph_id` (of most), `paragraph_ids`."""
    held = (
        winners.select("key", "first", "last", "cable_id")
        .join(found, on=["key", "cable_id"])
        .filter(pl.col("i").is_between("first", "last"))
        .with_columns(n=pl.len().over("key", "first", "paragraph_id"))
        .sort(
            "key",
            "first",
            "i",
            "n",
            "position",
            "paragraph_id",
            descending=[False, False, False, True, False, False],
        )
        # A run that stands in two paragraphs belongs to the one that has more of the passage.
        .unique(["key", "first", "i"], keep="first", maintain_order=True)
        .group_by("key", "first", "paragraph_id", "position")
        .agg(n=pl.len())
        .filter((pl.col("n") > 1) | (pl.col("n") == pl.col("n").max().over("key", "first")))
        .sort("key", "first", "position", "paragraph_id")
    )
    return held.group_by("key", "first", maintain_order=True).agg(
        paragraph_id=pl.col("paragraph_id").sort_by("n", descending=True, maintain_order=True).first(),
        paragraph_ids=pl.col("paragraph_id").str.join(";"),
    )
