"""What stands below the last paragraph: notices of the post's website, the signature, release notices."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER, where

_TAIL = 700
_NAME_TAIL = 120
_EDGES = f" \t\n.>{PAGE_BREAK}{RULER}"
_LINE_EDGES = f" \t\n{PAGE_BREAK}{RULER}"
_GAP = rf"[ \t\n{PAGE_BREAK}{RULER}]"
_UPPER = r"[A-Z][A-Z'’-]+(?:[ \t]+[A-Z][A-Z'’-]+)?(?:,?[ \t]+(?:JR|III?))?"
_PARTICLE = r"(?:(?:Mc|Mac|Le|La|De|Du|Van|Von|O['’]|D['’])[ ]?)?"
_MIXED = rf"{_PARTICLE}[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?(?:,?[ \t]+(?:[Jj]r|III?))?"
_NAME = rf"(?:{_UPPER}|{_MIXED})"
_SECOND = rf"(?:[ \t]*[/;&][ \t]*|{_GAP}*\n{_GAP}*){_UPPER}"
_BLANK = rf"(?:\n[ \t{PAGE_BREAK}]*\n|[{RULER}{PAGE_BREAK}]){_GAP}*"
_LINK = r"(?i-u:https?://|www\.)[^ \t\n]+(?:[ \t][^ \t\n]+)?[ \t\n]+"
_END_LABEL = (
    r"(?i-u:end (?:of )?(?:summary|comment|text|note|points|summary and comment|part [a-z]+)|unquote"
    r"|gp ?-? ?[1-4])\.?[ \t\n]+"
)
_BEFORE = rf"(?:[.!?)\]\"”’*]{_GAP}+\.?|{_BLANK}|{_LINK}|{_END_LABEL}|^{_GAP}*)"
# Tried in this order; the looser ones ask for a line of its own.
_SIGNED = (
    rf"{_BEFORE}(?P<names>{_NAME}{_SECOND})$",
    rf"{_BEFORE}(?P<names>{_NAME})$",
    rf"\n[ \t]*(?P<names>{_UPPER})$",
    rf"(?:\n[ \t]*\n{_GAP}*|{RULER}{_GAP}*|{_LINK}|{_END_LABEL})(?P<names>[a-z]{{3,20}})$",
)
_SENTENCE_OF_ONE_WORD = r"(?:^[ \t]*|[^\n \t][ \t]+)[A-Za-z][A-Za-z'’-]*[a-z](?:[ -][A-Z][a-z]+)?\.\s*$"
_AFTER = (
    r"\s(?P<after>[\"“]?(?i-u:declassified/released|visit |please visit|this record |select \*)(?s:.*)"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[^\n]{0,20}[@#%^~|][^\n]{0,20}|[A-Z][^\n]*[0-9]{2}/[0-9]{2}/[0-9]{4}(?s:.*))$|\n(?P<dotted>[^\n]*\.\.\.)$"
)
# What stands above the names. On a line of their own they are a signature sooner than at the end of one.
_OWN_LINE = rf"(?:^{_GAP}*|[\n{PAGE_BREAK}{RULER}][ \t]*\.?)$"
_FINISHED = rf"(?:[.!?:)\]\"”’*]{_GAP}*\.?|{_BLANK}|^{_GAP}*)$"
_LABELLED = rf"(?:{_LINK}|{_END_LABEL})$"
_LOWER_CASE = "[a-z]{3}"
_UNWRAPPED = r"[^\n]{100}"
_ONE_WORD = r"^[A-Z'’-]{4,}$"
# No abbreviation: U.S.
_SENTENCE_IN_CAPITALS = rf"[A-Z0-9)\"”’][A-Z0-9)\"”’][.!?][)\"”’]*{_GAP}+$"
_SHORT = 4
_TITLES = ("Ambassador", "AMBASSADOR", "Charge", "CHARGE")
# An annex or a note: it stands below names and a blank line, and says what it is.
_LABEL = r"(?:[A-Z][A-Za-z]+(?:[ ][A-Za-z]+){0,3}:|(?i-u:annex|attachment|appendix|enclosure)(?-u:\b))"
_ANNEX = rf"\n[ \t]*{_UPPER}(?:[ \t]*\n[ \t]*{_UPPER})?[ \t]*\n[ \t]*\n\s*(?P<annex>{_LABEL}(?s:.*))$"
_REDACTED = r"[Xx]{4,}"
_NOT_A_NAME = (
    r"(?i-u)\b(?:summary|comment|note|text|end|cable|message|points?|noforn|sipdis|sensitive|secret|confidential"
    r"|unclassified|unclas|fm|considered|only|begin|unquote|quote|minimize|x{2,}|biography|bio|action|request|embassy"
    r"|department|regards|none|please|redacted|reftel|septel|government|president|minister|director|general|ambassador"
    r"|consul|charge|consulate|mission|post)\b"
)
_STARTS_SENTENCE = (
    r"(?i-u)^(?:The|This|That|These|Those|In|On|At|He|She|It|They|We|And|But|However|While|When|As|If|For|With|From"
    r"|An|To|His|Her|Its|Their|Our|There|Although|According|After|Before|During|Some|Many|Most|Both|Such|Not"
    r"|No|Yes|Another|One|Two|So|Of|By|Or|Also|Even|Since|Still|Finally"
    r"|Furthermore|Moreover|Meanwhile|Nevertheless|Reportedly)$"
)
_NOTICE = (
    r"(?:please )?visit [^\n]*(?:\n[^\n]*)?(?:web[ -]?sites?|web ?page|home ?page|sipr ?net|forum|portal)"
    r"|declassified/released|this (?:record|cable) is a partial extract"
    r"|more (?:embassy|post|reporting) [^\n]*web ?site"
)
_HAS_NOTICE = r"(?i-u)isit |ied/|l extract|site"
"""A piece of each: with so few first letters the search takes a third of that for the words."""
_NOTICE_BELOW = rf"(?i)(?:^|\n|[{RULER}{PAGE_BREAK}]|[.)] )[ \t]*[\"“]?(?P<notice>(?:{_NOTICE})(?s:.*))$"


def cut_signatures(last: pl.DataFrame) -> pl.DataFrame:
    """Cut notices and signature from the end of each document's last piece.

    Args:
        last: any frame with `raw`, the last piece of each document, and `classification`, its portion mark.

    Returns:
        The frame with `raw` shortened and `names`, `notice` and `after` added: the signature as printed, the
        notice above it and what stands below it; null where there is none.
    """
    tails = last["raw"].str.tail(_TAIL)
    bare = tails.str.strip_chars_end(_EDGES)
    # The edges that are stripped off hold the point of a sentence, too.
    dotted = tails.str.contains(_SENTENCE_OF_ONE_WORD).fill_null(value=False)
    names = _names_at_end(bare.set(dotted, ""))
    # A marked paragraph of one word is cut short.
    alone = last["classification"].is_not_null() & (bare.str.strip_chars(_EDGES) == names)
    names = names.set(alone.fill_null(value=False), None)
    frame = pl.DataFrame({"tail": tails, "above": bare, "names": names})
    frame = _with_after(frame)
    left = pl.when(pl.col("names").is_not_null()).then(_without("above", "names")).otherwise("tail")
    frame = frame.with_columns(tail=left).with_columns(
        notice=where(pl.col("tail").str.contains(_HAS_NOTICE), "tail").str.extract(_NOTICE_BELOW)
    )
    left = pl.when(pl.col("notice").is_not_null()).then(_without("tail", "notice")).otherwise("tail")
    frame = last.with_columns(frame.select("names", "notice", "after", left=left))
    raw, n_left = pl.col("raw"), pl.col("left").str.len_chars()
    size = raw.str.len_chars() - tails.str.len_chars() + n_left
    return frame.with_columns(raw=raw.str.head(size)).drop("left")


def _with_after(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds `after`, and names above it, where no name stands at the end; `above` then lacks it."""
    rows = frame["names"].is_null().arg_true()
    unsigned = frame.select(
        text=pl.col("tail").gather(rows).str.strip_chars_end(_LINE_EDGES), bare=pl.col("above").gather(rows)
    )
    text = pl.col("text")
    groups = unsigned.select("bare", groups=text.str.extract_groups(_AFTER), annex=text.str.extract(_ANNEX))
    found = (
        groups.unnest("groups")
        .select("bare", after=pl.coalesce("after", "dotted", "annex"))
        .with_columns(row=rows)
        .drop_nulls("after")
    )
    found = found.with_columns(above=_without("bare", "after"))
    found = found.with_columns(_names_at_end(found["above"])).drop_nulls("names")
    after = pl.Series("after", [None], pl.String).new_from_index(0, frame.height)
    return frame.with_columns(
        after.scatter(found["row"], found["after"]),
        *(frame[name].scatter(found["row"], found[name]) for name in ("above", "names")),
    )


def _without(text: str, end: str) -> pl.Expr:
    """Text without its known end, null where the end is null."""
    size = pl.col(end).str.strip_chars_end(_EDGES).str.len_chars()
    bare = pl.col(text).str.strip_chars_end(_EDGES)
    return bare.str.head(bare.str.len_chars() - size).str.strip_chars_end(_LINE_EDGES)


def _names_at_end(texts: pl.Series) -> pl.Series:
    """The signature at the end of each text, or null."""
    ends = texts.str.tail(_NAME_TAIL).str.replace_all(_REDACTED, "*")
    names = pl.Series("names", [None], pl.String).new_from_index(0, len(texts))
    for pattern in _SIGNED:
        rows = names.is_null().arg_true()
        found = pl.DataFrame(
            {
                "text": texts.gather(rows),
                "end": ends.gather(rows),
                "names": ends.gather(rows).str.extract(pattern),
            },
        ).with_columns(row=rows)
        found = found.filter(_is_name(pl.col("names")).fill_null(value=False)).filter(_is_signature())
        names = names.scatter(found["row"], found["names"])
    return names


def _is_signature() -> pl.Expr:
    """Whether the last words of a text are a signature by their place, and no scrap of a sentence cut short.

    Many copies run a signature on behind the last sentence. A name in mixed case then looks like the first
    word of another one, but copies that run it on leave no line broken. In capitals throughout only its
    place tells a name: a line of its own below a finished sentence, or behind one, and then it is one word.
    """
    name, text, end = pl.col("names"), pl.col("text"), pl.col("end")
    above = end.str.head(end.str.len_chars() - name.str.len_chars())
    rest = text.str.head(text.str.len_chars() - name.str.len_chars())
    labelled, finished = above.str.contains(_LABELLED), above.str.contains(_FINISHED)
    own_line, in_capitals = above.str.contains(_OWN_LINE), ~rest.str.contains(_LOWER_CASE)
    broken = ~text.str.contains(_UNWRAPPED)
    run_on = (
        pl.when(in_capitals)
        .then(name.str.contains(_ONE_WORD) & above.str.contains(_SENTENCE_IN_CAPITALS))
        .otherwise(~(broken & name.str.contains("[a-z]")))
    )
    placed = pl.when(own_line).then(finished | ~in_capitals).otherwise(run_on)
    return labelled | (placed & ~_is_of_text(name, rest))


def _is_of_text(name: pl.Expr, rest: pl.Expr) -> pl.Expr:
    """Whether the rest of a text holds a name as a word or, unless it is short, as the beginning of one.

    So it does with GOC, and with 'Docu' where documents were told of; seldom with its signer, but by title.
    """
    text = where(rest.str.contains(name, literal=True), rest).str.replace_all("\n", " ", literal=True)
    edge = pl.when(name.str.len_chars() < _SHORT).then(pl.lit(" ")).otherwise(pl.lit(""))
    titled = [text.str.contains(pl.format(f"{title} {{}}", name), literal=True) for title in _TITLES]
    return text.str.contains(pl.format(" {}{}", name, edge), literal=True) & ~pl.any_horizontal(titled)


def _is_name(names: pl.Expr) -> pl.Expr:
    """Whether words at the end can be a signature."""
    return (
        ~names.str.contains(_NOT_A_NAME) & ~names.str.contains(_STARTS_SENTENCE) & (names.str.len_chars() > 1)
    )
