"""Bodies of generated telegrams: numbered paragraphs below headings, page lines, signature, damage; columnar."""

import numpy as np
import polars as pl

from tests.benchmarks.dump_heads import Chance, written
from tests.benchmarks.dump_index import profile, quantiles
from tests.benchmarks.dump_text import PAGE_BREAK, Language, Layout, paragraphs

SENTENCE_WORDS = 19
EXTRAS = ("counted", "priced", "forces", "armed", "near", "figure")
WARLIKE = {"forces", "armed", "near", "figure"}
MARKS = {"CONFIDENTIAL": "C", "SECRET": "S"}
OTHER_MARKS = ["C", "S", "SBU", "U", "S/NF", "C/NF", "SBU"]
LETTERS_OF_PAGE = 4_000


def compose_bodies(cables: pl.DataFrame, language: Language, chance: Chance, scale: float) -> pl.DataFrame:
    """The bodies of a batch, from the first heading to the signature.

    Args:
        cables: rows of `dump_index.index`, with `classification`.
        language: words and sentences.
        chance: the source of chance, for as many cables.
        scale: how many paragraphs there are, to those measured.

    Returns:
        `cables` with `body` and `n_sections`.
    """
    of_cables = pl.DataFrame({name: chance.share(name) for name in profile()["shares"]})
    n_paragraphs = np.maximum(quantiles("paragraphs", chance.size, chance.rng, scale), 1)
    rows = _paragraph_rows(of_cables, n_paragraphs)
    n_rows = rows.height
    inner = Chance(n_rows, chance.rng)
    sentences, counts = _sentences(language, rows["cable"].to_numpy(), chance.rng)
    layout = Layout(
        rows["wrapped"].to_numpy(),
        (rows["page_lines"] & pl.Series(chance.rng.random(n_rows) < 0.2)).to_numpy(),
        (rows["bulleted"] & pl.Series(chance.rng.random(n_rows) < 0.2)).to_numpy(),
    )
    texts = pl.Series(paragraphs(language, sentences, counts, layout, chance.rng))
    return _assembled(_decorated(rows, texts, cables, inner), cables, chance)


def _paragraph_rows(of_cables: pl.DataFrame, n_paragraphs: np.ndarray) -> pl.DataFrame:
    """One row a paragraph: `cable`, `number`, `is_last`, and the shares that its cable is of."""
    cable = np.repeat(np.arange(n_paragraphs.size), n_paragraphs)
    first = np.cumsum(n_paragraphs) - n_paragraphs
    number = np.arange(cable.size) - first[cable] + 1
    return of_cables[cable].with_columns(
        cable=pl.Series(cable), number=pl.Series(number), is_last=pl.Series(number == n_paragraphs[cable])
    )


def _sentences(
    language: Language, cable: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Sentences of all paragraphs, and how many are each one's: plain ones, and what its topics add."""
    n_rows = cable.size
    words = quantiles("paragraph_words", n_rows, rng)
    plain = np.maximum(np.round(words / SENTENCE_WORDS + rng.uniform(-0.4, 0.4, n_rows)), 1).astype(np.int64)
    shares = profile()["shares_of_paragraphs"]
    # Longer paragraphs touch on more; and of forces and arms, a few cables tell much and most nothing.
    longer = words / words.mean()
    warlike = longer**2 * rng.gamma(0.5, 2.0, cable[-1] + 1)[cable]
    topics = [rng.random(n_rows) < shares[name] * (warlike if name in WARLIKE else longer) for name in EXTRAS]
    plain = np.maximum(plain - np.sum(topics, axis=0), 1)
    keys, drawn = [], []
    for name, counts in (("plain", plain), *zip(EXTRAS, topics, strict=True)):
        paragraph = np.repeat(np.arange(n_rows), counts)
        keys.append(paragraph + rng.random(paragraph.size))
        drawn.append(rng.choice(language.groups[name], paragraph.size))
    order = np.argsort(np.concatenate(keys))
    return np.concatenate(drawn)[order], plain + np.sum(topics, axis=0)


def _decorated(rows: pl.DataFrame, texts: pl.Series, cables: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Paragraphs with heading, number, mark and label; `cable`, `text`."""
    level = cables["classification"][rows["cable"]]
    usual = level.replace_strict(MARKS, default="U")
    shares = profile()["shares_of_paragraphs"]
    same = pl.Series(chance.rng.random(chance.size) < shares["same_mark"])
    other = chance.choice(OTHER_MARKS)
    sensitive = level.str.ends_with("ONLY")
    mark = pl.when(sensitive).then(pl.lit("SBU")).when(same).then(usual).otherwise(other)
    title = chance.choice(written()["heading"])
    underlined = pl.Series(chance.rng.random(chance.size) < shares["underlined_heading"])
    line = pl.format("{}\n{}\n\n", title, pl.lit("-").repeat_by(title.str.len_chars()).list.join(""))
    heading = pl.when(underlined).then(line).otherwise(pl.format("{}\n\n", title))
    has_heading = pl.Series(chance.rng.random(chance.size) < shares["heading"]) & (rows["number"] > 1)
    is_summary = (pl.col("number") == 1) & pl.col("summary")
    is_comment = pl.col("is_last") & pl.col("comment") & (pl.col("number") > 1)
    label = pl.when(is_summary).then(pl.lit("Summary: ")).when(is_comment).then(pl.lit("Comment: "))
    end = (
        pl.when(is_summary & pl.col("end_summary"))
        .then(pl.lit(" End summary."))
        .when(is_comment)
        .then(pl.lit(" End comment."))
    )
    number = pl.when(~pl.col("unnumbered")).then(pl.format("{}. ({}) ", "number", mark))
    heading = pl.when(has_heading).then(heading)
    parts = [heading, number, label, pl.lit(texts), end]
    return rows.select("cable", text=pl.concat_str(*(part.fill_null("") for part in parts)))


def _assembled(rows: pl.DataFrame, cables: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Whole bodies; a page's end is replaced by the line that heads the next page."""
    bodies = rows.group_by("cable", maintain_order=True).agg(body=pl.col("text").str.join("\n\n"))
    body = pl.col("body")
    n_pages = body.str.len_bytes() // LETTERS_OF_PAGE + 1
    page = pl.format(
        "\n\n{} 00{}  002 OF {}\n\n\n", cables["printed"], cables["printed_serial"], _zfill(n_pages)
    )
    name = pl.Series(chance.choice(cables["origin"]).str.split(" ").list.last().str.to_uppercase())
    signature = pl.when(chance.share("signature")).then("\n" + name).otherwise(pl.lit(""))
    notice = (
        pl.when(chance.share("notice"))
        .then("\n\n" + chance.choice(written()["notice"]))
        .otherwise(pl.lit(""))
    )
    n_sections = pl.when(chance.share("sections")).then(n_pages).otherwise(pl.lit(1))
    return cables.hstack(
        bodies.select(
            body=pl.concat_str(body.str.replace_all(PAGE_BREAK, page, literal=True), notice, signature),
            n_sections=n_sections,
        )
    )


def _zfill(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(3)
