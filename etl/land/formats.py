"""What a file is, by its content: the magic numbers of its format, or the share of control characters.

Signatures are those of the formats' own specifications, as collected in the `magic` files of file(1).
"""

import re
import tarfile
from enum import Enum, auto

HEAD_BYTES = 64 << 10
"""How much of a file is looked at to tell what it is."""

_ROW = rb'"\d{1,10}","\d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2}(?::\d{2})?","'
ROW_START = re.compile(_ROW)
"""How a row of the dump begins: row number, date `M/D/YYYY H:MM`. In a field its quotes would be escaped."""

NEXT_ROW = re.compile(rb"\n" + _ROW)
"""The end of a line and the start of a row."""

UTF8_BOM = b"\xef\xbb\xbf"

_BINARY_SHARE = 0.02
_TEXT_BYTES = bytes(set(range(256)) - (set(range(32)) - set(b"\t\n\v\f\r\x1b")) - {0x7F})
_UTF16_SHARE = 0.3


class Format(Enum):
    """What a file is to be read as."""

    EMPTY = auto()
    PAGE = auto()
    DUMP = auto()
    ZIP = auto()
    SEVEN_ZIP = auto()
    TAR = auto()
    GZIP = auto()
    BZIP2 = auto()
    XZ = auto()
    ZSTD = auto()


ARCHIVES = frozenset(
    {Format.ZIP, Format.SEVEN_ZIP, Format.TAR, Format.GZIP, Format.BZIP2, Format.XZ, Format.ZSTD}
)

_ARCHIVE_SIGNATURES = (
    (b"PK\x03\x04", Format.ZIP),
    (b"PK\x05\x06", Format.ZIP),
    (b"PK\x07\x08", Format.ZIP),
    (b"7z\xbc\xaf\x27\x1c", Format.SEVEN_ZIP),
    (b"\x1f\x8b\x08", Format.GZIP),
    (b"BZh", Format.BZIP2),
    (b"\xfd7zXZ\x00", Format.XZ),
    (b"\x28\xb5\x2f\xfd", Format.ZSTD),
)

# Formats whose files are known for what they are by their first bytes, even where most of the rest is text.
_KNOWN = (
    (b"%PDF-", "PDF document"),
    (b"%!PS", "PostScript document"),
    (b"{\\rtf", "rich text document (RTF)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document"),
    (b"WARC/", "web archive (WARC)"),
    (b"bplist00", "property list or Safari web archive"),
    (b"\x89PNG\r\n\x1a\n", "PNG image"),
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF87a", "GIF image"),
    (b"GIF89a", "GIF image"),
    (b"SQLite format 3\x00", "SQLite database"),
    (b"PAR1", "Parquet file"),
    (b"Rar!\x1a\x07", "RAR archive"),
    (b"MSCF\x00", "cabinet archive"),
    (b"\x7fELF", "program"),
)

# Signatures short enough to open a text too: they only name what is binary anyway.
_KNOWN_BINARY = (
    (b"BM", "BMP image"),
    (b"II*\x00", "TIFF image"),
    (b"MM\x00*", "TIFF image"),
    (b"RIFF", "RIFF media file"),
    (b"MZ", "program"),
    (b"\x1f\x9d", "compressed file (compress)"),
    (b"LZIP", "compressed file (lzip)"),
    (b"\x04\x22\x4d\x18", "compressed file (LZ4)"),
    (b"ID3", "MP3 audio"),
    (b"OggS", "Ogg media file"),
    (b"wOF", "web font"),
)


def recognize(head: bytes) -> Format:
    """What a file with these first bytes is to be read as; a page unless they say otherwise."""
    if not head:
        return Format.EMPTY
    for signature, kind in _ARCHIVE_SIGNATURES:
        if head.startswith(signature):
            return kind
    if is_tar(head):
        return Format.TAR
    return Format.DUMP if _is_dump(head) else Format.PAGE


def is_tar(head: bytes) -> bool:
    """Whether a file begins with a tar header, old or new: its checksum must be right."""
    if len(head) < tarfile.BLOCKSIZE:
        return False
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _is_dump(head: bytes) -> bool:
    """Whether the first line begins a row of the dump, or some two others do (the first may be damaged)."""
    text = head.removeprefix(UTF8_BOM).lstrip()
    return bool(ROW_START.match(text)) or len(NEXT_ROW.findall(text)) > 1


def binary_reason(content: bytes) -> str | None:
    """Why bytes are no page, in one line that names what they are; null when they are text."""
    for signature, name in _KNOWN:
        if content.startswith(signature):
            return f"{name}, not a page of text"
    if guess_utf16(content):
        return None
    n_control = len(content.translate(None, _TEXT_BYTES))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or n_control <= len(content) * _BINARY_SHARE:
        return None
    if content[4:8] == b"ftyp":
        return "MPEG-4 media file, not a page of text"
    for signature, name in _KNOWN_BINARY:
        if content.startswith(signature):
            return f"{name}, not a page of text"
    return "binary content, not a page of text"


def guess_utf16(content: bytes) -> str | None:
    """The byte order of UTF-16 without its mark: ASCII in it leaves NULs on one side only; null otherwise."""
    head = content[: HEAD_BYTES & ~1]
    if 0 not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 2 * _UTF16_SHARE and not even:
        return "utf-16-le"
    if even > len(head) // 2 * _UTF16_SHARE and not odd:
        return "utf-16-be"
    return None
