"""Addressees of a telegram: the TO and INFO lines of its envelope."""

import polars as pl

from etl.telegrams.lines import lines_of
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
    r"|ZN[YR] .*|This record is .*|N{4}|[A-Z]+:.*)$"
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
    line, label = pl.col("line"), pl.col("label")
    lines = lines_of(envelopes["envelope"]).with_columns(line.str.strip_chars(" \t¶"))
    lines = lines.filter((line != "") | pl.col("is_first"))
    lines = lines.with_columns(label=line.str.extract(_SECTION), line=line.str.replace(_SECTION, ""))
    # Offices that stand above the sender are no addressees; without a sender, the first TO opens the list.
    opened = pl.coalesce(label, pl.when("is_first").then(pl.lit("")))
    listed = pl.when(opened != "XMT").then(opened).forward_fill()
    routed = label.is_null() & line.str.contains(r"^R[UH][A-Z]{2,6}/")
    section = opened.forward_fill()
    lines = lines.with_columns(
        # After an exclusion, a line with a route goes on with the list before it.
        section=pl.when((section == "XMT") & routed).then(listed).otherwise(section),
        above_sender=_above_sender(),
    )
    in_list = pl.col("section").is_in(["TO", "INFO"]) & ~pl.col("above_sender")
    lines = lines.filter(in_list & ~line.str.contains(_NO_ADDRESSEE) & (line != ""))
    documents = envelopes["document_id"].gather(lines["row"])
    return _addressees(_unwrap(lines.with_columns(document_id=documents)))


def _above_sender() -> pl.Expr:
    """True for lines that a FM line of the same envelope follows."""
    mark = pl.when(pl.col("label") == "FM").then(1)
    # Filled from below, up to the last line of the envelope before.
    end = pl.when(pl.col("is_first").shift(-1, fill_value=True)).then(0)
    return pl.coalesce(mark, end).backward_fill() == 1


def _unwrap(lines: pl.DataFrame) -> pl.DataFrame:
    """Joins a precedence or serial that stands alone on a line to the addressee above it."""
    alone = pl.col("line").str.contains(_LEFT_OVER) & pl.col("label").is_null()
    lines = lines.with_columns(alone=alone)
    below = pl.when(
        pl.col("alone").shift(-1, fill_value=False) & (pl.col("row") == pl.col("row").shift(-1))
    ).then(pl.col("line").shift(-1))
    joined = pl.concat_str("line", below, separator=" ", ignore_nulls=True)
    return lines.with_columns(line=joined).filter(~pl.col("alone")).select("document_id", "section", "line")


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
