"""What is known of each sentence of an article when it is ranked for the summary.

The features are of a kind that extractive summarisers have used since Edmundson (1969): place,
length, likeness to the whole and to the heading, words that signal importance, and here also whose
words a sentence is. Which of them matter depends on the text, so some are multiplied with a
property of it: how long it is, how opinionated, how much of it is quoted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.inference.protocol import Embeddings
from service.tasks.annotations import NameAnnotations
from service.tasks.similarity import cosines
from service.tasks.summary.candidates import Candidate, Form
from service.text.document import Sentence
from service.text.gazetteers.word_lists import STOPWORDS

Column = NDArray[np.float64]
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_PATTERNS = {
    "number": re.compile(r"\d"),
    "year": re.compile(r"\b(?:19|20)\d\d\b"),
    "day": re.compile(
        r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|(?:this|last) week)\b"
    ),
    "said": re.compile(
        r"\b(?:said|says|told|according|added|stated|announced|reported|argued|warned|claims?|"
        r"claimed)\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(
        r"\b(?:because|after|amid|following|since|due to|as a result|led to|caused)\b",
        re.IGNORECASE,
    ),
    "call": re.compile(
        r"\b(?:should|must|ought to|needs? to|ha(?:ve|s) to|let['’]s|(?:it is )?time (?:to|for))\b",
        re.IGNORECASE,
    ),
    "question": re.compile(r"\?[\"”’')\s]*$"),
    "i": re.compile(r"\b(?:I|my|me)\b"),
    "we": re.compile(r"\b(?:we|our|us)\b", re.IGNORECASE),
}
_OPINION = re.compile(r"\b(?:I|we|our|us|my|should|must|ought|needs? to|let['’]s|let us)\b")
_USUAL_LENGTH = 15  # sentences
_LONG = 25  # words, from which a sentence does not say more by being longer
# What the properties of a text are multiplied with.
_OF_OPINION = (
    "first",
    "second",
    "lead",
    "place",
    "last",
    "late",
    "central",
    "heading",
    "own",
    "quoted",
    "call",
    "i",
)
_OF_QUOTING = ("first", "lead", "central", "own", "quoted", "late")
_OF_SIZE = ("first", "second", "lead", "last", "late", "central", "heading")


@dataclass(frozen=True, slots=True)
class Features:
    """The features of the sentences of a text, by name, and their words, each of shape (n,)."""

    columns: dict[str, Column]
    words: Column

    def matrix(self, names: Sequence[str]) -> NDArray[np.float64]:
        """The features of these names side by side, shape (n, names). Raises `KeyError`."""
        return np.stack([self.columns[name] for name in names], axis=1)


def sentence_features(
    content: Sequence[Sentence],
    candidates: Sequence[Candidate],
    names: NameAnnotations,
    vectors: Embeddings,
    heading: Embeddings | None,
) -> Features:
    """The features of each sentence of the content, of which there are n > 0.

    Args:
        vectors: unit vectors of the sentences, shape (n, dimensions).
        heading: that of the heading, shape (dimensions,), if there is one.
    """
    columns = {
        **_places(content),
        **_likeness(candidates, vectors, heading),
        **_forms(candidates),
        **_entities(content, names),
        **{name: _matching(content, p) for name, p in _PATTERNS.items()},
        "frequency": _frequency(content),
        "own": np.array([float(not names.voices[s.index].quoted) for s in content]),
    }
    opinion = float(_matching(content, _OPINION).mean())
    quoting = 1.0 - float(columns["own"].mean())
    size = math.log(len(content) / _USUAL_LENGTH)
    for prefix, weight, of in (
        ("opinion", opinion, _OF_OPINION),
        ("quoting", quoting, _OF_QUOTING),
        ("size", size, _OF_SIZE),
    ):
        columns |= {f"{prefix} {name}": weight * columns[name] for name in of}
    return Features(columns, np.array([c.words for c in candidates], dtype=float))


def _places(content: Sequence[Sentence]) -> dict[str, Column]:
    n = len(content)
    at = np.arange(n)
    place = at / max(1, n - 1)
    opens = np.array(
        [i == 0 or s.block != content[i - 1].block for i, s in enumerate(content)], dtype=float
    )
    return {
        "first": (at == 0) * 1.0,
        "second": (at == 1) * 1.0,
        "third": (at == 2) * 1.0,
        "lead": 1 / (1 + 0.35 * at),
        "place": place,
        "ends": (place - 0.5) ** 2 * 4,
        "last": (at == n - 1) * 1.0,
        "late": np.maximum(0.0, (place - 0.8) / 0.2),
        "last block": np.array([float(s.block == content[-1].block) for s in content]),
        "opens block": opens,
        "opens later block": opens * (place > 0.1),
    }


def _likeness(
    candidates: Sequence[Candidate], vectors: Embeddings, heading: Embeddings | None
) -> dict[str, Column]:
    usable = [c.index for c in candidates if c.is_standalone] or [c.index for c in candidates]
    centre = vectors[usable].mean(axis=0)
    centre /= max(float(np.linalg.norm(centre)), 1e-9)
    like_first = _spread(cosines(vectors, vectors[0]))
    like_first[0] = 0.0
    return {
        "central": _standard(cosines(vectors, centre)),
        "heading": np.zeros(len(vectors))
        if heading is None
        else _standard(cosines(vectors, heading)),
        "like first": like_first,
    }


def _forms(candidates: Sequence[Candidate]) -> dict[str, Column]:
    words = np.array([c.words for c in candidates], dtype=float)
    return {
        "length": np.minimum(words, _LONG) / 20,
        "short": (words < 10) * 1.0,
        "very short": (words < 7) * 1.0,
        "unfit": np.array([float(c.form is Form.UNFIT) for c in candidates]),
        "dependent": np.array([float(bool(c.needs.sentences)) for c in candidates]),
        "unnamed": np.array([float(bool(c.needs.names)) for c in candidates]),
        "quoted": np.array([c.quoted for c in candidates]),
        "wholly quoted": np.array([float(c.quoted > 0.9) for c in candidates]),
    }


def _entities(content: Sequence[Sentence], names: NameAnnotations) -> dict[str, Column]:
    """How many entities a sentence means, how often the text does, and whether the main one."""
    at = {s.index: i for i, s in enumerate(content)}
    number, salience, main = (np.zeros(len(content)) for _ in range(3))
    ranked = sorted(names.entities, key=lambda e: -len(e.mentions))
    for rank, entity in enumerate(ranked):
        where = [at[i] for i in {m.sentence for m in entity.mentions} if i in at]
        number[where] += 1
        salience[where] += len(where) / len(content)
        if rank == 0:
            main[where] = 1.0
    return {"entities": np.minimum(number, 5) / 3, "salience": salience, "main entity": main}


def _matching(content: Sequence[Sentence], pattern: re.Pattern[str]) -> Column:
    return np.array([float(pattern.search(s.clean) is not None) for s in content])


def _frequency(content: Sequence[Sentence]) -> Column:
    """How often the text uses the words of each sentence, standardized."""
    words = [_content_words(s.clean) for s in content]
    total = Counter(word for own in words for word in own)
    return _standard(np.array([_mean_logarithm(own, total) for own in words]))


def _mean_logarithm(words: Sequence[str], total: Mapping[str, int]) -> float:
    own = set(words)
    return sum(math.log(1 + total[word]) for word in own) / max(1, len(own))


def _content_words(text: str) -> list[str]:
    found = (m[0].lower() for m in _WORD.finditer(text))
    return [word for word in found if len(word) > 2 and word not in STOPWORDS]


def _spread(values: NDArray[np.floating]) -> Column:
    """The values scaled to 0..1 over the text, because raw cosines are close together."""
    low, high = float(values.min()), float(values.max())
    if high - low <= 1e-5:  # sentences that are equally alike still differ by rounding errors
        return np.ones(len(values))
    found: Column = (values.astype(float) - low) / (high - low)
    return found


def _standard(values: NDArray[np.floating]) -> Column:
    """The values with the mean 0 and the deviation 1 over the text."""
    deviation = float(values.std())
    if deviation <= 1e-5:
        return np.zeros(len(values))
    found: Column = (values - values.mean()).astype(float) / deviation
    return found
