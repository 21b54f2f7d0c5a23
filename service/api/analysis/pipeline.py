"""From a posted document to its result: build, run, serialise."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

from service.api.analysis.build_document import build, check_language
from service.api.analysis.context import RequestContext
from service.api.analysis.serialize import Found, named, serialize
from service.api.errors.problems import FieldError, NoAbstractiveModel, Problem, ProfileNotServed
from service.api.request.deadline import within
from service.api.request.documents import Posted
from service.api.schemas.operations import Operation, targets
from service.api.schemas.requests import CommonOptions
from service.api.schemas.responses import Usage
from service.inference.call_trace import CallTrace
from service.inference.protocol import Call, Engine, NoSuchModel
from service.kit.gather import together
from service.kit.offload import LIGHT, offload
from service.tasks.annotations import Annotations
from service.tasks.spec import TaskOutput
from service.text.document import Document


async def analyze(context: RequestContext, posted: Posted) -> str:
    """The result of one document as JSON, held to the request's deadline.

    It may be one that another replica has computed. Raises `Problem` or `EngineError`.
    """
    spent: dict[str, float] = {}
    with context.permit.call_trace.part("document", posted.index or 0) as call_trace:
        async with within(context.permit, spent):
            return await _shared(context, posted, call_trace, spent)


async def _shared(
    context: RequestContext, posted: Posted, call_trace: CallTrace, spent: dict[str, float]
) -> str:
    """The result as replicas share it, where they do."""
    results = context.services.results
    if results is None or posted.includes("usage"):  # that is of this very call
        return await _computed(context, posted, call_trace, spent)
    found = True

    async def compute() -> str:
        nonlocal found
        found = False
        nameless = posted.given.model_copy(update={"id": None})
        unplaced = replace(posted, given=nameless, index=None)
        return await _computed(context, unplaced, call_trace, spent)

    content = await results.get(
        posted.given, posted.options, posted.size, compute, alone=context.is_background
    )
    if found:
        context.count("ok")
    return named(content, posted.given.id, posted.index)


async def _computed(
    context: RequestContext, posted: Posted, call_trace: CallTrace, spent: dict[str, float]
) -> str:
    engine = context.services.engine
    call = context.new_call(_profile(posted.options, engine), call_trace)
    call.seconds = spent
    _check_optional_models(context.operation, posted.options, call, engine)
    began = time.monotonic()
    try:
        document = await build(context, posted, call)
        if posted.options.strict_language:
            check_language(document, posted.given)
        about = targets(posted.given, posted.options)
        annotations = Annotations(document, engine, call, about)
        outputs = await run(context.operation, posted, annotations)
    finally:
        for stage, seconds in call.seconds.items():
            context.timings[stage] = context.timings.get(stage, 0.0) + seconds
    context.count("ok")
    usage = _usage(document, call, began) if posted.includes("usage") else None
    found = Found(document, outputs, usage)
    context.services.metrics.warned(warning.code for warning in found.warnings)
    size = len(document.text) // LIGHT
    return await offload(size, serialize, context.operation, posted, found)


async def run(
    operation: Operation, posted: Posted, annotations: Annotations
) -> dict[str, TaskOutput[Any]]:
    """What each task that the caller wants finds, by its name. Raises `EngineError`."""
    wanted = operation.wanted(posted.options)
    found = await together(*(spec.run(annotations, options) for spec, options in wanted))
    return {spec.name: output for (spec, _), output in zip(wanted, found, strict=True)}


def failed(context: RequestContext, problem: Problem) -> None:
    """Count a document without a result."""
    context.count(problem.slug())


def _profile(options: CommonOptions, engine: Engine) -> str | None:
    if options.profile and options.profile not in engine.profiles:
        detail = f"This service runs the profile {' and '.join(engine.profiles)} only."
        raise ProfileNotServed(detail, [FieldError("/profile", "not_served", detail)])
    return options.profile


def _check_optional_models(
    operation: Operation, options: CommonOptions, call: Call, engine: Engine
) -> None:
    for pointer, task in operation.optional_models(options).items():
        try:
            engine.info(task, call.profile)
        except NoSuchModel as error:
            detail = "No model here writes summaries; leave `method` out, or have one installed."
            raise NoAbstractiveModel(detail, [FieldError(pointer, "not_served", detail)]) from error


def _usage(document: Document, call: Call, began: float) -> Usage:
    seconds = call.seconds | {"total": time.monotonic() - began}
    return Usage(
        characters=len(document.posted),
        sentences=len(document.sentences),
        windows=call.windows,
        tokens=call.tokens,
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
    )
