"""The stage: paragraphs, cables and tags in, arms figures out."""

import gc
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import polars as pl

from etl.figures.find import find_figures
from etl.figures.hints import verbal_hints
from etl.figures.lexicon import lexicon
from etl.figures.models import CableContext, Figure, Sentence
from etl.figures.normalize import amount_in_usd, doubt
from etl.figures.numbers import NUMBER_WORDS
from etl.figures.reading import Reading, Sentences, UsualPair
from etl.figures.sentences import FINDERS
from etl.schemas import ParsedFigures
from etl.vocabulary import Fidelity

EDGE = r"(?-u:\b)"  # of ASCII words: a Unicode edge is several times slower where quotation marks are curly
COUNT = rf"(?:^|[\s(\[{{\"“'‘$€£~/-])[0-9]|{EDGE}(?:{NUMBER_WORDS}){EDGE}"
MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
YEAR = (
    rf"{EDGE}(?:in|since|of|by|from|until|late|early|(?:{MONTH}),?|[0-9]{{1,2}},) (?:19|20)[0-9][0-9]{EDGE}"
)
DESIGNATION = rf"{EDGE}[a-z]{{1,4}}-?[0-9]{{1,3}}"
PROGRAMMES = (
    "fms",
    "fmf",
    "eda",
    "military",
    "defense",
    "defence",
    "armed forces",
    "navy",
    "army",
    "air force",
    "mod",
    "hardware",
)
NEW_OBJECTS = 200_000
NEAR = r"[^;:?!]{0,60}"


@cache
def _patterns() -> tuple[str, str, str]:
    """Regexes for text in lower case: arms, arms or forces or makers, currencies."""
    known = lexicon()
    money = (form for form in known.currencies if form[0].isalpha())
    nouns, others = _either(known.arms_nouns), _either((*PROGRAMMES, *known.makers))
    return (
        rf"{EDGE}(?:{nouns})(?:s|es|ies)?{EDGE}|{DESIGNATION}",
        rf"{EDGE}(?:(?:{nouns})(?:s|es|ies)?|{others}){EDGE}|{DESIGNATION}",
        rf"[$€£]|{EDGE}(?:{_either(money)}){EDGE}",
    )


def _either(forms: Iterable[str]) -> str:
    return "|".join(sorted(re.escape(form) for form in forms))


def candidates(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Rows with `text` that may hold a figure: a count of arms, or money and a word of arms or forces.

    Two passes: whole paragraphs against cheap conditions, then the sentences of those that are left.
    """
    arms, military, money = _patterns()
    text = pl.col("lower")
    numbered = paragraphs.with_row_index("row")
    likely = (
        numbered.select("row", "text")
        .filter(pl.col("text").str.contains(f"(?i){COUNT}"))
        .select("row", lower=pl.col("text").str.to_lowercase())
        .filter(text.str.contains(military))
    )
    sentences = likely.select("row", text.str.replace_all(YEAR, " ").str.split(". ")).explode("lower")
    counted = text.str.extract_all(rf"(?:{COUNT}){NEAR}").list.join("|").str.contains(arms)
    priced = text.str.contains(
        rf"(?:{money})\W{{0,4}}[0-9]|[0-9]\W{{0,3}}(?:[a-z.]+\W{{1,2}}){{0,2}}(?:{money})"
    )
    telling = sentences.filter(text.str.contains(COUNT)).filter(counted | priced)
    return numbered.join(telling, on="row", how="semi", maintain_order="left").drop("row")


def recognize_figures(paragraphs: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame) -> pl.DataFrame:
    """Find the arms figures of a batch of documents.

    Args:
        paragraphs: rows of `Paragraphs` with their `document_id`; all of a document's stand in one batch, one
            after another. Those of documents without a `cable_id` give no figures.
        cables: rows of `Cables` for the same documents; several may tell of the same cable.
        tags: rows of `Tags` with their `document_id`, for the same documents.

    Returns:
        Rows of `ParsedFigures`, one a figure, in the order of paragraphs and text.
    """
    with _rare_collections():
        rows = [
            _row(row, figure, reading.context)
            for row, reading in readings(paragraphs, cables, tags)
            for figure in find_figures(reading)
        ]
    frame = pl.DataFrame(rows, schema=pl.Schema(ParsedFigures), orient="row")
    return ParsedFigures.validate(frame, cast=True)


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for cycles less often: reading makes many small objects, all of them soon gone."""
    usual = gc.get_threshold()
    gc.set_threshold(NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def readings(
    paragraphs: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame
) -> Iterator[tuple[dict[str, Any], Reading]]:
    """Candidate paragraphs as rows, each with its reading."""
    chosen = candidates(paragraphs.filter(pl.col("cable_id").is_not_null()))
    contexts = _contexts(chosen, cables, tags)
    for document_id, rows in groupby(chosen.iter_rows(named=True), itemgetter("document_id")):
        context = contexts[document_id]
        read = [(row, Sentences(row["text"], context)) for row in rows]
        usual = UsualPair([sentences for _, sentences in read])
        for row, sentences in read:
            yield row, Reading(sentences, context, usual)


def _contexts(chosen: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame) -> dict[str, CableContext]:
    """What each candidate's document tells beside its paragraphs."""
    wanted = chosen.select("document_id").unique()
    geographic = tags.filter(pl.col("country").is_not_null()).join(wanted, on="document_id", how="semi")
    by_document = geographic.sort("document_id", "position").group_by("document_id").agg(pl.col("country"))
    countries = {document: tuple(dict.fromkeys(codes)) for document, codes in by_document.iter_rows()}
    heads = cables.select("document_id", "fidelity", "created_at", "year", "origin_country", "subject").join(
        wanted, on="document_id", how="semi"
    )
    return {
        row["document_id"]: _context(row, countries.get(row["document_id"], ()))
        for row in heads.iter_rows(named=True)
    }


def _context(row: dict[str, Any], countries: tuple[str, ...]) -> CableContext:
    flattened = row["fidelity"] == Fidelity.FLATTENED.value
    created = row["created_at"]
    context = CableContext(
        year=created.year if created else row["year"],
        month=created.month if created else None,
        host=row["origin_country"],
        tag_countries=countries,
        is_flattened=flattened,
    )
    context.subject = Sentence(row["subject"] or "", 0, context, FINDERS | {"hints": verbal_hints})
    return context


def _row(paragraph: dict[str, Any], figure: Figure, context: CableContext) -> dict[str, Any]:
    raw = paragraph["text"][figure.char_start : figure.char_end]
    usd, rate_year = amount_in_usd(figure)
    reason = doubt(figure, usd, raw, is_flattened=context.is_flattened)
    return {
        "figure_id": f"{paragraph['paragraph_id']}@{figure.char_start}",
        "document_id": paragraph["document_id"],
        "cable_id": paragraph["cable_id"],
        "paragraph_id": paragraph["paragraph_id"],
        "para": paragraph["anchor"],  # what a viewer page links to, and what the labelling guide cites
        "char_start": figure.char_start,
        "char_end": figure.char_end,
        "evidence": figure.evidence,
        "kind": figure.kind.value,
        "amount": figure.amount,
        "amount_high": figure.amount_high,
        "qualifier": figure.qualifier.value,
        "currency": figure.currency,
        "amount_usd": usd,
        "rate_year": rate_year,
        "system": figure.system,
        "system_category": figure.system_category,
        "seller": figure.seller,
        "buyer": figure.buyer,
        "year_from": figure.year_from,
        "year_to": figure.year_to,
        "year_basis": figure.year_basis.value if figure.year_basis else None,
        "status": figure.status.value,
        "scope": figure.scope.value,
        "flow": figure.flow.value,
        "is_suspect": reason is not None,
        "suspect_reason": reason,
        "confidence": figure.confidence,
    }
