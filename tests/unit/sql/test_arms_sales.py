"""The rules of the arms views, each on a tiny case made by hand; billions are written 1e9."""

import pytest

BUYER = "arms_sales_by_buyer_year"
SELLER = "arms_sales_by_seller_year"
TOTAL = {"scope": "total"}
WORLD = {"scope": "total", "seller": None}

COUNTED_ONCE = {
    "one deal told in two cables": [{"usd": 2e9}, {"usd": 2e9}],
    "one deal told with amounts that round differently": [{"usd": 2.57e9}, {"usd": 2.6e9}, {"usd": 2.6e9}],
    "one deal told twice, once without its seller": [{"usd": 2e9}, {"usd": 2e9, "seller": None}],
    "one deal told twice, both without a seller": [
        {"usd": 2e9, "seller": None},
        {"usd": 2e9, "seller": None},
    ],
    "one deal told in two paragraphs of one cable": [
        {"usd": 2e9, "cable_id": "06CAIRO1", "figure_id": "06CAIRO1#par1@0"},
        {"usd": 2e9, "cable_id": "06CAIRO1", "figure_id": "06CAIRO1#par2@7"},
    ],
    "one deal told as signed, then as delivered that year": [
        {"usd": 2e9},
        {"usd": 2e9, "status": "delivered"},
    ],
}


@pytest.mark.parametrize("told", COUNTED_ONCE.values(), ids=COUNTED_ONCE)
def test_one_deal_counts_once(told, figures, ask) -> None:
    figures(*told)
    (row,) = ask(BUYER)
    assert row["value_usd"] == told[-1]["usd"]
    assert row["value_usd_low"] == min(f["usd"] for f in told)
    assert (row["basis"], row["n_figures"]) == ("deals", len(told))


ADDED = {
    "two deals of different size": ([{"usd": 2e9}, {"usd": 3e9}], 5e9),
    "two deals of equal size from different sellers": ([{"usd": 2e9}, {"usd": 2e9, "seller": "FRA"}], 4e9),
    "a deal in euros counts in dollars": (
        [{"amount": 1e9, "currency": "EUR", "amount_usd": 1.25e9}, {"usd": 2e9}],
        3.25e9,
    ),
    "a deal without a seller that nobody else tells": ([{"usd": 2e9}, {"usd": 5e9, "seller": None}], 7e9),
    "delivered, contracted and reported deals": (
        [{"usd": 1e9, "status": "delivered"}, {"usd": 2e9}, {"usd": 4e9, "status": "reported"}],
        7e9,
    ),
}


@pytest.mark.parametrize(("told", "value"), ADDED.values(), ids=ADDED)
def test_distinct_deals_are_added(told, value, figures, ask) -> None:
    figures(*told)
    assert ask(BUYER, "buyer", "value_usd", "basis") == [("VEN", value, "deals")]


NOT_COUNTED = {
    "proposed": {"status": "proposed"},
    "refused": {"status": "refused"},
    "a grant": {"flow": "grant"},
    "smuggled": {"flow": "illicit"},
    "a sum over several years": {"year_from": 2005, "year_to": 2007},
    "no year at all": {"year_from": None, "year_to": None, "year_basis": None},
    "only the cable's own year": {"year_basis": "cable"},
    "a quantity": {"kind": "quantity", "system": "Su-30", "amount": 24.0},
    "no rate to dollars": {"currency": "XAU", "amount_usd": None},
    "no buyer": {"buyer": None},
}


@pytest.mark.parametrize("change", NOT_COUNTED.values(), ids=NOT_COUNTED)
def test_what_is_not_a_sale_of_one_year_is_left_out(change, figures, ask) -> None:
    figures({"usd": 2e9}, {"usd": 7e9, **change})
    assert ask(BUYER, "value_usd", "n_figures", "n_suspect") == [(2e9, 1, 0)]


def test_suspect_figures_are_counted_and_never_summed(figures, ask) -> None:
    figures({"usd": 2e9}, {"usd": 67e9, "is_suspect": True})
    assert ask(BUYER, "value_usd", "value_usd_high", "n_figures", "n_suspect") == [(2e9, 2e9, 1, 1)]


def test_a_year_of_suspects_alone_has_no_value(figures, ask) -> None:
    figures({"usd": 67e9, "is_suspect": True, **TOTAL})
    assert ask(BUYER, "value_usd", "basis", "n_figures", "n_suspect") == [(None, None, 0, 1)]


def test_a_suspect_never_lends_its_seller(figures, ask) -> None:
    figures({"usd": 2e9, "is_suspect": True}, {"usd": 2e9, "seller": None})
    assert ask("deals", "seller") == [None]


TOTALS = {
    "a total holds its deals": ([{"usd": 4e9, **TOTAL}, {"usd": 3e9}], (4e9, 4e9, 4e9, "total")),
    "a total over all sellers holds the deals of each": (
        [{"usd": 9e9, **WORLD}, {"usd": 3e9}, {"usd": 4e9, "seller": "FRA"}],
        (9e9, 9e9, 9e9, "total"),
    ),
    "a total over all sellers holds the totals of each": (
        [{"usd": 9e9, **WORLD}, {"usd": 3e9, **TOTAL}, {"usd": 4e9, **TOTAL, "seller": "FRA"}],
        (9e9, 9e9, 9e9, "total"),
    ),
    "totals of different sellers are parts of the year": (
        [{"usd": 3e9, **TOTAL}, {"usd": 4e9, **TOTAL, "seller": "FRA"}],
        (7e9, 7e9, 7e9, "total"),
    ),
    "a total of one seller and a deal of another": (
        [{"usd": 3e9, **TOTAL}, {"usd": 1e9}, {"usd": 4e9, "seller": "FRA"}],
        (7e9, 7e9, 7e9, "deals"),
    ),
    "a deal of an untold seller may be inside a total": (
        [{"usd": 3e9, **TOTAL}, {"usd": 1e9, "seller": None}],
        (3e9, 3e9, 3e9, "total"),
    ),
    "deals that come to more than the total are believed, the total is the low end": (
        [{"usd": 3e9, **TOTAL}, {"usd": 2e9}, {"usd": 2.5e9}],
        (4.5e9, 3e9, 4.5e9, "deals"),
    ),
    "deals that come to more than the total over all sellers": (
        [{"usd": 3e9, **WORLD}, {"usd": 5e9}],
        (5e9, 3e9, 5e9, "deals"),
    ),
    "of competing totals the one that most cables tell": (
        [{"usd": 6.7e9, **TOTAL}, {"usd": 6.7e9, **TOTAL}, {"usd": 8e9, **TOTAL}, {"usd": 6e9, **TOTAL}],
        (6.7e9, 6e9, 8e9, "total"),
    ),
    "of competing totals told as often, the surest": (
        [{"usd": 6.7e9, **TOTAL, "confidence": 0.95}, {"usd": 8e9, **TOTAL, "confidence": 0.5}],
        (6.7e9, 6.7e9, 8e9, "total"),
    ),
    "an order book does not compete with deliveries": (
        [{"usd": 30e9, **TOTAL}, {"usd": 6.7e9, **TOTAL, "status": "delivered"}],
        (6.7e9, 6.7e9, 6.7e9, "total"),
    ),
    "a range opens the range": (
        [{"amount": 6e9, "amount_usd": 6e9, "amount_high": 7e9, "qualifier": "range", **TOTAL}],
        (6e9, 6e9, 7e9, "total"),
    ),
    "ranges of deals add up": (
        [{"amount": 1e9, "amount_usd": 2e9, "amount_high": 1.5e9, "currency": "GBP"}, {"usd": 4e9}],
        (6e9, 6e9, 7e9, "deals"),
    ),
}


@pytest.mark.parametrize(("told", "expected"), TOTALS.values(), ids=TOTALS)
def test_totals_and_the_deals_inside_are_never_added(told, expected, figures, ask) -> None:
    figures(*told)
    assert ask(BUYER, "value_usd", "value_usd_low", "value_usd_high", "basis") == [expected]


def test_years_and_buyers_have_rows_of_their_own(figures, ask) -> None:
    figures(
        {"usd": 1e9}, {"usd": 2e9, "year": 2007}, {"usd": 3e9, "buyer": "IND"}, {"usd": 4e9, "buyer": "HAMAS"}
    )
    assert ask(BUYER, "buyer", "buyer_name", "year", "value_usd") == [
        ("HAMAS", "HAMAS", 2006, 4e9),
        ("IND", "India", 2006, 3e9),
        ("VEN", "Venezuela", 2006, 1e9),
        ("VEN", "Venezuela", 2007, 2e9),
    ]


def test_cables_are_counted_once_however_many_figures_they_hold(figures, ask) -> None:
    figures(
        {"usd": 1e9, "cable_id": "06CAIRO1", "figure_id": "06CAIRO1#par1@0"},
        {"usd": 2e9, "cable_id": "06CAIRO1", "figure_id": "06CAIRO1#par1@9"},
        {"usd": 3e9},
    )
    assert ask(BUYER, "n_figures", "n_cables") == [(3, 2)]


def test_a_sellers_total_to_the_world_holds_its_deals_with_each_buyer(figures, ask) -> None:
    figures(
        {"usd": 6.7e9, "buyer": None, **TOTAL, "status": "delivered"},
        {"usd": 2.6e9, "buyer": "IND"},
        {"usd": 1e9},
    )
    assert ask(SELLER, "seller", "seller_name", "value_usd", "basis", "n_figures") == [
        ("RUS", "Russia", 6.7e9, "total", 3)
    ]
    assert ask(BUYER, "buyer", "value_usd") == [("IND", 2.6e9), ("VEN", 1e9)]


def test_a_deal_told_without_its_buyer_counts_once_for_its_seller(figures, ask) -> None:
    figures({"usd": 2e9}, {"usd": 2e9, "buyer": None})
    assert ask(SELLER, "value_usd", "n_figures") == [(2e9, 2)]


def test_a_sellers_world_total_lends_no_buyer_to_a_total(figures, ask) -> None:
    figures({"usd": 2e9, **TOTAL}, {"usd": 2e9, "buyer": None, **TOTAL})
    assert ask("deals", "buyer") in (["VEN", None], [None, "VEN"])


def pieces(amount: float, system: str, **change: object) -> dict[str, object]:
    return {"kind": "quantity", "amount": amount, "system": system, **change}


QUANTITIES = {
    "spellings of one system are one": (
        [pieces(24.0, "Su-30MK2"), pieces(24.0, "SU 30 MK2"), pieces(24.0, "Su-30MK2s")],
        [("Su-30MK2", 24.0, "VEN", "RUS")],
    ),
    "counts that nearly agree are different deals": (
        [pieces(50.0, "Mi-17"), pieces(51.0, "Mi-17")],
        [("Mi-17", 101.0, "VEN", "RUS")],
    ),
    "buyers of one system are added": (
        [pieces(10.0, "T-72"), pieces(20.0, "T-72", buyer="IND", seller=None)],
        [("T-72", 30.0, "IND;VEN", "RUS")],
    ),
    "a total holds the lots inside it": (
        [pieces(100.0, "T-72", scope="total"), pieces(31.0, "T-72")],
        [("T-72", 100.0, "VEN", "RUS")],
    ),
    "a weapon without a name is left out": (
        [pieces(5.0, "T-72"), pieces(3.0, None)],
        [("T-72", 5.0, "VEN", "RUS")],
    ),
}


@pytest.mark.parametrize(("told", "expected"), QUANTITIES.values(), ids=QUANTITIES)
def test_quantities_by_system(told, expected, figures, ask) -> None:
    figures(*told)
    assert ask("arms_quantities_by_system_year", "system", "quantity", "buyers", "sellers") == expected


def test_no_row_of_any_arms_view_without_figures(ask) -> None:
    assert [ask(view) for view in (BUYER, SELLER, "deals", "arms_figure_evidence")] == [[], [], [], []]
