"""REF lines: the cables, e-mails and telephone calls that a cable refers to."""

import polars as pl

from etl.telegrams.identifiers import canonical_id, year_of
from etl.telegrams.stations import letters_of, resolve_stations
from etl.vocabulary import ReferenceKind

_LABEL = r"(?i)^\s*REF(?:S|TELS?|ERENCES?|\(S\))?\s*[:;.-]*\s*"
_LABEL_AGAIN = r"(?i)\bREF(?:S|TELS?|ERENCES?)?\b\s*(?:[A-Z]\b)?\s*[:;-]\s*"
_FURNITURE = (
    r"(?i)(?:CONFIDENTIAL|SECRET|UNCLASSIFIED)?\s*PAGE \d+ +[A-Z ]+ +\d+ +\d+ OF \d+ +\d{6}Z"
    r"|[A-Z][A-Z .']+ \d{8} +\d{3}(?:\.\d)? +OF +\d{3}"
)
_ASIDE = r"\([^()\d][^()]{3,}\)"
_NOTICE = (
    r"(?i)\b(?:THIS (?:MESSAGE|CABLE|IS)|SENSITIVE BUT UNCLASS|CLASSIFIED BY|DERIVED FROM"
    r"|S\s?E\s?C\s?R\s?E\s?T\s|C O N F I D|SUMMARY\b).*$"
)
_BULLET = r"(?i)(^|[\s,;])\(?([A-Z])(?:\s?[.):]+|\s+-+)(?:\s*\(?[A-Z][.)]+)?(?:\s+|([A-Z]{3}|\d))"
_BARE_BULLET = r"(?i)(^|\d[,;)]*\s+|\)\s+)([A-Z])\s+((?:\d{2,4}\s*)?[A-Z]{3})"
_ITEM = (
    r"(?i)(?:[,;&]\s*)?(?:\b(?:19"
    r"|20)?\d{2}\s{0,2})?[A-Z][A-Z'’.-]*(?:[ ]+[A-Z][A-Z'’.-]*){0,4}[ #-]*\d{1,7}\b"
    r"(?:/\d+)?|[,;&]\s*\d{2,6}\b"
)
_PARTS = (
    r"(?i)^\W*(?:(?P<year>(?:(?:19|20)?\d{2})(?:\s{0,2}))?(?P<words>[A-Z].*?)[ #-]*(?P<serial>\d{1,7})"
    r"|(?P<more>\d{2,6}))$"
)
_NOTHING = (
    r"(?i)^(?:AND |\d{4} AND )?(?:PREVIOUS|PRIOR|NOTAL|NONE|N/A|OTHERS?|SERIES|EARLIER)\W*$|^(?:19"
    r"|20)\d{2}$"
)
_EMAIL = r"(?i)E-?\s?MAIL|\bMSG\b"
_TELCON = r"(?i)TELCON|PHONE|TELECON|CONVERSATION|\bCALL\b"
_NO_STATION = (
    r"(?i)^(?:IIR|TD|TDX|CIR|DSCG|UNSCR|MEMO|PARAS?|PART|SFO|GVA|NO|DTD|DATED|OF|ON|SECTION|JAN"
    r"|FEB|MAR"
    r"|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]*$"
)
LONGEST_STATION = 4
"""Words of the longest name of a post: PORT OF SPAIN, RIO DE JANEIRO, BANDAR SERI BEGAWAN, USUN NEW YORK."""


def parse_references(fields: pl.DataFrame) -> pl.DataFrame:
    """Read the REF lines into one row a reference.

    A bullet starts a reference; several cables may stand behind one. A number alone takes the post and year
    of the cable before it (`MOSCOW 159, 160`); a cable without year is of the referring cable's own.

    Args:
        fields: `document_id`, `year` (of the referring cable) and `references` as `caption_fields` returns
        it.

    Returns:
        One row a reference, cables unrepeated: document_id, position, bullet, referenced_cable_id, kind, raw.
    """
    entries = _entries(fields.filter(pl.col("references").is_not_null()))
    cables = _cables(entries)
    others = entries.join(cables, on=["document_id", "entry"], how="anti").select(
        "document_id",
        "entry",
        "bullet",
        raw="text",
        referenced_cable_id=pl.lit(None, pl.String),
        kind=_kind(),
    )
    found = pl.concat([cables, others.select(cables.columns)]).sort(
        "document_id", "entry", maintain_order=True
    )
    keys = pl.coalesce("referenced_cable_id", "raw")
    found = found.with_columns(key=keys).unique(["document_id", "key"], keep="first", maintain_order=True)
    return found.select(
        "document_id",
        position=pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("document_id"),
        bullet="bullet",
        referenced_cable_id="referenced_cable_id",
        kind="kind",
        raw="raw",
    )


def _kind() -> pl.Expr:
    text = pl.col("text")
    return (
        pl.when(text.str.contains(_EMAIL))
        .then(pl.lit(ReferenceKind.EMAIL.value))
        .when(text.str.contains(_TELCON))
        .then(pl.lit(ReferenceKind.TELCON.value))
        .otherwise(pl.lit(ReferenceKind.OTHER.value))
    )


def _entries(fields: pl.DataFrame) -> pl.DataFrame:
    """One row a bulleted entry: document_id, year, entry, bullet, text."""
    text = (
        pl.col("references")
        .str.replace_all(r"\s+", " ")
        .str.replace(_LABEL, "")
        .str.replace_all(_FURNITURE, " ")
        .str.replace_all(_LABEL_AGAIN, "")
        .str.replace(_NOTICE, "")
        .str.replace_all(_BULLET, "$1\n$2\t$3")
        .str.replace_all(_BARE_BULLET, "$1\n$2\t$3")
        .str.replace_all(";", "\n", literal=True)
    )
    entries = fields.select("document_id", "year", text=text.str.split("\n")).explode("text")
    parts = pl.col("text").str.extract_groups(r"^(?:(?P<bullet>[A-Za-z])\t)?\s*(?P<entry_text>.*)$")
    entries = entries.with_columns(parts.struct.unnest())
    cleaned = pl.col("entry_text").str.replace_all("\t", " ", literal=True).str.strip_chars(" ,;.-\\")
    return (
        entries.select("document_id", "year", bullet=pl.col("bullet").str.to_uppercase(), text=cleaned)
        .filter(pl.col("text").str.contains(r"[A-Za-z0-9]{2}") & ~pl.col("text").str.contains(_NOTHING))
        .with_columns(entry=pl.int_range(pl.len(), dtype=pl.UInt32))
    )


def _cables(entries: pl.DataFrame) -> pl.DataFrame:
    """The cables named in the entries: document_id, entry, bullet, raw, referenced_cable_id, kind."""
    bare = pl.col("text").str.replace_all(_ASIDE, " ").str.replace_all(r"(?i)\bAND\b", ",")
    items = (
        entries.with_columns(item=bare.str.extract_all(_ITEM))
        .explode("item", empty_as_null=False)
        .filter(pl.col("item").is_not_null() & ~pl.col("item").str.contains(r"\d/"))
        .with_columns(pl.col("item").str.extract_groups(_PARTS).struct.unnest().name.prefix("given_"))
    )
    items = items.with_columns(
        printed=pl.col("item").str.strip_chars(" ,;&/"), item=pl.int_range(pl.len(), dtype=pl.UInt32)
    )
    items = items.join(_stations_in(items), on="item", how="left", maintain_order="left")
    inherited = pl.col("given_more").is_not_null()
    known = pl.col("station").is_not_null()
    items = items.filter(known | inherited).with_columns(
        station=pl.col("station").forward_fill().over("entry"),
        stated=pl.when(~inherited)
        .then(pl.col("given_year").str.strip_chars().fill_null(""))
        .forward_fill()
        .over("entry"),
    )
    year = pl.coalesce(year_of(pl.when(pl.col("stated") != "").then("stated")), "year")
    serial = pl.coalesce("given_serial", "given_more").cast(pl.Int32, strict=False)
    return (
        items.with_columns(referenced_cable_id=canonical_id(year, pl.col("station"), serial))
        .filter(pl.col("referenced_cable_id").is_not_null())
        .select(
            "document_id",
            "entry",
            "bullet",
            raw=pl.when(pl.len().over("entry") > 1).then("printed").otherwise("text"),
            referenced_cable_id="referenced_cable_id",
            kind=pl.lit(ReferenceKind.CABLE.value),
        )
    )


def _stations_in(items: pl.DataFrame) -> pl.DataFrame:
    """The post that ends the words of each item: item, station. The longest known name wins."""
    words = items.select("item", word=pl.col("given_words").str.split(" ")).filter(
        pl.col("word").is_not_null()
    )
    names = (
        pl.concat(
            [
                words.select("item", size=pl.lit(size), name=pl.col("word").list.tail(size).list.join(""))
                for size in range(LONGEST_STATION, 0, -1)
            ]
        )
        .with_columns(letters=letters_of(pl.col("name")))
        .filter(~pl.col("letters").str.contains(_NO_STATION))
    )
    resolved = resolve_stations(names["letters"]).filter("is_known")
    return (
        names.join(resolved, on="letters", how="inner")
        .sort("item", "size", descending=[False, True])
        .unique("item", keep="first", maintain_order=True)
        .select("item", "station")
    )
