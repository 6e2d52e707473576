"""A finding as a rule: one expression says when it holds, others what it tells."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from etl.schemas import Findings
from etl.vocabulary import FindingCode, Severity

_NOTHING = pl.lit(None, pl.String)


class Rule(NamedTuple):
    """When a telegram has a finding, and which; of a conflict, both values."""

    code: FindingCode
    severity: Severity
    when: pl.Expr
    detail: pl.Expr
    value: pl.Expr = _NOTHING
    other_value: pl.Expr = _NOTHING


def findings_of(frame: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """Rows of `Findings`, by rule; the many rules that no row meets cost no frame of their own."""
    met = frame.select(rule.when.fill_null(value=False).alias(f"{at}") for at, rule in enumerate(rules))
    found = [pl.DataFrame(schema={name: pl.String for name in Findings.columns()})]
    for rule, rows in zip(rules, met.iter_columns(), strict=True):
        if rows.any():
            row = {
                "code": pl.lit(rule.code.value),
                "severity": pl.lit(rule.severity.value),
                "detail": rule.detail.fill_null(""),
                "value": rule.value,
                "other_document_id": _NOTHING,
                "other_value": rule.other_value,
            }
            names = [row.get(name, pl.col(name)).alias(name) for name in Findings.columns()]
            found.append(frame.filter(rows).select(names))
    return pl.concat(found)
