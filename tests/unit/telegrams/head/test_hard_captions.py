"""Captions as drafters, operators and mirrors of fifty years left them: `hard_captions` read in one batch a field."""

from collections.abc import Callable
from typing import Any

import pytest

from etl.schemas import ParsedTelegrams
from tests.unit.telegrams.head import hard_captions as hard

ENVELOPE = "R 171204Z FEB 06\nFM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n"
LEVEL = "C O N F I D E N T I A L OSLO 000431\n\n"
BODY = "\n\n1. (C) Talks went on.\n"
Read = Callable[[ParsedTelegrams, str], Any]


def of_cable(column: str) -> Read:
    return lambda parsed, key: parsed.cables.filter(document_id=key)[column].item()


def of_list(table: str, *columns: str) -> Read:
    def read(parsed: ParsedTelegrams, key: str) -> list[Any]:
        rows = getattr(parsed, table).filter(document_id=key).select(columns)
        return rows.to_series().to_list() if len(columns) == 1 else rows.rows()

    return read


BELOW_LEVEL = ENVELOPE + LEVEL + "E.O. 12958: N/A\nTAGS: PREL\n"
FIELDS: dict[str, tuple[hard.Cases, str, Read]] = {
    "level": (
        hard.LEVELS,
        ENVELOPE + "@\n\nE.O. 12958: N/A\nSUBJECT: TALKS" + BODY,
        of_cable("classification"),
    ),
    "caveats": (hard.CAVEATS, ENVELOPE + "@\n\nE.O. 12958: N/A\nSUBJECT: TALKS" + BODY, of_cable("caveats")),
    "date": (
        hard.DATES,
        ENVELOPE + LEVEL + "@\nTAGS: PREL\nSUBJECT: TALKS" + BODY,
        of_cable("declassify_on"),
    ),
    "tags": (hard.TAGS, ENVELOPE + LEVEL + "@\nSUBJECT: TALKS" + BODY, of_list("tags", "tag")),
    "kinds": (hard.KINDS, ENVELOPE + LEVEL + "@\nSUBJECT: TALKS" + BODY, of_list("tags", "tag", "kind")),
    "subject": (hard.SUBJECTS, BELOW_LEVEL + "@" + BODY, of_cable("subject")),
    "references": (
        hard.REFERENCES,
        BELOW_LEVEL + "SUBJECT: TALKS\n\n@" + BODY,
        of_list("cable_references", "referenced_cable_id"),
    ),
    "reference kinds": (
        hard.REFERENCE_KINDS,
        BELOW_LEVEL + "SUBJECT: TALKS\n\n@" + BODY,
        of_list("cable_references", "kind"),
    ),
    "officer": (hard.OFFICERS, BELOW_LEVEL + "SUBJECT: TALKS\n\n@" + BODY, of_cable("classified_by")),
    "reasons": (
        hard.REASONS,
        BELOW_LEVEL + "SUBJECT: TALKS\n\nClassified By: DCM Ann Example, @" + BODY,
        of_cable("classification_reasons"),
    ),
}


@pytest.mark.parametrize("field", FIELDS)
def test_hard_captions(field: str, parse: Callable[..., ParsedTelegrams]) -> None:
    cases, template, read = FIELDS[field]
    parsed = parse(*(template.replace("@", text) for text, _ in cases.values()))
    values = {name: read(parsed, f"d{number}") for number, name in enumerate(cases)}
    assert values == {name: expected for name, (_, expected) in cases.items()}
