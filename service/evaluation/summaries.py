"""Summaries against references, by ROUGE (Lin, 2004), beside lead-3, LexRank and TextRank."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from service.evaluation import graphs, metrics
from service.evaluation.datasets import Article, TestSet
from service.evaluation.figures import Figures
from service.inference.types import Call, Engine
from service.tasks.options import SummaryOptions
from service.tasks.summary import summarize
from service.text.build import build_document

LENGTH = 3
KINDS = ("rouge1", "rouge2", "rougeLsum")


async def evaluate(
    part: TestSet,
    articles: Sequence[Article],
    engine: Engine,
    profile: str,
    progress: Callable[[int], None] = lambda _: None,
) -> Figures:
    """Figures of one set; `value` is ROUGE-2, on which summarisers differ most."""
    call = Call(profile=profile)
    ours, rivals = [], {"lead-3": [], "LexRank": [], "TextRank": []}  # type: ignore[var-annotated]
    for done, article in enumerate(articles, 1):
        document = await asyncio.to_thread(build_document, article.text, language="en")
        result = await summarize(document, SummaryOptions(LENGTH), engine, call)
        sentences = [s.clean for s in document.content()]
        ours.append(_score([s.text for s in result.sentences], article))
        picks = {
            "lead-3": list(range(min(LENGTH, len(sentences)))),
            "LexRank": graphs.lexrank(sentences, LENGTH),
            "TextRank": graphs.textrank(sentences, LENGTH),
        }
        for name, chosen in picks.items():
            rivals[name].append(_score([sentences[i] for i in chosen], article)[1])
        progress(done)
    scores = np.array(ours)

    def rouge2(rows: NDArray[np.int64]) -> float:
        return float(scores[rows, 1].mean())

    mean = scores.mean(axis=0)
    return Figures(
        task=part.task,
        set=part.name,
        profile=profile,
        model=engine.info("embedding", profile).name,
        trained=part.trained,
        news=part.news,
        rows=len(articles),
        metric="ROUGE-2",
        value=float(mean[1]),
        interval=metrics.interval(rouge2, len(articles)),
        baselines={name: float(np.mean(found)) for name, found in rivals.items()},
        tokens_per_second=call.tokens / max(call.seconds.get("model", 0.0), 1e-9),
        rouge=(float(mean[0]), float(mean[1]), float(mean[2])),
    )


def _score(sentences: Sequence[str], article: Article) -> tuple[float, ...]:
    """ROUGE F-measures, the best over the references for each kind."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(KINDS), use_stemmer=True)
    found = scorer.score_multi(list(article.references), "\n".join(sentences))
    return tuple(float(found[kind].fmeasure) for kind in KINDS)
