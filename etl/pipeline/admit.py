"""Which rows may go on: each is held against its table's rules, and what breaks one is told.

A parser that meets input it was not built for must cost one document at most. A page or a telegram whose own
row breaks a rule ends as a rejected document; a row that hangs on it (a tag, an addressee) becomes a finding.
"""

import dataframely as dy
import polars as pl

from etl.schemas import PARSED, Pages, ParsedTelegrams
from etl.vocabulary import FindingCode, Layout, Severity

KEYS = ("document_id", "uri", "sha256", "n_bytes")
BROKEN = {"document_id": pl.String, "reason": pl.String}


def admit_pages(pages: pl.DataFrame) -> pl.DataFrame:
    """Keep what was read of pages that obey the rules of `Pages`; of others their keys and the rules broken.

    Args:
        pages: rows of `Pages`.

    Returns:
        As many rows, in the same order.
    """
    _, broken = _hold(pages, Pages)
    if broken.is_empty():
        return pages
    told = pages.join(
        broken.rename({"reason": "broken"}), on="document_id", how="left", maintain_order="left"
    )
    emptied = {name: pl.lit(None, dtype) for name, dtype in pages.schema.items() if name not in KEYS}
    emptied |= {"layout": pl.lit(Layout.UNKNOWN.value), "reason": pl.col("broken")}
    return told.with_columns(
        pl.when(pl.col("broken").is_not_null()).then(value).otherwise(name).alias(name)
        for name, value in emptied.items()
    ).drop("broken")


def admit(parsed: ParsedTelegrams) -> tuple[ParsedTelegrams, pl.DataFrame]:
    """Keep the rows that obey the rules of their table.

    Args:
        parsed: frames of one batch.

    Returns:
        The frames with good rows only and findings for the others, and one row a telegram that had to be
        turned away: `document_id`, `reason`.
    """
    cables, turned_away = _hold(parsed.cables, PARSED["cables"])
    kept = {"cables": cables}
    dropped = []
    for name in ("paragraphs", "tags", "recipients", "cable_references"):
        good, broken = _hold(getattr(parsed, name), PARSED[name])
        kept[name] = good.join(turned_away, on="document_id", how="anti")
        dropped.append(_dropped(broken, name))
    findings, _ = _hold(pl.concat([parsed.findings, *dropped], how="diagonal"), PARSED["findings"])
    return ParsedTelegrams(**kept, findings=findings), turned_away


def _hold(frame: pl.DataFrame, schema: type[dy.Schema]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Good rows, and a row a bad one: `document_id`, `reason` (the rules it breaks)."""
    good, failures = schema.filter(frame, cast=True)
    if len(failures) == 0:
        return good, pl.DataFrame(schema=BROKEN)
    details = failures.details()
    rules = [name for name in details.columns if name not in frame.columns]
    broken = pl.concat_str(
        [pl.when(pl.col(rule) == "invalid").then(pl.lit(rule)) for rule in rules],
        separator=", ",
        ignore_nulls=True,
    )
    return good, details.select("document_id", reason=pl.format("breaks the rule {}", broken))


def _dropped(broken: pl.DataFrame, name: str) -> pl.DataFrame:
    """A finding for each row that was left out of table `name`."""
    return broken.select(
        "document_id",
        code=pl.lit(FindingCode.FIELD_DROPPED.value),
        severity=pl.lit(Severity.WARNING.value),
        cable_id=pl.lit(None, pl.String),
        detail=pl.format("a row of {} left out: {}", pl.lit(name), "reason"),
    )
