"""Bodies over the limit are refused: before reading by their declared length, else as read."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.problems import BodyTooLarge


class BodyLimitMiddleware:
    """Raises `BodyTooLarge` in whoever reads a body of more than `limit` bytes."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        declared = Headers(scope=scope).get("content-length", "")
        too_long = declared.isdigit() and int(declared) > self.limit
        read = 0

        async def counted() -> Message:
            nonlocal read
            # Raised where the body is asked for, so that a wrong path or key is told first.
            if too_long:
                raise self._problem()
            message = await receive()
            if message["type"] == "http.request":
                read += len(message.get("body", b""))
                if read > self.limit:
                    raise self._problem()
            return message

        await self.app(scope, counted, send)

    def _problem(self) -> BodyTooLarge:
        return BodyTooLarge(f"The body is larger than {self.limit} bytes.")
