"""Stance of a text toward targets: favor, against or neutral, with evidence and holders."""

from __future__ import annotations

from service.inference.protocol import Call, Engine, ModelInfo
from service.kit.gather import together
from service.tasks.annotations import Annotations
from service.tasks.options import StanceOptions
from service.tasks.results import StanceResult, Warn
from service.tasks.targeted import verdict
from service.tasks.targeted.targets import discover, from_spec
from service.text.document import Document


async def detect_stance(
    document: Document,
    options: StanceOptions,
    engine: Engine,
    call: Call,
    annotations: Annotations | None = None,
) -> StanceResult:
    """Stance toward the caller's targets, or toward those the text is about.

    Raises `EngineError`.
    """
    annotations = annotations or Annotations(document, engine, call)
    info: ModelInfo = engine.info("stance", call.profile)
    targets = [from_spec(spec) for spec in options.targets]
    if not targets:
        targets = await discover(annotations, options.max_targets)
    judged = await together(
        *(verdict.target(annotations, "stance", target, options.evidence) for target in targets)
    )
    warnings: list[Warn] = [*verdict.document_warnings(document)]
    for result in judged:
        warnings += verdict.target_warnings(result)
    return StanceResult(info, tuple(judged), tuple(warnings))
