"""Whole telegrams of each period, written before the parser saw them, beside the rows that a clerk would write.

Each file of `tests/golden/telegrams` holds one telegram in our own words: its phenomena, its text, the page's
listing where one is needed, and the expected rows. A field named under `known` is read wrongly today, for the
reason given there; its test is a strict xfail, so that the repair is noticed.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from etl.land import land
from etl.pages import read_pages
from etl.telegrams import parse_telegrams

Row = dict[str, Any]

GOLDEN = Path(__file__).parents[1] / "golden" / "telegrams"
CASES: dict[str, Row] = {
    path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(GOLDEN.glob("*.yaml"))
}
GROUPS = {
    "recipients": ("action", "name", "route", "precedence", "serial"),
    "references": ("bullet", "id", "kind"),
    "paragraphs": ("number", "classification", "heading", "role", "text"),
}
ANY = "any"
"""An expectation that the formats leave open."""


def _page(case: Row) -> str:
    """The telegram, under the listing of a page when the case has one."""
    if "page" not in case:
        return str(case["telegram"])
    listing = case["page"]
    values = [listing[name] for name in ("identifier", "created", "classification", "origin")]
    head = ["Identifier", "Created", "Classification", "Origin", *values]
    title = ["Cable title:", "", listing["title"], "", f"Tags: {listing['tags']}"]
    return "\n".join([*head, *title, case["telegram"]])


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Row]]]:
    """The rows of each table by case, all telegrams read in one batch."""
    folder = tmp_path_factory.mktemp("telegrams")
    for name, case in CASES.items():
        (folder / f"{name}.txt").write_text(_page(case), encoding="utf-8")
    pages = pl.concat([read_pages(batch) for batch in land([folder])])
    names = {row["document_id"]: Path(row["uri"]).stem for row in pages.iter_rows(named=True)}
    parsed = parse_telegrams(pages)._asdict()
    parsed["references"] = parsed.pop("cable_references").rename({"referenced_cable_id": "id"})
    found: dict[str, dict[str, list[Row]]] = {name: {table: [] for table in parsed} for name in CASES}
    for table, frame in parsed.items():
        for row in frame.iter_rows(named=True):
            found[names[row["document_id"]]][table].append(row)
    return found


def _words(text: object) -> str:
    return " ".join(str(text).split())


def _matches(paragraph: Row, expected: Row) -> bool:
    text = _words(paragraph["text"])
    if expected["first"] != ANY:
        return text.startswith(_words(expected["first"]))
    if "has" in expected:
        return _words(expected["has"][0]) in text
    return bool(paragraph["number"] == expected["number"])


def _faults(paragraph: Row | None, expected: Row) -> str:
    """What is wrong with the text of a paragraph; empty when nothing is."""
    if paragraph is None:
        return "no paragraph starts so"
    text = _words(paragraph["text"])
    faults = [f"lacks {part!r}" for part in expected.get("has", []) if _words(part) not in text]
    faults += [f"holds {part!r}" for part in expected.get("lacks", []) if _words(part) in text]
    if not text.endswith(_words(expected.get("last", ""))):
        faults.append(f"ends {text[-50:]!r}")
    return "; ".join(faults)


def _paragraph_fields(found: list[Row], expected: list[Row]) -> Iterator[tuple[str, object, object]]:
    """Each field of all paragraphs at once; lines of the caption and handling notices may stand between them."""
    free = [row for row in found if row["role"] != "attention"]
    pairs: list[tuple[Row, Row | None]] = []
    for want in expected:
        match = next((row for row in free if _matches(row, want)), None)
        pairs.append((want, match))
        free = [row for row in free if row is not match]
    strays = [_words(row["text"]) for row in free if row["role"] != "notice"]
    wrong = [fault for want, row in pairs if (fault := _faults(row, want))]
    yield "text", ([], []), (wrong, strays)
    for field, default in {"number": None, "classification": None, "heading": None, "role": "body"}.items():
        wanted = [(want["first"], want.get(field, default)) for want, _ in pairs]
        values = [(want["first"], row[field] if row else want.get(field, default)) for want, row in pairs]
        yield field, wanted, [old if old[1] == ANY else new for old, new in zip(wanted, values, strict=True)]


def _cable_field(field: str, want: Any, got: Any) -> tuple[object, object]:
    """The expected and the found value of a column of `cables`, in comparable form."""
    if field == "created_at" and got is not None:
        return want, got.replace(tzinfo=None)
    if field == "summary" and want is not None and got is not None:
        text = _words(got).rstrip(". ")
        return (True, True), (text.startswith(want["first"]), text.endswith(want["last"].rstrip(". ")))
    if field == "classified_by" and want is not None and got is not None:
        return want, want if want in _words(got) and "reason" not in got.casefold() else got
    if field == "signed_by" and isinstance(want, list) and got is not None:
        return want, [name for name in want if name in got]
    return want, _words(got) if isinstance(got, str) else got


def _listed_field(field: str, want: list[Row], got: list[Row]) -> tuple[object, object]:
    """One column of a list of rows, expected and found, in order."""
    wanted = [row.get(field) for row in want]
    values = [row[field] for row in got]
    for place, expected in enumerate(wanted[: len(values)]):
        if expected == ANY or (expected == "not cable" and values[place] != "cable"):
            values[place] = expected
    return wanted, values


def _compare(case: Row, found: dict[str, list[Row]], field: str) -> tuple[object, object]:
    """The expected and the found value of one field of a case."""
    table, _, column = field.partition(".")
    if table == "cable":
        return _cable_field(column, case["cable"][column], found["cables"][0][column])
    if table == "tags":
        tags = [row[column] for row in found["tags"]]
        return case["tags" if column == "tag" else "tag_kinds"], tags
    if table == "attention":
        text = _words(" ".join(row["text"] for row in found["paragraphs"]))
        return case["attention"], [line for line in case["attention"] if line in text]
    if table == "paragraphs":
        fields = {name: (want, got) for name, want, got in _paragraph_fields(found[table], case[table])}
        return fields[column]
    return _listed_field(column, case[table], found[table])


def _fields(case: Row) -> Iterator[str]:
    """The fields that a case gives an expectation for."""
    yield from (f"cable.{column}" for column in case["cable"])
    for table, columns in GROUPS.items():
        yield from (f"{table}.{column}" for column in columns if table in case)
    yield from (
        f"tags.{column}" for column, key in {"tag": "tags", "kind": "tag_kinds"}.items() if key in case
    )
    if "attention" in case:
        yield "attention"


def _cases() -> Iterator[Any]:
    """A test for each group of a case's fields, and one of its own for each field that is known to be misread."""
    for name, case in CASES.items():
        known = case.get("known", {})
        sound = [field for field in _fields(case) if field not in known]
        for group, fields in groupby(sound, key=lambda field: field.partition(".")[0]):
            yield pytest.param(name, list(fields), id=f"{name}-{group}")
        for field, reason in known.items():
            mark = pytest.mark.xfail(strict=True, reason=reason)
            yield pytest.param(name, [field], id=f"{name}-{field}", marks=mark)


@pytest.mark.parametrize(("name", "fields"), list(_cases()))
def test_fields(rows: dict[str, dict[str, list[Row]]], name: str, fields: list[str]) -> None:
    compared = {field: _compare(CASES[name], rows[name], field) for field in fields}
    assert {field: found for field, (_, found) in compared.items()} == {
        field: expected for field, (expected, _) in compared.items()
    }


@pytest.mark.parametrize("name", CASES)
def test_known_misses_name_fields_with_an_expectation(name: str) -> None:
    assert set(CASES[name].get("known", {})) <= set(_fields(CASES[name]))
    assert CASES[name]["phenomena"]


def test_periods_are_spread() -> None:
    decades = {name[:3] for name in CASES if name[:4].isdigit()}
    assert {"196", "197", "198", "199", "200", "201"} <= decades
    assert len(CASES) >= 45
