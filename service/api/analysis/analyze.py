"""The result of one document, within its part of the trace and its deadline."""

from __future__ import annotations

from service.api.analysis.context import RequestContext
from service.api.analysis.pipeline import compute
from service.api.analysis.shared import shared
from service.api.request.deadline import within
from service.api.request.documents import Posted


async def analyze(context: RequestContext, posted: Posted) -> str:
    """The result as JSON. Raises `Problem`, `EngineError`, or `DeadlinePassed` when it is late."""
    results = context.services.results
    spent: dict[str, float] = {}
    # A document has its part of the trace also where it is refused or its result is found. The
    # deadline is within it, so that the trace names it as the reason.
    with context.permit.call_trace.part("document", posted.index or 0) as call_trace:
        async with within(context.permit, spent):
            if results is None or posted.includes("usage"):  # that is of this very call
                return await compute(context, posted, spent, call_trace)
            return await shared(results, context, posted, spent, call_trace)
