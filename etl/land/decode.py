"""Bytes of a page -> text.

Order of trust: a byte order mark; UTF-8 when all of it is valid (a declaration is often the template's, not
the page's); a charset that the page declares, other than UTF-8 and Latin-1; else Windows-1252, which also
reads Latin-1, unless most of what is not ASCII is UTF-8: then only its stray bytes are read so.
"""

import codecs
import re

from etl.land.formats import guess_utf16

STRAY = "cablehouse.stray"
"""Error handler for `bytes.decode`: an invalid byte is read as Windows-1252."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION_BYTES = 2048
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
# The five bytes that Windows-1252 leaves open keep their own code points, as browsers have it.
_CP1252 = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
_LEGACY = frozenset(
    {f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15, 16)}
    | {f"cp{n}" for n in (437, 850, 866, 874, 1250, 1251, 1253, 1254, 1255, 1256, 1257, 1258)}
    | {"koi8-r", "koi8-u", "mac-roman", "big5", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "shift_jis"}
)


def _read_stray(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(_CP1252[byte] for byte in error.object[error.start : error.end]), error.end


codecs.register_error(STRAY, _read_stray)


def decode(content: bytes) -> str:
    """The text of a page; never raises.

    NULs are dropped: they are no text, and tools downstream cut strings at them. Newlines stay as they are.
    """
    return _decode(content).replace("\x00", "")


def _decode(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, STRAY if encoding == "utf-8" else "replace")
    if utf16 := guess_utf16(content):
        return content.decode(utf16, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        declared = _declared_charset(content)
    if declared in _LEGACY:
        return content.decode(declared, "replace")
    valid = content.decode("utf-8", "ignore")
    n_valid = len(valid) - len(valid.encode("ascii", "ignore"))
    n_stray = content.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    if n_valid > n_stray:
        return content.decode("utf-8", STRAY)
    return codecs.charmap_decode(content, "strict", _CP1252)[0]


def _declared_charset(content: bytes) -> str | None:
    """The codec of the charset that an XML declaration or a `meta` element names, if Python knows it."""
    match = _DECLARED.search(content, 0, _DECLARATION_BYTES)
    if match is None:
        return None
    try:
        return codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return None
