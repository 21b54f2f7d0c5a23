"""Which sentences of an article a statement may rest on, by vectors and by words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.inference.protocol import Embeddings
from service.tasks.similarity import cosines
from service.text.document import BlockKind, Document, Sentence
from service.text.gazetteers.word_lists import STOPWORDS, WORD, stem

# A heading or a caption may be all that says something; who wrote it and what to click on is not.
_READ = frozenset({BlockKind.BODY, BlockKind.QUOTE, BlockKind.HEADING, BlockKind.CAPTION})
_WORDS = 0.6  # the weight of the statement's words that a sentence has, beside the cosine
_MOST = 8  # sentences that a statement is compared with


def readable(document: Document) -> list[Sentence]:
    """The sentences that a statement may rest on."""
    return [sentence for sentence in document.sentences if sentence.kind in _READ]


def words_of(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    found = (match[0].lower() for match in WORD.finditer(text))
    return frozenset(stem(word) for word in found if word not in STOPWORDS)


@dataclass(frozen=True, slots=True)
class SentenceIndex:
    """The sentences of an article: their vectors, shape (n, dimensions), and who has which word.

    `postings` maps a stem to the positions of the sentences with it, in order.
    """

    sentences: Sequence[Sentence]
    vectors: Embeddings
    postings: dict[str, NDArray[np.int64]]

    @classmethod
    def of(cls, sentences: Sequence[Sentence], vectors: Embeddings) -> SentenceIndex:
        """The index of these sentences; `vectors` has a row for each."""
        postings: dict[str, list[int]] = {}
        for place, sentence in enumerate(sentences):
            for word in words_of(sentence.clean):
                postings.setdefault(word, []).append(place)
        return cls(
            sentences, vectors, {w: np.array(p, dtype=np.int64) for w, p in postings.items()}
        )

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a stem among the sentences (Spärck Jones, 1972)."""
        return math.log1p(len(self.sentences) / (1 + len(self.postings.get(word, ()))))

    def nearest(self, text: str, vector: Embeddings, most: int = _MOST) -> list[int]:
        """Positions of the sentences that a statement may rest on, the most telling first.

        Each pick maximises its cosine with the statement and the share of the statement's words,
        by rarity, that the picks before it do not have: a statement that joins two sentences finds
        both of them.
        """
        near = cosines(self.vectors, vector).astype(np.float64)
        weights = {word: self.rarity(word) for word in words_of(text)}
        total = max(sum(weights.values()), 1e-9)
        open_words = {word: w / total for word, w in weights.items() if word in self.postings}
        picked: list[int] = []
        while len(picked) < min(most, len(self.sentences)):
            gain = near.copy()
            for word, weight in open_words.items():
                gain[self.postings[word]] += _WORDS * weight
            gain[picked] = -np.inf
            best = int(gain.argmax())
            picked.append(best)
            own = words_of(self.sentences[best].clean)
            open_words = {word: w for word, w in open_words.items() if word not in own}
        return picked
