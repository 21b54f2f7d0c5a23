"""Headers that every answer carries."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in ALWAYS.items()]
_NAMES = frozenset(name for name, _ in _RAW)
_CACHE = b"cache-control"


class HeadersMiddleware:
    """Security headers, and `Cache-Control: no-store` unless the route set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def added(message: Message) -> None:
            if message["type"] == "http.response.start":
                # In one pass: a lookup for each costs more than the rest of the middleware.
                sent = [pair for pair in message.get("headers", ()) if pair[0] not in _NAMES]
                if not any(name == _CACHE for name, _ in sent):
                    sent.append((_CACHE, b"no-store"))
                message["headers"] = sent + _RAW
            await send(message)

        await self.app(scope, receive, added)
