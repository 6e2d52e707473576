"""Seller and buyer of a number: every party of the cable weighed for both sides, the best pair taken."""

from collections.abc import Iterable, Sequence
from itertools import product

from etl.figures.models import Figure, Number, System
from etl.figures.party_beside import Code
from etl.figures.party_cues import pair_cues, party_options
from etl.figures.reading import Reading
from etl.figures.weights import weigh


def parties_of(
    reading: Reading, index: int, number: Number, system: System | None, told: Sequence[Figure]
) -> tuple[Code, Code]:
    """The pair of seller and buyer with the most evidence."""
    options = party_options(reading, index, number, system, told)
    sellers = {code: weigh("seller", cues) for code, cues in options.seller.items()}
    buyers = {code: weigh("buyer", cues) for code, cues in options.buyer.items()}
    pairs = allowed_pairs(sellers, buyers)
    seller, buyer = max(
        pairs, key=lambda p: sellers[p[0]] + buyers[p[1]] + weigh("pair", pair_cues(reading, index, *p))
    )
    return seller, _fuller_name(reading, buyer)


def allowed_pairs(sellers: Iterable[Code], buyers: Iterable[Code]) -> list[tuple[Code, Code]]:
    """All pairs but a party with itself and fighters who sell."""
    return [
        (s, b) for s, b in product(sellers, buyers) if (s is None or s != b) and (s is None or len(s) == 3)
    ]


def _fuller_name(reading: Reading, code: Code) -> Code:
    """As in "Nigerian militants" after "militants in the Niger Delta" are those."""
    if code is None or not code.endswith(" MILITANTS"):
        return code
    named = [p.code for s in reading.sentences for p in s.parties if p.code.endswith(" MILITANTS")]
    return max([code, *(n for n in named if n[:4] == code[:4])], key=len)
