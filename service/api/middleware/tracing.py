"""One trace a request, where traces are asked for; without, this is not among the middleware."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.admission.permit import Permit
from service.api.scope import QUIET, method_of, route_of

if TYPE_CHECKING:
    from service.observability.tracing.exporter import Tracing

# As in Trace Context Level 2: by it a caller without traces of its own finds ours.
HEADER = "traceresponse"


class TracingMiddleware:
    """Follows the request, and names its trace in the log context and in the answer.

    What is refused before its body is read gets no span: thousands a second are.
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
