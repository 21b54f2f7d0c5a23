"""Work that could not be done in time is refused before its body is read.

The outermost middleware, so that a refusal costs little. The body is left to the server.
"""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from service.admission.controller import Refusal
from service.api.overload import OverloadGate


class LoadSheddingMiddleware:
    """Gives each analysis a ticket, or answers 503; everything else passes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = scope.setdefault("began", time.monotonic())
        gate: OverloadGate = scope["state"]["overload_gate"]
        if scope["method"] != "POST" or scope["path"] not in gate.paths:
            return await self.app(scope, receive, send)
        asked = scope.get("asked")  # by our own server, when the head was there
        if asked is None:
            asked = gate.asked(scope["path"], dict(scope["headers"]), began)
        found = gate.admit(asked)
        if isinstance(found, Refusal):
            headers = dict(scope["headers"])
            sent, body = gate.answer(found, headers)
            await send({"type": "http.response.start", "status": gate.status, "headers": sent})
            await send({"type": "http.response.body", "body": body})
            return gate.count(found, scope["path"], began)
        scope["permit"] = found
        try:
            await self.app(scope, receive, send)
        finally:
            gate.leave(found)
