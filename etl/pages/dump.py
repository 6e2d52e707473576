"""Rows of `cables.csv`, all at once: header and body make the telegram, the other fields are the listing."""

import polars as pl

from etl.vocabulary import Fidelity, Layout

# What exports of the dump left behind: entities, and backslashes before quotes and newlines.
_REMNANTS = {
    "&#x000A;": "\n",
    "&#10;": "\n",
    "&#13;": "",
    "&quot;": '"',
    "&#34;": '"',
    "&#39;": "'",
    "&apos;": "'",
    "&lt;": "<",
    "&gt;": ">",
    "&nbsp;": " ",
    "&para;": "¶",
    "&amp;": "&",
    '\\"': '"',
}
_REMNANT = r"[&\\]"
_NOTHING = r"^\s*(?:null|N)?\s*$"


def read_dump(documents: pl.DataFrame) -> pl.DataFrame:
    """Rows with `dump_row` to the columns that a layout fills; same rows, same order."""

    def field(name: str) -> pl.Expr:
        return pl.col("dump_row").struct.field(name)

    parts = documents.select(field("header"), field("body"))
    parts = pl.DataFrame([_without_remnants(part) for part in parts])
    return documents.select(
        telegram=pl.concat_str(
            *(pl.lit(part) for part in parts.iter_columns()), separator="\n\n", ignore_nulls=True
        ),
        fidelity=pl.lit(Fidelity.VERBATIM.value),
        reason=pl.lit("no telegram structure: header and body of the dump's row are empty"),
        listed_cable_id=field("reference_id"),
        listed_created_at=_instant(field("created")),
        listed_released_at=pl.lit(None, pl.Datetime("us", "UTC")),
        listed_classification=field("classification"),
        listed_origin=field("origin"),
        listed_subject=pl.lit(None, pl.String),
        listed_tags=pl.lit(None, pl.String),
        listed_references=field("references"),
        layout=pl.lit(Layout.DUMP.value),
    )


def _without_remnants(texts: pl.Series) -> pl.Series:
    """Texts as they were before the export; null where it stands for none."""
    rows = texts.str.contains(_REMNANT).fill_null(value=False).arg_true()
    plain = texts.gather(rows).str.replace_many(list(_REMNANTS), list(_REMNANTS.values()))
    texts = texts.scatter(rows, plain.str.replace_all(r"(?m)[ \t]*\\+[ \t]*$", ""))
    return texts.set(texts.str.contains(_NOTHING).fill_null(value=False), None)


def _instant(created: pl.Expr) -> pl.Expr:
    """`M/D/YYYY H:MM`, taken as UTC."""
    return created.str.strip_chars().str.to_datetime(
        "%m/%d/%Y %H:%M", time_unit="us", time_zone="UTC", strict=False
    )
