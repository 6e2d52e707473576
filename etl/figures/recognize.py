"""The stage: paragraphs, cables and tags in, arms figures out."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from etl.figures.find import find_figures
from etl.figures.models import CableContext, Figure, Sentence
from etl.figures.normalize import amount_in_usd, doubt
from etl.figures.parties import add_hints
from etl.figures.resolve import Reading
from etl.figures.patterns import analyse, split_sentences
from etl.schemas import ArmsFigures
from etl.vocabulary import Fidelity

NUMBER = (
    r"(?:\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundred|thousand|million|billion|dozen|pair|one)\b)"
)
MONEY = (
    r"(?:[$€£]|\b(?:usd|us d|usdols|dollars?|euros?|eur|gbp|pounds|sterling|rubles?|roubles?|yen|yuan|rmb|rupees|kronor|crowns|shekels|riyals|"
    r"dirhams|won|reais|lira|zlotys?|baht|rand|ringgit|bolivars|francs|marks)\b)"
)
ARMS = (
    r"(?:\b(?:arms|weapon|armament|munition|ammunition|missile|rocket|aircraft|airplane|plane|fighter|bomber|helicopter|helo|gunship|uav|drone|"
    r"tank|apc|hmmwv|humvee|mrap|vehicle|howitzer|artillery|mortar|launcher|gun|rifle|pistol|grenade|rpg|manpad|sam|submarine|sub|frigate|"
    r"corvette|destroyer|warship|ship|vessel|boat|radar|sonar|patriot|torpedo|bomb|round|mine|jet|batter|turret|cannon|carrier|"
    r"night.vision|armou?r|engine|cobra|black ?hawk|kalashnikov)|\b[A-Z][A-Za-z]{0,3}-?\d{1,3})"
)
MILITARY = r"(?:\b(?:military|militaries|defen[cs]e|fms|fmf|eda|navy|army|armed))"
TRANSFER = (
    r"(?i)\b(?:s[eo]ll|sold|sale|buy|bought|purchas|acqui|procur|deliver|suppl|provid|transfer|ship|send|sent|donat|gift|grant|lend|loan|offer|"
    r"order|import|export|receiv|leas|pay|paid|request|seek|sought|contract|sign|deal|packag|tender|fms|fmf|eda|smuggl|traffick|upgrad|award|obtain|divert|"
    r"overhaul|moderniz|give|gave|given|bid|agreement|construction|select|pressing|program)"
)
COUNTED_ARMS = rf"(?i){NUMBER}[^.;:?!]{{0,50}}{ARMS}"
ARMS_AND_MONEY = rf"(?i){MONEY}\W{{0,3}}\d|\d\W{{0,3}}(?:[a-z]+\W{{0,3}}){{0,2}}{MONEY}"


def candidates(paragraphs: pl.DataFrame) -> pl.DataFrame:
    """Paragraphs that may hold a figure: a word of transfer, and a number before arms or arms beside money."""
    text = pl.col("text")
    counted = text.str.contains(COUNTED_ARMS)
    priced = text.str.contains(ARMS_AND_MONEY) & text.str.contains(rf"(?i){ARMS}|{MILITARY}")
    return paragraphs.filter(text.str.contains(TRANSFER) & (counted | priced))


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
    """Rows of the paragraphs of one cable; parties that its sentences name most fill what a paragraph leaves open."""
    analysed = [(row, _analyse_paragraph(row["text"], context)) for row in paragraphs]
    pair = _usual_pair(sentence for _, sentences in analysed for sentence in sentences)
    for row, sentences in analysed:
        for figure in find_figures(Reading(sentences, context, pair)):
            yield _row(row, figure, context)


def _analyse_paragraph(text: str, context: CableContext) -> list[Sentence]:
    return [add_hints(analyse(text[start:end], start, context)) for start, end in split_sentences(text)]


def _usual_pair(sentences: Iterable[Sentence]) -> tuple[str | None, str | None]:
    """The seller and the buyer that its sentences name together most often, where one pair stands out."""
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        told = {(h.role, h.code) for h in sentence.hints if h.weight >= 2}
        sellers = [code for role, code in told if role == "seller"]
        buyers = [code for role, code in told if role == "buyer"]
        if len(sellers) == len(buyers) == 1 and sellers != buyers:
            pairs[sellers[0], buyers[0]] += 1
    top = pairs.most_common(2)
    if not top or (len(top) == 2 and top[0][1] < 2 * top[1][1]):
        return None, None
    return top[0][0]


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
