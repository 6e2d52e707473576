"""Cables drawn at random, each telegram as its page gives it beside all the rows that were read from it.

`python -m tests.benchmarks.telegrams_draw OUT --raw RAW --seed 7` writes one text file a cable into folder OUT, to be
read in full by somebody who knows telegrams. The draw is the same for the same sources and seed, whatever the parser.
"""

import argparse
import random
from pathlib import Path

import polars as pl

from etl.land import land
from etl.pages import read_pages
from etl.schemas import ParsedTelegrams
from etl.telegrams import parse_telegrams
from tests.benchmarks.bench import CORPUS, SAMPLE

KEYS = ("document_id", "cable_id")


def draw(pages: pl.DataFrame, seed: int, n: int) -> list[str]:
    """Ids of `n` documents that hold a telegram, or of all if there are fewer."""
    ids = sorted(pages.filter(pl.col("telegram").is_not_null())["document_id"])
    return random.Random(seed).sample(ids, min(n, len(ids)))


def sheet(pages: pl.DataFrame, parsed: ParsedTelegrams, document_id: str) -> str:
    """One document: its page, its telegram, then every row of every table."""
    [page] = pages.filter(pl.col("document_id") == document_id).to_dicts()
    telegram = page.pop("telegram")
    parts = ["PAGE", *_fields(page), "", "TELEGRAM", telegram]
    for name, frame in parsed._asdict().items():
        # The text of a cable stands above already, and in its paragraphs below.
        rows = frame.filter(pl.col("document_id") == document_id).drop("text" if name == "cables" else [])
        parts += ["", name.upper()]
        for row in rows.to_dicts():
            text = row.pop("text", None)
            fields = [field for field in _fields(row) if not field.startswith(KEYS)]
            parts += fields if name == "cables" else ["; ".join(fields)]
            parts += [f"    {text}"] if text else []
    return "\n".join(parts) + "\n"


def _fields(row: dict[str, object]) -> list[str]:
    return [f"{name}: {value}" for name, value in row.items() if value is not None]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--raw", type=Path, default=CORPUS if CORPUS.exists() else SAMPLE)
    parser.add_argument("--seed", type=int, default=1966)
    parser.add_argument("--n", type=int, default=40)
    asked = parser.parse_args()
    pages = read_pages(pl.concat(land([asked.raw])))
    drawn = draw(pages, asked.seed, asked.n)
    asked.out.mkdir(parents=True, exist_ok=True)
    parsed = parse_telegrams(pages)
    for place, document_id in enumerate(drawn):
        (asked.out / f"{place:02}.txt").write_text(sheet(pages, parsed, document_id))
    print(
        f"seed {asked.seed}: {len(drawn)} of {pages.height} documents of {asked.raw} beside their rows in {asked.out}"
    )


if __name__ == "__main__":
    main()
