"""`make bench-data`: a `cables.csv` as large as the real one, of telegrams that we composed.

Its rows have the format of the full dump: eight quoted fields, a backslash before quotes and backslashes, fields
that span lines. Everything is drawn from one seed: the same rows and seed give the same bytes. The share of each
trait was measured on real pages (`dump_profile.toml`); `--compare` builds both and shows them side by side. Paragraphs
are as long as the real ones, and as many as it takes for the mean row of the real dump.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from etl.schemas import DUMP_COLUMNS
from tests.benchmarks.bench import CORPUS, HERE
from tests.benchmarks.dump_bodies import compose_bodies
from tests.benchmarks.dump_heads import Chance, compose_heads
from tests.benchmarks.dump_index import index, profile
from tests.benchmarks.dump_measures import measure, show
from tests.benchmarks.dump_text import Language, load_language

OUT = HERE / "out"
ROWS = 251_287
SEED = 1966
BATCH_ROWS = 4_096
ROW_BYTES = 1_700_000_000 / ROWS
"""The mean row of the real dump."""
HEAD_BYTES, PARAGRAPHS_BYTES = 1_250, 8_550
"""Of a mean real telegram: its head, and all its paragraphs."""
STRAIGHT = {"“": '"', "”": '"', "’": "'"}
QUOTE = '"'
DAMAGE = ("stray_quote", "short_row", "long_row", "foreign_byte")


def scale_for(row_bytes: float) -> float:
    """How many paragraphs a telegram needs, to the real pages', for rows of this mean size."""
    return (row_bytes - HEAD_BYTES) / PARAGRAPHS_BYTES


def rows(n_rows: int, seed: int, scale: float, **which: Any) -> Iterator[pl.DataFrame]:
    """The rows of the dump in order, in batches; columns `DUMP_COLUMNS`; `which` as for `index`."""
    cables = index(n_rows, seed, **which)
    language = load_language()
    for start in range(0, n_rows, BATCH_ROWS):
        rng = np.random.default_rng([seed, n_rows, start])
        yield _compose(cables.slice(start, BATCH_ROWS), cables, language, rng, scale)


def _compose(
    cables: pl.DataFrame, all_cables: pl.DataFrame, language: Language, rng: np.random.Generator, scale: float
) -> pl.DataFrame:
    chance = Chance(cables.height, rng)
    heads = compose_heads(compose_bodies(cables, language, chance, scale), all_cables, language, chance)
    at = pl.col("created").dt
    body = _damaged(pl.concat_str("caption", pl.lit("\n"), "body"), chance)
    straight = body.str.replace_many(list(STRAIGHT), list(STRAIGHT.values()))
    body = pl.when(chance.share("curly_quotes")).then(body).otherwise(straight)
    return heads.select(
        row_number=pl.col("row_number").cast(pl.String),
        created=pl.format("{}/{}/{} {}:{}", at.month(), at.day(), at.year(), at.hour(), at.strftime("%M")),
        reference_id="cable_id",
        origin="origin",
        classification="classification",
        references="listed",
        header="header",
        body=body,
    )


def _damaged(body: pl.Expr, chance: Chance) -> pl.Expr:
    """Bodies cut, flattened, or with a head in mixed case, as often as the profile has it."""
    length = body.str.len_chars()
    cut = body.str.head((length * pl.Series(chance.rng.uniform(0.3, 0.9, chance.size))).cast(pl.Int64))
    first_line = r"^[^\n]*"
    mixed = body.str.replace(first_line, body.str.extract(f"({first_line})").str.to_lowercase())
    flat = body.str.to_lowercase().str.replace_all(r"[^a-z0-9\s]+", " ")
    return (
        pl.when(chance.share("cut"))
        .then(cut)
        .when(chance.share("mixed_case_head"))
        .then(mixed)
        .when(chance.share("flattened"))
        .then(flat)
        .otherwise(body)
    )


def to_csv(batch: pl.DataFrame) -> pl.Series:
    """Rows as the dump writes them, a line end behind each."""
    fields = (
        pl.col(DUMP_COLUMNS)
        .str.replace_all("\\", "\\\\", literal=True)
        .str.replace_all(QUOTE, '\\"', literal=True)
    )
    return batch.select(
        pl.concat_str(pl.lit(QUOTE), pl.concat_str(fields, separator='","'), pl.lit('"\n'))
    ).to_series()


def spoil(lines: pl.Series, shares: Mapping[str, float], rng: np.random.Generator) -> pl.Series:
    """Damage a few rows of the file itself: a quote not escaped, a row cut or grown, a byte that is no UTF-8."""
    text = pl.col("line")
    is_hit = {name: pl.Series(rng.random(lines.len()) < shares.get(name, 0)) for name in DAMAGE}
    spoilt = (
        pl.when(is_hit["stray_quote"])
        .then(text.str.replace(" the ", ' the "'))
        .when(is_hit["short_row"])
        .then(text.str.replace(r'^("[^"]*","[^"]*","[^"]*",)[\s\S]*$', '${1}"lost"\n'))
        .when(is_hit["long_row"])
        .then(text.str.replace(r"\n$", ',"and more"\n'))
        .otherwise(text)
    )
    octets = pl.DataFrame({"line": lines}).select(spoilt.cast(pl.Binary)).to_series().to_list()
    for at in is_hit["foreign_byte"].arg_true():
        octets[at] = octets[at].replace(b" the ", b" th\xe9 ", 1)
    return pl.Series(octets, dtype=pl.Binary)


def write(path: Path, n_rows: int, seed: int, scale: float, **which: Any) -> int:
    """Write the dump, or rows of another one (`which` as for `index`); its size in bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        for number, batch in enumerate(rows(n_rows, seed, scale, **which)):
            lines = spoil(
                to_csv(batch), profile()["shares_of_rows"], np.random.default_rng([seed, number, 1])
            )
            file.write(b"".join(lines))
        size = file.tell()
    part.replace(path)
    return size


def compare(raw: Path, seed: int) -> str:
    """The measures of real pages beside those of as many generated rows of the same mean size."""
    real = measure(raw)
    n_rows = max(1_000, len(list(raw.rglob("*"))))
    with tempfile.TemporaryDirectory(prefix="cablehouse-dump-") as folder:
        path = Path(folder) / "cables.csv"
        write(path, n_rows, seed, scale_for(real["bytes, mean"]))
        return show(real, measure(path))


def main() -> None:
    """Write the dump, or compare."""
    parser = argparse.ArgumentParser(prog="dump", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--row-bytes", type=float, default=ROW_BYTES, help="mean size of a row")
    parser.add_argument("--out", type=Path, help="file; default: tests/benchmarks/out/dump-<rows>/cables.csv")
    parser.add_argument(
        "--compare", action="store_true", help="write nothing; show measures beside real pages'"
    )
    parser.add_argument("--raw", type=Path, default=CORPUS, help="the real pages to compare with")
    chosen = parser.parse_args()
    if chosen.compare:
        print(compare(chosen.raw, chosen.seed))
        return
    path = chosen.out or OUT / f"dump-{chosen.rows}" / "cables.csv"
    started = time.perf_counter(), time.process_time()
    size = write(path, chosen.rows, chosen.seed, scale_for(chosen.row_bytes))
    wall, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    print(
        f"{path}: {chosen.rows:,} rows, {size / 1e6:,.1f} MB, {size / chosen.rows:,.0f} bytes a row", end=""
    )
    print(f", {wall:.1f} s, {cpu:.1f} s CPU")


if __name__ == "__main__":
    main()
