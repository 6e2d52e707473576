"""What makes two figures one deal: each rule on a tiny case made by hand; billions are written 1e9."""

from datetime import UTC, datetime
from typing import Any

import pytest

Told = dict[str, Any]


def pieces(amount: float, system: str | None, **change: object) -> Told:
    category = "Aircraft"
    return {"kind": "quantity", "amount": amount, "system": system, "system_category": category, **change}


def in_euros(amount: float, **change: object) -> Told:
    """A value in euros, at 1.25 dollars."""
    return {"amount": amount, "amount_usd": amount * 1.25, "currency": "EUR", **change}


SENTENCE = {"paragraph_id": "06MOSCOW1#par1", "evidence": "One sentence."}
ORDER = {"status": "contracted"}
DELIVERY = {"status": "delivered"}
PROPOSAL = {"status": "proposed"}
REFUSAL = {"status": "refused"}
UNTOLD = {"year": None, "year_basis": None}

ONE_DEAL = {
    "amounts round differently": [{"usd": 2.57e9}, {"usd": 2.6e9}],
    "an amount inside the other's range": [
        {"amount": 4e8, "amount_usd": 4e8, "amount_high": 5e8},
        {"usd": 4.5e8},
    ],
    "two currencies, at another rate than the year's": [in_euros(1.3e9), {"usd": 1.7e9}],
    "a number and its conversion in one sentence": [
        in_euros(1.3e9, **SENTENCE),
        {"usd": 1.69e9, **SENTENCE},
    ],
    "one text leaves the seller untold": [{"usd": 2e9}, {"usd": 2e9, "seller": None}],
    "one text leaves the buyer untold": [{"usd": 2e9}, {"usd": 2e9, "buyer": None}],
    "a value with and without its weapon": [{"usd": 2e9, "system": "Su-30MK2"}, {"usd": 2e9}],
    "spellings of one weapon": [pieces(24, "Su-30MK2"), pieces(24, "SU 30 MK2")],
    "a weapon and its family": [pieces(24, "Su-30MK2"), pieces(24, "Su-30")],
    "a family parted by a hyphen": [pieces(29, "Tor-M1"), pieces(29, "Tor")],
    "a weapon by name and by a plain word": [pieces(24, "Su-30MK2"), pieces(24, "fighters")],
    "a plain word in a cable of capitals": [
        pieces(24, "AH-1J"),
        pieces(24, "HELICOPTERS", evidence="24 HELICOPTERS WERE SOLD."),
    ],
    "ordered in one year, delivered in a later one": [
        {"usd": 2e9, "year": 2005, **ORDER},
        {"usd": 2e9, "year": 2008, **DELIVERY},
    ],
    "proposed in one year, ordered in a later one": [
        {"usd": 2e9, "year": 2005, **PROPOSAL},
        {"usd": 2e9, "year": 2006, **ORDER},
    ],
    "ordered, then called off": [
        {"usd": 2e9, "year": 2005, **ORDER},
        {"usd": 2e9, "year": 2006, **REFUSAL},
    ],
    "proposed again a year later": [
        {"usd": 2e9, "year": 2005, **PROPOSAL},
        {"usd": 2e9, "year": 2006, **PROPOSAL},
    ],
    "a span of years around the year": [{"usd": 2e9, "year_from": 2005, "year_to": 2007}, {"usd": 2e9}],
    "one text tells no year, in a cable soon after": [{"usd": 2e9, "year": 2004}, {"usd": 2e9, **UNTOLD}],
    "no text tells a year": [{"usd": 2e9, **UNTOLD}, {"usd": 2e9, **UNTOLD}],
    "totals of the same parties and year": [{"usd": 2e9, "scope": "total"}, {"usd": 2e9, "scope": "total"}],
}

TWO_DEALS = {
    "amounts too far apart": [{"usd": 2e9}, {"usd": 2.1e9}],
    "two currencies too far apart": [in_euros(1e9), {"usd": 1.5e9}],
    "a value and a count": [{"usd": 24.0}, pieces(24, "Su-30MK2")],
    "a deal and a total": [{"usd": 2e9}, {"usd": 2e9, "scope": "total"}],
    "a sale and a grant": [{"usd": 2e9}, {"usd": 2e9, "flow": "grant"}],
    "two sellers": [{"usd": 2e9}, {"usd": 2e9, "seller": "FRA"}],
    "two buyers": [{"usd": 2e9}, {"usd": 2e9, "buyer": "IND"}],
    "no party that both tell": [{"usd": 2e9, "seller": None}, {"usd": 2e9, "buyer": None}],
    "counts that nearly agree": [pieces(50, "Mi-17"), pieces(51, "Mi-17")],
    "a number that goes on is another weapon": [pieces(12, "Mi-17"), pieces(12, "Mi-171")],
    "a name that goes on is another weapon": [pieces(12, "Tor"), pieces(12, "Tornado")],
    "two weapons of one category": [pieces(12, "Mi-17"), pieces(12, "Su-30")],
    "two plain words of one category": [pieces(12, "fighters"), pieces(12, "helicopters")],
    "a plain word of another category": [
        pieces(12, "Mi-17"),
        pieces(12, "submarines", system_category="Ships"),
    ],
    "a count of nothing named": [pieces(12, "Mi-17"), pieces(12, None, system_category=None)],
    "values of two weapons": [{"usd": 7e8, "system": "Tor-M1"}, {"usd": 7e8, "system": "Mi-17"}],
    "orders of two years": [{"usd": 2e9, "year": 2005}, {"usd": 2e9}],
    "deliveries of two years": [{"usd": 2e9, "year": 2005, **DELIVERY}, {"usd": 2e9, **DELIVERY}],
    "delivered before it was ordered": [
        {"usd": 2e9, "year": 2005, **DELIVERY},
        {"usd": 2e9, "year": 2006, **ORDER},
    ],
    "delivered long after": [
        {"usd": 2e9, "year": 1999, **ORDER},
        {"usd": 2e9, "year": 2006, **DELIVERY},
    ],
    "proposed after the order": [
        {"usd": 2e9, "year": 2004, **ORDER},
        {"usd": 2e9, "year": 2006, **PROPOSAL},
    ],
    "proposed, with no year, in a cable after the order": [
        {"usd": 2e9, "year": 2004, **ORDER},
        {"usd": 2e9, **UNTOLD, **PROPOSAL},
    ],
    "no year, in a cable long after": [{"usd": 2e9, "year": 1999}, {"usd": 2e9, **UNTOLD}],
    "no year, in a cable before": [{"usd": 2e9, "year": 2008}, {"usd": 2e9, **UNTOLD}],
    "two numbers of one sentence": [{"usd": 2e9, **SENTENCE}, {"usd": 2.01e9, **SENTENCE}],
    "equal counts of one sentence": [pieces(4, "Su-30", **SENTENCE), pieces(4, "fighters", **SENTENCE)],
    "totals of two years": [
        {"usd": 2e9, "scope": "total"},
        {"usd": 2e9, "scope": "total", "year": 2005},
    ],
    "a total to the world and one to a buyer": [
        {"usd": 2e9, "scope": "total"},
        {"usd": 2e9, "scope": "total", "buyer": None},
    ],
}


@pytest.fixture
def told(fill, figures):
    """`told({...}, ...)`: figures as in `figures`, each with its cable of 2006."""

    def add(*changes: Told) -> None:
        for n, change in enumerate(changes, start=1):
            sent = change.get("sent", datetime(2006, 5, n, tzinfo=UTC))
            fill("cables", {"cable_id": f"06MOSCOW{n}", "created_at": sent, "year": sent.year})
        figures(*({key: c[key] for key in c if key != "sent"} for c in changes))

    return add


@pytest.mark.parametrize("texts", ONE_DEAL.values(), ids=ONE_DEAL)
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned"])
def test_texts_that_tell_one_deal(texts, turned, told, ask) -> None:
    told(*(reversed(texts) if turned else texts))
    assert ask("deals", "n_figures") == [2]


@pytest.mark.parametrize("texts", TWO_DEALS.values(), ids=TWO_DEALS)
def test_texts_that_tell_two_deals(texts, told, ask) -> None:
    told(*texts)
    assert ask("deals", "n_figures") == [1, 1]


def test_a_chain_of_small_differences_joins_nothing_far_apart(told, ask) -> None:
    told({"usd": 1e9}, {"usd": 1.015e9}, {"usd": 1.03e9})
    assert sorted(ask("deals", "amount_low", "amount_high", "n_figures")) == [
        (1e9, 1.015e9, 2),
        (1.03e9, 1.03e9, 1),
    ]


def test_what_fits_two_deals_joins_the_nearer_and_counts_once(told, ask) -> None:
    told({"usd": 2e9}, {"usd": 2.03e9, "seller": "FRA"}, {"usd": 2.01e9, "seller": None})
    assert sorted(ask("deals", "seller", "amount", "n_figures")) == [("FRA", 2.03e9, 1), ("RUS", 2e9, 2)]
    assert ask("arms_sales_by_buyer_year", "value_usd") == [4.03e9]


def test_a_deal_counts_in_the_year_of_its_order_alone(told, ask) -> None:
    told({"usd": 2e9, "year": 2008, **DELIVERY}, {"usd": 2e9, "year": 2005, **ORDER})
    assert ask("deals", "status", "year_from", "year_to", "is_order_only") == [
        ("delivered", 2005, 2005, False)
    ]
    assert ask("arms_sales_by_buyer_year", "year", "value_usd", "n_figures") == [(2005, 2e9, 2)]


def test_a_deal_takes_from_all_texts_what_the_fullest_leaves_open(told, ask) -> None:
    told({"usd": 2e9, "seller": None, "year": 2005}, {"usd": 2e9, **UNTOLD}, {"usd": 2.02e9, **UNTOLD})
    assert ask(
        "deals", "deal_id", "seller", "year_from", "amount", "amount_low", "amount_high", "n_cables"
    ) == [("06MOSCOW1#par1@0", "RUS", 2005, 2e9, 2e9, 2.02e9, 3)]


def test_texts_that_disagree_fill_nothing(told, ask) -> None:
    told(
        {"usd": 2e9, "buyer": None, "year": 2005},
        {"usd": 2e9, **UNTOLD},
        {"usd": 2e9, "buyer": "IND", **UNTOLD},
    )
    assert ask("deals", "buyer", "n_figures") == [(None, 3)]


def test_a_suspect_tells_nothing_of_a_deal_but_is_counted(told, ask) -> None:
    told({"usd": 2e9, "seller": None}, {"usd": 2.02e9, "is_suspect": True, **DELIVERY})
    assert ask("deals", "seller", "status", "amount_high", "is_suspect", "n_figures", "n_suspect") == [
        (None, "contracted", 2e9, False, 2, 1)
    ]


LAST_WORDS = {
    "called off in the later cable": ([ORDER, REFUSAL], "refused"),
    "ordered after all in the later cable": ([REFUSAL, ORDER], "contracted"),
    "delivered, whatever is called off": ([DELIVERY, REFUSAL], "delivered"),
    "only talked of": ([PROPOSAL, PROPOSAL], "proposed"),
    "proposed, then refused": ([PROPOSAL, REFUSAL], "refused"),
    "plainly sold, then ordered": ([{"status": "reported"}, ORDER], "contracted"),
}


@pytest.mark.parametrize(("stages", "status"), LAST_WORDS.values(), ids=LAST_WORDS)
def test_how_far_a_deal_came(stages, status, told, ask) -> None:
    told(*({"usd": 2e9, **stage} for stage in stages))
    assert ask("deals", "status", "is_counted") == [(status, status not in ("refused", "proposed"))]


NOT_COUNTED = {
    "proposed": PROPOSAL,
    "refused": REFUSAL,
    "grant": {"flow": "grant"},
    "illicit": {"flow": "illicit"},
    "several years": {"year_from": 2005, "year_to": 2007},
    "no year told": UNTOLD,
    "no rate to US dollars": {"currency": "XAU", "amount_usd": None},
    "no weapon named": pieces(24, None),
    "no amount": {"usd": 0.0},
    "suspect": {"is_suspect": True},
}


@pytest.mark.parametrize(("reason", "change"), NOT_COUNTED.items(), ids=NOT_COUNTED)
def test_a_deal_says_why_no_sum_counts_it(reason, change, told, ask) -> None:
    told({"usd": 2e9, **change})
    assert ask("deals", "is_counted", "not_counted") == [(False, reason)]
    assert ask("arms_figure_evidence", "counts_in_year", "not_counted") == [(None, reason)]


def listed(*items: Told) -> list[Told]:
    """Numbers that follow one another in one sentence."""
    return [
        {**SENTENCE, "cable_id": "06MOSCOW1", "char_start": n, "char_end": n + 1, **item}
        for n, item in enumerate(items)
    ]


def test_a_list_of_weapons_counts_by_its_parts(told, ask) -> None:
    told(
        *listed(
            pieces(9, "submarines"), pieces(5, "Project 636"), pieces(4, "Project 677"), pieces(2, "Su-30")
        )
    )
    whole = "06MOSCOW1#par1@0"
    assert sorted(ask("deals", "amount", "part_of", "not_counted"), key=lambda row: row[0]) == [
        (2, None, None),
        (4, whole, None),
        (5, whole, None),
        (9, None, "told by its parts"),
    ]
    assert ask("arms_quantities_by_system_year", "system", "quantity") == [
        ("Project 636", 5),
        ("Project 677", 4),
        ("Su-30", 2),
    ]


def test_a_list_of_values_counts_by_the_whole(told, ask) -> None:
    told(*listed({"usd": 1.7e9}, {"usd": 1.2e9, "system": "frigates"}, {"usd": 0.5e9, "system": "aircraft"}))
    assert ask("arms_sales_by_buyer_year", "value_usd", "n_figures") == [(1.7e9, 1)]


def test_parts_count_where_the_whole_does_not(told, ask) -> None:
    told(*listed({"usd": 1.7e9, "year_from": 2005, "year_to": 2006}, {"usd": 1.2e9}, {"usd": 0.5e9}))
    assert ask("arms_sales_by_buyer_year", "value_usd") == [1.7e9]


def test_numbers_that_come_to_no_number_before_them_are_no_parts(told, ask) -> None:
    told(*listed(pieces(9, "Su-27"), pieces(5, "Mi-17"), pieces(4, "Mi-26")))
    assert ask("deals", "part_of") == [None] * 3


PARTS_OF_AN_ORDER = {
    "fewer, in a later year": ({"year": 2006}, True),
    "fewer, in the year of the order": ({"year": 2005}, True),
    "too long after": ({"year": 2011}, False),
    "before the order": ({"year": 2004}, False),
    "more than were ordered": ({"year": 2006, "amount": 40.0}, False),
    "to another buyer": ({"year": 2006, "buyer": "IND"}, False),
    "another weapon": ({"year": 2006, "system": "Mi-17"}, False),
    "an order of its own": ({"year": 2006, **ORDER}, False),
}


@pytest.mark.parametrize(("change", "is_part"), PARTS_OF_AN_ORDER.values(), ids=PARTS_OF_AN_ORDER)
def test_a_delivery_is_part_of_the_order_before_it(change, is_part, told, ask) -> None:
    told(pieces(36, "Su-30", year=2005, **ORDER), {**pieces(24, "Su-30", **DELIVERY), **change})
    parts = {d for d, whole, why in ask("deals", "deal_id", "part_of", "not_counted") if whole or why}
    assert parts == ({"06MOSCOW2#par1@0"} if is_part else set())


def test_each_figure_says_why_it_belongs_to_its_deal(told, ask) -> None:
    told(
        {"usd": 2e9, "year": 2005},
        {"usd": 2e9, "year": 2006, **DELIVERY},
        {"usd": 2e9, **UNTOLD},
        in_euros(1.5e9, year=2005),
        {"usd": 2.01e9, "year": 2005},
    )
    assert sorted(ask("deal_figures", "figure_id", "link")) == [
        ("06MOSCOW1#par1@0", "head"),
        ("06MOSCOW2#par1@0", "another year"),
        ("06MOSCOW3#par1@0", "no year told"),
        ("06MOSCOW4#par1@0", "another currency"),
        ("06MOSCOW5#par1@0", "same year"),
    ]


LISTS = {
    "arms_sales_by_buyer_year": ("buyer", "deal_buyer", "value"),
    "arms_sales_by_seller_year": ("seller", "deal_seller", "value"),
    "arms_quantities_by_system_year": ("system_key", "deal_system_key", "quantity"),
}


@pytest.mark.parametrize("view", LISTS)
def test_every_row_of_a_sum_can_list_its_sentences(view, told, database) -> None:
    told(
        {"usd": 2e9},
        {"usd": 2e9, "seller": None},
        {"usd": 9e9, "scope": "total"},
        {"usd": 5e9, "buyer": "IND"},
        {"usd": 67e9, "is_suspect": True},
        pieces(24, "Su-30MK2"),
        pieces(24, "Su-30", **UNTOLD),
        pieces(10, "T-72", buyer="IND"),
        {"usd": 1e9, **PROPOSAL},
    )
    party, deal_party, kind = LISTS[view]
    listed_rows = database.execute(
        f"""select v.n_figures, count(e.figure_id) from {view} as v
        left join arms_figure_evidence as e
            on e.counts_in_year = v.year and e.{deal_party} = v.{party} and e.kind = '{kind}'
        group by all"""
    ).fetchall()
    assert listed_rows
    assert all(told == found > 0 for told, found in listed_rows)
