"""The mirror that a document came through: the host that its page names, else the folder that it was put in.

A browser that saves a page notes the address in a comment, which goes first: the other marks may name the
site that a mirror copied. Formats: the comment of Internet Explorer and its followers, `<!-- saved from
url=(0024)http://host/page -->`; `<link rel="canonical">` of RFC 6596; `og:url` of the Open Graph protocol;
`<base href>` of HTML.
"""

import polars as pl

HEAD_CHARS = 30_000
"""All marks stand in the head of a page; styles and scripts may stand above them."""

_HOST = r"""https?:)?//(?:[^/"'\s<>@]*@)?([A-Z0-9][A-Z0-9.-]*\.[A-Z][A-Z0-9-]*)"""
_MARKS = ("saved from url=", "canonical", "og:url", "<base")
_SAVED = rf"(?i)<!-- ?saved from url=(?:\([0-9]+\))?(?:{_HOST}"
_TAGS = (
    (r"""(?i)<link[^<>]*\srel=["']?canonical["'\s/>][^<>]*""", "href"),
    (r"""(?i)<meta\s[^<>]*["']og:url["'][^<>]*>""", "content"),
    (r"(?i)<base\s[^<>]*>", "href"),
)
_ROOT_FOLDER = r"^[^/!]*[/!]([^/!]+)[/!]"


def mirrors_of(documents: pl.DataFrame) -> pl.Series:
    """The mirror of each document.

    Args:
        documents: rows of `RawDocuments`; `uri` as `etl.land` writes it: raw root, path, `!member`, `#row`.

    Returns:
        `mirror`, one a row: a host in lower case without `www.`; else the first folder, or archive, of the
        path below the raw root; null for what lies in the root itself.
    """
    head = documents["text"].str.head(HEAD_CHARS)
    marked = (
        head.str.contains_any(list(_MARKS), ascii_case_insensitive=True).fill_null(value=False).arg_true()
    )
    told = head.gather(marked).to_frame().select(_host(pl.col("text"))).to_series()
    hosts = pl.repeat(None, documents.height, dtype=pl.String, eager=True).scatter(marked, told)
    folder = documents["uri"].str.extract(_ROOT_FOLDER)
    return hosts.fill_null(folder).alias("mirror")


def _host(text: pl.Expr) -> pl.Expr:
    tags = (text.str.extract(tag, 0).str.extract(rf"(?i)\s{name}=[\"']?(?:{_HOST}") for tag, name in _TAGS)
    host = pl.coalesce(text.str.extract(_SAVED), *tags)
    return host.str.to_lowercase().str.strip_prefix("www.")
