"""The pipeline of one document: build it, run the tasks, serialise the result."""

from __future__ import annotations

from service.api.analysis.build_document import build
from service.api.analysis.context import RequestContext
from service.api.analysis.engine_call import engine_call
from service.api.analysis.run_tasks import run_tasks
from service.api.analysis.serialize import serialize
from service.api.request.documents import Posted


async def compute(context: RequestContext, posted: Posted, spent: dict[str, float]) -> str:
    """The result of one document as JSON. Raises `Problem` or `EngineError`.

    Seconds by stage are added to `spent`.
    """
    with engine_call(context, posted, spent) as call:
        document = await build(context, posted, call)
        outputs = await run_tasks(context, posted, document, call)
    context.count("ok")
    return await serialize(context, posted, document, outputs, call)
