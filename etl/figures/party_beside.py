"""What speaks for a party as seller or buyer beside a number's own sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.figures.models import Figure, Sentence
from etl.figures.reading import Reading
from etl.figures.weights import Cues

Code = str | None
Around = Sequence[tuple[int, Sentence]]
FULL = 3.0


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a sentence.

    Attributes:
        reading: its paragraph and cable.
        sentence: the sentence.
        around: the sentences near it, itself among them, each with its distance.
        told: figures told before.
    """

    reading: Reading
    sentence: Sentence
    around: Around
    told: Sequence[Figure]

    def cues(self, role: str, code: str, *, is_here: bool) -> Cues:
        """Cues of a party, each once more by how many parties the sentence names itself.

        `is_here` says that the sentence names this party itself.
        """
        cues = _neighbour_cues(self.around, role, code) | _cable_cues(self.reading, role, code)
        cues |= carried_cues(self.sentence, self.told, role, code)
        crowd = "_too" if is_here else f"_beside_{min(2, len({p.code for p in self.sentence.parties}))}"
        return cues | {f"{name}{crowd}": value for name, value in cues.items()}


def _neighbour_cues(around: Around, role: str, code: str) -> Cues:
    """What the sentences before and behind tell of a party."""
    cues: Cues = {}
    for away, sentence in around:
        if away == 0:
            continue
        where = "prev" if away == -1 else ("back" if away < 0 else "next")
        for hint in sentence.hints:
            if hint.code == code and hint.role != "either":
                name = f"{where}_{'own' if hint.role == role else 'opposite'}"
                cues[name] = max(cues.get(name, 0.0), min(1.0, hint.weight / FULL))
        if any(p.code == code for p in sentence.parties):
            cues[f"{where}_here"] = 1.0
    return cues


def _cable_cues(reading: Reading, role: str, code: str) -> Cues:
    """What the subject line, TAGS, the embassy's country and the whole cable tell of a party."""
    context = reading.context
    cues: Cues = {}
    if context.subject:
        for hint in context.subject.hints:
            if hint.code == code and hint.role != "either":
                cues["subject_own" if hint.role == role else "subject_opposite"] = 1.0
        if any(p.code == code for p in context.subject.parties):
            cues["subject_here"] = 1.0
    tags = dict.fromkeys(context.tag_countries)
    if code in tags:
        cues["tag"] = 1.0
        cues["tag_of_two"] = float(len(tags) == 2)
    if code == context.host:
        cues["host"] = 1.0
    usual = reading.usual.pair
    if code in usual:
        cues["usual_own" if usual[role == "buyer"] == code else "usual_opposite"] = 1.0
    return cues


def carried_cues(sentence: Sentence, told: Sequence[Figure], role: str, code: Code) -> Cues:
    """Whether the figure before has the party on this side or on the other."""
    if not told:
        return {}
    last = told[-1]
    where = "same_sentence" if last.evidence == sentence.text else "figure_before"
    own, other = (last.seller, last.buyer) if role == "seller" else (last.buyer, last.seller)
    if code == own:
        return {f"{where}_own": 1.0}
    return {f"{where}_opposite": 1.0} if code is not None and code == other else {}
