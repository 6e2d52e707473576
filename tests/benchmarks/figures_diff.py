"""`make figures-diff`: which arms figures came, went and changed between two builds of the same documents.

Compares two warehouses, or a warehouse and a list kept earlier; by default the bundled sample as built now with
`figures_baseline.csv`. A figure is the same when its cable, its paragraph and the place of its number are; a number
found elsewhere in the paragraph with the same kind and amount has moved. `--accept` keeps the new build as the baseline.
"""

import argparse
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from tests.integration.readme import SAMPLE, output

BASELINE = Path(__file__).with_name("figures_baseline.csv")
PLACE = ["paragraph_id", "char_start", "char_end"]
FIELDS = [
    *(
        "kind",
        "amount",
        "amount_high",
        "qualifier",
        "currency",
        "system",
        "system_category",
        "seller",
        "buyer",
    ),
    *("year_from", "year_to", "year_basis", "status", "scope", "flow", "is_suspect", "suspect_reason"),
]
COLUMNS = [*PLACE, *FIELDS, "evidence"]
QUOTED = 90


@dataclass(frozen=True)
class Change:
    """A figure of both builds that is told differently: `fields` as name, before, after."""

    place: str
    evidence: str
    fields: list[tuple[str, object, object]]


@dataclass(frozen=True)
class Difference:
    """What two builds tell differently, and how many figures they tell alike."""

    gained: list[dict[str, object]]
    lost: list[dict[str, object]]
    changed: list[Change]
    n_same: int


def read(path: Path) -> pl.DataFrame:
    """The figures of a warehouse, or of a list that was kept as CSV; `COLUMNS`, in the order of the places.

    Raises:
        SystemExit: there are none.
    """
    files = path if path.suffix == ".csv" else path / "tables" / "arms_figures" / "*.parquet"
    try:
        rows = pl.read_csv(files, infer_schema=False) if path.suffix == ".csv" else pl.read_parquet(files)
    except (OSError, pl.exceptions.ComputeError) as error:
        raise SystemExit(f"figures-diff: no arms figures in {path}: {error}") from error
    types = {"char_start": pl.Int64, "char_end": pl.Int64, "amount": pl.Float64, "amount_high": pl.Float64}
    texts = [pl.col(name).cast(types.get(name, pl.String)) for name in COLUMNS]
    return rows.select(texts).sort(PLACE)


def difference(old: pl.DataFrame, new: pl.DataFrame) -> Difference:
    """Pair the figures of two builds, and tell what differs.

    A number whose span grew or shrank is still the same, and so is one that moved as its paragraph's text changed.
    """
    before, after = old.with_row_index("old_row"), new.with_row_index("new_row")
    overlapping = before.join(after, on="paragraph_id", suffix="_new").filter(
        pl.col("char_start") < pl.col("char_end_new"), pl.col("char_start_new") < pl.col("char_end")
    )
    pairs = _one_to_one(overlapping)
    moved = before.join(pairs, on="old_row", how="anti").join(
        after.join(pairs, on="new_row", how="anti"), on=["paragraph_id", "kind", "amount"], suffix="_new"
    )
    pairs = pl.concat([pairs, _one_to_one(moved)])
    both = pairs.join(before, on="old_row").join(after, on="new_row", suffix="_new").sort("old_row")
    changes = [change for row in both.to_dicts() if (change := _change(row))]
    return Difference(
        gained=after.join(pairs, on="new_row", how="anti").to_dicts(),
        lost=before.join(pairs, on="old_row", how="anti").to_dicts(),
        changed=changes,
        n_same=both.height - len(changes),
    )


def report(found: Difference) -> Iterator[str]:
    """The difference, a line each: gains, losses, and under each change its fields."""
    yield (
        f"gained {len(found.gained)}, lost {len(found.lost)}, "
        f"changed {len(found.changed)}, same {found.n_same}"
    )
    for sign, rows in (("+", found.gained), ("-", found.lost)):
        for row in rows:
            told = ", ".join(f"{name} {row[name]}" for name in FIELDS if row[name] not in (None, "false"))
            yield f"{sign} {_place(row)}  {_short(str(row['evidence']))}"
            yield f"    {told}"
    for change in found.changed:
        yield f"~ {change.place}  {_short(change.evidence)}"
        yield from (f"    {name}: {before} -> {after}" for name, before, after in change.fields)


def build_sample(folder: Path) -> Path:
    """Build the bundled sample in `folder`."""
    output(f"cablehouse build --raw {SAMPLE}", folder / "warehouse")
    return folder / "warehouse"


def main(arguments: list[str] | None = None) -> None:
    """Print what differs; keep the new build's figures as the baseline if asked."""
    parser = argparse.ArgumentParser(prog="figures_diff", description=__doc__)
    parser.add_argument("old", nargs="?", type=Path, default=BASELINE, help="warehouse or CSV")
    parser.add_argument("new", nargs="?", type=Path, help="warehouse or CSV; default: the sample, built now")
    parser.add_argument("--accept", action="store_true", help=f"keep the new figures in {BASELINE.name}")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        new = read(options.new or build_sample(Path(folder)))
    print(*report(difference(read(options.old), new)), sep="\n")
    if options.accept:
        new.write_csv(BASELINE)


def _one_to_one(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs in which each row stands once: first come, first served."""
    first = pairs.sort("old_row", "new_row").unique("old_row", keep="first", maintain_order=True)
    return first.unique("new_row", keep="first", maintain_order=True).select("old_row", "new_row")


def _change(row: dict[str, object]) -> Change | None:
    # what moved was paired by its kind and amount, which then stand once in the row
    fields = [(name, row[name], row.get(f"{name}_new", row[name])) for name in FIELDS]
    differing = [(name, before, after) for name, before, after in fields if before != after]
    return Change(_place(row), str(row["evidence_new"]), differing) if differing else None


def _place(row: dict[str, object]) -> str:
    return f"{row['paragraph_id']}@{row['char_start']}:{row['char_end']}"


def _short(text: str) -> str:
    return text if len(text) <= QUOTED else text[: QUOTED - 1] + "…"


if __name__ == "__main__":
    main()
