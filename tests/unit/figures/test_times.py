"""Expressions of time, read against the date of a cable of June 2008."""

import pytest

from etl.figures.models import CableContext
from etl.figures.times import find_times

JUNE_2008 = CableContext(year=2008, month=6)
CASES = {
    "month behind us": ("Guns were brought in August.", [(2007, 2007)]),
    "month to come, a verb of the future": (
        "It will ship 42 tanks in late June or early July.",
        [(2008, 2008)] * 2,
    ),
    "month to come, over the turn of the year": ("Delivery is expected in January.", [(2009, 2009)]),
    "day of a month before a noun": ("The March 30 agreements cover ships.", [(2008, 2008)]),
    "day of a month to come": ("He will sign in Rio on December 23.", [(2008, 2008)]),
    "last month by name, though the verb looks ahead": (
        "Nine, due since last April, will come.",
        [(2008, 2008)],
    ),
    "day with its year is that year": ("It holds since April 25, 2004.", [(2004, 2004)]),
    "same month": ("Iran sent missiles the same month.", [(2008, 2008)]),
    "may is a verb": ("Two frigates and may buy more.", []),
    "march is a verb": ("Troops on the march took 3 guns.", []),
    "season of a year": ("They came in the spring of 1999.", [(1999, 1999)]),
}


@pytest.mark.parametrize(("text", "years"), CASES.values(), ids=CASES)
def test_years_of_a_sentence(text: str, years: list[tuple[int, int]]) -> None:
    assert [(time.first, time.last) for time in find_times(text, JUNE_2008)] == years


def test_a_cable_speaks_of_no_year_far_ahead_of_it() -> None:
    text = "Stamped in 2006: 24 tanks come in 1977, the last in 2005."
    years = [(time.first, time.last) for time in find_times(text, CableContext(year=1975))]
    assert years == [(1977, 1977), (2005, 2005)]
