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
_CONTAINED = 0.8  # the share of its words in another from which a sentence says nothing new
_LEAST_WORDS = 4
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
    picked: list[int] = []
    budget = limits.words
    while limits.count is None or len(picked) < limits.count:
        fits = left if budget is None else left & (lengths <= budget)
        if not fits.any():
            break
        fitness = _fitness(candidates, set(picked))
        best_form = fitness[fits].max()
        gains = np.where(fits & (fitness == best_form), ranks - REDUNDANCY * closest, -np.inf)
        best = int(np.argmax(gains))
        left[best] = False
        near = cosines(vectors, vectors[best])
        if any(wordings[best].repeats(wordings[i], float(near[i])) for i in picked):
            continue
        picked.append(best)
        budget = None if budget is None else budget - int(lengths[best])
        closest = np.maximum(closest, near)
    return picked


def _fitness(candidates: Sequence[Candidate], picked: set[int]) -> NDArray[np.int64]:
    """How well each sentence can stand in a summary that has those picked, shape (n,)."""
    return np.array([_form(candidate, picked) for candidate in candidates])


def _form(candidate: Candidate, picked: set[int]) -> int:
    form = candidate.form
    dependent = form is Form.WHOLE and not candidate.needs.sentences <= picked
    return int(Form.SHORT if dependent else form)
