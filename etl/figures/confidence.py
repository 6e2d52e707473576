"""How sure a figure is: a sum of named cues through the logistic function."""

import math

CUES: dict[str, float] = {
    "base": -2.3,
    # what is measured
    "money": 0.4,
    "priced": 0.9,
    "arms_here": 1.5,
    "arms_near": 0.6,
    "arms_before": 0.8,
    "common_arms": 0.7,
    "military_word": -0.1,
    "designation": 0.8,
    "plain_noun": 0.2,
    "common_noun": -0.5,
    # a transfer
    "transfer_near": 2.0,
    "weak_near": 1.0,
    "transfer_here": 0.9,
    "transfer_before": 0.6,
    "context_near": 1.2,
    "price_money": 0.8,
    "price_count": 0.6,
    "paragraph_transfer": 0.5,
    "subject_transfer": 0.4,
    "military_programme": 2.0,
    "list_item": 1.2,
    "list_follows": 1.0,
    "figure_before": 0.7,
    # who
    "seller_known": 0.4,
    "buyer_known": 0.4,
    # against
    "other_money": -2.4,
    "stock_before": -3.0,
    "stock_near": -2.0,
    "stock_here": -0.8,
    "same_country": -3.5,
    "no_hints": -0.5,
    "elided": -0.3,
    "small_count": -1.0,
    "civil": -3.0,
    "implausible": -4.0,
    "no_arms": -1.5,
    "arms_later": -0.4,
    "no_transfer": -1.2,
}
THRESHOLD = 0.5


def confidence(cues: dict[str, float]) -> float:
    """Probability between 0 and 1; `cues` maps the name of a cue to how often it stands."""
    total = CUES["base"] + sum(CUES[name] * count for name, count in cues.items())
    return round(1 / (1 + math.exp(-total)), 3)
