"""Verification: whether an article bears statements out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from service.inference.manifest.needs import ModelNeed
from service.inference.reader.model_annotator import READER
from service.tasks.annotations import Annotations
from service.tasks.spec import TaskOutput, TaskSpec
from service.tasks.verify.check import TASK, check
from service.tasks.verify.compared import likeliest, of_all
from service.tasks.verify.options import VerifyOptions
from service.tasks.verify.results import (
    SUMMARY_VERDICT,
    SUPPORTED,
    VERDICT,
    StatementVerdict,
    SummaryVerdict,
    Verification,
)
from service.tasks.verify.statements import sentences_of
from service.tasks.warnings import Warning, WarningCode, document_warnings, left_service

if TYPE_CHECKING:
    from rich.console import RenderableType

MOST_SENTENCES = 100  # of a summary
_SHOWN = 80  # characters of a statement in a warning


async def verify_statements(
    annotations: Annotations, options: VerifyOptions
) -> TaskOutput[Verification]:
    """A verdict on each statement and on each sentence of the summary. Raises `EngineError`."""
    info = annotations.engine.info(TASK, annotations.call.profile)
    warnings = document_warnings(annotations.document) + left_service(info)
    statements = options.statements or []
    sentences = await annotations.aside(sentences_of, options.summary or "")
    if len(sentences) > MOST_SENTENCES:
        message = f"Only the first {MOST_SENTENCES} sentences of the summary were checked."
        warnings.append(Warning.of(WarningCode.STATEMENTS_LEFT_OUT, message))
        sentences = sentences[:MOST_SENTENCES]
    warnings += _too_long(annotations, [*statements, *([options.summary or ""])])
    verdicts = await check(annotations, statements)
    of_summary = await check(annotations, sentences, "summary")
    result = Verification(
        model=info.name,
        model_version=info.version,
        statements=[*verdicts, *of_summary],
        summary=_whole(of_summary),
    )
    return TaskOutput(result, tuple(warnings))


def _too_long(annotations: Annotations, texts: Sequence[str]) -> list[Warning]:
    """A warning for each text that is longer than the article."""
    length = sum(len(sentence.clean) for sentence in annotations.document.sentences)
    message = "It is longer than the article, which can hardly bear out all of it."
    return [
        Warning.of(WarningCode.STATEMENT_TOO_LONG, message, text[:_SHOWN])
        for text in texts
        if len(" ".join(text.split())) > length
    ]


def _whole(sentences: Sequence[StatementVerdict]) -> SummaryVerdict | None:
    if not sentences:
        return None
    shares = of_all([sentence.distribution for sentence in sentences])
    label = likeliest(shares)
    return SummaryVerdict(
        label=label,
        confidence=shares[label],
        distribution=shares,
        sentences=len(sentences),
        supported=sum(sentence.label == SUPPORTED for sentence in sentences),
    )


def _view(found: Mapping[str, Any], width: int) -> RenderableType:
    from service.tasks.verify.view import verification  # only terminals need rich

    return verification(found)


VERIFY = TaskSpec(
    name="verify",
    title="Check statements against an article",
    description=(
        "Whether the article supports each statement or contradicts it, or does not say so, with "
        "the sentences that decide it and what differs."
    ),
    result_description="The verdict on each statement.",
    operation_id="verifyStatements",
    options=VerifyOptions,
    result=Verification,
    needs=(
        ModelNeed("verify", frozenset({"classifier", "endpoint"}), labels=2),
        ModelNeed("embedding", frozenset({"encoder"})),
        READER,
    ),
    run=verify_statements,
    view=_view,
    on_request=True,
    result_example={
        "model": "verify-mpnet6",
        "model_version": "1.0.0",
        "statements": [VERDICT],
        "summary": SUMMARY_VERDICT,
    },
    options_example={"statements": ["The council voted to open the harbour road."]},
)
