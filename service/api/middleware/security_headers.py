"""Headers that every answer carries."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Nothing may keep an analysis, and nothing in one may run, load or be framed.
UNLESS_SET = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def raw(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    """Headers as ASGI wants them."""
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_ALWAYS = raw(ALWAYS)
_NAMES = frozenset(name for name, _ in _ALWAYS)
_UNLESS_SET = raw(UNLESS_SET)


class SecurityHeadersMiddleware:
    """Adds `ALWAYS`, and of `UNLESS_SET` what the route did not set itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def added(message: Message) -> None:
            if message["type"] == "http.response.start":
                # In one pass: a lookup for each costs more than the rest of the middleware.
                sent = [pair for pair in message.get("headers", ()) if pair[0] not in _NAMES]
                names = {name for name, _ in sent}
                sent += [pair for pair in _UNLESS_SET if pair[0] not in names]
                message["headers"] = sent + _ALWAYS
            await send(message)

        await self.app(scope, receive, added)
