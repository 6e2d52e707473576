"""What the tests of pages share."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from etl.pages import read_pages
from etl.schemas import Pages, RawDocuments

ReadAll = Callable[..., list[dict[str, Any]]]


def _document(position: int, content: object) -> dict[str, object]:
    """A landed page when the content is text, a row of the dump when it is a mapping."""
    fields: dict[str, object] = dict.fromkeys(RawDocuments.column_names())
    fields |= {"document_id": f"{position:016x}", "uri": f"page/{position}", "sha256": "0" * 64, "n_bytes": 1}
    return fields | ({"text": content} if isinstance(content, str) else {"dump_row": content})


@pytest.fixture(scope="session")
def read_all() -> ReadAll:
    """Reads texts and rows of the dump; the records hold what the layouts fill, keys left out."""

    def run(*contents: object, **shared_fields: object) -> list[dict[str, Any]]:
        rows = [_document(position, content) | shared_fields for position, content in enumerate(contents)]
        documents = pl.DataFrame(rows, schema=RawDocuments.create_empty().schema)
        pages = Pages.validate(read_pages(documents))
        assert pages["document_id"].to_list() == documents["document_id"].to_list()
        return pages.drop("document_id", "uri", "mirror", "sha256", "n_bytes").to_dicts()

    return run
