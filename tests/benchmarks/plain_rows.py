"""The rows that hang on a cable, for `plain_parser`: paragraphs, tags, addressees, references."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

Row = dict[str, Any]
UNKNOWN: Row = {"kind": "unknown", "name": None, "country": None}
ADDRESSEE = re.compile(
    r"^(?:(TO|INFO) )?([A-Z]{5,8})/(.+?)(?: (FLASH|IMMEDIATE|PRIORITY|ROUTINE))?(?: (\d{1,6}))?$",
    re.MULTILINE,
)
TAGS = re.compile(r"^TAGS:? (.+?)$", re.MULTILINE)
REFERENCES = re.compile(r"^REF(?:S|TEL)?: ?(.+?)(?=\n\s*\n|\Z)", re.MULTILINE | re.DOTALL)
ONE_REFERENCE = re.compile(r"(?:\b([A-Z])\. )?(?:(\d\d) )?([A-Z][A-Z'/ ]+?) 0*(\d+)\b")
BLANK_LINES = re.compile(r"\n[ \t]*\n\s*")
NUMBERED = re.compile(r"(\d{1,3})\. ?(?:\(([A-Z]{1,3}(?://?[A-Z]+)*)\) )?")
UNDERLINED = re.compile(r"^(.+)\n[-=_]{3,}$")
SUMMARY = re.compile(r"^(?:\(?begin )?summary\b[ :.-]*", re.IGNORECASE)
COMMENT = re.compile(r"^comment\b", re.IGNORECASE)
SIGNATURE = re.compile(r"[A-Z][A-Z'/ -]+$")
NOTICE = re.compile(r"visit .{0,60}web ?site", re.IGNORECASE)


def read_paragraphs(text: str, cable_id: str, attention: str | None) -> list[Row]:
    """Whom the cable is for, numbered paragraphs with their headings, and what stands below them."""
    rows: list[Row] = []
    if attention:
        rows.append({**paragraph(cable_id, rows, " ".join(attention.split())), "role": "attention"})
    heading, last = None, 0
    # The signature may follow the last paragraph without a blank line.
    body, _, bottom = text.rstrip().rpartition("\n")
    signature = bottom if SIGNATURE.fullmatch(bottom) else None
    for block in BLANK_LINES.split(body.strip() if signature else text.strip()):
        numbered = NUMBERED.match(block)
        words = " ".join(block.split())
        if numbered and int(numbered[1]) == last + 1:
            last += 1
            words = " ".join(block[numbered.end() :].split())
            rows.append(paragraph(cable_id, rows, words, number=last, mark=numbered[2], heading=heading))
            heading = None
        elif NOTICE.match(words):
            rows.append(paragraph(cable_id, rows, words))
        elif title := title_of(block):
            heading = title
        elif not last:
            rows.append(paragraph(cable_id, rows, words, heading=heading))
            heading = None
        else:
            rows[-1]["text"] += " " + words
            rows[-1]["n_words"] += len(words.split())
    if signature:
        rows.append(paragraph(cable_id, rows, signature))
    return rows


def title_of(block: str) -> str | None:
    """A heading: one short line that is underlined, or ends like no sentence."""
    underlined = UNDERLINED.match(block)
    if underlined:
        return underlined[1]
    is_line = "\n" not in block and len(block) < 80
    return block if is_line and not block.endswith((".", ",", ";", ":", "-")) else None


def paragraph(
    cable_id: str,
    before: list[Row],
    text: str,
    *,
    number: int | None = None,
    mark: str | None = None,
    heading: str | None = None,
) -> Row:
    """The row of a paragraph."""
    role = "body"
    if SUMMARY.match(text):
        role = "summary"
    elif COMMENT.match(text):
        role = "comment"
    elif number is None and SIGNATURE.fullmatch(text):
        role = "signature"
    elif number is None and NOTICE.match(text):
        role = "notice"
    place = f"par{number}" if number is not None else f"pos{len(before) + 1}"
    return {
        "paragraph_id": f"{cable_id}#{place}",
        "cable_id": cable_id,
        "position": len(before) + 1,
        "number": number,
        "classification": mark and mark.replace("//", "/"),
        "heading": heading,
        "role": role,
        "text": text,
        "n_words": len(text.split()),
    }


def printed(row: Row) -> str:
    """A paragraph as it stands in the text of its cable."""
    mark = f"({row['classification']}) " if row["classification"] else ""
    number = f"{row['number']}. " if row["number"] is not None else ""
    return (f"{row['heading']}\n\n" if row["heading"] else "") + number + mark + row["text"]


def read_tags(caption: str, cable_id: str, known: dict[str, Row]) -> Iterator[Row]:
    """Rows of the TAGS line."""
    line = TAGS.search(caption)
    printed_tags = split_tags(line[1], known) if line else []
    for position, tag in enumerate(dict.fromkeys(printed_tags), 1):
        found = known.get(tag, UNKNOWN)
        meaning = {name: found[name] for name in UNKNOWN}
        yield {"cable_id": cable_id, "position": position, "tag": tag, **meaning}


def split_tags(line: str, known: dict[str, Row]) -> list[str]:
    """Tags between commas, else between blanks, of which some tags have one or two inside."""
    if "," in line:
        return [tag.strip() for tag in line.split(",") if tag.strip()]
    words, tags = line.split(), []
    while words:
        size = next((n for n in (3, 2) if " ".join(words[:n]) in known), 1)
        tags.append(" ".join(words[:size]))
        del words[:size]
    return tags


def read_recipients(header: str, cable_id: str) -> Iterator[Row]:
    """Rows of the addressees."""
    action = "to"
    for position, found in enumerate(ADDRESSEE.finditer(header), 1):
        action = found[1].lower() if found[1] else action
        yield {
            "cable_id": cable_id,
            "position": position,
            "action": action,
            "route": found[2],
            "name": found[3],
            "precedence": found[4],
            "serial": int(found[5]) if found[5] else None,
        }


def read_references(caption: str, listed: str, cable_id: str, at: datetime) -> Iterator[Row]:
    """Rows of the REF lines, else of the listing."""
    block = REFERENCES.search(caption)
    if not block:
        found = [(None, each, each) for each in listed.split("|") if each]
    else:
        found = [
            (one[1], f"{one[2] or f'{at:%y}'}{letters(one[3])}{one[4]}", one[0].partition(". ")[2] or one[0])
            for one in ONE_REFERENCE.finditer(block[1])
        ]
    for position, (bullet, target, raw) in enumerate(found, 1):
        yield {
            "cable_id": cable_id,
            "position": position,
            "bullet": bullet,
            "referenced_cable_id": target,
            "kind": "cable",
            "raw": raw,
        }


def letters(station: str) -> str:
    """A station as ids have it."""
    return re.sub("[^A-Z]", "", station.upper())
