"""Supports HEAD for every GET route, with the same headers and no body."""

from __future__ import annotations

from collections.abc import Awaitable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.scope import HEAD_AS_GET


class HeadMethodMiddleware:
    """Lets the app answer a GET request instead, and drops the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http" and scope["method"] == "HEAD":
            return self._without_body(scope, receive, send)
        return self.app(scope, receive, send)

    async def _without_body(self, scope: Scope, receive: Receive, send: Send) -> None:

        async def bodiless(message: Message) -> None:
            # The scope is the caller's, not a copy, because the server, metrics and log read the
            # method and other entries from it.
            scope["method"] = "HEAD"
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope[HEAD_AS_GET], scope["method"] = True, "GET"
        try:
            await self.app(scope, receive, bodiless)
        finally:
            scope["method"] = "HEAD"
