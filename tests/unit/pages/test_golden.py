"""Each layout's golden pairs: a page of our own wording beside the record it must give."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from etl.pages.registry import LAYOUTS
from etl.vocabulary import Layout

GOLDEN = Path(__file__).parents[2] / "golden" / "pages"
PAGES = sorted(path for path in GOLDEN.glob("*/*") if path.suffix in (".html", ".txt"))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_has_a_pair(layout: Layout) -> None:
    assert [path for path in PAGES if path.parent.name == layout.value], f"no golden page for {layout.value}"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_golden_pair(page: Path, read_all) -> None:
    (record,) = read_all(page.read_text(encoding="utf-8"))
    record = json.loads(json.dumps(record, default=datetime.isoformat))
    if record["layout"] != Layout.EXCERPT.value:
        del record["passages"]
    expected = page.with_suffix(".json")
    if not expected.exists():
        expected.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        pytest.fail(f"{expected.name} was missing and has been written: review it")
    assert record == json.loads(expected.read_text(encoding="utf-8"))
    assert record["layout"] == page.parent.name
