"""The result of one document, from the shared results of all replicas or newly computed."""

from __future__ import annotations

import json
from dataclasses import replace

from service.api.analysis.context import RequestContext
from service.api.analysis.pipeline import compute
from service.api.request.deadline import within
from service.api.request.documents import Posted

# The first characters of a result that was made without an id and outside a batch.
_NAMELESS = '{"id":null,"index":null,'


async def analyze(context: RequestContext, posted: Posted, spent: dict[str, float]) -> str:
    """The result as JSON. Seconds by stage are added to `spent`.

    Raises `Problem` or `EngineError`.
    """
    results = context.services.results
    if results is None or posted.includes("usage"):  # that is of this very call
        return await compute(context, posted, spent)
    found = True

    async def missing() -> str:
        nonlocal found
        found = False
        nameless = posted.given.model_copy(update={"id": None})
        return await compute(context, replace(posted, given=nameless, index=None), spent)

    alone = context.is_background
    content = await results.get(posted.given, posted.options, posted.size, missing, alone=alone)
    if found:
        context.count("ok")
    return _named(content, posted)


async def analyze_in_time(context: RequestContext, posted: Posted) -> str:
    """The same with a deadline for this document alone. Also raises `DeadlinePassed`."""
    spent: dict[str, float] = {}
    async with within(context.permit, spent):
        return await analyze(context, posted, spent)


def _named(content: str, posted: Posted) -> str:
    """Put the document's id and index into a JSON result that was made without them."""
    rest = content.removeprefix(_NAMELESS)
    name = json.dumps(posted.given.id, ensure_ascii=False)
    return f'{{"id":{name},"index":{json.dumps(posted.index)},{rest}'
