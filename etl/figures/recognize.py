"""The stage: paragraphs, cables and tags in, arms figures out."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import polars as pl

from etl.figures.find import find_figures
from etl.figures.hints import add_hints
from etl.figures.lexicon import lexicon, words
from etl.figures.models import CableContext, Figure
from etl.figures.normalize import amount_in_usd, doubt
from etl.figures.patterns import analyse
from etl.figures.resolve import Reading, Sentences, UsualPair
from etl.schemas import ArmsFigures
from etl.vocabulary import Fidelity

NUMBER_WORDS = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "pair",
]
EDGE = r"(?-u:\b)"  # of ASCII words: a Unicode edge is several times slower where quotation marks are curly
COUNT = rf"(?:^|[\s(\[{{\"“'‘$€£~/-])[0-9]|{EDGE}(?:{'|'.join(NUMBER_WORDS)}){EDGE}"
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
STEM = 5
NEAR = r"[^;:?!]{0,60}"


@cache
def _patterns() -> tuple[str, str, str]:
    """Regexes for text in lower case: arms, words of transfer by their stems, currencies."""
    known = lexicon()
    transfer = {form[:STEM].lower() for form in (*known.predicates, *words("transfer_context"))}
    money = (form for form in known.currencies if form[0].isalpha())
    return (
        rf"{EDGE}(?:{_either(known.arms_nouns)})(?:s|es|ies)?{EDGE}|{DESIGNATION}",
        rf"{EDGE}(?:{_either(transfer)})",
        rf"[$€£]|{EDGE}(?:{_either(money)}){EDGE}",
    )


def _either(forms: Iterable[str]) -> str:
    return "|".join(sorted(re.escape(form) for form in forms))


def candidates(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Paragraphs that may hold a figure: a word of transfer, and a count of arms or money.

    Two passes: whole paragraphs against cheap conditions, then the sentences of those that are left.
    """
    arms, transfer, money = _patterns()
    text = pl.col("lower")
    military = text.str.contains(arms) | text.str.contains(
        rf"{EDGE}(?:{_either((*PROGRAMMES, *lexicon().makers))}){EDGE}"
    )
    likely = (
        paragraphs.select("paragraph_id", lower=pl.col("text").str.to_lowercase())
        .filter(text.str.contains(COUNT))
        .filter(text.str.contains(transfer))
        .filter(military)
    )
    sentences = likely.select("paragraph_id", text.str.replace_all(YEAR, " ").str.split(". ")).explode(
        "lower"
    )
    counted = text.str.extract_all(rf"(?:{COUNT}){NEAR}").list.join("|").str.contains(arms)
    priced = text.str.contains(
        rf"(?:{money})\W{{0,4}}[0-9]|[0-9]\W{{0,3}}(?:[a-z.]+\W{{1,2}}){{0,2}}(?:{money})"
    )
    telling = sentences.filter(text.str.contains(COUNT)).filter(counted | priced)
    return paragraphs.join(telling, on="paragraph_id", how="semi", maintain_order="left")


def recognize_figures(paragraphs: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame) -> pl.DataFrame:
    """Find the arms figures of a batch of cables.

    Args:
        paragraphs: rows of `Paragraphs`; all of a cable's paragraphs are in the same batch.
        cables: rows of `Cables` for the same cables.
        tags: rows of `Tags` for the same cables.

    Returns:
        Rows of `ArmsFigures`, one a figure, in the order of paragraphs and text.
    """
    chosen = candidates(paragraphs)
    contexts = _contexts(chosen, cables, tags)
    rows: list[dict[str, Any]] = []
    for _, group in chosen.group_by("cable_id", maintain_order=True):
        cable = group["cable_id"][0]
        rows.extend(_figures_of_cable(group.iter_rows(named=True), contexts[cable]))
    frame = pl.DataFrame(rows, schema=pl.Schema(ArmsFigures), orient="row")
    return ArmsFigures.validate(frame, cast=True)


def _contexts(chosen: pl.DataFrame, cables: pl.DataFrame, tags: pl.DataFrame) -> dict[str, CableContext]:
    """What each candidate's cable tells beside its paragraphs."""
    wanted = chosen.select("cable_id").unique()
    geographic = tags.filter(pl.col("country").is_not_null()).join(wanted, on="cable_id", how="semi")
    by_cable = geographic.sort("cable_id", "position").group_by("cable_id").agg(pl.col("country"))
    countries = {
        row["cable_id"]: tuple(dict.fromkeys(row["country"])) for row in by_cable.iter_rows(named=True)
    }
    known = {
        row["cable_id"]: row for row in cables.join(wanted, on="cable_id", how="semi").iter_rows(named=True)
    }
    return {
        cable: _context(known[cable], countries.get(cable, ()))
        for cable in wanted["cable_id"]
        if cable in known
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
    context.subject = add_hints(analyse(row["subject"] or "", 0, context))
    return context


def _figures_of_cable(
    paragraphs: Iterable[dict[str, Any]], context: CableContext
) -> Iterator[dict[str, Any]]:
    """Rows of the paragraphs of one cable."""
    read = [(row, Sentences(row["text"], context)) for row in paragraphs]
    usual = UsualPair([sentences for _, sentences in read])
    for row, sentences in read:
        for figure in find_figures(Reading(sentences, context, usual)):
            yield _row(row, figure, context)


def _row(paragraph: dict[str, Any], figure: Figure, context: CableContext) -> dict[str, Any]:
    raw = paragraph["text"][figure.char_start : figure.char_end]
    usd = amount_in_usd(figure)
    reason = doubt(figure, usd, raw, is_flattened=context.is_flattened)
    return {
        "figure_id": f"{paragraph['paragraph_id']}@{figure.char_start}",
        "cable_id": paragraph["cable_id"],
        "paragraph_id": paragraph["paragraph_id"],
        "para": paragraph["number"],
        "char_start": figure.char_start,
        "char_end": figure.char_end,
        "evidence": figure.evidence,
        "kind": figure.kind.value,
        "amount": figure.amount,
        "amount_high": figure.amount_high,
        "qualifier": figure.qualifier.value,
        "currency": figure.currency,
        "amount_usd": usd,
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
