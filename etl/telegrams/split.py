"""Cuts a telegram into envelope, caption and body.

Only the head of the text is looked at line by line; the body is carried over untouched. A telegram is laid
out as State 5 FAH-2 prescribes: the envelope of ACP-127 (routing, date-time group, FM, TO, INFO), then the
classification line and the caption (E.O., TAGS, SUBJECT, REF, Classified By), then the paragraphs.
"""

import polars as pl

from etl.telegrams.lines import LinesOf, lines_of
from etl.telegrams.relined import restore_lines
from etl.vocabulary import Fidelity

HEAD_CHARACTERS = 24_000
"""How far a head can reach: the addressee lists of collective telegrams run to about 20,000 characters."""

PROSE_WIDTH = 60
"""An unlabelled line below SUBJECT that is this long is text, not caption."""

FIRST_PARAGRAPH = r"\n[ \t]*(?:¶[ \t]*\(?\d{1,2}[ \t]*[.)( ]|\(?1[ \t]*[.)][ \t]*[^\d\s])"
"""A numbered paragraph: any number behind the viewer's pilcrow, the number one without it."""

CLASSIFICATION_LINE = (
    r"(?i)^\W*(?:S{1,2} ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
    r"|U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
    r"|T ?O ?P ?S ?E ?C ?R ?E ?T|L ?I ?M ?I ?T ?E ?D ?O ?F ?F ?I ?C ?I ?A ?L|R ?E ?S ?T ?R ?I ?C ?T ?E ?D"
    r"|LOU)"
    r"(?:\W|\d|SECTION|$)|^(?:[A-Z] )?(?:[A-Z]{1,12} )*(?:SECTION \d+ OF \d+ )?[A-Z][A-Z ]* 0\d{5,7}$"
)
ENVELOPE_LINE = (
    r"^(?:VZCZC|[ZOPRY]{1,2}(?: [ZOPR]{1,2}){0,2} (?:RU|RH|\d{6}Z)|(?:DE )?R[UH][A-Z]{3,6} ?#|ZN[YR] "
    r"|FM[ /]|TO[ /]|INFO[ /]|XMT |R[UH][A-Z]{2,6}/|\d{6}Z [A-Z]{3} \d\d|PAGE \d\d|ACTION |NNNN)"
)
SENDER_LINE = r"^FM[ /]|\b\d{6}Z\S{0,4} [A-Za-z]{3} \d\d"
DATE_LINE = r"(?i)^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{1,2} [A-Z]+ \d{4}"
FIELD_LINE = (
    r"(?i)^(?:\(?[USC]\)\s*)?(?:E\.? ?[O0]\.?,? ?1\d{4}|TA[GB]S?(?:\s*:|\s+[A-Z])|S?UBJ(?:ECT)?\s*[:;.-]"
    r"|S?UBJ(?:ECT)?  |REF(?:S|TELS?|ERENCES?|\(S\))?(?:\s*[:;]|\s+\(?[A-Z]\b)"
    r"|(?:CLASSIFIED|DERIVED|DECLASSIFIED) (?:BY|FROM)|REASONS?\s*:|DECLASSIFY ON"
    r"|1\.\s?[45]\.?\s*\(?[A-H]\b)"
)
SUBJECT_LINE = r"(?i)^(?:\(?[USC]\)\s*)?S?UBJ(?:ECT)?\b"
CLOSING_LINE = r"(?i)^(?:(?:DE)?CLASSIFIED|DERIVED|REASON|1\.\s?[45])"
REFERENCE_LINE = r"(?i)^REF"
REFERENCE_BULLET = r"^(?:\(?[A-Z][.)]\s*[^\n]{0,100}\d|[A-Z][A-Z.' ]{2,24} \d{1,7}\W*$)"
PROSE_LINE = (
    r"(?i)^(?:-{4,}|(?:- ){3,}|={4,}|\((?:TS|SBU|FOUO|[SCU])(?:/[A-Z/]+)?\)\s*\S|\W{0,4}(?:BEGIN )?(?:SUMMARY"
    r"|INTRODUCTION|COMMENT|ACTION REQUEST)\b)"
)

_GLUED_FIELD = (
    r"[ \t]+((?:E\.O\. ?1\d{4}:?|TAGS?:|SUBJECT:|SUBJ:|(?:REF|REFS|Ref|Refs|Ref\(s\)|REF\(S\)|REFTEL|Reftel):"
    r"|(?:CLASSIFIED BY|Classified By|Classified by):?)\s)|([A-Z])(REFS?:\s)"
)
_GLUED_TEXT = r"(\b1\.[45]\.?[^\n¶]{1,30}\)[.;]?)[ \t]+(¶?1\.[ \t]*\([A-Z]|(?i:SUMMARY)\b)"
_NOTICE = r"(?i)(this record is a partial extract[^\n]*)"


def split_telegrams(pages: pl.DataFrame) -> pl.DataFrame:
    """Cut the telegram of each page at the first line of its caption and of its body.

    Args:
        pages: rows of `Pages`; those without a telegram are left out.

    Returns:
        One row a page with a telegram, in the order of `pages`: document_id, fidelity, layout, `envelope`,
        `caption` (without the viewer's pilcrows), `body` (furniture and pilcrows still in it; all of a
        flattened telegram, whose envelope and caption have their lines restored), `notice` (the sentence
        that says the text is a partial extract, or null).
    """
    telegrams = pages.filter(pl.col("telegram").is_not_null()).select(
        "document_id", "fidelity", "layout", "telegram"
    )
    if telegrams["telegram"].str.contains("\r", literal=True).any():
        telegrams = telegrams.with_columns(pl.col("telegram").str.replace_all("\r", "", literal=True))
    flattened = (telegrams["fidelity"] == Fidelity.FLATTENED.value).fill_null(value=False)
    cut = _cut(_head_and_rest(telegrams))
    if not flattened.any():
        return cut
    relined = _cut(_relined(telegrams.filter(flattened)))
    order = telegrams.select("document_id").with_row_index("row")
    both = pl.concat([cut.filter(~flattened), relined])
    places = pl.concat([order.filter(~flattened), order.filter(flattened)])["row"]
    return both.with_columns(row=places).sort("row").drop("row")


def _relined(telegrams: pl.DataFrame) -> pl.DataFrame:
    """Adds `head` with its lines restored; the whole text is `rest`, for whoever reads its paragraphs."""
    return telegrams.with_columns(head=restore_lines(pl.col("telegram")), rest="telegram")


def _cut(telegrams: pl.DataFrame) -> pl.DataFrame:
    """The split of telegrams whose `head` has lines."""
    parts = _parts(_head_lines(telegrams))
    opening = pl.when(pl.col("fidelity").ne_missing(Fidelity.FLATTENED.value)).then("opening")
    return pl.concat([telegrams, parts], how="horizontal").select(
        "document_id",
        "fidelity",
        "layout",
        envelope=pl.col("envelope").fill_null(""),
        caption=pl.col("caption").fill_null(""),
        body=pl.concat_str(opening.fill_null(""), "rest"),
        notice=pl.col("head").str.extract(_NOTICE).str.strip_chars(),
    )


def _head_and_rest(telegrams: pl.DataFrame) -> pl.DataFrame:
    """Adds `head`, up to the first numbered paragraph, and `rest`.

    `str.find` counts bytes, so the cut is made in bytes.
    """
    window = pl.concat_str(pl.lit("\n"), pl.col("telegram").str.head(HEAD_CHARACTERS))
    offset = window.str.find(FIRST_PARAGRAPH).fill_null(window.str.len_bytes() - 1)
    binary = pl.col("telegram").cast(pl.Binary)
    return telegrams.with_columns(offset=offset).with_columns(
        head=binary.bin.slice(0, pl.col("offset"))
        .cast(pl.String)
        .str.replace_all(_GLUED_FIELD, "$2\n$1$3")
        .str.replace_all(_GLUED_TEXT, "$1\n$2"),
        rest=binary.bin.slice(pl.col("offset")).cast(pl.String),
    )


def _head_lines(telegrams: pl.DataFrame) -> pl.DataFrame:
    """One row a line of a head: row, index, raw, line (no pilcrow, no indent), and what kind it is of."""
    line = pl.col("line")
    lines = lines_of(telegrams["head"]).rename({"line": "raw"})
    return lines.with_columns(line=pl.col("raw").str.strip_chars("¶ \t\\")).with_columns(
        is_envelope=line.str.contains(ENVELOPE_LINE),
        is_classification=line.str.contains(CLASSIFICATION_LINE),
        is_date=line.str.contains(DATE_LINE),
        is_field=line.str.contains(FIELD_LINE),
        is_prose=line.str.contains(PROSE_LINE),
        is_blank=line == "",
    )


def _parts(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a telegram: envelope, caption, opening (what stands between caption and paragraph one)."""
    heads = LinesOf(lines)
    index = pl.col("index")
    starts = _caption_starts(heads)
    lines = lines.with_columns(
        heads.spread(starts, "start"), heads.spread(starts, "subject_at"), in_field=_in_field(starts, heads)
    )
    ends = _caption_ends(lines)
    lines = lines.with_columns(heads.spread(ends, "end"))
    is_caption = index <= pl.col("end")
    part = pl.when(index < pl.col("start")).then(0).when(is_caption).then(1).otherwise(2)
    text = pl.when(part == 1).then("line").otherwise("raw")
    names = ("envelope", "caption", "opening")
    key = (pl.col("row").cast(pl.Int64) * len(names) + part).set_sorted()
    joined = (
        lines.select(key=key, text=text)
        .group_by("key", maintain_order=True)
        .agg(pl.col("text").str.join("\n"))
    )
    every = pl.DataFrame({"key": range(len(names) * len(heads))}, schema={"key": pl.Int64})
    texts = every.join(joined, on="key", how="left", maintain_order="left")["text"]
    return pl.DataFrame({name: texts.gather_every(len(names), offset) for offset, name in enumerate(names)})


def _caption_starts(heads: LinesOf) -> pl.DataFrame:
    """One row a telegram: start (index of the caption's first line), subject_at, reference_at.

    A classification that stands above the sender is the page's running head, so the caption starts below the
    sender where there is one.
    """
    index, line = pl.col("index"), pl.col("line")
    numbered = pl.col("is_classification") & line.str.contains(r"\d") & ~line.str.contains(r"PAGE \d")
    telling = numbered | pl.col("is_date") | pl.col("is_field")
    sender_at = heads.first(pl.col("is_envelope") & line.str.contains(SENDER_LINE))
    senders = pl.DataFrame({"sender_at": sender_at.fill_null(-1)})
    below_sender = index > heads.spread(senders, "sender_at")
    return pl.DataFrame(
        {
            "subject_at": heads.first(pl.col("is_field") & line.str.contains(SUBJECT_LINE)),
            "reference_at": heads.first(pl.col("is_field") & line.str.contains(REFERENCE_LINE)),
            "below": heads.first((telling | pl.col("is_classification")) & below_sender),
            "anywhere": heads.first(telling),
            "envelope": heads.last(pl.col("is_envelope")) + 1,
            "begin": heads.begin,
        }
    ).select("subject_at", "reference_at", start=pl.coalesce("below", "anywhere", "envelope", "begin"))


def _in_field(starts: pl.DataFrame, heads: LinesOf) -> pl.Expr:
    """True for a labelled line and for those below it up to a blank line; and for bullets of references."""
    index = pl.col("index")
    breaks = pl.col("is_blank") | pl.col("is_prose") | pl.col("is_classification") | pl.col("is_first")
    labelled = pl.when("is_field").then(index).forward_fill()
    broken = pl.when(breaks & ~pl.col("is_field")).then(index).forward_fill()
    bullet = pl.col("line").str.contains(REFERENCE_BULLET) & (index > heads.spread(starts, "reference_at"))
    return (pl.col("is_field") | (labelled > broken) | bullet).fill_null(value=False)


def _caption_ends(lines: pl.DataFrame) -> pl.DataFrame:
    """One row a telegram: end (index of the caption's last line, null where there is no caption).

    Text ends the caption; but a closing field (Classified By) may stand below a handling notice.
    """
    index = pl.col("index")
    heads = LinesOf(lines)
    unlabelled = ~pl.col("in_field") & (pl.col("line").str.len_bytes() >= PROSE_WIDTH)
    stop = heads.first((pl.col("is_prose") | unlabelled) & (index > pl.col("subject_at")))
    inside = (pl.col("is_classification") | pl.col("in_field")) & (index >= pl.col("start"))
    before_text = (index < heads.spread(stop.to_frame("stop"), "stop")).fill_null(value=True)
    closing = pl.when("is_field").then(pl.col("line").str.contains(CLOSING_LINE)).forward_fill()
    kept = inside & (before_text | (closing & pl.col("in_field")))
    return heads.last(kept.fill_null(value=False)).to_frame("end")
