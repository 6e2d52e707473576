"""REF lines: the cables, e-mails and telephone calls that a cable refers to."""

import polars as pl

from etl.telegrams.identifiers import canonical_id, year_of
from etl.telegrams.stations import letters_of, resolve_stations
from etl.telegrams.tags import positions
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
    r"(?i)^\W*(?:(?P<stated>(?:(?:19|20)?\d{2})(?:\s{0,2}))?(?P<words>[A-Z].*?)[ #-]*(?P<serial>\d{1,7})"
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
    given = fields.select("document_id", "year", "references").drop_nulls("references").with_row_index("row")
    entries = _entries(given)
    cables = _cables(entries)
    others = entries.filter(~pl.col("entry").is_in(cables["entry"].implode())).select(
        "row",
        "entry",
        "bullet",
        raw="text",
        referenced_cable_id=pl.lit(None, pl.String),
        kind=_kind(),
    )
    found = pl.concat([cables, others.select(cables.columns)]).sort("entry", maintain_order=True)
    found = found.with_columns(key=pl.coalesce("referenced_cable_id", "raw"))
    return found.filter(pl.struct("row", "key").is_first_distinct()).select(
        document_id=pl.lit(given["document_id"]).gather("row"),
        position=positions(pl.col("row")),
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


def _entries(given: pl.DataFrame) -> pl.DataFrame:
    """One row a bulleted entry: row, year, entry, bullet, text."""
    text = (
        pl.col("references")
        .str.replace_all(r"[^\S ]", " ")
        .str.replace_all(" {2,}", " ")
        .str.replace(_LABEL, "")
        .str.replace_all(_FURNITURE, " ")
        .str.replace_all(_LABEL_AGAIN, "")
        .str.replace(_NOTICE, "")
        .str.replace_all(_BULLET, "$1\n$2\t$3")
        .str.replace_all(_BARE_BULLET, "$1\n$2\t$3")
        .str.replace_all(";", "\n", literal=True)
    )
    entries = given.select("row", "year", text=text.str.split("\n")).explode("text")
    bullet = pl.col("text").str.extract(r"^([A-Za-z])\t")
    bare = pl.when(bullet.is_null()).then("text").otherwise(pl.col("text").str.slice(1))
    cleaned = bare.str.replace_all("\t", " ", literal=True).str.strip_chars(" ,;.-\\")
    return (
        entries.select("row", "year", bullet=bullet.str.to_uppercase(), text=cleaned)
        .filter(pl.col("text").str.contains("[A-Za-z0-9]{2}") & ~pl.col("text").str.contains(_NOTHING))
        .with_row_index("entry")
    )


def _cables(entries: pl.DataFrame) -> pl.DataFrame:
    """The cables named in the entries: row, entry, bullet, raw, referenced_cable_id, kind."""
    bare = pl.col("text").str.replace_all(_ASIDE, " ").str.replace_all(r"(?i-u)\bAND\b", ",")
    items = (
        entries.with_columns(item=bare.str.extract_all(_ITEM))
        .explode("item", empty_as_null=False)
        .filter(~pl.col("item").str.contains("[0-9]/"))
    )
    items = items.with_columns(pl.col("item").str.extract_groups(_PARTS).alias("given")).unnest("given")
    items = items.join(_stations_in(items["words"]), on="words", how="left", maintain_order="left")
    known, entry = pl.col("station").is_not_null(), pl.col("entry")
    items = items.filter(known | pl.col("more").is_not_null())
    # A number alone takes post and year of the cable before it, if that stands in its entry.
    led = pl.when(known).then(entry).forward_fill() == entry
    stated = pl.when(known).then(pl.col("stated").str.strip_chars().fill_null("")).forward_fill()
    items = items.with_columns(
        station=pl.when(led).then(pl.col("station").forward_fill()), stated=stated.replace("", None)
    )
    year = pl.coalesce(year_of(pl.col("stated")), "year")
    serial = pl.coalesce("serial", "more").cast(pl.Int32, strict=False)
    cables = items.with_columns(referenced_cable_id=canonical_id(year, pl.col("station"), serial))
    cables = cables.drop_nulls("referenced_cable_id")
    printed = pl.col("item").str.strip_chars(" ,;&/")
    return cables.select(
        "row",
        "entry",
        "bullet",
        raw=pl.when(entry.is_duplicated()).then(printed).otherwise("text"),
        referenced_cable_id="referenced_cable_id",
        kind=pl.lit(ReferenceKind.CABLE.value),
    )


def _stations_in(words: pl.Series) -> pl.DataFrame:
    """The post that ends each of the names: words, station. The longest known name wins."""
    names = words.unique(maintain_order=True).drop_nulls().to_frame("words")
    word = pl.col("words").str.split(" ")
    ends = names.with_columns(word=word, n_words=word.list.len()).with_columns(
        size=pl.int_ranges(pl.min_horizontal("n_words", LONGEST_STATION), 0, -1)
    )
    ends = ends.explode("size").with_columns(
        letters=letters_of(pl.col("word").list.tail(pl.col("size")).list.join(""))
    )
    ends = ends.filter(~pl.col("letters").str.contains(_NO_STATION))
    resolved = resolve_stations(ends["letters"]).filter("is_known")
    found = ends.join(resolved, on="letters", how="inner", maintain_order="left")
    return found.unique("words", keep="first", maintain_order=True).select("words", "station")
