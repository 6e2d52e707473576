"""Each layout that the pages stage reads, rendered around a telegram."""

import re
from collections.abc import Callable
from html import escape

from tests.rendering.telegrams import Telegram

_NUMBERED = re.compile(r"^(\d{1,2})\. ", re.M)
RELEASED = "2011-08-30 01:44"


def viewer_html(telegram: Telegram) -> str:
    """The viewer of 2011: table of five columns, two blocks, anchors before paragraphs, newlines escaped."""
    anchored = _NUMBERED.sub(r"<a id='par\1' href='#par\1'>¶</a>\1. ", escape(telegram.text))
    blocks = [escape(telegram.envelope), anchored]
    pre = "".join(f"<code><pre>{block.replace(chr(10), ' &#x000A;')}</pre></code>" for block in blocks)
    columns = "".join(f"<th>{name}</th>" for name in _columns())
    row = "".join(f"<td><a href='/x/{value}.html'>{value}</a></td>" for value in _row(telegram))
    return (
        "<html lang='en'><head><title>Cable Viewer</title></head><body><div class='main'><div class='pane small'>"
        "<p>Currently released so far... 251,287 / 251,287</p><h3>Browse latest releases</h3></div>"
        f"<div class='pane big'><h3>Viewing cable {telegram.cable_id}, {escape(telegram.subject)}</h3>"
        "<div>If you are new to these pages, please read an introduction.</div>"
        f"<table class='cable'><tr>{columns}</tr><tr>{row}</tr></table>{pre}</div></div>"
        "<script src='/js.js'></script></body></html>"
    )


def viewer_html_of_2010(telegram: Telegram) -> str:
    """The viewer's first form: no column for the release, line breaks as elements."""
    names, values = list(_columns()), list(_row(telegram))
    del names[2], values[2]
    lines = "".join(
        f"<pre>{escape(block).replace(chr(10), '<br/>' + chr(10))}</pre>"
        for block in (telegram.envelope, telegram.text)
    )
    return (
        f"<html><body><h3>Viewing cable {telegram.cable_id},</h3><table border='0' class=\"cable\"><tbody>"
        f"<tr>{''.join(f'<th>{name}</th>' for name in names)}</tr>"
        f"<tr>{''.join(f'<td>{value}</td>' for value in values)}</tr></tbody></table>{lines}</body></html>"
    )


def viewer_text(telegram: Telegram) -> str:
    """The viewer's page as extracted text, the row on one line."""
    return (
        "Cable Viewer\nCurrently released so far... 251,287 / 251,287\nArticles\nBrowse latest releases\n"
        f"Viewing cable {telegram.cable_id}, {telegram.subject}\n"
        "If you are new to these pages, please read an introduction on the structure of a cable.\n"
        f"Understanding cables\nEvery cable message consists of three parts:\n{chr(9).join(_columns())}\n"
        f"{chr(9).join(_row(telegram))}\nAppears in these articles:\nhttp://example.org/\n"
        f"{telegram.envelope}\n\n{_pilcrows(telegram.text)}\n"
    )


def viewer_text_stacked(telegram: Telegram) -> str:
    """The same with each value on a line of its own."""
    listing = "\n".join([*_columns(), *_row(telegram)])
    return f"{listing}\n\n{telegram.envelope}\n\n{telegram.text}\n"


def viewer_flattened(telegram: Telegram) -> str:
    """The viewer's text in lower case without punctuation, on one line."""
    return " ".join(re.sub(r"[^a-z0-9\s]", "", viewer_text(telegram).lower()).split())


def wordpress(telegram: Telegram) -> str:
    """A post with the viewer's table, as text, with the comment form."""
    return (
        "WikiLeaks Link\n\nDiscussing cables\nIf you find meaningful information, please link to its reference.\n"
        f"{' '.join(_columns())}\n{' '.join(_row(telegram))}\n\n{telegram.envelope}\n\n{telegram.text}\n\n\n"
        "Share this:\n\nLike Loading...\n\nPost a comment or leave a trackback: Trackback URL.\n\nLeave a Reply\n\n"
        "Fill in your details below or click an icon to log in:\n\nWordPress.com Logo\n"
    )


def wordpress_markup(telegram: Telegram) -> str:
    """A post in markup: a paragraph element for each block of lines."""
    blocks = "".join(
        f"<p>{escape(block).replace(chr(10), '<br />' + chr(10))}</p>\n"
        for block in re.split(r"\n{2,}", telegram.whole)
    )
    return (
        "<!DOCTYPE html><html><head><title>A blog</title></head><body class='single'><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{telegram.cable_id}</h1><div class='entry-content'>{blocks}</div>"
        "<div class='sharedaddy'><h3>Share this:</h3><ul><li>Twitter</li></ul></div></article>"
        "<div id='respond'><h3>Leave a Reply</h3><p>Your email address will not be published.</p></div>"
        "<footer>Blog at WordPress.com.</footer></body></html>"
    )


def identifier(telegram: Telegram) -> str:
    """The page with Identifier and Cable title, as markup."""
    names = ("Identifier", "Created", "Classification", "Origin")
    values = (
        telegram.cable_id,
        f"{telegram.sent_at:%Y-%m-%d %H:%M:%S}",
        telegram.classification,
        telegram.origin,
    )
    rows = "".join(
        f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in zip(names, values, strict=True)
    )
    return (
        f"<html><body><table>{rows}</table><p>Cable title: {escape(telegram.subject)}</p><p>Tags: MASS PREL</p>"
        f"<pre>{escape(telegram.whole)}\n</pre><p>Licence: CC BY 3.0</p></body></html>"
    )


def identifier_stacked(telegram: Telegram) -> str:
    """The same as text, labels above their values."""
    return (
        f"Identifier\nCreated\nClassification\nOrigin\n{telegram.cable_id}\n{telegram.sent_at:%Y-%m-%d %H:%M:%S}\n"
        f"{telegram.classification}\n{telegram.origin}\nCable title:  \n\n{telegram.subject}\n\n"
        f"Tags:  MASS PREL \npdf how-to read a cable\n{telegram.whole}\n\n-----BEGIN PGP SIGNATURE-----\n"
        "iEYEARECAAYFAkz0\n-----END PGP SIGNATURE-----\n"
    )


def scoop(telegram: Telegram) -> str:
    """Scoop's article."""
    return (
        f"Cablegate: {telegram.subject}\n\n{telegram.sent_at:%A, %d %B %Y, %I:%M %p}\nCable: Wikileaks\n\n"
        f"{telegram.whole}\n\n\n© Scoop Media\n\nWorld Headlines\n\nMore>>\n"
    )


def plusd(telegram: Telegram) -> str:
    """PlusD's page with the text and, below it, the archive's metadata."""
    listing = {
        "Date": f"{telegram.sent_at:%Y %B %d, %H:%M (%A)}",
        "Canonical ID": f"{telegram.cable_id}_a",
        "Original Classification": telegram.classification,
        "Current Classification": "UNCLASSIFIED",
        "Handling Restrictions": "-- N/A or Blank --",
        "TAGS": "MASS - Military Assistance and Sales | PREL - External Political Relations",
        "From": telegram.sender,
    }
    rows = "".join(
        f"<tr><td><div class='s_key'>{name}:</div><div class='s_val'>{value}</div></td></tr>"
        for name, value in listing.items()
    )
    return (
        f"<html><body><table id='synopsis'><tr><td colspan='2'>{escape(telegram.subject)}</td></tr>{rows}</table>"
        "<ul><li>Content</li><li>Raw content</li><li>Metadata</li></ul>"
        f"<div id='tagged-text'><pre>Show Headers\n{escape(telegram.whole)}\n</pre></div>"
        "<div id='metadata'><pre>Automatic Decaptioning: X\nTAGS: MASS, PREL\nSubject: X\n</pre></div></body></html>"
    )


def nara(telegram: Telegram) -> str:
    """The National Archives' form, stamped above and below."""
    stamp = " Ann B. Example Declassified/Released US Department of State EO Systematic Review 04 MAY 2006"
    return (
        f"{stamp}\n\nMessage Text\n\n\n{telegram.whole}\n\n<< END OF DOCUMENT >>\n\n{stamp}\n\n Message Attributes\n\n"
        "Automatic Decaptioning: X\nCapture Date: 01 JAN 1994\nCurrent Classification: UNCLASSIFIED\n"
        f"Draft Date: {telegram.sent_at:%d %b %Y}\nDocument Number: {telegram.sent_at:%Y}"
        f"{telegram.post[:6].replace(' ', '')}{telegram.serial:05}\nFrom: {telegram.post}\n"
        f"Original Classification: {telegram.classification}\nSubject: {telegram.subject}\nTAGS: MASS, PREL\n"
    )


def bare(telegram: Telegram) -> str:
    """The telegram and nothing else."""
    return telegram.whole


def strange_page(telegram: Telegram) -> str:
    """A page that nobody has seen before."""
    return (
        "<html><body><div class='menu'>Start | Archive</div><h1>Cable of the day</h1>"
        f"<p>Cable ID: {telegram.cable_id}</p><p>Date: {telegram.sent_at:%d %B %Y}</p>"
        f"<div class='doc'>{escape(telegram.whole)}</div><div>Buy our book</div><div>Imprint</div></body></html>"
    )


def mail(telegram: Telegram) -> str:
    """The telegram forwarded in an e-mail."""
    quoted = "\n".join(f"> {line}".rstrip() for line in telegram.whole.split("\n"))
    return (
        f"From: desk\nSubject: interesting\n\nSee what I found below.\n\n{quoted}\n\nBest regards\nThe desk\n"
    )


def search_engine(telegram: Telegram) -> str:
    """A page of a search engine for cables: a table of labels, then envelope and text in blocks of their own."""
    listing = {
        "Reference ID": telegram.cable_id,
        "Subject": escape(telegram.subject),
        "Origin": telegram.origin,
        "Cable time": f"{telegram.sent_at:%a, %d %b %Y %H:%M} UTC",
        "Classification": telegram.classification,
        "Referenced by": f"{telegram.sent_at:%y}PARIS999",
    }
    rows = "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in listing.items())
    return (
        f"<html><body><div id='nav'><a href='/'>Search</a></div><h1>Cable {telegram.cable_id}</h1><table>{rows}</table>"
        f"<div>Hide header</div><pre>{escape(telegram.envelope)}</pre><div>Hide cable</div>"
        f"<pre>{escape(telegram.text)}</pre><div><h2>Comments</h2><p>No comments yet</p></div></body></html>"
    )


def of_windows(telegram: Telegram) -> str:
    """The bare telegram with the newlines and blanks of another system."""
    return telegram.whole.replace("\n", " \r\n").replace("  ", "\xa0 ")


RENDERERS: dict[str, Callable[[Telegram], str]] = {
    "viewer_html": viewer_html,
    "viewer_html of 2010": viewer_html_of_2010,
    "viewer_text": viewer_text,
    "viewer_text stacked": viewer_text_stacked,
    "wordpress": wordpress,
    "wordpress in markup": wordpress_markup,
    "identifier": identifier,
    "identifier stacked": identifier_stacked,
    "scoop": scoop,
    "plusd": plusd,
    "nara": nara,
    "telegram": bare,
    "telegram of Windows": of_windows,
    "unknown": strange_page,
    "unknown as of a search engine": search_engine,
    "unknown in a mail": mail,
}
"""Renderers by the layout that their pages have, with what is special about them behind its name."""


def dump_row(number: int, telegram: Telegram) -> str:
    """A row of `cables.csv`, its newline included."""
    sent = telegram.sent_at
    fields = [
        str(number),
        f"{sent.month}/{sent.day}/{sent.year} {sent.hour}:{sent:%M}",
        telegram.cable_id,
        telegram.origin,
        telegram.classification,
        "",
        telegram.envelope,
        telegram.text,
    ]
    return ",".join(f'"{field.replace(chr(34), chr(92) + chr(34))}"' for field in fields) + "\n"


def _columns() -> tuple[str, ...]:
    return ("Reference ID", "Created", "Released", "Classification", "Origin")


def _row(telegram: Telegram) -> tuple[str, ...]:
    created = f"{telegram.sent_at:%Y-%m-%d %H:%M}"
    return (telegram.cable_id, created, RELEASED, telegram.classification, telegram.origin)


def _pilcrows(text: str) -> str:
    return _NUMBERED.sub(r"¶\1. ", text)
