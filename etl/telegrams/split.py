"""Cuts a telegram into envelope, caption and body.

Only the head of the text is looked at line by line; the body is carried over untouched. A telegram is laid
out as State 5 FAH-2 prescribes: the envelope of ACP-127 (routing, date-time group, FM, TO, INFO), then the
classification line and the caption (E.O., TAGS, SUBJECT, REF, Classified By), then the paragraphs.
"""

import polars as pl

from etl.telegrams.attention import attention_of, only_caveats
from etl.telegrams.line_kinds import (
    ATTENTION_LINE,
    CLASSIFICATION_LINE,
    CLOSING_LINE,
    DATE_LINE,
    ENVELOPE_LINE,
    FIELD_LINE,
    PROSE_LINE,
    REFERENCE_BULLET,
    REFERENCE_LINE,
    SENDER_LINE,
    SUBJECT_LINE,
)
from etl.telegrams.lines import LinesOf, lines_of
from etl.telegrams.mended_heads import with_heads
from etl.vocabulary import Fidelity

PROSE_WIDTH = 60
"""An unlabelled line below SUBJECT that is this long is text, not caption."""

PAGE_HEAD = 4
"""Lines within which a new page's PAGE line stands below the classification that is its running head."""

_ADDRESSEE = r"(?:R[A-Z]{4,6}/|AMEMBASSY |AMCONSUL |USMISSION |SECSTATE |[A-Z ]+COLLECTIVE)[^\n]*"
_ADDRESSEES = rf"(?m)^(?:TO|INFO)[ /]+{_ADDRESSEE}(?:\n(?:(?:TO|INFO)[ /]+)?{_ADDRESSEE})*"
_ROUTED = r"^R[UH][A-Z]{2,6}/"
_EDGES = "¶ \t\\"
_MARGIN = r"(?m)^[¶ \t\\]+|[¶ \t\\]+$"
"""The viewer's pilcrows and the blanks at both ends of a line."""
_NOTICE = r"(?i-u)this record is a partial extract(?u:[^\n]*)"


def split_telegrams(pages: pl.DataFrame) -> pl.DataFrame:
    """Cut the telegram of each page at the first line of its caption and of its body.

    Args:
        pages: rows of `Pages`; those without a telegram are left out.

    Returns:
        One row a page with a telegram, in the order of `pages`: document_id, fidelity, layout, `envelope`,
        `caption` (without the viewer's pilcrows), `body` (furniture and pilcrows still in it; all of a
        flattened telegram, whose envelope and caption have their lines restored), `notice` (the sentence
        that says the text is a partial extract, or null), `attention` (the lines of the caption that belong
        to no field: whom the message is for, `CORRECTED COPY`; null where there are none, and for a
        flattened telegram).
    """
    telegrams = pages.filter(pl.col("telegram").is_not_null()).select(
        "document_id", "fidelity", "layout", "telegram"
    )
    if telegrams["telegram"].str.contains("\r", literal=True).any():
        telegrams = telegrams.with_columns(pl.col("telegram").str.replace_all("\r", "", literal=True))
    telegrams = with_heads(telegrams)
    flattened = pl.col("fidelity").eq_missing(Fidelity.FLATTENED.value)
    above = pl.col("head").str.len_chars() - pl.col("opening").str.len_chars()
    parts = _with_addressees(_parts(telegrams["head"]))
    return pl.concat([telegrams, parts], how="horizontal").select(
        "document_id",
        "fidelity",
        "layout",
        "envelope",
        "caption",
        body=pl.col("telegram").str.slice(pl.when(flattened).then(0).otherwise(above)),
        notice=pl.col("head").str.extract(_NOTICE, 0).str.strip_chars(),
        attention=pl.when(~flattened).then("attention"),
    )


def _parts(heads: pl.Series) -> pl.DataFrame:
    """One row a head: envelope, caption, opening (what stands from there to paragraph one), attention."""
    lines = _head_lines(heads)
    places = LinesOf(lines)
    starts = _caption_starts(lines, places)
    below = _below(lines, places, starts)
    ends = _caption_ends(below, places)
    # Where each line begins in all heads run together, and where the last one ends.
    bytes_above = pl.concat([pl.Series([0], dtype=pl.Int64), lines["beyond"]])
    start, begin = bytes_above.gather(starts), bytes_above.gather(places.begin)
    end = bytes_above.gather((ends + 1).fill_null(starts))
    offsets = pl.DataFrame({"head": heads, "start": start - begin, "end": end - begin})
    head = pl.col("head").cast(pl.Binary)
    cut = offsets.select(
        envelope=head.bin.slice(0, pl.max_horizontal(pl.col("start") - 1, 0)),
        caption=head.bin.slice("start", pl.max_horizontal(pl.col("end") - pl.col("start") - 1, 0)),
        opening=head.bin.slice("end"),
    ).select(
        pl.col("envelope").cast(pl.String),
        pl.col("caption").cast(pl.String).str.replace_all(_MARGIN, ""),
        pl.col("opening").cast(pl.String),
    )
    return cut.with_columns(
        attention=attention_of(below.filter(pl.col("index") <= places.spread(ends)), len(cut))
    )


def _with_addressees(parts: pl.DataFrame) -> pl.DataFrame:
    """Moves TO and INFO lines from a caption whose telegram has lost its sender back into the envelope."""
    listed = pl.col("attention").str.extract(f"({_ADDRESSEES})")
    found = parts.with_columns(listed=pl.when(~pl.col("envelope").str.contains(r"(?m)^FM[ /]")).then(listed))
    if found["listed"].null_count() == found.height:
        return parts
    rest = pl.col("attention").str.replace(_ADDRESSEES, "").str.strip_chars("\n")
    moved = pl.col("listed").is_not_null()
    return found.select(
        "caption",
        "opening",
        envelope=pl.concat_str("envelope", "listed", separator="\n", ignore_nulls=True),
        attention=pl.when(~moved | (rest != "")).then(pl.when(moved).then(rest).otherwise("attention")),
    )


def _head_lines(heads: pl.Series) -> pl.DataFrame:
    """One row a line of a head: row, index, line (no pilcrow, no indent), what it is, bytes up to its end."""
    line = pl.col("line")
    bare = lines_of(heads).with_columns(
        line.str.strip_chars(_EDGES), beyond=(line.str.len_bytes().cast(pl.Int64) + 1).cum_sum()
    )
    bare = bare.with_columns(is_envelope=line.str.contains(ENVELOPE_LINE))
    # Most lines have a route or are blank; they are nothing else.
    rows = bare.select(((line != "") & ~line.str.contains(_ROUTED)).arg_true()).to_series()
    kinds = bare.select(line.gather(rows)).select(
        is_classification=line.str.contains(CLASSIFICATION_LINE),
        is_date=line.str.contains(DATE_LINE),
        is_field=line.str.contains(FIELD_LINE),
    )
    none = pl.Series([False]).new_from_index(0, bare.height)
    return bare.with_columns(none.clone().scatter(rows, kind).alias(kind.name) for kind in kinds)


def _caption_starts(lines: pl.DataFrame, places: LinesOf) -> pl.Series:
    """Index of the first line of each caption.

    A classification that stands above the sender is the page's running head, so the caption starts below the
    sender where there is one.
    """
    line = pl.col("line")
    envelope = lines.filter("is_envelope")
    senders = envelope.filter(line.str.contains(SENDER_LINE))["index"]
    marked = lines.filter(pl.col("is_classification") | pl.col("is_date") | pl.col("is_field"))
    pages = envelope.filter(line.str.starts_with("PAGE "))["index"]
    if not pages.is_empty():
        marked = marked.filter(~_is_running_head(pages))
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
    starts = pl.DataFrame(candidates).select(pl.coalesce(*candidates)).to_series()
    return _with_caveats(lines, places, starts)


def _with_caveats(lines: pl.DataFrame, places: LinesOf, starts: pl.Series) -> pl.Series:
    """Starts moved up to caveats that stand between the envelope and a caption without classification."""
    bare = ~starts.is_in(lines.filter("is_classification")["index"].implode())
    last = places.last(lines.filter("is_envelope")["index"])
    between = (pl.col("index") > places.spread(last)) & (pl.col("index") < places.spread(starts))
    gap = lines.filter(between & places.spread(bare))
    found = places.first(gap.filter(pl.col("line").str.contains(only_caveats()))["index"])
    return found.fill_null(starts)


def _is_running_head(pages: pl.Series) -> pl.Expr:
    """True for a classification without number above the PAGE line of a new page.

    Args:
        pages: indices of the PAGE lines, ascending.
    """
    next_page = pl.lit(pages.extend_constant(None, 1)).gather(pl.lit(pages).search_sorted(pl.col("index")))
    near = (next_page - pl.col("index")).fill_null(PAGE_HEAD + 1) <= PAGE_HEAD
    return near & pl.col("is_classification") & ~pl.col("line").str.contains(r"[0-9]")


def _below(lines: pl.DataFrame, places: LinesOf, starts: pl.Series) -> pl.DataFrame:
    """Lines from the caption on, `subject_at`, `is_prose`, `is_bullet`, `is_attention` and `in_field`.

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
        is_attention=line.str.contains(ATTENTION_LINE) & (line.shift(1) == ""),
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
    unlabelled = ~in_field & ~pl.col("is_attention") & (pl.col("line").str.len_bytes() >= PROSE_WIDTH)
    text = below.filter((pl.col("is_prose") | unlabelled) & (index > pl.col("subject_at")))
    before_text = (index < places.spread(places.first(text["index"]))).fill_null(value=True)
    labelled = in_field & ~pl.col("is_bullet").fill_null(value=False)
    closing = pl.when("is_field").then(pl.col("line").str.contains(CLOSING_LINE)).forward_fill()
    known = pl.col("is_classification") | in_field
    inside = (known & (before_text | (closing & labelled))) | (pl.col("is_attention") & before_text)
    return places.last(below.filter(inside)["index"])
