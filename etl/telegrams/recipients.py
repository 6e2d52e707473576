"""Addressees of a telegram: the TO and INFO lines of its envelope."""

import polars as pl

from etl.telegrams.lines import lines_of
from etl.vocabulary import Precedence, RecipientAction

_SECTION = r"^(?:TO|INFO|XMT|FM)(?-u:\b)"
_ROUTE = r"^(?i-u:R[UH][A-Z]{2,6}|R[A-Z]{5,6}|Z[A-Z]{2})/[ \t]*"
_PRECEDENCE = r"(?:NIACT[ \t]+)?(?:FLASH|IMMEDIATE|PRIORITY|PIORITY|ROUTINE)"
_TAIL = rf"(?i-u:[ \t,]+{_PRECEDENCE})?(?:[ \t]+[0-9]{{1,6}}(?:-[0-9]+)?)?[ \t]*$"
_HAS_TAIL = rf"(?i-u:[ \t,]{_PRECEDENCE}|[ \t][0-9]{{1,6}}(?:-[0-9]+)?)[ \t]*$"
_WHOLE = r"^(?:AM|US|SEC|ALL |[A-Z]{3,7}/)"
_ROUTED_POST = r"/[ \t]*(?:AM|US)"
_COLLECTIVE = r"[ \t]COLLECTIVE(?-u:\b)"
_LEFT_OVER = rf"^(?:{_PRECEDENCE})?[ \t]*[0-9]*$"
_NO_ADDRESSEE = (
    r"^(?:[A-Z/]{1,6}-[0-9][0-9](?:[ \t]+[A-Z/]{1,6}-[0-9][0-9])*(?:[ \t]+/[0-9]{3} ?[RW])?|-{3,}.*"
    r"|/?[0-9]{3} ?[RW]|PAGE [0-9][0-9].*|BT|SIPDIS|NOFORN|SENSITIVE"
    r"|CONFIDENTIAL|SECRET|UNCLASSIFIED|UNCLAS|(?:STATE )?GRNC|ZN[YR] .*|This record is .*|N{4}|[A-Z]+:.*)$"
)
_UNTIDY = r"^[ ,]|[ ,/]$|\t|  "
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
    lines = _labelled(lines)
    # Offices that stand above the sender are no addressees; without a sender, the first TO opens the list.
    opened = pl.coalesce(label, pl.when("is_first").then(pl.lit("")))
    listed = pl.when(opened != "XMT").then(opened).forward_fill()
    section = opened.forward_fill()
    lines = lines.with_columns(is_routed=line.str.contains(r"^R[A-Z]{3,7}/"), above_sender=_above_sender())
    # After an exclusion, a line with a route goes on with the list before it.
    resumes = (section == "XMT") & label.is_null() & pl.col("is_routed")
    lines = lines.with_columns(section=pl.when(resumes).then(listed).otherwise(section))
    in_list = pl.col("section").is_in(["TO", "INFO"]) & ~pl.col("above_sender")
    lines = lines.filter(in_list & ~line.str.contains(_NO_ADDRESSEE) & (line != ""))
    return _addressees(_unwrap(lines), envelopes["document_id"])


def _labelled(lines: pl.DataFrame) -> pl.DataFrame:
    """Adds `label`, null where a line has none, and takes it from the line."""
    rows = lines["line"].str.contains(_SECTION).arg_true()
    found = lines["line"].gather(rows)
    labels = pl.Series("label", [None], pl.String).new_from_index(0, lines.height)
    bare = found.str.replace(_SECTION + "[ /:]*", "")
    return lines.with_columns(
        labels.scatter(rows, found.str.extract(_SECTION, 0)), lines["line"].scatter(rows, bare)
    )


def _above_sender() -> pl.Expr:
    """True for lines that a FM line of the same envelope follows."""
    mark = pl.when(pl.col("label") == "FM").then(1)
    # Filled from below, up to the last line of the envelope before.
    end = pl.when(pl.col("is_first").shift(-1, fill_value=True)).then(0)
    return pl.coalesce(mark, end).backward_fill() == 1


def _unwrap(lines: pl.DataFrame) -> pl.DataFrame:
    """Joins to the addressee above it what stands alone on a line: the rest of a name, precedence, serial."""
    line = pl.col("line")
    lines = lines.with_row_index("at").with_columns(
        above=line.shift(1), is_below_routed=pl.col("is_routed").shift(1, fill_value=False)
    )
    inside = (pl.col("row") == pl.col("row").shift(1)) & pl.col("label").is_null()
    # Most lines have a route: only the others are looked at.
    strays = lines.filter(inside & ~pl.col("is_routed"))
    alone = strays.filter(line.str.contains(_LEFT_OVER) | (pl.col("is_below_routed") & _ends_a_name()))["at"]
    if alone.is_empty():
        return lines
    is_alone = pl.Series([False]).new_from_index(0, lines.height).scatter(alone, values=True)
    lines = lines.with_columns(is_alone=is_alone)
    alone_below = pl.col("is_alone").shift(-1, fill_value=False)
    next_line = pl.when(alone_below).then(line.shift(-1))
    line_after = pl.when(alone_below & pl.col("is_alone").shift(-2, fill_value=False)).then(line.shift(-2))
    joined = pl.concat_str("line", next_line, line_after, separator=" ", ignore_nulls=True)
    return lines.with_columns(line=joined).filter(~pl.col("is_alone"))


def _ends_a_name() -> pl.Expr:
    """True for a line that completes the name `above`, which has a route but nothing behind it.

    Not so where either names a whole addressee: a post, or a collective below a post.
    """
    line, above = pl.col("line"), pl.col("above")
    whole = line.str.contains(_WHOLE) | (above.str.contains(_ROUTED_POST) & line.str.contains(_COLLECTIVE))
    return ~above.str.contains(_HAS_TAIL) & ~whole


def _addressees(lines: pl.DataFrame, documents: pl.Series) -> pl.DataFrame:
    """Takes each line apart by what its ends lack: route before the name, precedence and serial behind it."""
    line, unrouted, bare = pl.col("line"), pl.col("unrouted"), pl.col("bare")
    parts = lines.with_columns(unrouted=line.str.replace(_ROUTE, "")).with_columns(
        bare=unrouted.str.replace(_TAIL, "")
    )
    parts = parts.with_columns(
        tail=unrouted.str.slice(bare.str.len_chars()).str.to_uppercase(),
        route=line.str.head(line.str.len_chars() - unrouted.str.len_chars()).str.strip_chars(" \t/"),
    )
    route, tail = pl.col("route"), pl.col("tail")
    parts = (
        parts.with_columns(name=_tidied(parts["bare"]))
        .select(
            "row",
            "section",
            route=pl.when(route.str.starts_with("R")).then(route),
            name="name",
            precedence=tail.str.extract(r"(?-u:\b)[FIPR][A-Z]+", 0).replace(_MISSPELT),
            serial=tail.str.extract("0*[1-9][0-9]*", 0).cast(pl.Int32),
        )
        .filter(pl.col("name") != "")
    )
    place = pl.int_range(pl.len(), dtype=pl.Int32)
    first = pl.when(pl.col("row").ne_missing(pl.col("row").shift(1))).then(place).forward_fill()
    action = pl.when(pl.col("section") == "TO").then(pl.lit(RecipientAction.TO.value))
    return parts.select(
        document_id=pl.lit(documents).gather(pl.col("row")),
        position=place - first + 1,
        action=action.otherwise(pl.lit(RecipientAction.INFO.value)),
        route="route",
        name="name",
        precedence="precedence",
        serial="serial",
    )


def _tidied(names: pl.Series) -> pl.Series:
    """Names with single blanks, and nothing but words at their ends; few need it."""
    rows = names.str.contains(_UNTIDY).arg_true()
    tidy = names.gather(rows).str.replace_all(r"[ \t]{2,}|\t", " ").str.strip_chars(" ,")
    return names.scatter(rows, tidy.str.strip_chars_end("/"))
