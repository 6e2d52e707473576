"""Which cable a passage quotes, judged by the runs of words that both hold.

Two kinds of claim. A passage that its page sets off as quoted is one claim a cable, made by all its words. In
a writer's own paragraph each stretch of a cable's words nearly in a row is a claim by itself, and must be
longer. Claims on the same words are rivals, and the one with most words wins; where two have as many, what
the writer tells of the cable decides, and what else the page quotes; where nothing decides, none wins.
"""

import polars as pl

from etl.reconcile.runs import RUN_WORDS

MIN_WORDS = 10
"""Words of a marked passage that its cable must hold; fewer are turns of phrase too often."""

MIN_SHARE = 0.5
"""Share of a marked passage's words that its cable must hold: the others may be lost, or the writer's."""

MIN_STRETCH = 20
"""Words from end to end of a stretch that nothing marks as quoted."""

MIN_DENSITY = 0.75
"""Share of the words of such a stretch that its cable must hold."""

MAX_GAP = 6
"""Words in a row that a stretch may hold and its cable does not."""

LEAD_WORDS = 3
"""Words that a claim must hold more than its rivals to be the better one."""

SHORT_WORDS = 6
"""Words that are enough where another passage of the page quotes the same cable for sure."""


def claims_of(found: pl.DataFrame, passages: pl.DataFrame) -> pl.DataFrame:
    """The claims of cables on passages.

    Args:
        found: where runs stand: `key`, `i`, `cable_id`, `paragraph_id`, `position`.
        passages: `key`, `is_marked`, `n_words`.

    Returns:
        One row a claim: `key`, `cable_id`, `first` and `last` (the words that it is about), `n_found`
        (how many of them the cable holds), `share`, `is_sure` (enough words to stand alone).
    """
    stretches = _stretches(found).join(passages.select("key", "is_marked", "n_words"), on="key")
    marked = (
        stretches.filter("is_marked")
        .group_by("key", "cable_id")
        .agg(pl.col("n_words").first(), pl.col("n_found").sum())
        .select("key", "cable_id", "n_found", first=pl.lit(0, pl.Int64), last=pl.col("n_words") - 1)
        .filter(pl.col("n_found") >= SHORT_WORDS, pl.col("n_found") >= MIN_SHARE * (pl.col("last") + 1))
        .with_columns(is_sure=pl.col("n_found") >= MIN_WORDS)
    )
    length = pl.col("last") - pl.col("first") + 1
    within = (
        stretches.join(marked, on="key", how="anti")
        .filter(length >= MIN_STRETCH, pl.col("n_found") >= MIN_DENSITY * length)
        .select("key", "cable_id", "n_found", "first", "last", is_sure=pl.lit(value=True))
    )
    return pl.concat([marked, within]).with_columns(share=pl.col("n_found") / length)


def winners_of(claims: pl.DataFrame, passages: pl.DataFrame, cables: pl.DataFrame) -> pl.DataFrame:
    """Choose among the claims on the same words.

    Args:
        claims: as `claims_of` gives them.
        passages: `key`, `document_id`, `listed_cable_id`, `told_at`, `told_origin`: null where the
            writer does not tell.
        cables: `cable_id`, `created_at`, `origin` of the cables held.

    Returns:
        One row a group of rivals, the best one: the columns of `claims`, `rivals` (the cables that hold
        as many of the words, joined by ';', its own among them), and `cable_id` null where nothing decides.
    """
    told = passages.select("key", "document_id", "listed_cable_id", "told_at", "told_origin")
    weighed = (
        _grouped(claims)
        .join(told, on="key")
        .join(cables.select("cable_id", "created_at", "origin"), on="cable_id", how="left")
        .with_columns(weight=_weight(), most=pl.col("n_found").max().over("key", "group"))
    )
    best = weighed.filter(pl.col("n_found") > pl.col("most") - LEAD_WORDS)
    sure = _decided(best.with_columns(is_of_page=pl.lit(value=False))).filter("is_sure", "is_decided")
    quoted = sure.select("document_id", "cable_id").unique().with_columns(is_of_page=pl.lit(value=True))
    again = best.join(quoted, on=["document_id", "cable_id"], how="left").with_columns(
        pl.col("is_of_page").fill_null(value=False)
    )
    return (
        _decided(again)
        .filter(pl.col("is_sure") | pl.col("is_of_page"))
        .select(
            "key",
            "first",
            "last",
            "n_found",
            "share",
            "rivals",
            cable_id=pl.when("is_decided").then("cable_id"),
        )
    )


def _stretches(found: pl.DataFrame) -> pl.DataFrame:
    """Words of one cable nearly in a row: `key`, `cable_id`, `first`, `last`, `n_found`."""
    runs = found.select("key", "cable_id", "i").unique().sort("key", "cable_id", "i")
    step = (pl.col("i") - pl.col("i").shift()).over("key", "cable_id")
    starts = (step > RUN_WORDS + MAX_GAP).fill_null(value=True)
    return (
        runs.with_columns(
            stretch=starts.cum_sum().over("key", "cable_id"),
            n_new=pl.when(starts).then(RUN_WORDS).otherwise(step.clip(upper_bound=RUN_WORDS)),
        )
        .group_by("key", "cable_id", "stretch")
        .agg(first=pl.col("i").min(), last=pl.col("i").max() + RUN_WORDS - 1, n_found=pl.col("n_new").sum())
        .drop("stretch")
    )


def _grouped(claims: pl.DataFrame) -> pl.DataFrame:
    """Numbers claims on the same words of a passage alike: `group`."""
    ordered = claims.sort("key", "first", "last", "cable_id")
    reached = pl.col("last").cum_max().shift().over("key")
    is_apart = (pl.col("first") > reached - MIN_WORDS).fill_null(value=True)
    return ordered.with_columns(group=is_apart.cum_sum().over("key"))


def _weight() -> pl.Expr:
    """How far a cable is the one that the writer tells of: its id 4, its day 2, its post 1."""
    days = (pl.col("created_at").dt.date() - pl.col("told_at").dt.date()).dt.total_days().abs()
    signs = (
        4 * (pl.col("cable_id") == pl.col("listed_cable_id")),
        2 * (days <= 1),
        pl.col("origin") == pl.col("told_origin"),
    )
    return pl.sum_horizontal(sign.fill_null(value=False).cast(pl.Int32) for sign in signs)


def _decided(best: pl.DataFrame) -> pl.DataFrame:
    """The best claim of each group, with its rivals and whether anything tells it from them."""
    order = ["weight", "is_of_page"]
    group = ["key", "group"]
    ranked = best.sort(
        *group, *order, "n_found", "cable_id", descending=[False, False, True, True, True, False]
    )
    return ranked.group_by(group, maintain_order=True).agg(
        pl.col(
            "document_id",
            "cable_id",
            "first",
            "last",
            "n_found",
            "share",
            "is_sure",
            "is_of_page",
        ).first(),
        rivals=pl.col("cable_id").unique().sort().str.join(";"),
        is_decided=(pl.struct(order) == pl.struct(order).first()).sum() == 1,
    )
