"""What is wrong or doubtful with the telegrams of a batch."""

import polars as pl

from etl.telegrams.coverage import DOUBT
from etl.telegrams.likeness import levels_differ, subjects_differ
from etl.telegrams.rules import Rule, findings_of
from etl.vocabulary import Fidelity, FindingCode, ReferenceKind, Severity, TagKind

_DAY = pl.duration(days=1)
_PRINTED_ID = r"^(?:19|20)?\d\d([A-Z]+)\d+(?:_[A-Z])?$"
_DATELESS = (
    r"(?i-u)\bN\.?/?A\b|NOT APPL|\bNONE\b|OADR|GDS|\bADS\b|RDS|\b(?:25|50)?X[ -]?[0-9]|\b1\.[4-6]"
    r"|\b(?:UPON|AFTER|WHEN|UNTIL|COMPLETION|EXEMPT|SOURCE MARKED|UNCLAS)"
    r"|^[ -@]*E\.? ?[O0]\.?,? ?[0-9]+[ -@]*$"
)
"""What an E.O. line says in place of a date: not applicable, exemptions, schedules, events; or nothing."""
_SCRAPS = 5
"""Fewer lost words are scraps of the transmission, as a code glued to the end mark."""

_AIRGRAM = r"(?i-u: A-[0-9])"
_LIKE_A_CABLE = r"^(?:(?:19|20)?[0-9]{2} ?)?[A-Z][A-Z.' -]{3,24} ?[0-9]{2,7}(?: \([^()]*\))?$"
_DATED = r"(?-u:\b)(?:JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)[A-Z]*(?-u:\b)"


def head_findings(heads: pl.DataFrame) -> pl.DataFrame:
    """Findings about identity, dates, classification, subject and what is missing from the heads.

    Args:
        heads: as `read_heads` returns it.

    Returns:
        Rows of `Findings`.
    """
    return findings_of(heads, [*_id_rules(), *_conflict_rules(), *_telegram_rules()])


def _id_rules() -> list[Rule]:
    """Where the id that the page lists cannot be read, or is not the telegram's."""
    cable, listed = pl.col("cable_id"), pl.col("listed_id")
    printed = pl.col("listed_cable_id").str.replace_all(r"\s+", "").str.to_uppercase()
    foreign = pl.when("is_foreign").then(pl.lit("; the envelope above the text is not this telegram's"))
    return [
        Rule(
            FindingCode.IDENTITY_CONFLICT,
            Severity.ERROR,
            listed != cable,
            pl.format(
                "the page lists {}, the telegram is {}{}", listed, cable, foreign.otherwise(pl.lit(""))
            ),
            cable,
            listed,
        ),
        Rule(
            FindingCode.MALFORMED_ID,
            Severity.WARNING,
            pl.col("listed_cable_id").is_not_null() & listed.is_null(),
            pl.format("the page lists '{}', which is no id", "listed_cable_id"),
        ),
        Rule(
            FindingCode.MALFORMED_ID,
            Severity.INFO,
            _damaged(printed, listed),
            pl.format("the page lists '{}', read as {}", "listed_cable_id", listed),
        ),
    ]


def _conflict_rules() -> list[Rule]:
    """Where the page lists this telegram, and tells another thing than it, or what it does not tell."""
    is_listed = pl.col("listed_id") == pl.col("cable_id")
    apart = (pl.col("created_at") - pl.col("listed_created_at")).abs() > _DAY
    told, titled = pl.col("told_subject"), pl.col("listed_subject")
    verbatim = pl.col("fidelity") == Fidelity.VERBATIM.value
    return [
        Rule(
            FindingCode.DATE_CONFLICT,
            Severity.WARNING,
            apart & is_listed,
            pl.format(
                "the page lists {}, the telegram says {}", _minute("listed_created_at"), _minute("created_at")
            ),
            _minute("created_at"),
            _minute("listed_created_at"),
        ),
        Rule(
            FindingCode.DATE_FROM_LISTING,
            Severity.INFO,
            pl.col("sent_at").is_null() & ~pl.col("is_foreign") & pl.col("listed_created_at").is_not_null(),
            pl.format("no date-time group; the page lists {}{}", _minute("listed_created_at"), _hour_twice()),
        ),
        Rule(
            FindingCode.CLASSIFICATION_CONFLICT,
            Severity.WARNING,
            levels_differ(pl.col("told_classification"), pl.col("listed_level")) & is_listed,
            pl.format(
                "the page lists {}, the telegram says {}", "listed_classification", "told_classification"
            ),
            pl.col("told_classification"),
            pl.col("listed_classification"),
        ),
        Rule(
            FindingCode.SUBJECT_CONFLICT,
            Severity.WARNING,
            subjects_differ(told, titled) & pl.col("agreed") & verbatim,
            pl.format("the page is titled '{}', the telegram's subject is '{}'", titled, told),
            told,
            titled,
        ),
    ]


def _telegram_rules() -> list[Rule]:
    """What is damaged or missing in the telegram itself."""
    whole = pl.col("notice").is_null() & (pl.col("fidelity") == Fidelity.VERBATIM.value)
    return [
        Rule(
            FindingCode.UNKNOWN_STATION,
            Severity.WARNING,
            ~pl.col("is_known") & pl.col("cable_id").is_not_null(),
            pl.format("no post is known as {}", "station"),
        ),
        Rule(
            FindingCode.MALFORMED_DATE,
            Severity.WARNING,
            pl.col("is_malformed"),
            pl.lit("the envelope's date-time group is no date"),
        ),
        Rule(
            FindingCode.MALFORMED_DATE,
            Severity.INFO,
            pl.col("is_mended") & ~pl.col("is_foreign"),
            pl.format("the envelope's date-time group is damaged, read as {}", _minute("created_at")),
        ),
        Rule(
            FindingCode.UNREADABLE_DATE,
            Severity.INFO,
            pl.col("declassify_on").is_null() & ~pl.col("order").str.contains(_DATELESS),
            pl.format(
                "no date of declassification is read from '{}'", pl.col("order").str.replace_all("\n", " ")
            ),
        ),
        Rule(FindingCode.PARTIAL_EXTRACT, Severity.INFO, pl.col("notice").is_not_null(), pl.col("notice")),
        Rule(FindingCode.MISSING_SUBJECT, Severity.INFO, pl.col("told_subject").is_null(), _no_subject()),
        Rule(
            FindingCode.MISSING_ENVELOPE,
            Severity.INFO,
            ~pl.col("has_envelope") & whole,
            pl.lit("the telegram has no routing, sender or addressees"),
        ),
    ]


def tag_findings(tags: pl.DataFrame) -> pl.DataFrame:
    """What no list of TAGS holds, or only by another name; `tags` are rows of `Tags` with document_id."""
    unknown = pl.col("kind") == TagKind.UNKNOWN.value
    nameless = pl.col("name").is_null() & ~pl.col("kind").is_in([TagKind.UNKNOWN.value, TagKind.PERSON.value])
    rules: list[Rule] = [
        Rule(FindingCode.UNKNOWN_TAG, Severity.INFO, unknown, pl.format("no list of TAGS holds {}", "tag")),
        Rule(
            FindingCode.UNKNOWN_TAG, Severity.INFO, nameless, pl.format("no list tells what {} means", "tag")
        ),
        Rule(
            FindingCode.TAG_CORRECTED,
            Severity.INFO,
            pl.col("printed").is_not_null(),
            pl.format("{} is printed, read as {}", "printed", "tag"),
        ),
    ]
    return findings_of(tags, rules)


def reference_findings(references: pl.DataFrame) -> pl.DataFrame:
    """One finding a reference that looks like a cable's but names no known post.

    Args:
        references: rows of `CableReferences` with document_id.
    """
    other = pl.col("kind") == ReferenceKind.OTHER.value
    raw = pl.col("raw")
    numbered_else = raw.str.contains(_DATED) | raw.str.contains(_AIRGRAM)
    looks_so = raw.str.contains(_LIKE_A_CABLE) & ~numbered_else
    detail = pl.format("the reference '{}' names no known post", "raw")
    return findings_of(
        references, [Rule(FindingCode.UNKNOWN_STATION, Severity.INFO, other & looks_so, detail)]
    )


def body_findings(bodies: pl.DataFrame) -> pl.DataFrame:
    """Findings about text that breaks off or has no paragraphs.

    Args:
        bodies: `document_id`, `cable_id`, `notice`, `is_truncated` and `n_paragraphs`.
    """
    broken = pl.col("is_truncated") & pl.col("notice").is_null()
    is_empty = pl.col("n_paragraphs") == 0
    rules: list[Rule] = [
        Rule(FindingCode.TRUNCATED, Severity.WARNING, broken, pl.lit("the text breaks off")),
        Rule(FindingCode.MISSING_PARAGRAPHS, Severity.WARNING, is_empty, pl.lit("no text below the caption")),
    ]
    return findings_of(bodies, rules)


def coverage_findings(bodies: pl.DataFrame) -> pl.DataFrame:
    """One finding a telegram of whose words too many stand in no paragraph.

    Args:
        bodies: `document_id`, `cable_id`, `n_words` and `n_words_lost`.
    """
    n_sent = pl.col("n_words").fill_null(0) + pl.col("n_words_lost")
    many = (pl.col("n_words_lost") > DOUBT * n_sent) & (pl.col("n_words_lost") >= _SCRAPS)
    detail = pl.format("{} of {} words stand in no paragraph", "n_words_lost", n_sent)
    return findings_of(bodies, [Rule(FindingCode.WORDS_LOST, Severity.WARNING, many, detail)])


def _damaged(printed: pl.Expr, read: pl.Expr) -> pl.Expr:
    """The printed id differs by more than zeros, a long year, an archive's suffix or a cut station."""
    station = printed.str.extract(_PRINTED_ID)
    return read.is_not_null() & ~read.str.extract("([A-Z]+)").str.starts_with(station).fill_null(value=False)


def _minute(column: str) -> pl.Expr:
    return pl.col(column).dt.strftime("%Y-%m-%d %H:%M")


def _hour_twice() -> pl.Expr:
    """Some pages print the hour on the twelve-hour clock where the minutes belong."""
    listed = pl.col("listed_created_at").dt
    repeated = listed.minute() == (listed.hour().cast(pl.Int16) + 11) % 12 + 1
    return pl.when(repeated).then(pl.lit(", whose minutes repeat the hour")).otherwise(pl.lit(""))


def _no_subject() -> pl.Expr:
    taken = pl.col("subject").is_not_null()
    return (
        pl.when(taken)
        .then(pl.lit("no SUBJECT line; the page's title stands in"))
        .otherwise(pl.lit("no SUBJECT line"))
    )
