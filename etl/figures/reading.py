"""A paragraph as read: its sentences with hints, and what the cable tells beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import overload

from etl.figures.hints import add_hints
from etl.figures.models import CableContext, Sentence
from etl.figures.roles import add_role_hints, settle_parties
from etl.figures.sentences import analyse, split_sentences
from etl.figures.times import TimeMention, find_times

Pair = tuple[str | None, str | None]


class Sentences(Sequence[Sentence]):
    """The sentences of a paragraph, each analysed when it is first asked for."""

    def __init__(self, text: str, context: CableContext) -> None:
        self._text = text
        self._context = context
        self._spans = split_sentences(text)
        self._read: dict[int, Sentence] = {}
        self._settled: dict[int, Sentence] = {}
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
        if index not in self._settled:
            before = range(max(0, index - 2), index)
            sentence = settle_parties(
                self._analysed(index),
                self._context,
                lambda: [p for i in before for p in self._analysed(i).parties],
            )
            self._settled[index] = add_role_hints(add_hints(sentence))
        return self._settled[index]

    def _analysed(self, index: int) -> Sentence:
        if index not in self._read:
            start, end = self._spans[index]
            self._read[index] = analyse(self._text[start:end], start, self._context)
        return self._read[index]

    def times(self, index: int) -> list[TimeMention]:
        """The years that a sentence names."""
        if index not in self._times:
            self._times[index] = find_times(self.text(index), self._context)
        return self._times[index]

    def text(self, index: int) -> str:
        """The words of a sentence, not analysed."""
        start, end = self._spans[index]
        return self._text[start:end]


class UsualPair:
    """The seller and the buyer that a cable's sentences name together most, counted when first asked for."""

    def __init__(self, paragraphs: Sequence[Sequence[Sentence]]) -> None:
        self._paragraphs = paragraphs

    @cached_property
    def pair(self) -> Pair:
        """The pair that stands out; two nulls when none does."""
        pairs: Counter[tuple[str, str]] = Counter()
        for sentence in chain.from_iterable(self._paragraphs):
            told = {(hint.role, hint.code) for hint in sentence.hints if hint.weight >= 2}
            sellers = [code for role, code in told if role == "seller"]
            buyers = [code for role, code in told if role == "buyer"]
            if len(sellers) == len(buyers) == 1 and sellers != buyers:
                pairs[sellers[0], buyers[0]] += 1
        top = pairs.most_common(2)
        if not top or (len(top) == 2 and top[0][1] < 2 * top[1][1]):
            return None, None
        return top[0][0]


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
