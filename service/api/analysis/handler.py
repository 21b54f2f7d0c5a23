"""The handler of analysis requests: receives and parses the body, and runs each document."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from service.api.analysis.analyze import analyze
from service.api.analysis.batch import DocumentBatch
from service.api.analysis.context import RequestContext
from service.api.errors.exception_handlers import as_problem
from service.api.request.deadline import within
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST, CallerGone, while_connected
from service.api.request.documents import split
from service.api.request.json_body import read_object
from service.api.request.receive import CLOSE, receive_json
from service.api.schemas.operations import Operation
from service.inference.protocol import DeadlinePassed


async def answer(request: Request, operation: Operation) -> Response:
    """The answer of an operation to a request. Raises `Problem`."""
    context = RequestContext.of(request, operation)
    permit, services = context.permit, context.services
    try:
        raw = await receive_json(request, permit, services.settings.body_seconds)
        services.admission.arrived(permit, len(raw))
        async with while_connected(request.receive):
            async with within(permit, {}):
                body = await read_object(raw, services.read_limiter, permit)
            # From here on each document has the deadline by itself.
            if "documents" in body:
                content = await DocumentBatch(context, body).run()
            else:
                content = await analyze(context, split(operation, body))
                permit.finished = True
    except CallerGone:
        services.metrics.cancelled.inc()
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    except DeadlinePassed as error:
        problem = as_problem(error)
        if not permit.arrived:
            problem.headers |= CLOSE
        raise problem from error
    return Response(content, media_type="application/json")
