"""A score is a matter of what was found, not of the order in which it was."""

from hypothesis import given
from hypothesis import strategies as st

from etl.figures.weights import all_weights, weigh

DECISION = "value"


@given(
    st.dictionaries(
        st.sampled_from(sorted(all_weights()[DECISION])), st.floats(-9, 9), min_size=1, max_size=40
    ),
    st.randoms(),
)
def test_order_of_cues_changes_no_bit(cues: dict[str, float], random) -> None:
    shuffled = list(cues.items())
    random.shuffle(shuffled)
    assert weigh(DECISION, dict(shuffled)) == weigh(DECISION, cues)


def test_cues_without_a_weight_weigh_nothing() -> None:
    assert weigh(DECISION, {"no such cue": 1.0}) == weigh("no such decision", {"bias": 1.0}) == 0.0
