"""Scores our summaries, lead-3, LexRank and TextRank against references by ROUGE (Lin, 2004)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.evaluation import graph_summarizers, metrics
from service.evaluation.catalogue import TestSet
from service.evaluation.datasets import ArticleRow
from service.evaluation.each import of_each
from service.evaluation.reporting.figures import Cost, Figures, Rouge
from service.inference.protocol import Call, Engine
from service.tasks.annotations import Annotations
from service.tasks.summary.options import SummaryOptions
from service.tasks.summary.task import summarize
from service.text.document import Document
from service.text.segmentation.builder import build_document

LENGTH = 3
KINDS = ("rouge1", "rouge2", "rougeLsum")
OURS = "ours"
AT_ONCE = 8


async def evaluate(
    part: TestSet,
    articles: Sequence[ArticleRow],
    of: int,
    engine: Engine,
    profile: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Figures of `articles` out of a set's `of`; `value` is ROUGE-2, which varies most."""
    call = Call(profile=profile)

    async def one(article: ArticleRow) -> _Summaries:
        document = await asyncio.to_thread(build_document, article.text, language="en")
        annotations = Annotations(document, engine, call)
        rivals = {}
        if article.focus is not None:
            rivals["without the focus"] = await _ours(annotations, None)
        return _Summaries(document, await _ours(annotations, article.focus), rivals)

    began = time.monotonic()
    found = await of_each(articles, one, AT_ONCE, progress)
    seconds = time.monotonic() - began
    scores = {name: np.array(rows) for name, rows in _scored(articles, found).items()}

    def rouge2(rows: NDArray[np.int64]) -> float:
        return float(scores[OURS][rows, 1].mean())

    means: dict[str, Rouge] = {
        name: (float(m[0]), float(m[1]), float(m[2]))
        for name, m in ((name, rows.mean(axis=0)) for name, rows in scores.items())
    }
    info = engine.info("embedding", profile)
    return Figures.on(
        part,
        info,
        profile,
        Cost(call.tokens, seconds),
        rows=len(articles),
        value=means[OURS][1],
        interval=metrics.interval(rouge2, len(articles)),
        baselines={name: mean[1] for name, mean in means.items() if name != OURS},
        rouge=means,
        of=of,
    )


@dataclass(frozen=True, slots=True)
class _Summaries:
    """The sentences of our summary of a document, and those of other summaries of ours."""

    document: Document
    ours: list[str]
    rivals: dict[str, list[str]]


async def _ours(annotations: Annotations, focus: str | None) -> list[str]:
    options = SummaryOptions(sentences=LENGTH, focus=focus)
    output = await summarize(annotations, options)
    return [s.text for s in output.result.sentences]


def _scored(articles: Sequence[ArticleRow], found: Sequence[_Summaries]) -> dict[str, list[Rouge]]:
    """ROUGE of every article, for our summaries and for each baseline's."""
    scores: dict[str, list[Rouge]] = {}
    for article, made in zip(articles, found, strict=True):
        sentences = [s.clean for s in made.document.content()]
        rivals = {
            "lead-3": range(min(LENGTH, len(sentences))),
            "LexRank": graph_summarizers.lexrank(sentences, LENGTH),
            "TextRank": graph_summarizers.textrank(sentences, LENGTH),
        }
        scores.setdefault(OURS, []).append(_score(made.ours, article))
        for name, texts in made.rivals.items():
            scores.setdefault(name, []).append(_score(texts, article))
        for name, chosen in rivals.items():
            scores.setdefault(name, []).append(_score([sentences[i] for i in chosen], article))
    return scores


def _score(sentences: Sequence[str], article: ArticleRow) -> Rouge:
    """ROUGE F-measures, the best over the references for each kind."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    found = scorer.score_multi(list(article.references), "\n".join(sentences))
    one, two, longest = (float(found[kind].fmeasure) for kind in KINDS)
    return one, two, longest
