"""Adds the headers of `response_headers` to each answer of the app."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.response_headers import ALWAYS, UNLESS_SET, raw

_ALWAYS = raw(ALWAYS)
_NAMES = frozenset(name for name, _ in _ALWAYS)
_UNLESS_SET = raw(UNLESS_SET)


class SecurityHeadersMiddleware:
    """Adds `ALWAYS`, and those of `UNLESS_SET` that the route did not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def added(message: Message) -> None:
            if message["type"] == "http.response.start":
                # A lookup for each header would cost more than the rest of the middleware.
                sent = [pair for pair in message.get("headers", ()) if pair[0] not in _NAMES]
                names = {name for name, _ in sent}
                sent += [pair for pair in _UNLESS_SET if pair[0] not in names]
                message["headers"] = sent + _ALWAYS
            await send(message)

        await self.app(scope, receive, added)
