"""Gives each request an id, which is in its log lines and its answer.

The trace id that a caller sends is also logged, even if this service does not trace.
"""

from __future__ import annotations

import re

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.request.request_id import HEADER, usable_or_new

# https://www.w3.org/TR/trace-context/#traceparent-header
_TRACE = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)


class RequestIdMiddleware:
    """Puts `request_id` into the scope, the log context and the response's headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        request_id = scope["request_id"] = usable_or_new(headers.get(HEADER, ""))
        ids = {"request_id": request_id}
        if found := _TRACE.fullmatch(headers.get("traceparent", "")):
            ids["trace_id"] = scope["trace_id"] = found[1]

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(**ids):
            await self.app(scope, receive, tagged)
