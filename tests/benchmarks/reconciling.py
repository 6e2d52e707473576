"""`make bench`, its fourth part: what the reconciliation of many copies costs, of the whole build and as inputs grow.

Dumps of growing size are built beside second copies of a share of their cables (see `mirrors`), each in one process
that charges each step with its CPU time (see `dump_steps`). Reconciliation is what is charged to `RESTS`, the making
of tables without checking and writing them, and to steps inside others named `reconcile: ...`.
"""

import argparse
import json
import os
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.benchmarks import dump, dump_steps
from tests.benchmarks.mirrors import SHARE, mirrors_of
from tests.benchmarks.scale_raw import dump_of
from tests.benchmarks.scale_report import line

SIZES = (10_000, 50_000, dump.ROWS)
INSIDE = "reconcile: "
RESTS = tuple(f"{table}: the rest" for table in ("documents", "cable_field_sources", "excerpts", "findings"))

Result = dict[str, Any]


def measure(n_rows: int, share: float) -> Result:
    """The build of a dump of so many rows and its mirrors: `rows`, `documents`, `seconds` and `peak_gb` by step."""
    beside = [mirrors_of(n_rows, share)] if share else []
    done = dump_steps.measure(dump_of(n_rows), beside)
    return {**done, "documents": done["rows"], "rows": n_rows}


def reconciled(result: Result) -> dict[str, float]:
    """CPU seconds of each step of reconciliation, the costliest first."""
    steps = [
        (name, spent) for name, spent in result["seconds"].items() if name in RESTS or name.startswith(INSIDE)
    ]
    return dict(sorted(steps, key=lambda step: -step[1]))


def show(results: Sequence[Result], share: float) -> str:
    """A line a size, what a further document costs from each size to the next, and the steps of the last."""
    lines = [
        f"{os.cpu_count()} cores; a second copy of {share:.0%} of the cables; CPU seconds of one process",
        f"{'rows':>10}{'documents':>11}{'build':>9}{'reconciling':>13}{'share':>8}{'us a document':>15}",
    ]
    points = []
    for result in results:
        spent, n = sum(reconciled(result).values()), result["documents"]
        whole = sum(result["seconds"].values())
        points.append((n, spent))
        lines.append(
            f"{result['rows']:>10,}{n:>11,}{whole:>9.1f}{spent:>13.2f}{spent / whole:>8.1%}{spent / n * 1e6:>15,.0f}"
        )
    if len(points) > 1:
        fixed, slope = line(points)
        lines.append(f"reconciling: {fixed:.2f} s + {slope * 1e6:,.0f} us a document")
        for (n, spent), (more, more_spent) in pairwise(points):
            between = (more_spent - spent) / (more - n)
            lines.append(
                f"  from {n:,} to {more:,} documents: {between * 1e6:,.0f} us a document, {between / slope - 1:+.1%}"
            )
    lines.append(f"steps, of {results[-1]['documents']:,} documents")
    lines += [f"  {name:<40}{spent:>9.2f}" for name, spent in reconciled(results[-1]).items()]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and keep the result under `tests/benchmarks/out/`."""
    parser = argparse.ArgumentParser(prog="reconciling", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=SIZES, help="sizes of the dumps")
    parser.add_argument("--share", type=float, default=SHARE, help="of the rows that have a second copy")
    parser.add_argument("--result", type=Path, help="measure nothing; show an earlier result")
    chosen = parser.parse_args()
    if chosen.result:
        kept = json.loads(chosen.result.read_text())
        print(show(kept["sizes"], kept["share"]))
        return
    path = dump.OUT / f"reconciling-{time.strftime('%Y%m%dT%H%M%S')}.json"
    results: list[Result] = []
    for n_rows in sorted(chosen.rows):
        results.append(measure(n_rows, chosen.share))
        path.write_text(json.dumps({"share": chosen.share, "sizes": results}, indent=2) + "\n")
    print(show(results, chosen.share))


if __name__ == "__main__":
    main()
