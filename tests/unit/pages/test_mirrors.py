"""The mirror that a document came through, told by its page or by the folder that it lies in."""

import polars as pl
import pytest

from etl.pages.mirrors import HEAD_CHARS, mirrors_of

CASES = {
    "saved by a browser": (
        "<!-- saved from url=(0031)http://www.cables.example.org/a -->",
        "cables.example.org",
    ),
    "saved before the link of the original": (
        "<!-- saved from url=(0024)https://mirror.example/a --><link rel='canonical' href='http://a.example/1'>",
        "mirror.example",
    ),
    "saved from a disk": ("<!-- saved from url=(0014)about:internet -->", "site"),
    "canonical link": (
        '<link rel="canonical" href="https://Cables.Example.org:8080/07/a">',
        "cables.example.org",
    ),
    "canonical link, address first": ("<LINK HREF=//a.example/1 REL=canonical>", "a.example"),
    "address of the open graph": ('<meta property="og:url" content="http://b.example/1"/>', "b.example"),
    "base": ("<head><base href='http://user@c.example/'></head>", "c.example"),
    "a base without a host": ("<base href='/cables/'>", "site"),
    "a host without a domain": ("<link rel='canonical' href='http://localhost/a'>", "site"),
    "another link first": (
        "<link rel='icon' href='http://d.example/i'><link rel='canonical' href='http://e.example/a'>",
        "e.example",
    ),
    "a mark below the head": (" " * HEAD_CHARS + "<base href='http://c.example/'>", "site"),
    "a telegram that speaks of canonical law": ("CANONICAL LAW, SEE HTTP://F.EXAMPLE/", "site"),
    "no text": (None, "site"),
}


@pytest.mark.parametrize(("text", "mirror"), CASES.values(), ids=CASES)
def test_a_page_names_its_host(text: str | None, mirror: str) -> None:
    rows = pl.DataFrame({"text": ["", text], "uri": ["raw/b.html", "raw/site/07/a.html"]})
    assert mirrors_of(rows).to_list() == [None, mirror]


URIS = {
    "raw/a.html": None,
    "a.html": None,
    "raw/cables.csv#7": None,
    "raw/site/a.html": "site",
    "raw/site/2007/a.html": "site",
    "raw/site.zip!2007/a.html": "site.zip",
    "site.zip!pages/a.html": "pages",
    "site.zip!a.html": None,
}


@pytest.mark.parametrize(("uri", "mirror"), URIS.items(), ids=URIS)
def test_without_a_host_the_folder_below_the_root_tells(uri: str, mirror: str | None) -> None:
    assert mirrors_of(pl.DataFrame({"text": [""], "uri": [uri]})).to_list() == [mirror]
