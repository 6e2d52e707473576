"""Addressees of a telegram: the TO and INFO lines of its envelope."""

import polars as pl

from etl.vocabulary import Precedence, RecipientAction

_SECTION = r"^(TO|INFO|XMT|FM)\b[ /:]*"
_ADDRESSEE = (
    r"(?i)^(?:(?P<route>R[UH][A-Z]{2,6}"
    r"|Z[A-Z]{2})/)?\s*(?P<name>.*?)(?:[\s,]+(?:NIACT\s+)?(?P<precedence>FLASH|IMMEDIATE"
    r"|PRIORITY|PIORITY|ROUTINE))?(?:\s+(?P<serial>\d{1,6})(?:-\d+)?)?\s*$"
)
_LEFT_OVER = r"^(?:(?:NIACT )?(?:FLASH|IMMEDIATE|PRIORITY|ROUTINE))?\s*\d*$"
_NO_ADDRESSEE = (
    r"^(?:[A-Z/]+-\d\d\b.*|-{3,}.*|/?\d{3} ?[RW]|PAGE \d\d.*|BT|SIPDIS|NOFORN|SENSITIVE|CONFIDENTIAL"
    r"|SECRET|UNCLASSIFIED|UNCLAS"
    r"|ZN[YR] .*|This record is .*|N{4})$"
)
_NO_ROUTE = r"^Z"
_MISSPELT = {"PIORITY": Precedence.PRIORITY.value}


def parse_recipients(envelopes: pl.DataFrame) -> pl.DataFrame:
    """Read the addressees in order.

    Collectives have a name and often no route. `XMT` names posts that a collective shall not reach: they
    are left out, up to the next line with a route. Distribution lists by office (`ACTION AF-00`) are no
    addressees.

    Args:
        envelopes: `document_id` and `envelope`.

    Returns:
        One row an addressee: document_id, position, action, route, name, precedence, serial.
    """
    lines = envelopes.select("document_id", line=pl.col("envelope").str.split("\n")).explode("line")
    line = pl.col("line")
    lines = lines.with_columns(line.str.strip_chars(" \t¶")).filter(line != "")
    lines = lines.with_columns(label=line.str.extract(_SECTION), line=line.str.replace(_SECTION, ""))
    has_route = line.str.contains(r"^R[UH][A-Z]{2,6}/")
    # After an exclusion, a line with a route goes on with the list before it.
    lines = lines.with_columns(
        section=pl.col("label").forward_fill().over("document_id"),
        listed=pl.when(pl.col("label") != "XMT").then("label").forward_fill().over("document_id"),
        sent=pl.col("label").eq_missing(pl.lit("FM")).cum_sum().over("document_id"),
        senders=pl.col("label").eq_missing(pl.lit("FM")).sum().over("document_id"),
    )
    section = (
        pl.when((pl.col("section") == "XMT") & has_route & pl.col("label").is_null())
        .then("listed")
        .otherwise("section")
    )
    lines = lines.with_columns(section=section).filter(
        pl.col("section").is_in(["TO", "INFO"]) & ((pl.col("sent") > 0) | (pl.col("senders") == 0))
    )
    lines = lines.filter(~line.str.contains(_NO_ADDRESSEE) & (line != ""))
    return _addressees(_unwrap(lines))


def _unwrap(lines: pl.DataFrame) -> pl.DataFrame:
    """Joins a precedence or serial that stands alone on a line to the addressee above it."""
    alone = pl.col("line").str.contains(_LEFT_OVER) & pl.col("label").is_null()
    return (
        lines.with_columns(entry=(~alone).cum_sum())
        .group_by("document_id", "entry", maintain_order=True)
        .agg(pl.col("section").first(), pl.col("line").str.join(" "))
    )


def _addressees(lines: pl.DataFrame) -> pl.DataFrame:
    read = lines.with_columns(pl.col("line").str.extract_groups(_ADDRESSEE)).unnest("line")
    name = pl.col("name").str.replace_all(r"\s+", " ").str.strip_chars(" ,")
    precedence = pl.col("precedence").str.to_uppercase().replace(_MISSPELT)
    action = pl.when(pl.col("section") == "TO").then(pl.lit(RecipientAction.TO.value))
    return (
        read.with_columns(name=name)
        .filter(pl.col("name") != "")
        .select(
            "document_id",
            position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("document_id"),
            action=action.otherwise(pl.lit(RecipientAction.INFO.value)),
            route=pl.when(~pl.col("route").str.contains(_NO_ROUTE)).then("route"),
            name="name",
            precedence=precedence,
            serial=pl.col("serial").cast(pl.Int32, strict=False),
        )
    )
