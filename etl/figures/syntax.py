"""How the words of a sentence hang together around a party: voice, possessives, prepositions, titles."""

from etl.figures.lexicon import words
from etl.figures.models import Party, Predicate, Sentence

GOVERNING = ("to", "from", "by", "with", "for", "in", "between")


def is_passive(sentence: Sentence, predicate: Predicate) -> bool:
    """True for "were sold", "was delivered", "supplied by"."""
    tokens = sentence.tokens
    if predicate.kind != "verb" or not (
        predicate.word.endswith("ed") or predicate.word in words("irregular_participle")
    ):
        return False
    lead = [t.lower for t in tokens[max(0, predicate.first - 4) : predicate.first]]
    if any(word in words("be") for word in lead):
        return True
    follower = tokens[predicate.last].lower if predicate.last < len(tokens) else ""
    return follower == "by"


def has_possessive(sentence: Sentence, party: Party) -> bool:
    """True for "Spain's", "the Emirates'"."""
    return sentence.tokens[party.last - 1].text.endswith(("'s", "’s", "s'", "s’"))


def is_bystander(sentence: Sentence, party: Party) -> bool:
    """True for an embassy or a newspaper of a country, and behind "according to" or "instead of"."""
    tokens = sentence.tokens
    if any(t.lower in words("bystander") for t in tokens[party.last : party.last + 2]):
        return True
    if party.kind == "demonym" and _names_a_person(sentence, party.last):
        return True
    lead = " ".join(t.lower for t in tokens[max(0, party.first - 4) : party.first])
    return any(phrase in lead for phrase in ("according", "instead of", "rather than"))


def _names_a_person(sentence: Sentence, index: int) -> bool:
    """True for "gendarme Robert Roe", "businessman Richard Roe": a trade, then two capitalised words."""
    tail = sentence.tokens[index : index + 4]
    trade = [t for t in tail if t.text[0].islower()]
    if not trade or tail[0] is not trade[0] or tail[0].lower in words("firm", "force"):
        return False
    names = tail[len(trade) : len(trade) + 2]
    return len(names) == 2 and all(t.text[0].isupper() and t.text[-1].islower() for t in names)


def word_before(sentence: Sentence, party: Party) -> str:
    """The word that decides what a party does: articles, list words and "government of" skipped."""
    tokens = sentence.tokens
    before = tokens[party.first - 1].lower if party.first > 0 else ""
    if before in ("the", "a", "an") and party.first > 1:
        before = tokens[party.first - 2].lower
    if before in ("and", "or"):
        return _listed_preposition(sentence, party.first - 1) or before
    lead = tokens[max(0, party.first - 4) : party.first]
    of_state = before == "of" and any(t.lower in words("state_noun") for t in lead)
    return "" if of_state else before


def preposition_of(sentence: Sentence, party: Party) -> str | None:
    """The preposition that governs a party, over articles, adjectives and titles; null if none."""
    tokens = sentence.tokens
    predicates = {p.first for p in sentence.predicates}
    index = party.first - 1
    while index >= 0 and party.first - index <= 6:
        word = tokens[index].lower
        if word in GOVERNING:
            return word
        if tokens[index].text == "," or word in ("and", "or"):
            return _listed_preposition(sentence, index)
        if index in predicates or word in words("preposition") - {"of"} or not tokens[index].squashed:
            return None
        if word == "force" and tokens[index - 1].lower != "air":
            return None
        if (
            tokens[index].text[0].islower()
            and word not in words("possessor_gap", "state_noun")
            and word not in words("premodifier") | {"of", "other", "eastern", "western"}
        ):
            return None
        index -= 1
    return None


def _listed_preposition(sentence: Sentence, index: int) -> str | None:
    """As in "to Algeria, Syria and Iran": the preposition of the list, when only parties lie between."""
    for party in sentence.parties:
        if party.last in (index, index - 1):
            return preposition_of(sentence, party)
    return None
