"""Whether the article bears generated sentences out: the check of the task verify, and stricter.

A caller of verify is told how sure a verdict is, but the reader of a summary takes it for true. So
a sentence is only kept if it is surely supported, and if the article has its numbers and names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.tasks.annotations import Annotations
from service.tasks.similarity import cosines
from service.tasks.summary.candidates import find_candidates
from service.tasks.verify.check import check, index_of
from service.tasks.verify.differences.find import ArticleWords, unfounded
from service.tasks.verify.results import SUPPORTED
from service.text.document import Sentence
from service.text.span import Span

# The least probability that the article says so. Of 34 false sentences in drafts of dev texts the
# label alone keeps 23, and this with names and numbers 6; of 52 sentences of abstracts 36 and 25
# (2026-12-01).
LEAST = 0.55
_NEAREST = 3
_NEAR = 0.5  # the least cosine of a sentence that can stand for another


@dataclass(frozen=True, slots=True)
class Support:
    """The verdict on a generated sentence: its label, how probably it is supported, its sources.

    `unfounded` is whether it has a number or a name that the article does not have.
    """

    label: str
    score: float
    sources: tuple[Span, ...]
    unfounded: bool = False

    @property
    def holds(self) -> bool:
        """Whether the sentence may be part of a summary."""
        return self.label == SUPPORTED and self.score >= LEAST and not self.unfounded


async def support_of(annotations: Annotations, texts: Sequence[str]) -> list[Support]:
    """The verdict on each sentence, in order. Raises `EngineError`."""
    verdicts = await check(annotations, texts, "summary")
    if not verdicts:
        return []
    words = await annotations.once("words of the article", lambda: _article_words(annotations))
    absent = await annotations.aside(
        lambda: [unfounded(text, words, whole_names=True) for text in texts]
    )
    return [
        Support(
            verdict.label,
            verdict.distribution[SUPPORTED],
            tuple(verdict.sources),
            bool(own.numbers or own.names),
        )
        for verdict, own in zip(verdicts, absent, strict=True)
    ]


async def _article_words(annotations: Annotations) -> ArticleWords:
    index = await index_of(annotations)
    return await annotations.aside(ArticleWords.of, index.sentences, annotations.document.title)


async def standing_alone(annotations: Annotations) -> frozenset[Span]:
    """The sentences of the content that are understood without others. Raises `EngineError`."""

    async def find() -> frozenset[Span]:
        names, content = await annotations.names(), annotations.content
        found = await annotations.aside(find_candidates, annotations.document, content, names)
        alone = (one for one in found if one.is_standalone and not one.needs.names)
        return frozenset(content[one.index].span for one in alone)

    return await annotations.once("standing alone", find)


async def nearest_sentences(annotations: Annotations, texts: Sequence[str]) -> list[list[Sentence]]:
    """For each text the sentences of the content that are nearest to it, the nearest first.

    Sentences that have little to do with it are left out. Raises `EngineError`.
    """
    vectors = await annotations.vectors()
    own = await annotations.engine.embed(texts, annotations.call)
    found = []
    for vector in own:
        near = cosines(vectors, vector)
        best = [int(i) for i in np.argsort(-near)[:_NEAREST] if near[i] >= _NEAR]
        found.append([annotations.content[i] for i in best])
    return found
