"""Numbers that two copies of a cable print otherwise in the same words.

A number is placed by the words around it, three before and three behind; where these stand several times,
they must stand as often in both texts. Words are runs of letters, so lines broken otherwise, quotation marks
and list numbers make no difference, and what is cut off in one copy has no place there.
"""

import polars as pl

MOST = 20
"""Differing numbers of a copy that are told one by one; a text damaged throughout has hundreds."""

_REACH = 3
_WORD_AND_GAP = r"[a-z]+[^a-z]*"
_LIST_NUMBER = (
    r"(?m)^[ \t]*(?:¶[ \t]*[0-9]+|[0-9]{1,3})[.)](?:[ \t]|$)"
    r"|(?-u:\b)[0-9]{1,3}[.)][ \t]*\((?:c|s|u|sbu)(?:/+[a-z]+)*\)"
)
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_PRINTED = r"(?s)[0-9](?:.*[0-9])?"
_DAY = r"(?:^|[^0-9])[0-9]{1,2}[/.-][0-9]{1,2}[/.-](?:[0-9]{4}|[0-9]{2})(?:$|[^0-9])"
_KEYS = ["pair", "place", "nth", "n_alike"]


def differing_numbers(pairs: pl.DataFrame) -> pl.DataFrame:
    """The numbers that differ between the two texts of each pair.

    Args:
        pairs: `pair` (number of the pair), `text` and `other_text`.

    Returns:
        One row a differing number, in the order of `text`: `pair`; `value` and `other_value` as printed;
        `before` and `behind`, the words next to it. Equal are 1,400 and 1400 and 1 400, 2.50 and 2.5, 0416
        and 416; a day in figures (10/31/17) is no amount.
    """
    numbers = (pl.col(name).str.extract_all(_NUMBER) for name in ("text", "other_text"))
    unlike = pairs.filter(pl.Expr.ne(*numbers))
    own = _placed(unlike.select("pair", "text"))
    other = _placed(unlike.select("pair", text="other_text")).select(*_KEYS, other_value="value")
    both = own.join(other, on=_KEYS)
    repeated = both.filter(pl.col("n_alike") > 1).group_by("pair", "place")
    moved = repeated.agg(same=(pl.col("value").sort() == pl.col("other_value").sort()).all()).filter("same")
    both = both.join(moved, on=["pair", "place"], how="anti").sort("pair", "at")
    return both.filter(_differ("value", "other_value")).select(
        "pair", "value", "other_value", "before", "behind"
    )


def _placed(texts: pl.DataFrame) -> pl.DataFrame:
    """Numbers with what tells their place: `_KEYS`, `at`, `value`, `before`, `behind`."""
    edge = pl.lit([""] * _REACH)
    plain = pl.col("text").str.to_lowercase().str.replace_all(_LIST_NUMBER, "")
    words = texts.select("pair", piece=pl.concat_list(edge, plain.str.extract_all(_WORD_AND_GAP), edge))
    words = words.explode("piece").with_row_index("at").with_columns(word=_word("piece").fill_null("").hash())
    around = (pl.col("word").shift(-step) for step in range(1 - _REACH, _REACH + 1))
    # The words' hashes, each times an odd number of its place; sums wrap.
    mixed = (step * pl.lit(2**40 * n + 2 * n + 1, pl.UInt64) for n, step in enumerate(around, start=1))
    words = words.select("pair", "at", "piece", place=pl.sum_horizontal(*mixed, pl.col("pair").hash()))
    # A place counts in all the text, numbered or not.
    is_numbered = pl.col("piece").str.contains("[0-9]")
    places = words.filter(is_numbered)["place"].unique().implode()
    counted = words.with_columns(behind=_word("piece").shift(-1)).filter(pl.col("place").is_in(places))
    counted = counted.with_columns(
        nth=pl.int_range(pl.len()).over("place"), n_alike=pl.len().over("place")
    ).filter(is_numbered)
    gap = pl.col("piece").str.strip_chars_start("abcdefghijklmnopqrstuvwxyz")
    return counted.select(
        *_KEYS,
        "at",
        value=gap.str.extract(_PRINTED, 0).str.replace_all(r"\s+", " "),
        before=_word("piece"),
        behind="behind",
    )


def _word(piece: str) -> pl.Expr:
    return pl.col(piece).str.extract("^([a-z]+)")


def _differ(one: str, other: str) -> pl.Expr:
    """Whether the values differ; a number more or less at the same place is a note or a page."""
    days = pl.any_horizontal(pl.col(name).str.contains(_DAY) for name in (one, other))
    numbers = [pl.col(name).str.extract_all(_NUMBER).list.eval(_value(pl.element())) for name in (one, other)]
    kept = numbers[0].list.set_intersection(numbers[1]).list.len()
    fewer = pl.min_horizontal(number.list.n_unique() for number in numbers)
    joined = [_value(pl.col(name).str.replace_all(r"[\s:]+", "")) for name in (one, other)]
    return ~days & (kept < fewer) & (joined[0] != joined[1])


def _value(number: pl.Expr) -> pl.Expr:
    """A number as digits and at most one point, without zeros that tell nothing."""
    plain = number.str.replace_all(r",([0-9]{3})(?-u:\b)", "$1").str.replace_all(",", ".", literal=True)
    plain = plain.str.replace(r"^0+([0-9])", "$1")
    decimal = plain.str.contains(r"^[^.]*\.[0-9]+$")
    return pl.when(decimal).then(plain.str.strip_chars_end("0").str.strip_chars_end(".")).otherwise(plain)
