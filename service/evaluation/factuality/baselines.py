"""How true a text is to its article by simpler means: words, cosines, one sentence at a time.

Each gives a score for every sentence of the text; that of the text is their mean, as in SummaC
(Laban et al., TACL 2022).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from service.tasks.annotations import Annotations
from service.tasks.similarity import cosines
from service.tasks.verify.check import compare, index_of
from service.tasks.verify.results import SUPPORTED
from service.tasks.verify.statements import StatementUnit
from service.text.gazetteers.word_lists import WORD

WORDS, PAIRS, COSINE, SINGLE = "words", "word pairs", "cosine", "sentence by sentence"


async def scores(annotations: Annotations, sentences: Sequence[str]) -> dict[str, float]:
    """The score of a text of these sentences, at least one, by each baseline.

    `SINGLE` is the model of the service on each of the nearest sentences of the article alone, the
    best of them: with a plain NLI model in its place this is zero-shot SummaC. Raises
    `EngineError`.
    """
    index = await index_of(annotations)
    vectors = await annotations.engine.embed(list(sentences), annotations.call)
    own = _words(" ".join(sentence.clean for sentence in index.sentences))
    words, pairs = set(own), set(pairwise(own))
    found: dict[str, list[float]] = {WORDS: [], PAIRS: [], COSINE: [], SINGLE: []}
    for sentence, vector in zip(sentences, vectors, strict=True):
        here = _words(sentence)
        found[WORDS].append(_share(here, words))
        found[PAIRS].append(_share(list(pairwise(here)), pairs))
        near = cosines(index.vectors, vector) if len(index.sentences) else np.zeros(1)
        found[COSINE].append(float(near.max()))
    units = [StatementUnit(at, sentence) for at, sentence in enumerate(sentences)]
    for unit in await compare(annotations, index, units):
        singles = (shares[SUPPORTED] for shares in unit.singles.values())
        found[SINGLE].append(max(singles, default=0.0))
    return {name: float(np.mean(values)) for name, values in found.items()}


def _words(text: str) -> list[str]:
    return [match[0].lower() for match in WORD.finditer(text)]


def _share(parts: Sequence[object], known: set[object] | set[str] | set[tuple[str, str]]) -> float:
    return sum(part in known for part in parts) / len(parts) if parts else 0.0
