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

FIRST_PARAGRAPH = r"[ \t]*(?:¶[ \t]*\(?[0-9]{1,2}[ \t]*[.)( ]|\(?1[ \t]*[.)][ \t]*[^0-9\s])"
"""A numbered paragraph: any number behind the viewer's pilcrow, the number one without it."""

# Classes of letters and digits are ASCII: a regex of Unicode classes costs milliseconds to compile.
_MARK = r"[ -/:-@\[-`{-~]"
CLASSIFICATION_LINE = (
    rf"(?i-u)^{_MARK}*(?:S{{1,2}} ?E ?C ?R ?E ?T|C ?O ?N ?F ?I ?D ?E ?N ?T ?I ?A ?L"
    r"|U ?N ?C ?L ?A ?S(?: ?S ?I ?F ?I ?E ?D)?"
    r"|T ?O ?P ?S ?E ?C ?R ?E ?T|L ?I ?M ?I ?T ?E ?D ?O ?F ?F ?I ?C ?I ?A ?L|R ?E ?S ?T ?R ?I ?C ?T ?E ?D"
    rf"|LOU)(?:{_MARK}|[0-9]|SECTION|$)"
    r"|^(?:[A-Z] )?(?:[A-Z]{1,12} )*(?:SECTION [0-9]+ OF [0-9]+ )?[A-Z][A-Z ]* 0[0-9]{5,7}$"
)
ENVELOPE_LINE = (
    r"^(?:VZCZC|[ZOPRY]{1,2}(?: [ZOPR]{1,2}){0,2} (?:RU|RH|[0-9]{6}Z)|(?:DE )?R[UH][A-Z]{3,6} ?#|ZN[YR] "
    r"|FM[ /]|TO[ /]|INFO[ /]|XMT |R[UH][A-Z]{2,6}/|[0-9]{6}Z [A-Z]{3} [0-9][0-9]|PAGE [0-9][0-9]|ACTION "
    r"|NNNN)"
)
SENDER_LINE = r"^(?:FM[ /]|(?:[ZOPRY]{1,2} ){0,4}[0-9]{6}Z[!-~]{0,4} [A-Za-z]{3} [0-9][0-9])"
DATE_LINE = r"^(?i-u:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?i-u:day, [0-9]{1,2} [A-Z]+ [0-9]{4})"
FIELD_LINE = (
    r"(?i-u)^(?:\(?[USC]\)[ \t]*)?(?:E\.? ?[O0]\.?,? ?1[0-9]{4}|TA[GB]S?(?:[ \t]*:|[ \t]+[A-Z])"
    r"|S?UBJ(?:ECT)?[ \t]*[:;.-]|S?UBJ(?:ECT)?  "
    r"|REF(?:S|TELS?|ERENCES?|\(S\))?(?:[ \t]*[:;]|[ \t]+\(?[A-Z]\b)"
    r"|(?:CLASSIFIED|DERIVED|DECLASSIFIED) (?:BY|FROM)|REASONS?[ \t]*:|DECLASSIFY ON"
    r"|1\.[ \t]?[45]\.?[ \t]*\(?[A-H]\b)"
)
SUBJECT_LINE = r"(?i-u)^(?:\(?[USC]\)[ \t]*)?S?UBJ(?:ECT)?\b"
CLOSING_LINE = r"(?i-u)^(?:(?:DE)?CLASSIFIED|DERIVED|REASON|1\.[ \t]?[45])"
REFERENCE_LINE = r"(?i-u)^REF"
REFERENCE_BULLET = r"^(?:\(?[A-Z][.)][ -~]{0,100}[0-9]|[A-Z][A-Z.' ]{2,24} [0-9]{1,7}" + _MARK + r"*$)"
PROSE_LINE = (
    r"^(?:-{4,}|(?:- ){3,}|={4,}|\((?i-u:TS|SBU|FOUO|[SCU])(?i-u:/[A-Z/]+)?\)[ \t]*[^ \t]"
    rf"|{_MARK}{{0,4}}(?i-u:(?:BEGIN )?(?:SUMMARY|INTRODUCTION|COMMENT|ACTION REQUEST)\b))"
)

_GLUED_FIELD = (
    r"[ \t]+((?:E\.O\. ?1\d{4}:?|TAGS?:|SUBJECT:|SUBJ:|(?:REF|REFS|Ref|Refs|Ref\(s\)|REF\(S\)|REFTEL|Reftel):"
    r"|(?:CLASSIFIED BY|Classified By|Classified by):?)\s)|([A-Z])(REFS?:\s)"
)
_GLUED_TEXT = r"(\b1\.[45]\.?[^\n¶]{1,30}\)[.;]?)[ \t]+(¶?1\.[ \t]*\([A-Z]|(?i:SUMMARY)\b)"
_GLUED = (
    r"[ \t](?:E\.O\. ?1\d{4}|TAGS?:|SUBJ(?:ECT)?:|R(?:EF|ef)(?:S|s|\(s\)|\(S\)|TEL|tel)?:"
    r"|C(?:LASSIFIED BY|lassified [Bb]y)|¶?1\.[ \t]*\(|SUMMARY|Summary)",
    r"(?:TAG|SUBJ)[^\n]*[A-Z]REFS?:",
)
"""Cheap tests that a head may hold one of the two above."""
_NEXT_LINE = r"\n"
_EDGES = "¶ \t\\"
_MARGIN = r"(?m)^[¶ \t\\]+|[¶ \t\\]+$"
"""The viewer's pilcrows and the blanks at both ends of a line."""
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
    telegrams = _with_heads(telegrams)
    flattened = pl.col("fidelity").eq_missing(Fidelity.FLATTENED.value)
    above = pl.col("head").str.len_chars() - pl.col("opening").str.len_chars()
    return pl.concat([telegrams, _parts(telegrams["head"])], how="horizontal").select(
        "document_id",
        "fidelity",
        "layout",
        "envelope",
        "caption",
        body=pl.col("telegram").str.slice(pl.when(flattened).then(0).otherwise(above)),
        notice=pl.col("head").str.extract(_NOTICE).str.strip_chars(),
    )


def _with_heads(telegrams: pl.DataFrame) -> pl.DataFrame:
    """Adds `head`: up to the first numbered paragraph; of a flattened telegram, with its lines restored.

    Where labels are run on to the line before, head and telegram get a line for each of them.
    """
    rows = telegrams.with_row_index("row")
    flattened = pl.col("fidelity").eq_missing(Fidelity.FLATTENED.value)
    lined = rows.filter(~flattened).with_columns(head=_up_to_first_paragraph(pl.col("telegram")))
    glued = pl.any_horizontal(pl.col("head").str.contains(mark) for mark in _GLUED)
    head = pl.col("head")
    apart = head.str.replace_all(_GLUED_FIELD, "$2\n$1$3").str.replace_all(_GLUED_TEXT, "$1\n$2")
    rest = pl.col("telegram").str.slice(head.str.len_chars())
    parts = [
        lined.filter(~glued),
        lined.filter(glued).with_columns(head=apart, telegram=pl.concat_str(apart, rest)),
    ]
    if lined.height < rows.height:
        parts.append(rows.filter(flattened).with_columns(head=restore_lines(pl.col("telegram"))))
    return pl.concat(parts).sort("row").drop("row")


def _up_to_first_paragraph(telegram: pl.Expr) -> pl.Expr:
    """`str.find` counts bytes, so the cut is made in bytes."""
    window = telegram.str.head(HEAD_CHARACTERS)
    below = window.str.find(_NEXT_LINE + FIRST_PARAGRAPH) + 1
    at_once = window.str.contains("^" + FIRST_PARAGRAPH)
    end = pl.when(at_once).then(0).otherwise(below.fill_null(window.str.len_bytes()))
    return telegram.cast(pl.Binary).bin.slice(0, end).cast(pl.String)


def _parts(heads: pl.Series) -> pl.DataFrame:
    """One row a head: envelope, caption, opening (what stands between caption and paragraph one)."""
    lines = _head_lines(heads)
    places = LinesOf(lines)
    starts = _caption_starts(lines, places)
    ends = _caption_ends(_below(lines, places, starts), places)
    # Where each line begins in all heads run together, and where the last one ends.
    bytes_above = pl.concat([pl.Series([0], dtype=pl.Int64), lines["beyond"]])
    start, begin = bytes_above.gather(starts), bytes_above.gather(places.begin)
    end = bytes_above.gather((ends + 1).fill_null(starts))
    offsets = pl.DataFrame({"head": heads, "start": start - begin, "end": end - begin})
    head = pl.col("head").cast(pl.Binary)
    return offsets.select(
        envelope=head.bin.slice(0, pl.max_horizontal(pl.col("start") - 1, 0)),
        caption=head.bin.slice("start", pl.max_horizontal(pl.col("end") - pl.col("start") - 1, 0)),
        opening=head.bin.slice("end"),
    ).select(
        pl.col("envelope").cast(pl.String),
        pl.col("caption").cast(pl.String).str.replace_all(_MARGIN, ""),
        pl.col("opening").cast(pl.String),
    )


def _head_lines(heads: pl.Series) -> pl.DataFrame:
    """One row a line of a head: row, index, line (no pilcrow, no indent), what it is, bytes up to its end."""
    line = pl.col("line")
    bare = lines_of(heads).with_columns(
        line.str.strip_chars(_EDGES), beyond=(line.str.len_bytes().cast(pl.Int64) + 1).cum_sum()
    )
    return bare.with_columns(
        is_envelope=line.str.contains(ENVELOPE_LINE),
        is_classification=line.str.contains(CLASSIFICATION_LINE),
        is_date=line.str.contains(DATE_LINE),
        is_field=line.str.contains(FIELD_LINE),
    )


def _caption_starts(lines: pl.DataFrame, places: LinesOf) -> pl.Series:
    """Index of the first line of each caption.

    A classification that stands above the sender is the page's running head, so the caption starts below the
    sender where there is one.
    """
    line = pl.col("line")
    envelope = lines.filter("is_envelope")
    senders = envelope.filter(line.str.contains(SENDER_LINE))["index"]
    marked = lines.filter(pl.col("is_classification") | pl.col("is_date") | pl.col("is_field"))
    below = places.first(marked["index"], above=places.first(senders))
    numbered = line.str.contains(r"[0-9]") & ~line.str.contains(r"PAGE [0-9]")
    telling = marked.filter(places.spread(below).is_null()).filter(
        pl.col("is_date") | pl.col("is_field") | numbered
    )
    candidates = {
        "below": below,
        "anywhere": places.first(telling["index"]),
        "envelope": places.last(envelope["index"]) + 1,
        "begin": places.begin,
    }
    return pl.DataFrame(candidates).select(pl.coalesce(*candidates)).to_series()


def _below(lines: pl.DataFrame, places: LinesOf, starts: pl.Series) -> pl.DataFrame:
    """The lines from the caption on, with `subject_at`, `is_prose` and `in_field`.

    In a field are a labelled line and those below it up to a blank line, and bullets of references.
    """
    index, line = pl.col("index"), pl.col("line")
    below = lines.filter(index >= places.spread(starts))
    fields = below.filter("is_field")
    subjects = places.first(fields.filter(line.str.contains(SUBJECT_LINE))["index"])
    references = places.first(fields.filter(line.str.contains(REFERENCE_LINE))["index"])
    below = below.with_columns(
        is_prose=line.str.contains(PROSE_LINE),
        is_bullet=line.str.contains(REFERENCE_BULLET) & (index > places.spread(references)),
        subject_at=places.spread(subjects),
    )
    starts_anew = pl.col("row").ne_missing(pl.col("row").shift(1))
    breaks = (line == "") | pl.col("is_prose") | pl.col("is_classification") | starts_anew
    labelled = pl.when("is_field").then(index).forward_fill()
    broken = pl.when(breaks & ~pl.col("is_field")).then(index).forward_fill()
    in_field = pl.col("is_field") | (labelled > broken) | pl.col("is_bullet")
    return below.with_columns(in_field=in_field.fill_null(value=False))


def _caption_ends(below: pl.DataFrame, places: LinesOf) -> pl.Series:
    """Index of the last line of each caption, null where there is no caption.

    Text ends the caption; but a closing field (Classified By) may stand below a handling notice.

    Args:
        below: as `_below` returns it.
        places: of all lines.
    """
    index, in_field = pl.col("index"), pl.col("in_field")
    unlabelled = ~in_field & (pl.col("line").str.len_bytes() >= PROSE_WIDTH)
    text = below.filter((pl.col("is_prose") | unlabelled) & (index > pl.col("subject_at")))
    before_text = (index < places.spread(places.first(text["index"]))).fill_null(value=True)
    closing = pl.when("is_field").then(pl.col("line").str.contains(CLOSING_LINE)).forward_fill()
    inside = (pl.col("is_classification") | in_field) & (before_text | (closing & in_field))
    return places.last(below.filter(inside)["index"])
