"""What `scale` measured, as text and as a picture."""

import statistics
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import polars as pl

Result = dict[str, Any]
LATER_BUILDS = {"unchanged": "nothing new", "day": "500 of one month", "scattered": "500 of all years"}
GIB = 1 << 30
GOALS = (
    "goals: build / floor at most 3; peak at most 3 GiB; each slope within 10 % of the line's; 10 times the rows of the "
    "plain parser; no rows apart"
)
SHOWN_STEPS = 8


def medians(runs: Sequence[Result]) -> Result:
    """The median of each number over runs of the same shape; what only the first run has is kept as it is."""
    merged: Result = {}
    for name, first in runs[0].items():
        values = [run[name] for run in runs if name in run]
        if isinstance(first, dict):
            merged[name] = medians(values)
        elif isinstance(first, int | float):
            merged[name] = statistics.median(values)
        else:
            merged[name] = first
    return merged


def line(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Fixed part and slope of the straight line that fits (rows, seconds), all relative errors weighing the same."""
    weights = [1 / seconds**2 for _, seconds in points]
    whole = sum(weights)
    mean_x, mean_y = (sum(w * p[i] for w, p in zip(weights, points, strict=True)) / whole for i in (0, 1))
    spread = sum(w * (x - mean_x) ** 2 for w, (x, _) in zip(weights, points, strict=True))
    if not spread:
        return 0.0, mean_y / mean_x
    covered = sum(w * (x - mean_x) * (y - mean_y) for w, (x, y) in zip(weights, points, strict=True))
    return mean_y - covered / spread * mean_x, covered / spread


def slopes(points: Sequence[tuple[float, float]]) -> list[float]:
    """Seconds for each further row, from each size to the next."""
    return [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in pairwise(points)]


def show(result: Result) -> str:
    """All results as text."""
    sizes = result["sizes"]
    runs = ", ".join(f"{size['runs']} of {size['rows']:,} rows" for size in sizes)
    parts = [f"{result['machine']['cores']} cores, medians of runs: {runs}", GOALS, "", *_costs(sizes), ""]
    if len(sizes) > 1:
        parts += [*_linearity(sizes), ""]
    parts += [*_steps(sizes[-1]), ""]
    parts += [each for size in sizes if "unchanged" in size for each in (*_later(size), "")]
    return "\n".join([*parts, *_parsers(result)])


def _costs(sizes: Sequence[Result]) -> list[str]:
    head = ("rows", "", "wall s", "CPU s", "rows/s", "peak GiB", "written GB", "tables", "database", "shards")
    lines = [_row(head)]
    for size in sizes:
        for name in ("floor", "build"):
            cost = size[name]
            kinds = cost.get("bytes_by_kind", {})
            lines.append(
                _row(
                    (
                        f"{size['rows']:,}",
                        name,
                        f"{cost['wall_seconds']:.2f}",
                        f"{cost['cpu_seconds']:.2f}",
                        f"{size['rows'] / cost['wall_seconds']:,.0f}",
                        f"{cost['peak_bytes'] / GIB:.2f}",
                        f"{cost['bytes_written'] / 1e9:.3f}",
                        *(f"{kinds[kind] / 1e9:.3f}" for kind in ("tables", "database", "shards") if kinds),
                    )
                )
            )
        wall, cpu = (
            size["build"][f"{of}_seconds"] / size["floor"][f"{of}_seconds"] for of in ("wall", "cpu")
        )
        lines.append(f"{'':>10} build / floor: {wall:.2f} of wall, {cpu:.2f} of CPU")
    return lines


def _row(cells: Sequence[str]) -> str:
    first, second, *others = cells
    return f"{first:>10} {second:<6}" + "".join(f"{cell:>11}" for cell in others)


def _linearity(sizes: Sequence[Result]) -> list[str]:
    points = [(size["rows"], size["build"]["wall_seconds"]) for size in sizes]
    fixed, slope = line(points)
    lines = [f"build: {fixed:.1f} s + {slope * 1e6:,.0f} us a row"]
    for ((rows, _), (more, _)), between in zip(pairwise(points), slopes(points), strict=True):
        lines.append(
            f"  from {rows:,} to {more:,} rows: {between * 1e6:,.0f} us a row, {between / slope - 1:+.1%}"
        )
    return lines


def _steps(size: Result) -> list[str]:
    build = size["build"]
    steps = sorted(build["steps"].items(), key=lambda step: -step[1])
    lines = [f"steps of the build of {size['rows']:,} rows, of {build['wall_seconds']:.1f} s"]
    for name, seconds in steps[:SHOWN_STEPS]:
        lines.append(f"  {name:<24}{seconds:>8.1f} s {seconds / build['wall_seconds']:>6.0%}")
    rest = build["wall_seconds"] - sum(build["steps"].values())
    lines.append(f"  {'start-up and between':<24}{rest:>8.1f} s {rest / build['wall_seconds']:>6.0%}")
    return lines


def _later(size: Result) -> list[str]:
    lines = [f"later builds of a warehouse of {size['rows']:,} rows"]
    for kind, name in LATER_BUILDS.items():
        cost = size[kind]
        text = (
            f"  {name:<18}{cost['wall_seconds']:>7.1f} s wall {cost['cpu_seconds']:>7.1f} s CPU "
            f"{cost['peak_bytes'] / GIB:>5.2f} GiB peak, {cost['bytes_written'] / 1e6:,.0f} MB written"
        )
        if "rows_apart" in cost:
            apart = {table: n for table, n in cost["rows_apart"].items() if n}
            text += f"; rows apart from a whole build: {apart or 0}, files: {len(cost['files_apart'])}"
        lines.append(text)
    return lines


def _parsers(result: Result) -> list[str]:
    plain, ours = (result["parsers"][name] for name in ("plain", "ours"))
    lines = [
        f"parsing on one core: plain {plain['rows_per_second']:,.0f} rows a second, ours "
        f"{ours['rows_per_second']:,.0f}: {ours['rows_per_second'] / plain['rows_per_second']:.1f} times as many"
    ]
    size = result["sizes"][-1]
    seconds = size["build"]["steps"].get("telegrams")
    if seconds:
        ratio = size["rows"] / seconds / plain["rows_per_second"]
        lines.append(
            f"the build's step telegrams: {size['rows'] / seconds:,.0f} rows a second: {ratio:.1f} times"
        )
    return lines


def plot(result: Result, path: Path) -> None:
    """Draw seconds against rows with the fitted line, and microseconds a row, as SVG."""
    points = pl.DataFrame(
        [
            {"rows": size["rows"], "of": name, "seconds": size[name]["wall_seconds"]}
            for size in result["sizes"]
            for name in ("build", "floor")
        ]
    ).with_columns(us=pl.col("seconds") / pl.col("rows") * 1e6)
    ends = (0, points["rows"].max())
    fits = []
    for (name,), of in points.group_by("of", maintain_order=True):
        fixed, slope = line(list(zip(of["rows"], of["seconds"], strict=True)))
        fits += [{"rows": rows, "of": name, "seconds": fixed + slope * rows} for rows in ends]
    rows = alt.X("rows:Q", title="rows", axis=alt.Axis(format="~s"))
    color = alt.Color("of:N", title=None)
    seconds = alt.Y("seconds:Q", title="seconds, wall")
    fitted = alt.Chart(pl.DataFrame(fits)).mark_line(strokeWidth=1).encode(x=rows, y=seconds, color=color)
    marks = alt.Chart(points).mark_point(filled=True, size=60).encode(x=rows, y=seconds, color=color)
    each = (
        alt.Chart(points)
        .mark_line(point=True)
        .encode(
            x=alt.X("rows:Q", title="rows", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s")),
            y=alt.Y("us:Q", title="microseconds a row", scale=alt.Scale(zero=True)),
            color=color,
        )
    )
    sized = [chart.properties(width=320, height=240) for chart in (alt.layer(fitted, marks), each)]
    path.parent.mkdir(parents=True, exist_ok=True)
    alt.hconcat(*sized).save(path)
