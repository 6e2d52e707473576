"""What makes telegrams easy or hard to build, measured: real pages beside the generated dump."""

import time
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pyarrow as pa

from etl.figures import recognize_figures
from etl.figures.recognize import COUNT, candidates
from etl.land import land
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams
from etl.telegrams import parse_telegrams
from tests.benchmarks.parsing import batches

PILCROW = "¶"
"""The viewer sets it before a paragraph's number; the dump has none."""
FIELDS = [
    *("created_at", "caveats", "subject", "precedence", "declassify_on", "classified_by"),
    *("classification_reasons", "signed_by", "summary"),
]
TIMED_ROWS = 1_900
"""Telegrams that are parsed at once when it is timed: each call has a fixed cost, and a larger one goes on two threads."""
RUNS = 3
QUANTILES = (0.1, 0.5, 0.9, 0.99)
Measures = dict[str, float]


def measure(raw: Path) -> Measures:
    """All measures of the telegrams of a raw source."""
    documents = pl.concat(land([raw]))
    pages = read_pages(documents).filter(pl.col("telegram").is_not_null())
    pages = pages.unique("document_id", maintain_order=True)
    text = pages["telegram"].str.replace_all(PILCROW, "", literal=True)
    parsed = parse_telegrams(pages)
    [batch] = batches(pages, TIMED_ROWS, TIMED_ROWS)
    parse_ms = min(_seconds(parse_telegrams, batch) for _ in range(RUNS)) / TIMED_ROWS * 1e6
    return {
        **_of_texts(text),
        **_of_rows(parsed),
        **_of_figures(parsed),
        "parse, ms CPU for 1,000": parse_ms,
        "parse, ms CPU for 1 MB": parse_ms * 1e3 / text.str.len_bytes().mean(),
    }


def _seconds(step: Callable[..., object], *frames: pl.DataFrame) -> float:
    """CPU seconds of a call."""
    started = time.process_time()
    step(*frames)
    return time.process_time() - started


def _of_texts(text: pl.Series) -> Measures:
    sizes = text.str.len_bytes()
    whole = "\n".join(text).encode()
    lines = text.str.split("\n").explode()
    words = text.str.extract_all(r"\S+").explode()
    shares = {
        "with SECTION 01 OF": r"SECTION 0?1 OF",
        "with page lines": r"(?m)^[A-Z ]+ 0000\d{4}  ?00\d",
        "with partial extract": "partial extract of the original",
        "with service line": "VZCZC",
        "with curly quotes": "[‘’“”]",
        "with Classified By": "(?i)classified by",
        "with REF": "(?m)^REF",
        "with underlined heading": r"(?m)^-{4,}\s*$",
        "with list": r"(?m)^ *(?:--?|\*) ",
        "with wrapped lines": r"(?m)^.{1,75}\n.{40,75}\n.{40,75}\n",
    }
    return {
        "bytes, mean": sizes.mean(),
        **{f"bytes, {quantile:.0%} of them below": sizes.quantile(quantile) for quantile in QUANTILES},
        "lines, mean": text.str.count_matches("\n").mean() + 1,
        "letters of a line, 90 %": lines.str.len_chars().quantile(0.9),
        "letters of a word": words.str.len_chars().mean(),
        "distinct words of the first 500,000": words.head(500_000).n_unique(),
        "words with a digit": words.str.contains(r"\d").mean(),
        "words with a capital": words.str.contains("^[A-Z][a-z]").mean(),
        "quotes in 10 kB": text.str.count_matches('["“”]').sum() / sizes.sum() * 1e4,
        **{f"zstd {level}, ratio": _ratio(whole[: 7 << 20], level) for level in (1, 3)},
        **{name: text.str.contains(pattern).mean() for name, pattern in shares.items()},
    }


def _ratio(content: bytes, level: int) -> float:
    return len(content) / len(pa.Codec("zstd", compression_level=level).compress(content))


def _of_rows(parsed: ParsedTelegrams) -> Measures:
    cables, paragraphs = parsed.cables, parsed.paragraphs
    n = cables.height
    numbered = paragraphs.filter(pl.col("number").is_not_null())
    levels = cables["classification"].value_counts(normalize=True).filter(pl.col("proportion") > 0.01)
    per_cable = {
        name: frame.height / n
        for name, frame in parsed._asdict().items()
        if name not in ("cables", "paragraphs")
    }
    return {
        "numbered paragraphs": numbered.height / n,
        "paragraphs": paragraphs.height / n,
        "words of a numbered paragraph": numbered["n_words"].mean(),
        "paragraphs with heading": paragraphs["heading"].is_not_null().mean(),
        "paragraphs with a role": (paragraphs["role"] != "body").mean(),
        "sections": cables["n_sections"].mean(),
        "words lost": cables["n_words_lost"].sum() / cables["n_words"].sum(),
        **per_cable,
        **{f"filled {name}": cables[name].is_not_null().mean() for name in FIELDS},
        "filled cable_id": cables["cable_id"].is_not_null().mean(),
        "is_partial": cables["is_partial"].mean(),
        **dict(levels.sort("classification").iter_rows()),
    }


def _of_figures(parsed: ParsedTelegrams) -> Measures:
    cables = parsed.cables.filter(pl.col("cable_id").is_not_null()).unique("cable_id", maintain_order=True)
    paragraphs, tags = (
        frame.join(cables, on="document_id", how="semi", maintain_order="left")
        for frame in (parsed.paragraphs, parsed.tags)
    )
    chosen = candidates(paragraphs)
    filter_seconds = min(_seconds(candidates, paragraphs) for _ in range(RUNS))
    figures = recognize_figures(paragraphs, cables, tags)
    seconds = _seconds(recognize_figures, paragraphs, cables, tags) - filter_seconds
    return {
        "paragraphs with a count": paragraphs["text"].str.to_lowercase().str.contains(COUNT).mean(),
        "paragraphs that are candidates": chosen.height / paragraphs.height,
        "words of a candidate": chosen["n_words"].mean(),
        "figures of 1,000 cables": figures.height / cables.height * 1e3,
        "paragraphs with figures, of 1,000": figures["paragraph_id"].n_unique() / paragraphs.height * 1e3,
        "candidates, ms CPU for 1,000 cables": filter_seconds / cables.height * 1e6,
        "figures, ms CPU a candidate": seconds / chosen.height * 1e3,
    }


def show(real: Measures, generated: Measures) -> str:
    """Both beside each other, a line a measure."""
    lines = [f"{'':<40}{'real':>12}{'generated':>12}{'ratio':>8}"]
    for name in dict.fromkeys([*real, *generated]):
        one, other = real.get(name, 0.0), generated.get(name, 0.0)
        ratio = f"{other / one:8.2f}" if one else ""
        lines.append(f"{name:<40}{one:>12,.3f}{other:>12,.3f}{ratio}")
    return "\n".join(lines)
