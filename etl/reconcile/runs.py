"""Texts as runs of words, which compare across mirrors, and where such runs stand in cables.

Folding leaves letters and digits only, so that typographic quotes, accents, wrapped lines and lost
punctuation make no difference. No run reaches over what a writer left out ("...") or put in ("[sic]"): the
words on both sides are the cable's, but not side by side.
"""

import polars as pl

RUN_WORDS = 5
"""Words in a run: in the public corpus 1.4 % of all runs of five words stand in two cables or more, and 3.5 %
of those of four; longer ones would miss quotations in which every few words something is lost."""

SEED_EVERY = 3
"""Of a passage's runs, those that are looked for in all cables: seven words in a row hold one surely."""

SEEDS_AT_ONCE = 200_000
"""Runs that one reading of all cables looks for; more would not fit into memory."""

FORMULA_CABLES = 500
"""Runs that stand in more cables than this are turns of phrase, and lead to none of them."""

LEFT_OUT = "…"

_NOTE = r"\[[^\[\]]{0,200}\]|[\[(]?(?:\.\s?){3,}[\])]?|[\[(]?…[\])]?"
_NUMBER = (
    r"(?m)^\s*¶?\s*\d{1,3}\s?\.\s|\((?:C|S|U|SBU|FOUO|LOU)(?://?(?:NF|NOFORN|FOUO|SBU|REL[A-Z ,]{0,40}))?\)"
)
_STOCK = (
    r"(?i)\bclassified by\b[^\n]{0,150}?\breasons?:? (?:E\.?O\.? \d+,? )?1\.[45] ?(?:\([a-h]\)[ ,;/and]*)*"
    r"|\b(?:begin|end) (?:summary|comment|text|note)\b|\b(?:not )?for internet distribution\b"
    r"|\bsensitive but unclassified\b(?:[^.\n]{0,60}\baccordingly)?"
    r"|\bvisit [^.\n]{0,60}classified (?:web ?site|home ?page)[^\n]{0,20}https?://\S+"
)
"""Phrases of the form of telegrams and of their posts' letterheads: they stand in any cable."""
_INVISIBLE = r"[\x{AD}\x{200B}-\x{200D}\x{2060}\x{FEFF}]"
_HITS = {"run": pl.String, "cable_id": pl.String, "paragraph_id": pl.String, "position": pl.Int32}


def words_of(passages: pl.DataFrame) -> pl.DataFrame:
    """The words of passages, without numbers of paragraphs, portion marks, notes and stock phrases.

    Args:
        passages: `key` (a number, one a passage), `text`.

    Returns:
        One row a word: `key`, `i` (0.. in the passage), `word` (folded), `printed` (in the first word of
        what is printed without a blank), `segment` (rises where words were left out or put in).
    """
    text = pl.col("text").str.replace_all(_INVISIBLE, "").str.replace_all(_NUMBER, " ")
    for cut in (_STOCK, _NOTE):
        text = text.str.replace_all(cut, f" {LEFT_OUT} ")
    plain = pl.col("printed").str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    return (
        passages.select("key", printed=text.str.extract_all(r"\S+"))
        .explode("printed", empty_as_null=False)
        .with_columns(
            segment=(pl.col("printed") == LEFT_OUT).cum_sum().over("key"),
            word=_folded(plain).str.strip_chars().str.split(" "),
        )
        .with_row_index("token")
        .explode("word", empty_as_null=False)
        .filter(pl.col("word") != "")
        .select(
            "key",
            "word",
            "segment",
            i=pl.int_range(pl.len()).over("key"),
            printed=pl.when(pl.col("token").is_first_distinct()).then("printed"),
        )
    )


def runs_of(words: pl.DataFrame) -> pl.DataFrame:
    """Runs of `RUN_WORDS` words within segments: `key`, `i` (of the first word), `run`."""
    following = [
        pl.col("word").shift(-step).over("key", "segment").alias(f"word_{step}") for step in range(RUN_WORDS)
    ]
    return (
        words.select("key", "i", *following)
        .drop_nulls()
        .select("key", "i", run=pl.concat_str([f"word_{step}" for step in range(RUN_WORDS)], separator=" "))
    )


def find_candidates(runs: pl.DataFrame, paragraphs: pl.LazyFrame) -> pl.DataFrame:
    """The cables that may hold passages; the text of all paragraphs is read once, as a stream.

    Args:
        runs: as `runs_of` gives them.
        paragraphs: `cable_id`, `heading`, `text` and more.

    Returns:
        `key`, `cable_id`, of passages and cables that share a run which is no turn of phrase.
    """
    seeds = runs.filter(pl.col("i") % SEED_EVERY == 0).select("key", "run")
    wanted = seeds["run"].unique().sort()
    slices = [wanted.slice(start, SEEDS_AT_ONCE) for start in range(0, len(wanted), SEEDS_AT_ONCE)]
    found = [_found(part, paragraphs, "cable_id") for part in slices]
    holders = pl.concat(found or [pl.DataFrame(schema=_HITS).select("run", "cable_id")])
    telling = holders.filter(pl.len().over("run") <= FORMULA_CABLES)
    return seeds.join(telling, on="run").select("key", "cable_id").unique()


def find_runs(runs: pl.DataFrame, candidates: pl.DataFrame, paragraphs: pl.LazyFrame) -> pl.DataFrame:
    """Where the runs of passages stand in the cables that may hold them.

    Args:
        runs: as `runs_of` gives them.
        candidates: as `find_candidates` gives them.
        paragraphs: `paragraph_id`, `cable_id`, `position`, `heading`, `text`.

    Returns:
        One row a run and paragraph: `key`, `i`, `cable_id`, `paragraph_id`, `position`.
    """
    cables = candidates.select("cable_id").unique().lazy()
    wanted = runs.join(candidates, on="key", how="semi")["run"].unique().sort()
    if wanted.is_empty():
        return (
            runs.select("key", "i").clear().with_columns(**_nothing("cable_id", "paragraph_id", "position"))
        )
    near = paragraphs.join(cables, on="cable_id", how="semi")
    hits = _found(wanted, near, "cable_id", "paragraph_id", "position")
    return (
        runs.join(hits, on="run")
        .join(candidates, on=["key", "cable_id"], how="semi")
        .select("key", "i", "cable_id", "paragraph_id", "position")
    )


def _nothing(*names: str) -> dict[str, pl.Expr]:
    return {name: pl.lit(None, _HITS[name]) for name in names}


def _found(wanted: pl.Series, paragraphs: pl.LazyFrame, *columns: str) -> pl.DataFrame:
    """Which paragraphs, or what else `columns` tell, hold which of the runs."""
    # Blanks around: a run begins and ends with whole words.
    spaced = [f" {run} " for run in wanted]
    text = _folded(pl.concat_str(pl.lit(" "), "heading", pl.lit(" "), "text", pl.lit(" "), ignore_nulls=True))
    return (
        paragraphs.select(*columns, run=text.str.extract_many(spaced, overlapping=True))
        .filter(pl.col("run").list.len() > 0)
        .explode("run")
        .unique()
        .collect(engine="streaming")
        .with_columns(pl.col("run").str.strip_chars())
    )


def _folded(text: pl.Expr) -> pl.Expr:
    """Words in lower case, one blank between and around them as around the text, everything else gone."""
    # The single blanks that most words have between them are left as they are: it is twice as fast.
    return text.str.to_lowercase().str.replace_all(r" *[^a-z0-9 ][^a-z0-9]*|  +", " ")
