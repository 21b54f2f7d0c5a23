"""Choosing sentences: by rank, without repetition, and only those that can be understood."""

from __future__ import annotations

import re
from collections import defaultdict
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
_CONTAINED = 0.8  # the share of its words in another from which a sentence says nothing new
_LEAST_WORDS = 4
# Picks that others are compared with. Only a share of a very long text has more, and to compare all
# with all takes minutes.
_COMPARED = 300
_WORD = re.compile(r"\w+(?:[.,’'-]\w+)*")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a sentence that carry its meaning, and those of them that tell it apart."""

    words: frozenset[str]
    telling: frozenset[str]  # names and numbers

    @classmethod
    def of(cls, text: str) -> Wording:
        """The wording of a sentence."""
        found = [m[0] for m in _WORD.finditer(text)]
        kept = [w for w in found if w.lower() not in STOPWORDS]
        telling = [w for i, w in enumerate(kept) if w[0].isdigit() or (i and w[0].isupper())]
        return cls(frozenset(map(str.lower, kept)), frozenset(map(str.lower, telling)))

    def repeats(self, other: Wording, cosine: float) -> bool:
        """Whether it says what `other` says, or a part of it, or the other way round."""
        short, long = sorted((self, other), key=lambda one: len(one.words))
        if short.words == long.words:
            return True
        if len(short.words) < _LEAST_WORDS or not short.telling <= long.words:
            return False
        return cosine > DUPLICATE or len(short.words & long.words) > _CONTAINED * len(short.words)


@dataclass(frozen=True, slots=True)
class Limits:
    """At most `count` sentences of at most `words` words together; None for no limit."""

    count: int | None = None
    words: int | None = None


def choose(
    candidates: Sequence[Candidate],
    wordings: Sequence[Wording],
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
    closest = np.zeros(len(candidates))
    left = np.ones(len(candidates), dtype=bool)
    lengths = np.array([c.words for c in candidates])
    standing = _Standing(candidates)
    said = _Said(wordings, vectors)
    picked: list[int] = []
    budget = limits.words
    while limits.count is None or len(picked) < limits.count:
        fits = left if budget is None else left & (lengths <= budget)
        if not fits.any():
            break
        best_form = standing.forms[fits].max()
        usable = fits & (standing.forms == best_form)
        best = int(np.argmax(np.where(usable, ranks - REDUNDANCY * closest, -np.inf)))
        left[best] = False
        if said.has(best):
            continue
        if len(picked) < _COMPARED:
            closest = np.maximum(closest, cosines(vectors, vectors[best]))
        picked.append(best)
        said.add(best)
        standing.add(best)
        budget = None if budget is None else budget - int(lengths[best])
    return picked


class _Said:
    """What the picked sentences say; of a very long summary what the first ones do."""

    def __init__(self, wordings: Sequence[Wording], vectors: Embeddings) -> None:
        self._wordings, self._vectors = wordings, vectors
        self._first: list[int] = []
        self._words: set[frozenset[str]] = set()

    def has(self, index: int) -> bool:
        """Whether the sentence at this position repeats a picked one."""
        own = self._wordings[index]
        if own.words in self._words:
            return True
        near = cosines(self._vectors[self._first], self._vectors[index])
        return any(
            own.repeats(self._wordings[i], float(cosine))
            for i, cosine in zip(self._first, near, strict=True)
        )

    def add(self, index: int) -> None:
        """Add a picked sentence."""
        self._words.add(self._wordings[index].words)
        if len(self._first) < _COMPARED:
            self._first.append(index)


class _Standing:
    """How well each sentence can stand in a summary that has those picked.

    Attributes:
        forms: the form of each, shape (n,); `SHORT` while it needs one that is not picked.
    """

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.forms = np.array([int(c.form) for c in candidates])
        self._missing: dict[int, set[int]] = {}
        self._needed_by: defaultdict[int, list[int]] = defaultdict(list)
        for i, one in enumerate(candidates):
            if one.form is Form.WHOLE and one.needs.sentences:
                self.forms[i] = Form.SHORT
                self._missing[i] = set(one.needs.sentences)
                for other in one.needs.sentences:
                    self._needed_by[other].append(i)

    def add(self, index: int) -> None:
        """Add a picked sentence."""
        for i in self._needed_by[index]:
            self._missing[i].discard(index)
            if not self._missing[i]:
                self.forms[i] = Form.WHOLE
