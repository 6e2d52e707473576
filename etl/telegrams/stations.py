"""Which post a name in a telegram or an id means: `AMEMBASSY MOSCOW`, `RIO DE JAN`, `SECSTATE`, `BRAILIA`.

Names are compared by their letters alone. Known misspellings are data (`post_aliases`); what no table holds
is tried without its prefixes, as a cut-off name, and at last as a slip of one letter.
"""

from functools import cache

import polars as pl

from etl.reference import post_aliases, posts

SHORTEST_CUT = 5
"""Letters a cut-off name must keep to be completed: `PORTAU`."""
SHORTEST_SLIP = 5
"""Letters of a name in which one may be wrong: in shorter ones the slip is as likely another post."""

_PREFIXES = (
    r"^(?:TOPSECRET|SECRET|CONFIDENTIAL|UNCLAS(?:SIFIED)?)?(?:EFTO|NOFORN|SIPDIS|NODIS|EXDIS|STADIS)*"
    r"(?:SECTION(?:OF)?)?(?:(?:AM|US)?(?:EMBASSY|EMBASY|EMB|CONSULATE|CONSUL|CONGEN|MISSION)(?:GENERAL)?"
    r"|US(?:OFFICE|INT|LO|DAO|DEL))?"
)
_PARTY = r"^USDELSECRETARY.*$"
"""The Secretary's party signs with the place where it is, but numbers its cables on."""
_SUFFIXES = r"(?:WASHDC|WASHINGTONDC|WASHINGTON)$"


def letters_of(name: pl.Expr) -> pl.Expr:
    """The letters of a name in upper case, the form in which names are compared."""
    return name.str.to_uppercase().str.replace_all(r"[^A-Z]", "")


def resolve_stations(names: pl.Series) -> pl.DataFrame:
    """Find the station that each name means.

    Args:
        names: names of posts in any spelling.

    Returns:
        One row a distinct, non-empty letters-only form: `letters`, `station` (a key of `posts()`, or the
        letters without prefix where no post is known), `is_known`.
    """
    keys = names.to_frame("name").select(letters=letters_of(pl.col("name"))).unique(maintain_order=True)
    keys = keys.filter(pl.col("letters") != "")
    letters = pl.col("letters")
    bare = letters.str.replace(_PARTY, "SECTO").str.replace(_PREFIXES, "")
    plain = bare.str.replace(_SUFFIXES, "")
    forms = keys.select("letters", bare=bare, stripped=plain, cut=plain.str.head(-2))
    known = forms.select(
        "letters",
        plain=pl.when(pl.col("stripped") == "").then(letters).otherwise("stripped"),
        found=_first_known(forms.get_columns()),
    )
    unknown = known.filter(pl.col("found").is_null())
    guessed = pl.concat([_completed(unknown), _corrected(unknown)]).unique(
        "letters", keep="first", maintain_order=True
    )
    return (
        known.join(guessed, on="letters", how="left", maintain_order="left")
        .with_columns(found=pl.coalesce("found", "guess"))
        .select("letters", station=pl.coalesce("found", "plain"), is_known=pl.col("found").is_not_null())
    )


def stations_of(names: pl.Series) -> pl.DataFrame:
    """The station that each name means.

    Args:
        names: names of posts in any spelling; null where there is none.

    Returns:
        One row an input row: `station` and `is_known` as in `resolve_stations`; null where there is no name.
    """
    letters = names.to_frame("name").select(letters=letters_of(pl.col("name")))
    resolved = resolve_stations(letters["letters"])
    return letters.join(resolved, on="letters", how="left", maintain_order="left").drop("letters")


def _first_known(forms: list[pl.Series]) -> pl.Series:
    """The station of the first form of each name that is known; forms are series as long as each other."""
    table = _table()
    # One look-up for all: the table is taken in anew each time, which costs more than the names do.
    names = pl.concat([form.rename("name") for form in forms])
    found = names.replace_strict(table["name"], table["station"], default=None, return_dtype=pl.String)
    size = len(names) // len(forms)
    return pl.select(
        pl.coalesce(pl.lit(found.slice(place * size, size)) for place in range(len(forms)))
    ).to_series()


@cache
def _table() -> pl.DataFrame:
    """Every name that the reference tables hold: name, station."""
    own = posts().select(name="station", station="station")
    aliases = post_aliases().select(name="alias", station="station")
    return pl.concat([own, aliases]).unique("name", keep="first", maintain_order=True)


def _completed(unknown: pl.DataFrame) -> pl.DataFrame:
    """Names that are the beginning of exactly one post: letters, guess."""
    cut = unknown.filter(pl.col("plain").str.len_bytes() >= SHORTEST_CUT)
    pairs = cut.join(posts().select("station"), how="cross")
    pairs = pairs.filter(pl.col("station").str.starts_with(pl.col("plain")))
    return _only_one(pairs)


def _corrected(unknown: pl.DataFrame) -> pl.DataFrame:
    """Names that are one letter away from exactly one post: letters, guess.

    Two words are close when dropping at most one letter of each leaves the same word.
    """
    near = unknown.filter(pl.col("plain").str.len_bytes() >= SHORTEST_SLIP)
    pairs = _shortened(near.select("letters", word="plain")).join(_shortened_posts(), on="form")
    return _only_one(pairs.unique(["letters", "station"]))


@cache
def _shortened_posts() -> pl.DataFrame:
    long = posts().filter(pl.col("station").str.len_bytes() >= SHORTEST_SLIP - 1)
    return _shortened(long.select("station", word="station"))


def _shortened(words: pl.DataFrame) -> pl.DataFrame:
    """Adds `form`: the word itself and the word without each of its letters, one row each."""
    word = pl.col("word")
    places = pl.int_ranges(0, word.str.len_bytes() + 1)
    return (
        words.with_columns(place=places)
        .explode("place")
        .with_columns(
            form=pl.concat_str(word.str.slice(0, pl.col("place")), word.str.slice(pl.col("place") + 1))
        )
    )


def _only_one(pairs: pl.DataFrame) -> pl.DataFrame:
    return (
        pairs.group_by("letters", maintain_order=True)
        .agg(guess=pl.col("station").first(), choices=pl.col("station").n_unique())
        .filter(pl.col("choices") == 1)
        .select("letters", "guess")
    )
