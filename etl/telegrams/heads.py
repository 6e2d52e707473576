"""The head of each telegram: one row of `Cables` without what the body gives."""

import polars as pl

from etl.reference import posts
from etl.telegrams.caption import (
    classification_of,
    dated,
    declassify_on,
    level_values,
    subject_of,
)
from etl.telegrams.classified import closing_values
from etl.telegrams.envelope import envelope_values
from etl.telegrams.fields import caption_fields
from etl.telegrams.identity import identify
from etl.telegrams.listing import with_listed_lists
from etl.vocabulary import Classification, Fidelity

_LISTED = (
    "listed_cable_id",
    "listed_created_at",
    "listed_released_at",
    "listed_classification",
    "listed_origin",
    "listed_subject",
)
_PAGE_LINE = r"(?m)^[A-Z][A-Za-z .']+ [0-9]{8} +[0-9]{3}(?:\.[0-9])? +(?i-u:OF) +0*([1-9][0-9]?)[ \t]*$"


def read_heads(pages: pl.DataFrame, split: pl.DataFrame) -> pl.DataFrame:
    """Read envelope and caption of each telegram and decide which cable it is.

    Args:
        pages: rows of `Pages` with a telegram, one a row of `split`, in its order.
        split: as `split_telegrams` returns it.

    Returns:
        One row a telegram: the head's columns of `Cables`; the listing's columns of `Pages`; the caption's
        fields `tags`, `references` and `order`; and for findings `listed_tags`, `listed_references`,
        `told_classification`, `is_foreign`, `is_known`, `is_malformed`, `is_mended`, `has_envelope`,
        `listed_id`.
    """
    fields = caption_fields(split)
    heads = pl.concat(
        [
            split.select(
                "document_id",
                "fidelity",
                "layout",
                "notice",
                has_envelope=pl.col("envelope").str.contains(r"(?m)^(?:FM|TO|DE) |\d{6}Z "),
            ),
            pages.select(_LISTED),
            fields.select(
                "tags",
                "references",
                "order",
                declassify_on=declassify_on(fields["order"]),
                told_subject=subject_of(pl.col("subject")),
                dated_at=dated(pl.col("dated")),
            ),
            closing_values(fields["closing"]),
            _levels(fields["level"], split["body"]),
            envelope_values(split, pages),
        ],
        how="horizontal",
    )
    return with_listed_lists(_with_listing(_with_origin(identify(heads))), pages)


def _levels(levels: pl.Series, bodies: pl.Series) -> pl.DataFrame:
    """Values of the classification lines; where one is lost, page lines may still tell the sections."""
    values = level_values(levels).rename({"classification": "told_classification"})
    lacking = values["n_sections"].is_null().arg_true()
    told = bodies.gather(lacking).str.extract(_PAGE_LINE).cast(pl.Int32)
    return values.with_columns(values["n_sections"].scatter(lacking, told))


def _with_origin(heads: pl.DataFrame) -> pl.DataFrame:
    """Adds the post; a mission with its city's station (USEU Brussels) is told by FM line or listing."""
    agreed = (pl.col("listed_id") == pl.col("cable_id")).fill_null(value=True)
    names = posts().unique("name", keep="first", maintain_order=True)
    listed = pl.col("listed_origin").replace_strict(
        names["name"], names["station"], default=None, return_dtype=pl.String
    )
    missions = [
        pl.when(mission.str.ends_with(pl.col("station"))).then(mission)
        for mission in (pl.col("sender_station"), pl.when("agreed").then(listed))
    ]
    known = posts().select(mission="station", post="name", origin_country="country")
    heads = heads.with_columns(agreed=agreed).with_columns(mission=pl.coalesce(*missions, "station"))
    heads = heads.join(known, on="mission", how="left", maintain_order="left")
    origin = pl.coalesce("post", pl.when("agreed").then("listed_origin"))
    return heads.with_columns(origin=origin).drop("post", "mission", "sender_station")


def _with_listing(heads: pl.DataFrame) -> pl.DataFrame:
    """Fill from the listing what the telegram leaves open, unless the listing is another cable's."""
    heads = heads.with_columns(listed_level=classification_of(pl.col("listed_classification")))
    agreed = pl.col("agreed")
    listed = pl.when(agreed).then("listed_level")
    told = pl.col("told_classification")
    # "For official use only" is told on the page and, as SENSITIVE, below the classification line.
    finer = (told == Classification.UNCLASSIFIED.value) & (listed == Classification.UNCLASSIFIED_FOUO.value)
    noforn = pl.col("listed_classification").str.contains("(?i-u)NOFORN") & agreed
    missing = ~pl.col("caveats").fill_null("").str.contains("NOFORN", literal=True) & noforn.fill_null(
        value=False
    )
    heads = heads.with_columns(
        classification=pl.when(finer).then(listed).otherwise(pl.coalesce(told, listed)),
        caveats=pl.when(missing)
        .then(pl.concat_str("caveats", pl.lit("NOFORN"), separator=";", ignore_nulls=True))
        .otherwise("caveats"),
        subject=pl.coalesce("told_subject", pl.when(agreed).then("listed_subject")),
        precedence=pl.when(~pl.col("is_foreign")).then("precedence"),
        released_at="listed_released_at",
    )
    flattened = pl.col("fidelity").eq_missing(Fidelity.FLATTENED.value)
    if not heads.select(flattened.any()).item():
        return heads
    # Heads are read in capitals, but a flattened page has none.
    return heads.with_columns(
        pl.when(flattened).then(pl.col(name).str.to_lowercase()).otherwise(name).alias(name)
        for name in ("subject", "classified_by")
    )
