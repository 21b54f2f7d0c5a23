"""A result that replicas share: one that another has computed, or a new one for all."""

from __future__ import annotations

import json
from dataclasses import replace

from service.api.analysis.context import RequestContext
from service.api.analysis.pipeline import compute
from service.api.request.documents import Posted
from service.inference.call_trace import CallTrace
from service.result_cache.shared_results import SharedResults

# The first characters of a result that was made without an id and outside a batch.
_NAMELESS = '{"id":null,"index":null,'


async def shared(
    results: SharedResults,
    context: RequestContext,
    posted: Posted,
    spent: dict[str, float],
    call_trace: CallTrace,
) -> str:
    """The result as JSON, with the document's own id and index. Raises what `compute` raises."""
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
