"""The pipeline of one document: build it, run the tasks, serialise the result."""

from __future__ import annotations

from service.api.analysis.build_document import build
from service.api.analysis.context import RequestContext
from service.api.analysis.engine_call import engine_call
from service.api.analysis.run_tasks import run_tasks
from service.api.analysis.serialize import serialize
from service.api.request.documents import Posted
from service.inference.call_trace import CallTrace


async def compute(
    context: RequestContext, posted: Posted, spent: dict[str, float], call_trace: CallTrace
) -> str:
    """The result of one document as JSON. Raises `Problem` or `EngineError`.

    Seconds by stage are added to `spent`.
    """
    with engine_call(context, posted, spent, call_trace) as call:
        document = await build(context, posted, call)
        outputs = await run_tasks(context, posted, document, call)
    content = await serialize(context, posted, document, outputs, call)
    # Last, because a document whose time is over while it is serialised is counted as late.
    context.count("ok")
    return content
