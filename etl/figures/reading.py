"""A paragraph as read: its sentences with hints, and what the cable tells beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload

from etl.figures.models import CableContext, Party, Sentence
from etl.figures.roles import all_hints, may_tell_both, sides
from etl.figures.sentences import FINDERS, split_sentences
from etl.figures.times import TimeMention, find_times

CHAIN = 4
SURE = 2.0
Pair = tuple[str | None, str | None]


class Sentences(Sequence[Sentence]):
    """The sentences of a paragraph, each analysed when it is first asked for."""

    def __init__(self, text: str, context: CableContext) -> None:
        self._text = text
        self._context = context
        self._spans = split_sentences(text)
        self._read: dict[int, Sentence] = {}
        self._times: dict[int, list[TimeMention]] = {}

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> Sentence: ...

    @overload
    def __getitem__(self, index: slice) -> list[Sentence]: ...

    def __getitem__(self, index: int | slice) -> Sentence | list[Sentence]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        found = self._read.get(index)
        if found is None:
            start, end = self._spans[index]
            finders = FINDERS | {"parties": lambda _: self._sides(index, CHAIN), "hints": all_hints}
            found = self._read[index] = Sentence(self._text[start:end], start, self._context, finders)
        return found

    def _sides(self, index: int, chain: int) -> list[Party]:
        """The sides of a sentence; what an institution in it means hangs on the sentences before."""
        sentence, before = self[index], range(max(0, index - 2), index)
        if chain == 0:
            return sentence.named
        return sides(sentence, lambda: [p for i in before for p in self._sides(i, chain - 1)])

    def times(self, index: int) -> list[TimeMention]:
        """The years that a sentence names."""
        if index not in self._times:
            self._times[index] = find_times(self.text(index), self._context)
        return self._times[index]

    def may_tell_both(self, index: int) -> bool:
        """A cheap test of a sentence: false where it cannot tell surely who sells and who buys."""
        return self._context.is_flattened or may_tell_both(self.text(index))

    def text(self, index: int) -> str:
        """The words of a sentence, not analysed."""
        start, end = self._spans[index]
        return self._text[start:end]


class UsualPair:
    """The seller and the buyer that a cable's sentences name together most, counted when first asked for."""

    def __init__(self, paragraphs: Sequence[Sentences]) -> None:
        self._paragraphs = paragraphs

    @cached_property
    def pair(self) -> Pair:
        """The pair that stands out; two nulls when none does."""
        pairs: Counter[tuple[str, str]] = Counter()
        for paragraph in self._paragraphs:
            places = (index for index in range(len(paragraph)) if paragraph.may_tell_both(index))
            pairs.update(pair for index in places if (pair := _only_pair(paragraph[index])))
        top = pairs.most_common(2)
        if not top or (len(top) == 2 and top[0][1] < 2 * top[1][1]):
            return None, None
        return top[0][0]


def _only_pair(sentence: Sentence) -> tuple[str, str] | None:
    """The seller and the buyer that a sentence tells without doubt; null where it tells more or less."""
    told = {(hint.role, hint.code) for hint in sentence.hints if hint.weight >= SURE}
    sellers = [code for role, code in told if role == "seller"]
    buyers = [code for role, code in told if role == "buyer"]
    return (sellers[0], buyers[0]) if len(sellers) == len(buyers) == 1 and sellers != buyers else None


@dataclass(slots=True)
class Reading:
    """A paragraph as read, with what may fill what its sentences leave open.

    Attributes:
        sentences: the sentences, analysed.
        context: what the cable tells beside them.
        usual: the seller and the buyer that the cable names most.
    """

    sentences: Sentences
    context: CableContext
    usual: UsualPair
