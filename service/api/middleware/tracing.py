"""One trace for each request. This middleware is only installed if traces are enabled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.admission.permit import Permit
from service.api.scope import QUIET, method_of, route_of

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing

# The header of Trace Context Level 2, by which a caller without its own trace can find ours.
HEADER = "traceresponse"


class TracingMiddleware:
    """Traces the request, and puts its trace id into the log context and the answer.

    A request that load shedding refuses gets no span, because there may be thousands a second.
    """

    def __init__(self, app: ASGIApp, tracing: Tracing) -> None:
        self.app = app
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET:
            return await self.app(scope, receive, send)
        status = 500
        with self.tracing.request(Headers(scope=scope), scope["began"]) as spans:

            async def joined(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    MutableHeaders(scope=message)[HEADER] = spans.traceparent
                await send(message)

            permit: Permit | None = scope.get("permit")
            if permit is not None:
                permit.call_trace = spans
            scope["trace_id"] = spans.trace_id
            scope["traceparent"] = spans.traceparent
            try:
                with structlog.contextvars.bound_contextvars(trace_id=spans.trace_id):
                    await self.app(scope, receive, joined)
            finally:
                spans.answered(method_of(scope), route_of(scope), status, scope["request_id"])
