"""Which cable a telegram is, and when it was sent: witnesses weighed against each other.

The section line (`S E C R E T SECTION 01 OF 04 MOSCOW 005154`) stands in the text itself and goes first;
then the routing line and the sender; the page's listing comes last. A mirror that pasted the text of one
cable below the envelope of another is recognised by the two stations: the envelope is then another
telegram's, and nothing is taken from it.
"""

import polars as pl

from etl.reference import posts
from etl.telegrams.identifiers import FIRST_YEAR, canonical_id, id_parts, year_of
from etl.telegrams.stations import stations_of
from etl.vocabulary import IdBasis

LAST_CREATED_YEAR = 2010
"""No telegram of the release is younger."""
TERMS = (10, 25, 20)
"""Years for which Executive Order 12958 keeps a telegram classified, the usual ones first."""
_WITNESSES = [
    *("section_station", "section_known", "sender_known", "route_station"),
    *("listed_year", "listed_station", "listed_serial", "listed_known"),
]
_CITED_YEAR = r"\b(?:20|19)?\d{2} ?[A-Z][A-Z .']+ \d"


def identify(heads: pl.DataFrame) -> pl.DataFrame:
    """Decide station, serial, year, id and time of each telegram.

    Args:
        heads: one row a telegram: `letters` and `serial` (section line), `sender`, `route`,
            `route_serial` and `sent_at` (envelope), `dated_at` (date line), `declassify_on`, `references`,
            `listed_cable_id`, `listed_created_at`.

    Returns:
        The same rows without `letters`, with `station`, `serial`, `year`, `cable_id`, `created_at`,
        `is_known` (the station is a known post), `id_basis` (the witness that tells the id, see `IdBasis`),
        `is_dated` (an envelope of its own dates it), `is_foreign` (the envelope is another telegram's),
        `sender_station` (a known post that the FM line of the telegram's own envelope names) and `listed_id`
        (the listing's id, canonical).
    """
    heads = _witnesses(heads)
    heads = heads.with_columns(is_foreign=_is_foreign())
    own = ~pl.col("is_foreign")
    heads = heads.with_columns(created_at=_created_at(own), year=_year(own))
    station, serial, known, basis = _station_and_serial(own)
    heads = heads.with_columns(
        station=station,
        serial=serial,
        is_known=known,
        id_basis=basis,
        is_dated=own & pl.col("sent_at").is_not_null(),
    )
    heads = heads.with_columns(cable_id=canonical_id(pl.col("year"), pl.col("station"), pl.col("serial")))
    nameless = pl.col("cable_id").is_null()
    told = pl.col("sender_known").fill_null(value=False) & ~pl.col("is_foreign")
    return heads.with_columns(
        *(pl.when(~nameless).then(name).alias(name) for name in ("station", "serial", "year", "id_basis")),
        sender_station=pl.when(told).then("sender_station"),
    ).drop(_WITNESSES)


def _witnesses(heads: pl.DataFrame) -> pl.DataFrame:
    listed = id_parts(heads["listed_cable_id"])
    # One look-up for all three: its cost lies in the call, not in the names.
    names = {"listed": listed["letters"], "section": heads["letters"], "sender": heads["sender"]}
    stations = stations_of(pl.concat(list(names.values())))
    witnesses = [
        stations.slice(place * heads.height, heads.height).rename(
            {"station": f"{witness}_station", "is_known": f"{witness}_known"}
        )
        for place, witness in enumerate(names)
    ]
    listed = listed.select(listed_year="year", listed_serial="serial")
    routes = (
        posts().filter(pl.col("routing").is_not_null()).unique("routing", keep="first", maintain_order=True)
    )
    route = pl.col("route").replace_strict(
        routes["routing"], routes["station"], default=None, return_dtype=pl.String
    )
    return pl.concat([heads.drop("letters"), listed, *witnesses], how="horizontal").with_columns(
        route_station=route,
        listed_id=canonical_id(pl.col("listed_year"), pl.col("listed_station"), pl.col("listed_serial")),
    )


def _is_foreign() -> pl.Expr:
    """True when the section line tells of another station and serial than the envelope does.

    A serial alone may be mistyped, and a mission shares its routing with an embassy: one difference is not
    enough, unless the listing sides with the envelope.
    """
    envelope_station = pl.coalesce(pl.when("sender_known").then("sender_station"), "route_station")
    stations_differ = pl.col("section_known") & (envelope_station != pl.col("section_station"))
    last_digits = pl.col("serial") % 10_000
    serials_differ = (pl.col("route_serial") % 10_000) != last_digits
    listed_as_section = (pl.col("listed_station") == pl.col("section_station")) & (
        pl.col("listed_serial") == pl.col("serial")
    )
    listed_as_envelope = (pl.col("listed_station") == envelope_station) & (
        pl.col("listed_serial") % 10_000 == pl.col("route_serial") % 10_000
    )
    both = stations_differ & serials_differ.fill_null(~listed_as_section.fill_null(value=False))
    return (both | (serials_differ & listed_as_envelope & pl.col("section_known"))).fill_null(value=False)


def _created_at(own: pl.Expr) -> pl.Expr:
    listed = pl.when(own).then("listed_created_at")
    return pl.coalesce(pl.when(own).then("sent_at"), pl.when(~own).then("dated_at"), listed, "dated_at")


def _year(own: pl.Expr) -> pl.Expr:
    """The year of the id: from the telegram's date, else from its caption, else from the listing.

    Below another telegram's envelope the listing is a weak witness: it only chooses among the years that
    ten, twenty or twenty-five years of classification leave open. A drafter gives a reference its year only
    where that is not the current one, so the telegram is younger than the years it cites.
    """
    of_text = pl.coalesce(pl.when(own).then(pl.col("sent_at").dt.year()), pl.col("dated_at").dt.year())
    of_page = pl.coalesce("listed_year", pl.col("listed_created_at").dt.year())
    end = pl.col("declassify_on").dt.year()
    open_years = [end - term for term in TERMS]
    possible = [pl.when(year.is_between(FIRST_YEAR, LAST_CREATED_YEAR)).then(year) for year in open_years]
    agreed = pl.when(pl.any_horizontal(year == of_page for year in open_years)).then(of_page)
    years = pl.element().str.extract(r"(\d+)")
    cited = pl.col("references").str.extract_all(_CITED_YEAR).list.eval(year_of(years)).list.max()
    after_cited = pl.when((of_page <= cited) & (cited < LAST_CREATED_YEAR)).then(cited + 1)
    of_caption = pl.coalesce(of_text, agreed, *possible, after_cited, of_page)
    return pl.when(own).then(pl.coalesce(of_text, of_page, *possible)).otherwise(of_caption).cast(pl.Int32)


def _station_and_serial(own: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr, pl.Expr]:
    """Station, serial, whether the station is known, and the witness that they come from."""
    from_section = pl.col("section_station").is_not_null() & pl.col("serial").is_not_null()
    sure_section = from_section & pl.col("section_known")
    envelope_station = pl.coalesce(pl.when("sender_known").then("sender_station"), "route_station")
    same_serial = pl.col("listed_serial") % 10_000 == pl.col("route_serial") % 10_000
    listed = pl.col("listed_station").is_not_null()
    contradicted = own & (envelope_station != pl.col("listed_station")) & ~same_serial
    # The routing line keeps four digits of the serial, so the listing is better where it agrees.
    sure_listing = listed & ~contradicted.fill_null(value=False)
    routed = envelope_station.is_not_null() & pl.col("route_serial").is_not_null()
    # A damaged section line may still have the whole serial, where the envelope names the station.
    same_end = pl.col("serial") % 10_000 == pl.col("route_serial") % 10_000
    sent = envelope_station.is_not_null() & from_section & same_end.fill_null(value=True)

    def choose(section: pl.Expr, listing: pl.Expr, envelope: pl.Expr, mixed: pl.Expr) -> pl.Expr:
        return (
            pl.when(sure_section)
            .then(section)
            .when(sure_listing & (~from_section | pl.col("listed_known")))
            .then(listing)
            .when(own & sent)
            .then(mixed)
            .when(own & routed)
            .then(envelope)
            .when(from_section)
            .then(section)
            .otherwise(listing)
        )

    true = pl.lit(value=True)
    text, envelope, page = (
        pl.lit(basis.value) for basis in (IdBasis.TEXT, IdBasis.ENVELOPE, IdBasis.LISTING)
    )
    told_twice = own & same_serial & (envelope_station == pl.col("listed_station"))
    listing = pl.when(told_twice).then(envelope).otherwise(page)
    return (
        choose(pl.col("section_station"), pl.col("listed_station"), envelope_station, envelope_station),
        choose(pl.col("serial"), pl.col("listed_serial"), pl.col("route_serial"), pl.col("serial")),
        choose(pl.col("section_known"), pl.col("listed_known"), true, true),
        choose(text, listing, envelope, envelope),
    )
