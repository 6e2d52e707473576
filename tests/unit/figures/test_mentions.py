"""Where a sentence names arms, and where its clauses end."""

import pytest

from etl.figures.mentions import find_systems
from etl.figures.models import CableContext, Number
from etl.figures.roles import own_phrase
from etl.figures.sentences import analyse, number_clauses, tokenize

SYSTEMS = {
    "hyphen": ("two A-10s", ["A-10"]),
    "capitals and a blank": ("the AT 4 launchers", ["AT 4", "launchers"]),
    "hour of the day": ("At 4 p.m. the two met", []),
    "article before a number": ("A 10 percent rise", []),
    "article in mixed case": ("An 12 percent rise", []),
    "Soviet bureau": ("An-12 transports", ["An-12"]),
}
CLAUSES = {
    "list without a verb": ("ten tanks, and four trucks", 1),
    "joined clauses": ("Germany is to lease three drones, and Brazil has chosen the same", 2),
    "joined clause of other speech": ("sales reached two billion, but deals with Georgia were small", 2),
}


@pytest.mark.parametrize(("text", "names"), SYSTEMS.values(), ids=SYSTEMS)
def test_systems(text: str, names: list[str]) -> None:
    assert [s.text for s in find_systems(tokenize(text), is_flattened=False)] == names


@pytest.mark.parametrize(("text", "n_clauses"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(text: str, n_clauses: int) -> None:
    assert max(number_clauses(tokenize(text))) + 1 == n_clauses


@pytest.mark.parametrize(
    ("text", "word", "told"),
    [
        pytest.param("28 Gripens from Sweden", "28", [("seller", "SWE")], id="noun and origin"),
        pytest.param(
            "eight from Poland and six from Belgium", "six", [("seller", "BEL")], id="noun left out"
        ),
        pytest.param("ten to Chad", "ten", [("buyer", "TCD")], id="recipient, noun left out"),
        pytest.param("24 British Hawks", "24", [("seller", "GBR")], id="adjective of origin"),
    ],
)
def test_own_phrase_tells_the_side(text: str, word: str, told: list[tuple[str, str]]) -> None:
    sentence = analyse(text, 0, CableContext(year=2008))
    start = text.index(word)
    number: Number = next(n for n in sentence.numbers if n.start == start)
    assert [(hint.role, hint.code) for hint in own_phrase(sentence, number)] == told
