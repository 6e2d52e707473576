"""What stands below the last paragraph: notices of the post's website, the signature, release notices."""

import polars as pl

from etl.telegrams.furniture import PAGE_BREAK, RULER

_TAIL = 700
_GAP = rf"[\s{PAGE_BREAK}{RULER}]"
_UPPER = r"[A-Z][A-Z'’-]+(?:[ \t]+[A-Z][A-Z'’-]+){0,2}"
_MIXED = r"(?:(?:Mc|Mac|Le|La|De|Du|Van|Von|O['’]|D['’])[ ]?)?[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?"
_NAME = rf"(?:{_UPPER}|{_MIXED})"
_NAMES = rf"{_NAME}(?:(?:[ \t]*[/;,&][ \t]*|{_GAP}*\n{_GAP}*){_UPPER})?"
_BEFORE = rf"(?:[.!?)\]\"”’*]|\n[ \t{PAGE_BREAK}]*\n|[{RULER}{PAGE_BREAK}]|XXXX|^)"
_AFTER = (
    rf"(?:{_GAP}*\n{_GAP}*(?P<after>(?i:declassified/released|visit |please visit|for more|this record )(?s:.{{0,300}})"
    rf"|[^\n]{{0,120}}\.\.\.))?"
)
_SIGNED = rf"{_BEFORE}{_GAP}+(?P<names>{_NAMES})\.?{_AFTER}{_GAP}*$"
_SIGNED_LINE = rf"\n[ \t]*(?P<names>{_UPPER})\.?{_AFTER}{_GAP}*$"
_NOT_A_NAME = (
    r"(?i)(?-u:\b)(?:summary|comment|note|text|end|cable|message|points?|noforn|sipdis|sensitive|secret|confidential|unclassified"
    r"|unclas|considered|only|begin|unquote|quote|minimize|x{4,}|biography|bio|action|request|embassy|department|regards"
    r"|none|redacted|reftel|septel|government|president|minister)(?-u:\b)"
)
_STARTS_SENTENCE = (
    r"^(?:The|This|That|These|Those|In|On|At|He|She|It|They|We|I|But|And|However|While|When|As|If|For|With|From|A|An|To|His|Her|Its|"
    r"Their|Our|There|Although|According|After|Before|During|Some|Many|Most|Both|Such|Not|No|Yes|Another|One|Two|Post|Embassy)$"
)
_NOTICE = (
    r"(?i)(?:please )?visit [^\n]{2,80}(?:\n[^\n]{0,80})?(?:web[ -]?sites?|web ?page|home ?page|sipr ?net|forum|portal)"
    r"|declassified/released|this (?:record|cable) is a partial extract|more (?:embassy|post|reporting) [^\n]{0,60}web ?site"
)
NOTICE_BELOW = rf"(?:^|\n|[{RULER}{PAGE_BREAK}]|[.)] )[ \t]*(?P<notice>(?:{_NOTICE})(?s:.{{0,400}}))$"


def cut_signatures(last: pl.DataFrame) -> pl.DataFrame:
    """Cut notices and signature from the end of each document's last piece.

    Args:
        last: any frame with `raw`, the last piece of each document.

    Returns:
        The frame with `raw` shortened and `names`, `notice` and `after` added: the signature as printed, the
        notice above it and what stands below it; null where there is none.
    """
    tail = pl.col("raw").str.tail(_TAIL)
    frame = last.with_columns(
        tail=tail, head=pl.col("raw").str.head(pl.col("raw").str.len_chars() - tail.str.len_chars())
    )
    signed = pl.col("tail").str.extract_groups(_SIGNED).struct
    lined = pl.col("tail").str.extract_groups(_SIGNED_LINE).struct
    frame = frame.with_columns(
        names=pl.coalesce(_name(signed["names"]), _name(lined["names"])),
        after=pl.when(_name(signed["names"]).is_not_null()).then(signed["after"]).otherwise(lined["after"]),
    ).with_columns(after=pl.when(pl.col("names").is_not_null()).then("after"))
    stripped = pl.col("tail").str.strip_chars_end(f" \t\n{PAGE_BREAK}{RULER}")
    stripped = stripped.str.head(stripped.str.len_chars() - pl.col("after").str.len_chars().fill_null(0))
    stripped = stripped.str.strip_chars_end(f" \t\n{PAGE_BREAK}{RULER}")
    dotted = stripped.str.ends_with(".").cast(pl.Int64)
    stripped = stripped.str.head(stripped.str.len_chars() - pl.col("names").str.len_chars() - dotted)
    frame = frame.with_columns(tail=pl.when(pl.col("names").is_not_null()).then(stripped).otherwise("tail"))
    frame = frame.with_columns(notice=pl.col("tail").str.extract(NOTICE_BELOW))
    cut = pl.col("tail").str.head(pl.col("tail").str.len_chars() - pl.col("notice").str.len_chars())
    return frame.with_columns(
        raw=pl.concat_str("head", pl.when(pl.col("notice").is_not_null()).then(cut).otherwise("tail"))
    ).drop("tail", "head")


def _name(names: pl.Expr) -> pl.Expr:
    """A signature, or null when the words are no name."""
    letters = names.str.len_chars()
    return pl.when(
        ~names.str.contains(_NOT_A_NAME) & ~names.str.contains(_STARTS_SENTENCE) & letters.is_between(3, 60)
    ).then(names)
