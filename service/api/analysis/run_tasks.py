"""Runs the requested tasks concurrently on one document."""

from __future__ import annotations

from typing import Any

from service.api.analysis.context import RequestContext
from service.api.request.documents import Posted
from service.api.schemas.operations import Wanted
from service.inference.protocol import Call
from service.kit.gather import together
from service.tasks.annotations import Annotations, Listener
from service.tasks.spans import PostedSpans
from service.tasks.spec import TaskOutput
from service.text.document import Document


async def run_tasks(
    context: RequestContext, posted: Posted, document: Document, call: Call
) -> dict[str, TaskOutput[Any]]:
    """The output of each requested task by its name. Raises `EngineError`."""
    wanted, about = context.operation.asked(posted.given, posted.options)
    listener = _listener(context, posted, document)
    annotations = Annotations(document, context.services.engine, call, about, listener=listener)
    return await run_wanted(wanted, annotations)


def _listener(context: RequestContext, posted: Posted, document: Document) -> Listener | None:
    """Passes on what tasks report as JSON, with spans in the caller's unit of offsets."""
    tell = context.listener
    if tell is None:
        return None
    spans = PostedSpans(document, posted.options.offset_unit)
    return lambda event, found: tell(event, found.model_dump_json(context=spans))


async def run_wanted(wanted: Wanted, annotations: Annotations) -> dict[str, TaskOutput[Any]]:
    """The output of each of these tasks by its name. Raises `EngineError`."""
    runs = [spec.run(annotations, options) for spec, options in wanted]
    # A single task is awaited directly: an asyncio task would add 10 % to the time of a sentence.
    found = [await runs[0]] if len(runs) == 1 else await together(*runs)
    return {spec.name: output for (spec, _), output in zip(wanted, found, strict=True)}
