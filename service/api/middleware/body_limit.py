"""Refuses bodies over the limit, by their declared length or, without one, while reading."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.errors.problems import BodyTooLarge
from service.api.request.head_rules import bytes_declared


class BodyLimitMiddleware:
    """Makes `receive` raise `BodyTooLarge` for a body over the limit."""

    def __init__(self, app: ASGIApp, limit: Callable[[Scope], int | None]) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        limit = self.limit(scope)
        if limit is None:
            return await self.app(scope, receive, send)
        declared = bytes_declared(dict(scope["headers"]).get(b"content-length", b""))
        too_long = declared is not None and declared > limit
        read = 0

        async def counted() -> Message:
            nonlocal read
            # It is raised when the body is read, so that a wrong path or key is reported first.
            if too_long:
                raise _problem(limit)
            message = await receive()
            if message["type"] == "http.request":
                read += len(message.get("body", b""))
                if read > limit:
                    raise _problem(limit)
            return message

        await self.app(scope, counted, send)


def _problem(limit: int) -> BodyTooLarge:
    return BodyTooLarge(f"The body is larger than {limit} bytes.")
