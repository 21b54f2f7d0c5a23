"""The tasks that a caller wants, side by side over one reading of the text."""

from __future__ import annotations

from typing import Any

from service.api.analysis.context import RequestContext
from service.api.request.documents import Posted
from service.api.schemas.operations import Wanted
from service.inference.protocol import Call
from service.kit.gather import together
from service.tasks.annotations import Annotations
from service.tasks.spec import TaskOutput
from service.text.document import Document


async def run_tasks(
    context: RequestContext, posted: Posted, document: Document, call: Call
) -> dict[str, TaskOutput[Any]]:
    """What each task finds, by its name. Raises `EngineError`."""
    wanted, about = context.operation.asked(posted.given, posted.options)
    annotations = Annotations(document, context.services.engine, call, about)
    return await run_wanted(wanted, annotations)


async def run_wanted(wanted: Wanted, annotations: Annotations) -> dict[str, TaskOutput[Any]]:
    """What each of these tasks finds with its options, by its name. Raises `EngineError`."""
    runs = [spec.run(annotations, options) for spec, options in wanted]
    # One alone needs no task of the event loop, which a sentence would pay a tenth of its time for.
    found = [await runs[0]] if len(runs) == 1 else await together(*runs)
    return {spec.name: output for (spec, _), output in zip(wanted, found, strict=True)}
