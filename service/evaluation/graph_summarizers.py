"""LexRank and TextRank, the classic graph summarisers, as baselines.

Both rank sentences by PageRank over their similarity: LexRank (Erkan and Radev, JAIR 2004) with
tf-idf cosines, TextRank (Mihalcea and Tarau, EMNLP 2004) with shared words.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.text.gazetteers.word_lists import STOPWORDS, stem

_WORD = re.compile(r"[^\W\d_]{2,}")
_DAMPING = 0.85
_THRESHOLD = 0.1

Matrix = NDArray[np.float64]


def lexrank(sentences: Sequence[str], count: int) -> list[int]:
    """Indices of the `count` most central sentences, in text order."""
    vectors = _tf_idf([Counter(_words(s)) for s in sentences])
    norms = [math.sqrt(sum(x * x for x in v.values())) or 1.0 for v in vectors]
    weights = np.zeros((len(vectors), len(vectors)))
    for i, a in enumerate(vectors):
        for j, b in enumerate(vectors[:i]):
            dot = sum(x * b[w] for w, x in a.items() if w in b)
            weights[i, j] = weights[j, i] = dot / (norms[i] * norms[j])
    return _top(np.where(weights >= _THRESHOLD, weights, 0.0), count)


def textrank(sentences: Sequence[str], count: int) -> list[int]:
    """Indices of the `count` most central sentences, in text order."""
    sets = [set(_words(s)) for s in sentences]
    weights = np.zeros((len(sets), len(sets)))
    for i, a in enumerate(sets):
        for j, b in enumerate(sets[:i]):
            length = math.log(len(a) or 1) + math.log(len(b) or 1)
            weights[i, j] = weights[j, i] = len(a & b) / length if length > 0 else 0.0
    return _top(weights, count)


def _tf_idf(bags: Sequence[Counter[str]]) -> list[dict[str, float]]:
    """Each sentence's word counts, weighted by inverse document frequency."""
    spread = Counter(word for bag in bags for word in bag)
    rarity = {w: math.log(len(bags) / n) + 1e-9 for w, n in spread.items()}
    return [{w: n * rarity[w] for w, n in bag.items()} for bag in bags]


def _top(weights: Matrix, count: int) -> list[int]:
    """PageRank by power iteration."""
    n = len(weights)
    sums = weights.sum(axis=1, keepdims=True)
    moves = np.where(sums > 0, weights / np.where(sums > 0, sums, 1.0), 1.0 / max(n, 1))
    rank = np.full(n, 1.0 / max(n, 1))
    for _ in range(100):
        rank = (1 - _DAMPING) / max(n, 1) + _DAMPING * rank @ moves
    return sorted(np.argsort(-rank, kind="stable")[:count].tolist())


def _words(sentence: str) -> list[str]:
    return [stem(w) for w in _WORD.findall(sentence.lower()) if w not in STOPWORDS]
