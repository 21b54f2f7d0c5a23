"""Choosing sentences: by rank, without repetition, and only those that can be understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.inference.protocol import Embeddings
from service.tasks.similarity import cosines
from service.tasks.summary.candidates import Candidate, Form
from service.text.gazetteers.word_lists import STOPWORDS

REDUNDANCY = 0.3  # log odds that a cosine of 1 with a picked sentence takes
DUPLICATE = 0.92  # the cosine above which two sentences say the same
COMPARED = 500  # picks that all sentences are compared with; further ones only by their words
_NEAR = 0.4  # the cosine from which the words of two sentences are compared
_CONTAINED = 0.8  # the share of its words in another from which a sentence says nothing new
_LEAST_WORDS = 4
_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The words of a sentence that carry its meaning, and those of them that tell it apart."""

    words: frozenset[str]
    telling: frozenset[str]  # names and numbers

    @classmethod
    def of(cls, text: str) -> SentenceWords:
        """The wording of a sentence."""
        found = [m[0] for m in _WORD.finditer(text)]
        kept = [w for w in found if w.lower() not in STOPWORDS]
        telling = [w for i, w in enumerate(kept) if w[0].isdigit() or (i and w[0].isupper())]
        return cls(frozenset(map(str.lower, kept)), frozenset(map(str.lower, telling)))

    def repeats(self, other: SentenceWords, cosine: float) -> bool:
        """Whether it says what `other` says, or a part of it, or the other way round."""
        short, long = sorted((self, other), key=lambda one: len(one.words))
        if len(short.words) < _LEAST_WORDS or not short.telling <= long.words:
            return False
        return cosine > DUPLICATE or len(short.words & long.words) > _CONTAINED * len(short.words)


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `count` sentences of at most `words` words together; None for no limit."""

    count: int | None = None
    words: int | None = None

    def allow(self, picks: _Picks) -> bool:
        """Whether one more sentence may be picked."""
        return self.count is None or len(picks.chosen) < self.count


def choose(
    candidates: Sequence[Candidate],
    wordings: Sequence[SentenceWords],
    vectors: Embeddings,
    ranks: NDArray[np.float64],
    limits: Limits,
) -> list[int]:
    """Positions of the chosen sentences, the best first.

    This is greedy maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): each pick has
    the highest rank less its similarity to earlier picks. A sentence that repeats a picked one is
    never chosen. One that cannot be understood without another is chosen after that one, or when
    nothing else is left; a question or half a quotation only then.

    Args:
        candidates: all sentences of the content, of which there are n.
        vectors: their unit vectors, shape (n, dimensions).
        ranks: log odds of each, shape (n,).
    """
    picks = _Picks(candidates, wordings, vectors, ranks)
    while limits.allow(picks) and (best := picks.best(limits)) is not None:
        picks.take(best)
    return picks.chosen


class _Picks:
    """The sentences that are chosen so far, and how much each other would add."""

    def __init__(
        self,
        candidates: Sequence[Candidate],
        wordings: Sequence[SentenceWords],
        vectors: Embeddings,
        ranks: NDArray[np.float64],
    ) -> None:
        self.chosen: list[int] = []
        self.words = 0
        self._said: set[frozenset[str]] = set()
        self._wordings, self._vectors, self._ranks = wordings, vectors, ranks
        self._lengths = np.array([c.words for c in candidates])
        self._closest = np.zeros(len(candidates))
        self._left = np.ones(len(candidates), dtype=bool)
        self._missing = [set(c.needs.sentences) for c in candidates]
        self._forms = [c.form for c in candidates]
        self._fitness = np.array([self._fits(i) for i in range(len(candidates))])
        self._waiting: dict[int, list[int]] = {}
        for i, missing in enumerate(self._missing):
            for other in missing:
                self._waiting.setdefault(other, []).append(i)

    def _fits(self, index: int) -> int:
        """How well a sentence can stand beside those that are chosen."""
        form = self._forms[index]
        return int(Form.SHORT if form is Form.WHOLE and self._missing[index] else form)

    def best(self, limits: Limits) -> int | None:
        """The sentence to take next, None if there is none that fits.

        What is left of a budget is not filled up with scraps while better sentences are too long.
        """
        fits = self._left
        if limits.words is not None:
            fits = fits & (self._lengths <= limits.words - self.words)
        if not fits.any():
            return None
        form = self._fitness[fits].max()
        if self.chosen and form < self._fitness[self._left].max():
            return None
        fits = fits & (self._fitness == form)
        gains = np.where(fits, self._ranks - REDUNDANCY * self._closest, -np.inf)
        return int(np.argmax(gains))

    def take(self, index: int) -> None:
        """Choose a sentence, unless it says what a chosen one says."""
        self._left[index] = False
        own = self._wordings[index]
        if own.words and own.words in self._said:
            return
        if len(self.chosen) < COMPARED:
            near = cosines(self._vectors, self._vectors[index])
            alike = (i for i in self.chosen if near[i] > _NEAR)
            if any(own.repeats(self._wordings[i], float(near[i])) for i in alike):
                return
            self._closest = np.maximum(self._closest, near)
        self._said.add(own.words)
        self.chosen.append(index)
        self.words += int(self._lengths[index])
        for other in self._waiting.get(index, ()):
            self._missing[other].discard(index)
            self._fitness[other] = self._fits(other)
