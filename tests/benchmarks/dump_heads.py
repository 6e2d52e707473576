"""Heads of generated telegrams: envelope, classification line, caption; one row a cable, columnar."""

import tomllib

import numpy as np
import polars as pl
import pyarrow as pa

from etl.reference import tags
from etl.vocabulary import TagKind
from tests.benchmarks.dump_index import HELD_REFERENCES, REFERS_BACK, profile, quantiles, stations, weighted
from tests.benchmarks.dump_text import LANGUAGE, Language, joined

LEVELS = {
    "UNCLASSIFIED": ("UNCLAS", "UUUUU"),
    "UNCLASSIFIED//FOR OFFICIAL USE ONLY": ("UNCLAS", "UUUUU"),
    "CONFIDENTIAL": ("C O N F I D E N T I A L", "CCCCC"),
    "SECRET": ("S E C R E T", "SSSSS"),
}
WORDS = {"O": "IMMEDIATE", "P": "PRIORITY", "R": "ROUTINE"}
EXTRACT = "This record is a partial extract of the original cable. The full text of the original cable is not available."
TAG_KINDS = [TagKind.SUBJECT.value, TagKind.GEOGRAPHIC.value]
REASONS = ("1.4 (b) and (d)", "1.4 (b,d)", "1.4 (B) AND (D)", "1.4 (d)", "1.4(b), (c) and (d)")


class Chance:
    """Draws for a batch of cables: a share, a choice, a joined list; all from one seeded source."""

    def __init__(self, size: int, rng: np.random.Generator) -> None:
        self.size = size
        self.rng = rng

    def share(self, name: str) -> pl.Series:
        """Whether each cable is of this share of the profile."""
        return pl.Series(self.rng.random(self.size) < profile()["shares"][name])

    def number(self, low: int, high: int) -> pl.Series:
        """Whole numbers, the higher bound left out."""
        return pl.Series(self.rng.integers(low, high, self.size))

    def choice(self, options: list[str] | tuple[str, ...] | pl.Series, size: int | None = None) -> pl.Series:
        """One option each."""
        drawn = self.rng.integers(0, len(options), self.size if size is None else size)
        return pl.Series(options, dtype=pl.String)[drawn]

    def join(self, texts: pl.Series, counts: np.ndarray, separator: str) -> pl.Series:
        """`counts[i]` texts for each cable, as one text."""
        return pl.Series(joined(texts.cast(pl.String).to_arrow().cast(pa.large_string()), counts, separator))


def written() -> dict[str, list[str]]:
    """The lists of heads in the language file."""
    lists: dict[str, list[str]] = tomllib.loads(LANGUAGE.read_text())["heads"]
    return lists


def compose_heads(
    cables: pl.DataFrame, all_cables: pl.DataFrame, language: Language, chance: Chance
) -> pl.DataFrame:
    """Add the heads to a batch.

    Args:
        cables: rows of `dump_index.index`, with `n_sections` as their bodies have them.
        all_cables: all its rows, for references.
        language: words of subjects.
        chance: the source of chance.

    Returns:
        `cables` with `header`, `caption`, `listed` (references).
    """
    level = pl.col("classification")
    heads = cables.with_columns(
        marking=level.replace_strict({name: marks[0] for name, marks in LEVELS.items()}),
        zny=level.replace_strict({name: marks[1] for name, marks in LEVELS.items()}),
    )
    heads = _add_references(heads, all_cables, chance)
    return heads.with_columns(header=_header(heads, chance)).with_columns(
        caption=_caption(heads, language, chance)
    )


def _add_references(heads: pl.DataFrame, all_cables: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """`listed`: ids joined by '|'; `ref`: the reference line, one reference as it stands, more with bullets."""
    counts = quantiles("references", chance.size, chance.rng)
    own = np.repeat(heads["row_number"].to_numpy().astype(np.int64) - 1, counts)
    back = chance.rng.integers(1, REFERS_BACK, own.size)
    target = np.where(back <= own, own - back, (own * chance.rng.random(own.size)).astype(np.int64))
    is_held = pl.Series(chance.rng.random(own.size) < HELD_REFERENCES)
    rows = all_cables[target].with_columns(
        serial=pl.when(is_held).then("serial").otherwise(pl.col("serial") + 1),
        own_year=pl.Series(np.repeat(heads["year"].to_numpy(), counts)),
        bullet=pl.Series(np.arange(own.size) - np.repeat(np.cumsum(counts) - counts, counts)),
        n=pl.Series(np.repeat(counts, counts)),
    )
    year = pl.when(pl.col("year") != pl.col("own_year")).then(pl.col("created").dt.strftime("%y "))
    printed = pl.concat_str(year.fill_null(""), "printed", pl.lit(" "), pl.col("serial").cast(pl.String))
    letter = (pl.col("bullet") + ord("A")).clip(upper_bound=ord("Z")).map_batches(_letters, pl.String)
    bullet = pl.when(pl.col("n") > 1).then(pl.format("{}. ", letter)).otherwise(pl.lit(""))
    ids = pl.format("{}{}{}", pl.col("created").dt.strftime("%y"), "station", "serial")
    lines = rows.select(id=ids, line=pl.concat_str(bullet, printed))
    line = chance.join(lines["line"], counts, "\n     ")
    return heads.with_columns(
        listed=chance.join(lines["id"], counts, "|"),
        ref=pl.when(pl.Series(counts) > 0).then(pl.concat_str(pl.lit("\nREF: "), line, pl.lit("\n"))),
    )


def _letters(codes: pl.Series) -> pl.Series:
    return pl.Series([chr(code) for code in range(128)])[codes]


def _header(heads: pl.DataFrame, chance: Chance) -> pl.Series:
    """Routing, date-time group and addressees; a note instead of them where the cable is an extract."""
    lists = written()
    at = pl.col("created")
    month = at.dt.strftime("%b").str.to_uppercase()
    relays = chance.join(chance.choice(stations()["routing"], 3 * chance.size), np.full(chance.size, 3), " ")
    service = pl.format(
        "VZCZCXRO{}\n{} {}\n", chance.number(1000, 9999), pl.concat_str("precedence", "precedence"), relays
    )
    counts = quantiles("recipients", chance.size, chance.rng)
    posts = stations().select(line=pl.format("{}/{}", "routing", "sender"))["line"]
    names = pl.concat([posts, *[pl.Series(lists["washington"])] * 6])
    names = pl.concat([names, "RUEHZZ/" + pl.Series(lists["collective"])])
    drawn = chance.choice(names, counts.sum())
    suffix = chance.choice(
        ["", "", " PRIORITY", " IMMEDIATE", " 0012", " 1874", " PRIORITY 5512"], counts.sum()
    )
    info = chance.join(drawn + suffix, counts, "\n")
    own = pl.concat_str(
        pl.when(chance.share("envelope_without_service_line")).then(pl.lit("")).otherwise(service),
        pl.format(
            "DE {} #{}/01 {}\n", "routing", pl.col("printed_serial").str.tail(4), at.dt.strftime("%j%H%M")
        ),
        pl.format("ZNY {} ZZH\n", "zny"),
        pl.format("{} {}Z {} {}\n", "precedence", at.dt.strftime("%d%H%M"), month, at.dt.strftime("%y")),
        pl.format("FM {}\nTO RUEHC/SECSTATE WASHDC {}", "sender", pl.col("precedence").replace_strict(WORDS)),
        pl.format(" {}", chance.number(1000, 9999)),
        pl.when(pl.Series(counts) > 0).then("\nINFO " + info).otherwise(pl.lit("")),
    )
    return heads.select(pl.when(chance.share("no_envelope")).then(pl.lit(EXTRACT)).otherwise(own)).to_series()


def _caption(heads: pl.DataFrame, language: Language, chance: Chance) -> pl.Series:
    """From the classification line to who classified."""
    section = pl.when(pl.col("n_sections") > 1).then(
        pl.format("SECTION 01 OF {} ", pl.col("n_sections").cast(pl.String).str.zfill(2))
    )
    caveats = pl.Series(weighted("caveats", chance.size, chance.rng)).str.replace_all("|", "\n", literal=True)
    level = pl.col("classification")
    caveats = pl.when(level.str.ends_with("ONLY")).then(pl.lit("SENSITIVE\nSIPDIS")).otherwise(caveats)
    attention = pl.when(chance.share("attention")).then(_filled("attention", language, chance) + "\n\n")
    undotted = chance.share("order_without_dots")
    order = pl.when(undotted).then(pl.lit("EO 12958 ")).otherwise(pl.lit("E.O. 12958: "))
    until = pl.format(
        "DECL: {}/{}\n", pl.col("created").dt.strftime("%m/%d"), pl.col("created").dt.year() + 10
    )
    is_open = level.str.starts_with("UNCLASSIFIED")
    tags_label = pl.when(undotted).then(pl.lit("TAGS ")).otherwise(pl.lit("TAGS: "))
    subject = _filled("subject", language, chance).str.to_uppercase().str.replace(r"^(.{30,52}) ", "${1}\n")
    subject_line = pl.when(~chance.share("no_subject")).then("SUBJECT: " + subject + "\n")
    who, reasons = (chance.choice(each) for each in (written()["classifier"], REASONS))
    name = language.draw("place", chance.size, chance.rng)
    by = pl.format("\nClassified By: {} {} for reasons\n{}.\n", who, pl.Series(name), reasons)
    by = pl.when(chance.share("capital_classified_by")).then(by.str.to_uppercase()).otherwise(by)
    return heads.select(
        pl.concat_str(
            pl.format("{} {}{} {}\n\n", "marking", section.fill_null(""), "printed", "printed_serial"),
            pl.when(caveats != "").then(caveats + "\n\n").otherwise(pl.lit("")),
            attention.fill_null(""),
            order,
            pl.when(is_open).then(pl.lit("N/A\n")).otherwise(until),
            tags_label,
            _tags(chance),
            pl.lit("\n"),
            subject_line.fill_null(""),
            pl.col("ref").fill_null(""),
            pl.when(~is_open & chance.share("classified_by")).then(by).otherwise(pl.lit("")),
        )
    ).to_series()


def _tags(chance: Chance) -> pl.Series:
    counts = quantiles("tags", chance.size, chance.rng)
    known = tags().filter(pl.col("name").is_not_null(), pl.col("kind").is_in(TAG_KINDS))["tag"]
    drawn = chance.choice(known, counts.sum())
    blanks, commas = (chance.join(drawn, counts, separator) for separator in (" ", ", "))
    return pl.select(pl.when(chance.share("commas_between_tags")).then(commas).otherwise(blanks)).to_series()


def _filled(name: str, language: Language, chance: Chance) -> pl.Series:
    """One of the patterns of a list each, its words filled in."""
    texts = pl.DataFrame({"text": chance.choice(written()[name])})
    lists = written()
    for word in ("noun", "plural", "adjective", "country", "nationality", "bureau2", "bureau"):
        listed = lists.get(word.rstrip("2"))
        # Three times, as no pattern asks for more of one word.
        for _ in range(3):
            drawn = (
                chance.choice(listed) if listed else pl.Series(language.draw(word, chance.size, chance.rng))
            )
            texts = texts.with_columns(pl.col("text").str.replace(f"{{{word}}}", drawn, literal=True))
    return texts["text"]
