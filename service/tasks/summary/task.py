"""Summary of a text: its own sentences, or sentences that a model writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from service.inference.manifest.needs import ModelNeed
from service.tasks import examples
from service.tasks.annotations import Annotations
from service.tasks.spec import Streamed, TaskOutput, TaskSpec
from service.tasks.summary import abstractive, extractive
from service.tasks.summary.options import SummaryOptions
from service.tasks.summary.results import Summary, SummarySentence, WritingProgress

if TYPE_CHECKING:
    from rich.console import RenderableType


async def summarize(annotations: Annotations, options: SummaryOptions) -> TaskOutput[Summary]:
    """A summary by the requested method and of the requested length. Raises `EngineError`."""
    if options.method == abstractive.METHOD:
        return await abstractive.write(annotations, options)
    return await extractive.pick_sentences(annotations, options)


def _view(found: Mapping[str, Any], width: int) -> RenderableType:
    from service.tasks.summary.view import summary  # only terminals need rich

    return summary(found)


SUMMARY = TaskSpec(
    name="summary",
    title="Summarise an article",
    description="The sentences that carry the article, each with its rank, score and source span.",
    result_description="The sentences that carry the article.",
    operation_id="summarizeDocuments",
    options=SummaryOptions,
    result=Summary,
    needs=(
        ModelNeed("embedding", frozenset({"encoder"})),
        ModelNeed("summary", frozenset({"seq2seq", "causal", "endpoint"}), optional=True),
    ),
    run=summarize,
    view=_view,
    streamed=Streamed(
        "sentence", "sentences", {"sentence": SummarySentence, "progress": WritingProgress}
    ),
    result_example=examples.SUMMARY,
    options_example={"sentences": 2},
)
