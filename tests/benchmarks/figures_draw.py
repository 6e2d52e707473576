"""Figures and rejected sentences drawn at random from a warehouse, to be judged by reading.

`python -m tests.benchmarks.figures_draw WAREHOUSE --seed 7` prints 60 figures, each with its sentence, and 60 sentences
that hold a number with an amount of money or a word of arms, and gave no figure. The draw is the same for the same
warehouse and seed.
"""

import argparse
import random
import re
from pathlib import Path

import polars as pl

from etl.settings import sql_folder

MONEY = r"[$€£]\s?\d|\b(?:usd|eur|euros?|dollars?|rubles?|pounds)\b|\b(?:mln|bln|million|billion)\b"
NUMBER = (
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|twenty|thirty|forty|fifty|hundred"
    r"|thousand|million|billion)\b"
)
SENTENCE_END = r"([.!?][\"”')]*)\s+"
FIELDS = ("kind", "amount", "amount_high", "currency", "system", "seller", "buyer", "year_from", "year_to")
STAGES = ("year_basis", "status", "scope", "flow", "is_suspect", "confidence")


def figures(warehouse: Path) -> pl.DataFrame:
    """All figures with the number as its paragraph writes it."""
    paragraphs = _paragraphs(warehouse)
    rows = pl.read_parquet(warehouse / "tables" / "arms_figures" / "*.parquet")
    number = pl.col("text").str.slice(pl.col("char_start"), pl.col("char_end") - pl.col("char_start"))
    return rows.join(paragraphs, on="paragraph_id").with_columns(number=number).sort("figure_id")


def rejected(warehouse: Path, told: pl.DataFrame) -> pl.DataFrame:
    """Sentences with a number, and money or a word of arms, that no figure quotes: `paragraph_id`, `sentence`."""
    sentences = (
        _paragraphs(warehouse)
        .select(
            "paragraph_id", sentence=pl.col("text").str.replace_all(SENTENCE_END, "${1}\n").str.split("\n")
        )
        .explode("sentence")
        .with_columns(pl.col("sentence").str.strip_chars())
    )
    systems = pl.read_csv(sql_folder() / "reference" / "weapon_systems.csv")
    forms = "|".join(re.escape(form.lower()) for form in systems["form"])
    words = rf"\b(?:{forms}|arm|weapon|munition)s?\b"
    lower = pl.col("sentence").str.to_lowercase()
    candidates = sentences.filter(
        lower.str.contains(NUMBER), lower.str.contains(words) | lower.str.contains(MONEY)
    )
    quoted = told.select("paragraph_id", "evidence").unique()
    hits = candidates.join(quoted, on="paragraph_id").filter(
        pl.col("evidence").str.contains(pl.col("sentence"), literal=True)
        | pl.col("sentence").str.contains(pl.col("evidence"), literal=True)
    )
    return candidates.join(hits, on=["paragraph_id", "sentence"], how="anti").unique().sort(pl.all())


def draw(rows: pl.DataFrame, seed: int, count: int) -> list[dict[str, object]]:
    """At most `count` rows at random, in the order of the draw."""
    return random.Random(seed).sample(rows.to_dicts(), min(count, rows.height))


def main() -> None:
    """Print both draws."""
    parser = argparse.ArgumentParser(prog="figures_draw", description=__doc__)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    told = figures(options.warehouse)
    left = rejected(options.warehouse, told)
    print(
        f"seed {options.seed}: {options.count} of {told.height} figures, and of {left.height} rejected sentences"
    )
    for place, row in enumerate(draw(told, options.seed, options.count), 1):
        print(f"\nF{place} {row['figure_id']} {row['number']!r}")
        print("  " + ", ".join(f"{name} {row[name]}" for name in (*FIELDS, *STAGES) if row[name] is not None))
        print(f"  {row['evidence']}")
    for place, row in enumerate(draw(left, options.seed, options.count), 1):
        print(f"\nR{place} {row['paragraph_id']}\n  {row['sentence']}")


def _paragraphs(warehouse: Path) -> pl.DataFrame:
    return pl.read_parquet(warehouse / "tables" / "paragraphs" / "*.parquet").select("paragraph_id", "text")


if __name__ == "__main__":
    main()
