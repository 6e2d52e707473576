"""Excerpts to their cable: quoted passages are found in the paragraphs of full cables by their words.

A passage is cut into runs of `RUN_WORDS` words. Folding everything but letters and digits makes typographic
quotes, wrapped lines and lost punctuation alike, so runs compare across mirrors. An excerpt is linked to the
cable that holds most of its runs, when that is at least `MIN_SHARE` of them.
"""

import polars as pl

RUN_WORDS = 7
"""Words in a run: on the public corpus, seven words in a row hardly ever stand in two cables by chance."""

MIN_SHARE = 0.5
"""Share of an excerpt's runs that its cable must hold; quotes are often shortened, so not all."""

LINKS = {
    "document_id": pl.String,
    "linked_cable_id": pl.String,
    "linked_paragraph_ids": pl.String,
    "share": pl.Float64,
    "link_detail": pl.String,
}


def folded(column: str) -> pl.Expr:
    """Words of a text in lower case, one blank between them, everything else gone."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^a-z0-9]+", " ").str.strip_chars()


def link_excerpts(excerpts: pl.DataFrame, paragraphs: pl.LazyFrame) -> pl.DataFrame:
    """Link each excerpt to the one cable whose paragraphs hold its words.

    Args:
        excerpts: one row an excerpt: `document_id`, `telegram` (the quoted passages).
        paragraphs: `paragraph_id`, `cable_id`, `text` of the cables held.

    Returns:
        One row a linked excerpt: `document_id`, `linked_cable_id`, `linked_paragraph_ids` (joined by ';', in
        order), `share` of its runs found (0..1), `link_detail` (one line).
    """
    runs = _runs(excerpts)
    if runs.is_empty():
        return pl.DataFrame(schema=LINKS)
    found = _find_runs(runs, paragraphs)
    totals = runs.group_by("document_id").agg(n_runs=pl.col("run").n_unique())
    per_cable = (
        found.group_by("document_id", "cable_id")
        .agg(
            n_found=pl.col("run").n_unique(),
            linked_paragraph_ids=pl.col("paragraph_id").unique(maintain_order=True).str.join(";"),
        )
        .join(totals, on="document_id")
        .with_columns(share=pl.col("n_found") / pl.col("n_runs"))
        .filter(pl.col("share") >= MIN_SHARE)
        .sort("document_id", "share", "cable_id", descending=[False, True, False])
        .unique("document_id", keep="first", maintain_order=True)
    )
    percent = (pl.col("share") * 100).round().cast(pl.Int32)
    return per_cable.select(
        "document_id",
        linked_cable_id="cable_id",
        linked_paragraph_ids="linked_paragraph_ids",
        share="share",
        link_detail=pl.format(
            "an excerpt: quotes {} ({}% of its words run alike)", "linked_paragraph_ids", percent
        ),
    ).cast(LINKS)  # type: ignore[arg-type]


def _runs(excerpts: pl.DataFrame) -> pl.DataFrame:
    """All runs of `RUN_WORDS` words of each passage: `document_id`, `run`."""
    passages = (
        excerpts.select("document_id", passage=pl.col("telegram").str.split("\n\n"))
        .explode("passage")
        .select("document_id", words=folded("passage").str.split(" "))
        .with_row_index("passage_number")
    )
    words = passages.explode("words").with_columns(
        [
            pl.col("words").shift(-offset).over("passage_number").alias(f"word_{offset}")
            for offset in range(RUN_WORDS)
        ]
    )
    return (
        words.drop_nulls()
        .select(
            "document_id",
            run=pl.concat_str([f"word_{offset}" for offset in range(RUN_WORDS)], separator=" "),
        )
        .unique(maintain_order=True)
    )


def _find_runs(runs: pl.DataFrame, paragraphs: pl.LazyFrame) -> pl.DataFrame:
    """Where the runs stand: `document_id`, `run`, `cable_id`, `paragraph_id`, in the order of paragraphs."""
    patterns = runs["run"].unique().sort().to_list()
    texts = paragraphs.select("paragraph_id", "cable_id", position=pl.col("position"), folded=folded("text"))
    hits = (
        texts.filter(pl.col("folded").str.contains_any(patterns))
        .select(
            "paragraph_id",
            "cable_id",
            "position",
            run=pl.col("folded").str.extract_many(patterns, overlapping=True),
        )
        .explode("run")
        .unique()
        .sort("cable_id", "position", "run")
        .collect(engine="streaming")
    )
    return hits.join(runs, on="run").sort("document_id", "cable_id", "position")
