"""The result of one document, from the shared results of all replicas or newly computed."""

from __future__ import annotations

import json
from dataclasses import replace

from service.api.analysis.context import RequestContext
from service.api.analysis.pipeline import compute
from service.api.request.deadline import within
from service.api.request.documents import Posted
from service.inference.call_trace import CallTrace
from service.result_cache.shared_results import SharedResults

# The first characters of a result that was made without an id and outside a batch.
_NAMELESS = '{"id":null,"index":null,'


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
            return await _shared(results, context, posted, spent, call_trace)


async def _shared(
    results: SharedResults,
    context: RequestContext,
    posted: Posted,
    spent: dict[str, float],
    call_trace: CallTrace,
) -> str:
    found = True

    async def missing() -> str:
        nonlocal found
        found = False
        nameless = posted.given.model_copy(update={"id": None})
        unnamed = replace(posted, given=nameless, index=None)
        return await compute(context, unnamed, spent, call_trace)

    alone = context.is_background
    content = await results.get(posted.given, posted.options, posted.size, missing, alone=alone)
    if found:
        context.count("ok")
    return _named(content, posted)


def _named(content: str, posted: Posted) -> str:
    """Put the document's id and index into a JSON result that was made without them."""
    rest = content.removeprefix(_NAMELESS)
    name = json.dumps(posted.given.id, ensure_ascii=False)
    return f'{{"id":{name},"index":{json.dumps(posted.index)},{rest}'
