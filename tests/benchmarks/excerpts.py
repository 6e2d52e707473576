"""Passages drawn from real cables, damaged as blogs damage them, and how many of them are linked rightly.

    python -m tests.benchmarks.excerpts RAW [--per-cable N] [--words LOW HIGH]

Each passage is a page of its own, marked as quoted or standing in a paragraph of the writer. Told are precision
and recall with all cables held, and the share of passages linked wrongly when their cable is not held at all.
"""

import argparse
import random
from collections.abc import Callable
from pathlib import Path

import polars as pl

from etl.land import land
from etl.pages import read_pages
from etl.reconcile.excerpts import find_excerpts
from etl.schemas import Passages
from etl.telegrams import parse_telegrams
from etl.vocabulary import PassageKind

BEFORE = (
    "What struck me most when I read it for the second time was this line, which nobody has reported so far: "
)
AFTER = (
    " Make of that what you will, since the ministry itself has never said a word about the matter in public."
)


def _whole(words: list[str], _: random.Random) -> list[str]:
    return words


def _left_out(words: list[str], draw: random.Random) -> list[str]:
    """A third of the passage shortened away, in its middle."""
    at = len(words) // 3
    return [*words[:at], draw.choice(["...", "[...]", "(…)", "…"]), *words[2 * at :]]


def _noted(words: list[str], draw: random.Random) -> list[str]:
    at = draw.randrange(5, len(words) - 5)
    note = draw.choice(["[the deputy minister]", "[sic]", "[as he is called throughout]"])
    return [*words[:at], note, *words[at:]]


def _lossy(words: list[str], draw: random.Random) -> list[str]:
    """One word in fifteen is lost."""
    lost = set(range(draw.randrange(4, 9), len(words), 15))
    return [word for at, word in enumerate(words) if at not in lost]


def _glued(words: list[str], draw: random.Random) -> list[str]:
    """Blanks lost where links or italics began, one in fifteen."""
    text = list(words)
    for at in range(draw.randrange(4, 9), len(words) - 1, 15):
        text[at : at + 2] = [text[at] + text[at + 1], ""]
    return [word for word in text if word]


def _dressed(words: list[str], _: random.Random) -> list[str]:
    """Typographic quotes and dashes, another case at the start."""
    text = " ".join(words).replace("'", "’").replace('"', "”").replace("--", "—")
    return ("[" + text[:1].swapcase() + "]" + text[1:]).split(" ")


def _wrapped(words: list[str], _: random.Random) -> list[str]:
    return [word + "\n" if at % 9 == 8 else word for at, word in enumerate(words)]


DAMAGES: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    _whole,
    _left_out,
    _noted,
    _lossy,
    _glued,
    _dressed,
    _wrapped,
)


def draw_passages(paragraphs: pl.DataFrame, per_cable: int, low: int, high: int) -> pl.DataFrame:
    """Passages of `low` to `high` words from each cable, over the ends of paragraphs too, and damaged.

    Args:
        paragraphs: `cable_id`, `position`, `text`.
        per_cable: passages of each cable that has so many words.
        low: fewest words, after the damage.
        high: most words, before it.

    Returns:
        Rows of `Passages`, and `cable_id` (the truth), `damage`.
    """
    draw = random.Random(7)
    rows = []
    texts = paragraphs.sort("cable_id", "position").group_by("cable_id", maintain_order=True).agg("text")
    for cable_id, text in texts.iter_rows():
        words = " ".join(text).split()
        for number in range(per_cable):
            damage = DAMAGES[draw.randrange(len(DAMAGES))]
            length = draw.randint(low if damage is not _left_out else low * 2, max(high, low * 2))
            if len(words) < length:
                continue
            start = draw.randrange(len(words) - length + 1)
            passage = damage(words[start : start + length], draw)
            if len(passage) < low:
                continue
            is_marked = draw.random() < 0.5
            page = " ".join(passage) if is_marked else f"{BEFORE}{' '.join(passage)}{AFTER}"
            kind = PassageKind.QUOTED if is_marked else PassageKind.PROSE
            rows.append((f"{cable_id}-{number}", 1, kind.value, page, cable_id, damage.__name__.strip("_")))
    columns = ["document_id", "position", "kind", "text", "cable_id", "damage"]
    return pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        pl.col("position").cast(pl.Int32),
        *(
            pl.lit(None, dtype).alias(name)
            for name, dtype in pl.Schema(Passages).items()
            if name not in columns
        ),
    )


def judge(drawn: pl.DataFrame, paragraphs: pl.DataFrame, cables: pl.DataFrame) -> pl.DataFrame:
    """Link passages: the rows of `draw_passages` with `linked` (ids joined by ';'), `is_right`, `is_wrong`."""
    passages = drawn.select(list(pl.Schema(Passages)))
    links = find_excerpts(passages, paragraphs.lazy(), cables).filter(pl.col("cable_id").is_not_null())
    linked = links.group_by("document_id").agg(linked=pl.col("cable_id").unique().sort().str.join(";"))
    return drawn.join(linked, on="document_id", how="left").with_columns(
        is_right=pl.col("linked").eq_missing(pl.col("cable_id")),
        is_wrong=(pl.col("linked") != pl.col("cable_id")).fill_null(value=False),
    )


def read_cables(raw: list[Path]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Paragraphs and cables of raw sources, one document a cable."""
    parsed = [
        parse_telegrams(read_pages(batch).filter(pl.col("telegram").is_not_null())) for batch in land(raw)
    ]
    cables = pl.concat([part.cables for part in parsed]).filter(pl.col("cable_id").is_not_null())
    held = cables.sort("n_words", "document_id", descending=True).unique("cable_id", keep="first")
    paragraphs = pl.concat([part.paragraphs for part in parsed])
    return paragraphs.join(held.select("document_id"), on="document_id", how="semi"), held


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("raw", type=Path, nargs="+")
    parser.add_argument("--per-cable", type=int, default=4)
    parser.add_argument("--words", type=int, nargs=2, default=(25, 80))
    arguments = parser.parse_args()
    paragraphs, cables = read_cables(arguments.raw)
    drawn = draw_passages(paragraphs, arguments.per_cable, *arguments.words)
    judged = judge(drawn, paragraphs, cables)
    told = [pl.len().alias("n"), pl.col("is_right").mean().alias("recall"), pl.col("is_wrong").sum()]
    print(judged.group_by("kind", "damage").agg(told).sort("kind", "damage"))
    right, wrong = judged["is_right"].sum(), judged["is_wrong"].sum()
    print(f"recall {right / judged.height:.4f}  precision {right / (right + wrong):.4f}")
    # Half of the cables are not held: whatever their passages are linked to is wrong.
    is_held = pl.col("cable_id").hash(seed=1) % 2 == 0
    judged = judge(drawn.filter(~is_held), paragraphs.filter(is_held), cables.filter(is_held))
    print(f"cable not held: {judged['is_wrong'].sum()} of {judged.height} linked")


if __name__ == "__main__":
    main()
