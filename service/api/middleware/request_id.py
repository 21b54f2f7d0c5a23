"""Request ids: the caller's when it is sane, else a new one; echoed in the answer.

The caller's trace id, where it sends one, stands in the log too, whether we trace or not.
"""

from __future__ import annotations

import os
import random
import re

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Request-ID"
_SANE = re.compile(r"[\x21-\x7e]{1,128}")

# https://www.w3.org/TR/trace-context/#traceparent-header
_TRACE = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?"
)

# An id is no secret, and asking the system for each took a sixteenth of the event loop.
_bits = random.Random(os.urandom(32)).getrandbits


def chosen(given: str) -> str:
    """The id of a request that came with this one."""
    return given if _SANE.fullmatch(given) else f"{_bits(128):032x}"


class RequestIdMiddleware:
    """Puts `request_id` into the scope, the log context and the response's headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        request_id = scope["request_id"] = chosen(headers.get(HEADER, ""))
        ids = {"request_id": request_id}
        if found := _TRACE.fullmatch(headers.get("traceparent", "")):
            ids["trace_id"] = scope["trace_id"] = found[1]

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(**ids):
            await self.app(scope, receive, tagged)
