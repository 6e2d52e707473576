"""A frame of raw documents to a frame of pages."""

from dataclasses import asdict, fields
from hashlib import sha256
from operator import attrgetter

import polars as pl

from etl.pages.dump import read_dump
from etl.pages.mirrors import mirrors_of
from etl.pages.mojibake import mended
from etl.pages.record import CableRecord
from etl.pages.registry import read_page
from etl.pages.tidy import tidy_listing, tidy_telegrams, with_plain_blanks
from etl.schemas import Pages
from etl.vocabulary import Layout

_LISTED_TEXTS = [
    field.name
    for field in fields(CableRecord)
    if field.name.startswith("listed_") and field.name[-3:] != "_at"
]
_PASSAGES = "passages"
_SIMPLE = [field.name for field in fields(CableRecord) if field.name != _PASSAGES]
_VALUES = attrgetter(*_SIMPLE)
_FIELDS: dict[str, pl.DataType] = {
    **{name: pl.Datetime("us", "UTC") if name.endswith("_at") else pl.String() for name in _SIMPLE},
    "layout": pl.String(),
    _PASSAGES: pl.Schema(Pages)[_PASSAGES],
}


def read_pages(documents: pl.DataFrame) -> pl.DataFrame:
    """Read what each raw document lists and the telegram in it.

    Args:
        documents: rows of `RawDocuments`.

    Returns:
        Rows of `Pages`, one a document, in the same order; what could not be landed keeps its reason.
        A document of several telegrams gives one row a telegram: `#1`, `#2`... stand behind its uri and its
        document_id, and sha256 and n_bytes are those of the part.
    """
    rows = documents.with_row_index("row")
    unread = rows.filter(pl.col("reason").is_not_null())
    dumped = rows.filter(pl.col("reason").is_null() & pl.col("dump_row").is_not_null())
    pages = rows.filter(pl.col("reason").is_null() & pl.col("dump_row").is_null())
    parts = [
        unread.select("row", "reason", layout=pl.lit(Layout.UNKNOWN.value)),
        dumped.select("row").hstack(read_dump(dumped)),
        _read_markup(pages),
    ]
    read = pl.concat(parts, how="diagonal").sort("row", maintain_order=True)
    keys = documents.select("document_id", "uri", mirrors_of(documents), "sha256", "n_bytes")[read["row"]]
    return _with_parts(keys.hstack(_tidy(read.drop("row")))).select(Pages.column_names())


def _read_markup(pages: pl.DataFrame) -> pl.DataFrame:
    """Read pages one by one: markup is a tree, and a tree is not columnar.

    Returns:
        The columns that a layout fills, `row` of the page, and `part`: null unless the page holds several.
    """
    # Before blanks are made plain: a blank that does not break may be the half of a misread letter.
    texts = mended(pages["text"].fill_null("")).to_frame()
    tidied = texts.select(with_plain_blanks(pl.col("text"))).to_series()
    records = [
        (row, reading.part, *_VALUES(reading.record), reading.layout.value, _passages(reading.record))
        for row, text in zip(pages["row"], tidied, strict=True)
        for reading in read_page(text)
    ]
    schema = pl.Schema({"row": pages.schema["row"], "part": pl.String()} | _FIELDS)
    return pl.DataFrame(records, schema=schema, orient="row")


def _passages(record: CableRecord) -> list[dict[str, object]] | None:
    return [asdict(passage) for passage in record.passages] or None


def _with_parts(read: pl.DataFrame) -> pl.DataFrame:
    """Give the parts of a document their own keys."""
    is_part = pl.col("part").is_not_null()
    if read.filter(is_part).is_empty():
        return read
    digests = [part and sha256(part.encode()).hexdigest() for part in read["part"]]
    number = pl.format(
        "{}#{}", pl.col("document_id", "uri"), pl.int_range(1, pl.len() + 1).over("document_id")
    )
    return read.with_columns(
        pl.when(is_part).then(number).otherwise(pl.col("document_id", "uri")).name.keep(),
        sha256=pl.coalesce(pl.Series(digests, dtype=pl.String), "sha256"),
        n_bytes=pl.coalesce(pl.col("part").str.len_bytes().cast(pl.Int64), "n_bytes"),
    )


def _tidy(read: pl.DataFrame) -> pl.DataFrame:
    """Clean the text of all layouts alike; a telegram without words is none, and says so."""
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in _FIELDS.items() if name not in read.columns]
    if "part" not in read.columns:
        missing.append(pl.lit(None, pl.String).alias("part"))
    read = read.with_columns(*missing)
    through_mirror = read["layout"] != Layout.DUMP.value
    return (
        read.with_columns(
            # Rows of the dump, and what pages wrote as entities: &Acirc;&para;
            tidy_telegrams(mended(read["telegram"]), through_mirror),
            *(tidy_listing(mended(read[name])) for name in _LISTED_TEXTS),
        )
        .with_columns(telegram=pl.when(pl.col("telegram").str.contains(r"\S")).then(pl.col("telegram")))
        .with_columns(
            fidelity=pl.when(pl.col("telegram").is_not_null()).then("fidelity"),
            reason=pl.when(pl.col("telegram").is_null()).then(
                pl.col("reason").fill_null(pl.lit("no telegram structure: the page holds no text"))
            ),
        )
    )
