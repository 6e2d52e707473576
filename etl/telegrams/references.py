"""REF lines: the cables, e-mails and telephone calls that a cable refers to."""

import polars as pl

from etl.telegrams.identifiers import canonical_id, year_of
from etl.telegrams.lines import positions
from etl.telegrams.stations import letters_of, resolve_stations
from etl.vocabulary import ReferenceKind

_LABEL = r"(?i)^\s*REF(?:S|TELS?|ERENCES?|\(S\))?\s*[:;.-]*\s*"
_LETTERED_LABEL = r"(?i-u)\bREFS?[ \n]*(?:\(([A-Z])\)|\b([A-Z]))[ \n]*[:;]\s*"
_LABEL_AGAIN = r"(?i)\bREF(?:S|TELS?|ERENCES?)?\b\s*(?:[A-Z]\b)?\s*[:;-]\s*"
_FURNITURE = (
    r"(?i-u)(?:CONFIDENTIAL|SECRET|UNCLASSIFIED)? *PAGE [0-9]+ +[A-Z ]+ +[0-9]+ +[0-9]+ OF [0-9]+ +[0-9]{6}Z"
    r"|[A-Z][A-Z .']+ [0-9]{8} +[0-9]{3}(?:\.[0-9])? +OF +[0-9]{3}"
)
_ASIDE = r"\([^()\d][^()]{3,}\)"
_NOTICE = (
    r"(?i-u)\b(?:THIS (?:MESSAGE|CABLE|IS)|SENSITIVE BUT UNCLASS|CLASSIFIED BY|DERIVED FROM"
    r"|S ?E ?C ?R ?E ?T |C O N F I D|SUMMARY\b)(?u:.*)$"
)
_MARK_BEHIND = r"(?-u)\s\((?:U|C|S|SBU)\)\s*$"
_BULLET = r"(?i)(^|[\s,;])\(?([A-Z])(?:\s?[.):]+|\s+-+)(?:\s*\(?[A-Z][.):]+)?(?:\s+|([A-Z]{3}|\d))"
_NO_BULLETS = r"(?i-u)\b(U)\.(S|N|K)\."
_POINT = "\u2024"
"""Stands for the points of an abbreviation while bullets are looked for."""
_GLUED_BULLET = r"([0-9])([B-Z][.)]) ?((?:[0-9]{2} ?)?[A-Z]{3})"
_BARE_BULLET = r"(?i)(^|\d[,;)]*\s+|\)\s+)([A-Z])\s+((?:\d{2,4}\s*)?[A-Z]{3})"
# Years behind the post or the number go where most cables have them: before the post.
_YEAR_BETWEEN = (
    r"(?i-u)\b([A-Z][A-Z.' -]*[A-Z])[ -]+((?:19|20)?(?:6[6-9]|[789][0-9]|0[0-9]|10))[ -]+([0-9]{1,7})\b"
)
_YEAR_BEHIND = (
    r"(?i-u)\b([A-Z][A-Z.' -]*[A-Z]) ?#?([0-9]{1,7})"
    r"(?: ?\(((?:19|20)?[0-9]{2})\)|/((?:19|20)?[0-9]{2})(?P<end>[ ,.)]|$))"
)
_YEAR_IN_BRACKETS = r"\(((?:19|20)?[0-9]{2})\) ?([A-Za-z]{3})"
_ITEM = (
    r"(?i)(?:[,;&] *)?(?:(?-u:\b)(?:19|20)?[0-9]{2}[ -]{0,2})?"
    r"[A-Z][A-Z'’.-]*(?: +[A-Z][A-Z'’.-]*){0,4}[ #-]*[0-9]{1,7}(?-u:\b)"
    r"(?:/[0-9]+)?|[,;&] *[0-9]{2,6}(?-u:\b)"
)
_PARTS = (
    r"(?i)^\W*(?:(?P<stated>(?:(?:19|20)?\d{2})(?:[\s-]{0,2}))?(?P<words>[A-Z].*?)[ #-]*(?P<serial>\d{1,7})"
    r"|(?P<more>\d{2,6}))$"
)
_NOTHING = (
    r"(?i)^(?:AND |\d{4} AND )?(?:PREVIOUS|PRIOR|NOTAL|NONE|N/A|OTHERS?|SERIES|EARLIER)\W*$|^(?:19"
    r"|20)\d{2}$"
)
_EMAIL = r"(?i-u)E-?\s?MAIL|\bMSG\b"
_DATE_TIME_GROUP = r"(?i-u)\bDTG\b|\b[0-9]{6}Z\b"
_INTELLIGENCE = r"(?i-u)^[ -/:-@]*(?:IIR|TDX?|UIR|HUMINT|CIR)\b|^[0-9]{3}/[0-9]{4,6}-[0-9]{2}\b"
_ATTACHE = r"(?i-u)^[ -/:-@]*(?:[0-9]{2} )?(?:US)?DAO\b"
_TELCON = r"(?i)TELCON|PHONE|TELECON|CONVERSATION|\bCALL\b"
_MEMORANDUM = r"(?i-u)\bMEMCON|\bMEMO(?:RANDUM)? OF (?:[A-Z]+ )?CONVERSATION"
_AIRGRAM = r"(?i-u)(?:^|[ \t])A-[0-9]{1,5}\b"
"""Airgrams went by pouch and have numbers of their own."""
_AIRGRAM_BEHIND = r"(?i-u)(?:[,;&]| AND )( *[A-Z][A-Z.' ]{2,24} A-[0-9])"
_AIRGRAM_BEFORE = r"(?i-u)( A-[0-9]{1,5})(?:[,;&]| AND )"
_NO_STATION = (
    r"^(?:IIR|TDX?|CIR|DSCG|UNSCR|MEMOS?|PARAS?|PARAGRAPHS?|PARTS?|SFO|GVA|NOS?|DTD|DATED?|OF|ON|SECTIONS?"
    r"|JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?"
    r"|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)$"
)
DAYS_OF_JANUARY = 31
DRAFTED_BESIDE = 10
"""How far the number of a cable drafted at the same desk on the same day may be ahead."""
STATE_A_DAY = 1_000
"""No year of the Department's has come to 365,000 telegrams; the fullest, of the 1970s, had 330,000."""
POST_A_DAY = 150
"""No post has come to half as many in a year; the fullest sent about 25,000."""
LONGEST_STATION = 4
"""Words of the longest name of a post: PORT OF SPAIN, RIO DE JANEIRO, BANDAR SERI BEGAWAN, USUN NEW YORK."""


def parse_references(fields: pl.DataFrame) -> pl.DataFrame:
    """Read the REF lines into one row a reference.

    A bullet starts a reference; several cables may stand behind one. A number alone takes the post and year
    of the cable before it (`MOSCOW 159, 160`); a cable without year is of the referring cable's own, or
    of the year before where its number tells so.

    Args:
        fields: `document_id`, `station`, `serial`, `year` and `created_at` of the referring cable, and
            `references` as `caption_fields` returns it.

    Returns:
        One row a reference, cables unrepeated: document_id, position, bullet, referenced_cable_id, kind, raw.
    """
    given = fields.select(
        "document_id",
        "year",
        "references",
        own_station="station",
        own_serial="serial",
        own_day=pl.col("created_at").dt.ordinal_day().cast(pl.Int32),
    )
    given = given.drop_nulls("references").with_row_index("row")
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
        pl.when(text.str.contains(_INTELLIGENCE))
        .then(pl.lit(ReferenceKind.INTELLIGENCE_REPORT.value))
        .when(text.str.contains(_DATE_TIME_GROUP))
        .then(pl.lit(ReferenceKind.OTHER.value))
        .when(text.str.contains(_EMAIL))
        .then(pl.lit(ReferenceKind.EMAIL.value))
        .when(text.str.contains(_TELCON) & ~text.str.contains(_MEMORANDUM))
        .then(pl.lit(ReferenceKind.TELCON.value))
        .otherwise(pl.lit(ReferenceKind.OTHER.value))
    )


def _entries(given: pl.DataFrame) -> pl.DataFrame:
    """One row a bulleted entry: row, year, own_station, own_serial, own_day, entry, bullet, text."""
    text = (
        pl.col("references")
        .str.replace_all(r"[^\S ]", " ")
        .str.replace_all(" {2,}", " ")
        .str.replace(_LABEL, "")
        .str.replace_all(_FURNITURE, " ")
        .str.replace_all(_LETTERED_LABEL, " $1$2) ")
        .str.replace_all(_LABEL_AGAIN, "")
        .str.replace(_NOTICE, "")
        .str.replace(_MARK_BEHIND, "")
        .str.replace_all(_NO_BULLETS, f"$1{_POINT}$2{_POINT}")
        .str.replace_all(_GLUED_BULLET, "$1 $2 $3")
        .str.replace_all(_BULLET, "$1\n$2\t$3")
        .str.replace_all(_BARE_BULLET, "$1\n$2\t$3")
        .str.replace_all(_AIRGRAM_BEHIND, "\n$1")
        .str.replace_all(_AIRGRAM_BEFORE, "$1\n")
        .str.replace_all(";", "\n", literal=True)
    )
    entries = given.select("row", "year", "^own_.*$", text=text.str.split("\n")).explode("text")
    bullet = pl.col("text").str.extract(r"^([A-Za-z])\t")
    bare = pl.when(bullet.is_null()).then("text").otherwise(pl.col("text").str.slice(1))
    cleaned = bare.str.replace_all("\t", " ", literal=True).str.strip_chars(" ,;.-\\")
    cleaned = cleaned.str.replace_all(_POINT, ".", literal=True)
    entries = entries.with_columns(bullet=bullet.str.to_uppercase(), text=cleaned)
    kept = pl.col("text").str.contains("[A-Za-z0-9]{2}") & ~pl.col("text").str.contains(_NOTHING)
    return entries.filter(kept).with_row_index("entry")


def _cables(entries: pl.DataFrame) -> pl.DataFrame:
    """The cables named in the entries: row, entry, bullet, raw, referenced_cable_id, kind."""
    bare = (
        pl.col("text")
        .str.replace_all(_ASIDE, " ")
        .str.replace_all(r"(?i-u)\bAND\b", ",")
        .str.replace_all(_YEAR_BETWEEN, "$2 $1 $3")
        .str.replace_all(_YEAR_BEHIND, "${3}${4} $1 $2${end}")
        .str.replace_all(_YEAR_IN_BRACKETS, "$1 $2")
    )
    # An attache numbers reports of his own; airgrams have numbers of theirs.
    items = (
        entries.filter(~pl.col("text").str.contains(_ATTACHE) & ~pl.col("text").str.contains(_AIRGRAM))
        .with_columns(item=bare.str.extract_all(_ITEM))
        .explode("item", empty_as_null=False)
        .filter(~pl.col("item").str.contains("[0-9]/"))
    )
    items = items.with_columns(pl.col("item").str.extract_groups(_PARTS).alias("given")).unnest("given")
    items = items.join(_stations_in(items["words"]), on="words", how="left", maintain_order="left")
    known, entry = pl.col("station").is_not_null(), pl.col("entry")
    items = items.filter(known | pl.col("more").is_not_null())
    # A number alone takes post and year of the cable before it, if that stands in its entry.
    led = pl.when(known).then(entry).forward_fill() == entry
    stated = pl.when(known).then(pl.col("stated").str.strip_chars(" -").fill_null("")).forward_fill()
    items = items.with_columns(
        station=pl.when(led).then(pl.col("station").forward_fill()), stated=stated.replace("", None)
    )
    serial = pl.coalesce("serial", "more").cast(pl.Int32, strict=False)
    year = pl.coalesce(year_of(pl.col("stated")), _year_without_one(pl.col("station"), serial))
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


def _year_without_one(station: pl.Expr, serial: pl.Expr) -> pl.Expr:
    """The year of a reference that gives none: the cable's own, else the one before.

    Posts count from one on each first of January. A number above the cable's own is last year's, but for
    one that was drafted beside it. In January so is one that another post cannot have reached by then; for
    that the cable's date is trusted where its own number fits it.
    """
    own_serial, own_day = pl.col("own_serial"), pl.col("own_day")
    of_own_post = station == pl.col("own_station")
    above_own = of_own_post & (serial > own_serial + DRAFTED_BESIDE)
    is_january = (own_day <= DAYS_OF_JANUARY) & (own_serial <= own_day * _a_day(pl.col("own_station")))
    not_reached = ~of_own_post & is_january & (serial > own_day * _a_day(station))
    return pl.col("year") - (above_own | not_reached).fill_null(value=False).cast(pl.Int32)


def _a_day(station: pl.Expr) -> pl.Expr:
    """More cables than the post has ever sent a day."""
    return pl.when(station == "STATE").then(STATE_A_DAY).otherwise(POST_A_DAY)


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
