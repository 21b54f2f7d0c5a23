"""From a request to its answer."""

from __future__ import annotations

import time
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from service.admission.read_limiter import REQUEST
from service.api.analysis.batch import Batch
from service.api.analysis.context import RequestContext
from service.api.analysis.pipeline import analyze
from service.api.request.deadline import within
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST, CallerGone, while_connected
from service.api.request.documents import split
from service.api.request.json_body import check_headers, parse_object
from service.api.request.receive import receive_body
from service.api.schemas.operations import Operation
from service.kit.offload import LONG, offload


async def answer(request: Request, operation: Operation) -> Response:
    """The whole of a handler: receive, parse, then each document's way. Raises `Problem`."""
    context = RequestContext.of(request, operation)
    services = context.services
    check_headers(request)
    try:
        raw = await receive_body(request, context.permit, services.settings.body_seconds)
        services.admission.arrived(context.permit, len(raw))
        async with while_connected(request.receive):
            content = await _content(context, raw)
    except CallerGone:
        services.metrics.cancelled.inc()
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    return Response(content, media_type="application/json")


async def _content(context: RequestContext, raw: bytes) -> str:
    """The answer to a body, as JSON."""
    body = await _parsed(context, raw)
    if "documents" in body:
        return await Batch(context, body).run()
    content = await analyze(context, split(context.operation, body))
    context.permit.finished = True
    return content


async def _parsed(context: RequestContext, raw: bytes) -> dict[str, Any]:
    """The body as a JSON object. Raises `Problem` or `DeadlineExceeded`."""
    asked = time.monotonic()
    async with within(context.permit, {}), context.services.read_limiter.place(REQUEST):
        context.permit.spend("turn", time.monotonic() - asked)
        if len(raw) <= LONG:  # ten milliseconds, were it brackets from end to end
            return parse_object(raw)
        return await offload(len(raw), parse_object, raw)
