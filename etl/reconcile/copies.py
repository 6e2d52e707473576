"""What the copies of one cable tell otherwise than the document that the cable is built from.

Each copy is held beside the canonical document. Differences that a mirror makes without changing what is
told (case, wrapped lines, a cut title, the hour of a listing) are no conflict, nor are small differences of
wording. The heads of all copies are compared, the texts of those that the caller gives.
"""

import polars as pl

from etl.reconcile.amounts import MOST, differing_numbers
from etl.reconcile.passages import replaced_passages
from etl.reconcile.redactions import hidden_places
from etl.schemas import Findings
from etl.telegrams.likeness import levels_differ, subjects_differ
from etl.vocabulary import Fidelity, FindingCode, Severity

_DAY = pl.duration(days=1)
_VERBATIM = pl.lit(Fidelity.VERBATIM.value)
_SLICE_BYTES = 8 << 20
"""Text that is taken apart at once: each word becomes a row of a dozen numbers."""


def copy_findings(pairs: pl.DataFrame) -> pl.DataFrame:
    """Findings about what copies contradict.

    Args:
        pairs: one row a copy beside the canonical document of its cable: `cable_id`; `document_id` of the
            canonical document and `other_document_id` of the copy; and of both, the copy's with `other_`
            before the name, `fidelity`, `subject`, `classification`, `created_at`, `is_dated` (an envelope of
            its own dates it) and `text`, as in `Cables`. What is null is not compared.

    Returns:
        Rows of `Findings`: `subject_conflict`, `date_conflict`, `classification_conflict`, `amount_conflict`,
        `redacted` and `text_conflict` (a passage in the place of another); `value` is what the canonical
        document says, `other_value` what the copy says. Rows of `pairs` do not depend on each other.
    """
    numbered = pairs.with_row_index("pair")
    keys = numbered.select("pair", "cable_id", "document_id", "other_document_id")
    found = _head_conflicts(numbered)
    for texts in _slices(numbered.filter(pl.col("text") != pl.col("other_text"))):
        found += [_amount_conflicts(texts), _redactions(texts), _replaced_passages(texts)]
    return (
        pl.concat(found)
        .sort("pair", maintain_order=True)
        .join(keys, on="pair", maintain_order="left")
        .select(*Findings.columns())
    )


def _slices(pairs: pl.DataFrame) -> list[pl.DataFrame]:
    """Pairs with `_SLICE_BYTES` of text each, or a single pair."""
    sizes = pairs.select(pl.col("text", "other_text").str.len_bytes()).sum_horizontal()
    number = sizes.cum_sum() // _SLICE_BYTES
    return pairs.with_columns(slice=number).partition_by("slice", include_key=False, maintain_order=True)


def _told(
    code: FindingCode, severity: pl.Expr, detail: pl.Expr, value: pl.Expr, other: pl.Expr
) -> list[pl.Expr]:
    """The columns of a finding that its pair does not tell."""
    return [
        pl.col("pair"),
        pl.lit(code.value).alias("code"),
        severity.alias("severity"),
        detail.alias("detail"),
        value.alias("value"),
        other.alias("other_value"),
    ]


def _head_conflicts(pairs: pl.DataFrame) -> list[pl.DataFrame]:
    """A frame a field: subjects of two texts, dates that no listing's hour explains, other levels.

    The subject line of a flattened copy runs into its neighbours, and proves nothing.
    """
    own, other = pl.col("created_at"), pl.col("other_created_at")
    both_dated = pl.col("is_dated") & pl.col("other_is_dated")
    dates = ((own - other).abs() > _DAY) | (both_dated & (own != other))
    subjects, levels = ((pl.col(name), pl.col(f"other_{name}")) for name in ("subject", "classification"))
    minute, other_minute = (at.dt.strftime("%Y-%m-%d %H:%M") for at in (own, other))
    fields = [
        (FindingCode.SUBJECT_CONFLICT, subjects_differ(*subjects) & _both_verbatim(), *subjects),
        (FindingCode.DATE_CONFLICT, dates, minute, other_minute),
        (FindingCode.CLASSIFICATION_CONFLICT, levels_differ(*levels), *levels),
    ]
    warning = pl.lit(Severity.WARNING.value)
    return [
        pairs.filter(differ).select(_told(code, warning, _against(value, said), value, said))
        for code, differ, value, said in fields
    ]


def _both_verbatim() -> pl.Expr:
    return (pl.col("fidelity") == _VERBATIM) & (pl.col("other_fidelity") == _VERBATIM)


def _against(value: pl.Expr, other: pl.Expr) -> pl.Expr:
    return pl.format("{} says '{}', its copy {} '{}'", "document_id", value, "other_document_id", other)


def _amount_conflicts(texts: pl.DataFrame) -> pl.DataFrame:
    """A finding a number, up to `MOST` a copy; the last one says how many more there are."""
    found = differing_numbers(texts.filter(_both_verbatim()))
    number, count = pl.int_range(1, pl.len() + 1).over("pair"), pl.len().over("pair")
    more = pl.when((number == MOST) & (count > MOST)).then(
        pl.format("; {} more numbers differ in this copy", count - MOST)
    )
    detail = pl.format(
        "'{} {} {}' in {}, its copy {} has '{}'{}",
        "before", "value", "behind", "document_id", "other_document_id", "other_value", "more",
    )  # fmt: skip
    told = _told(
        FindingCode.AMOUNT_CONFLICT,
        pl.lit(Severity.WARNING.value),
        detail,
        pl.col("value"),
        pl.col("other_value"),
    )
    documents = texts.select("pair", "document_id", "other_document_id")
    bounded = found.with_columns(more=more.fill_null("")).filter(number <= MOST)
    return bounded.join(documents, on="pair", maintain_order="left").select(told)


def _redactions(texts: pl.DataFrame) -> pl.DataFrame:
    """A finding a copy; it matters more where the warehouse holds the hidden text. No hidden word is told."""
    hidden = ("n_hidden", "n_other_hidden")
    places = (pl.format("{} places hidden", count) for count in hidden)
    matters = pl.when(pl.col("n_hidden") > 0).then(pl.lit(Severity.WARNING.value))
    detail = pl.format(
        "hidden here and printed there: {} places of {}, {} of its copy {}; the first after '{}'",
        "n_hidden", "document_id", "n_other_hidden", "other_document_id", "before",
    )  # fmt: skip
    told = _told(FindingCode.REDACTED, matters.otherwise(pl.lit(Severity.INFO.value)), detail, *places)
    documents = texts.select("pair", "document_id", "other_document_id")
    return hidden_places(texts).join(documents, on="pair", maintain_order="left").select(told)


def _replaced_passages(texts: pl.DataFrame) -> pl.DataFrame:
    """A finding a copy: how many passages of it are wholly others, and the first of them."""
    found = replaced_passages(texts.filter(_both_verbatim()))
    documents = texts.select("pair", "document_id", "other_document_id")
    detail = pl.format(
        "{} passages of {} are others in its copy {}, the first after '{}'",
        "n_passages", "document_id", "other_document_id", "before",
    )  # fmt: skip
    words = (pl.format("{} ...", name) for name in ("words", "other_words"))
    told = _told(FindingCode.TEXT_CONFLICT, pl.lit(Severity.WARNING.value), detail, *words)
    return found.join(documents, on="pair", maintain_order="left").select(told)
