"""Load shedding: work that cannot be done in time is refused before its body is read.

It is the outermost middleware, so that a refusal costs little. The server drops the body.
"""

from __future__ import annotations

import time

from starlette.types import ASGIApp, Receive, Scope, Send

from service.admission.controller import Refusal
from service.api.overload import OverloadGate


class LoadSheddingMiddleware:
    """Gives each analysis a permit or answers 503. All other requests pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = scope.setdefault("began", time.monotonic())
        gate: OverloadGate = scope["state"]["overload_gate"]
        permit = scope.get("permit")  # set by our own server, which checks each head as it arrives
        if permit is None:
            if not gate.covers(scope["method"], scope["path"]):
                return await self.app(scope, receive, send)
            headers = dict(scope["headers"])
            permit = gate.check(scope["path"], headers, began)
            if isinstance(permit, Refusal):
                sent, body = gate.answer(permit, headers)
                await send({"type": "http.response.start", "status": gate.status, "headers": sent})
                await send({"type": "http.response.body", "body": body})
                return gate.count(permit, scope["path"], began)
            scope["permit"] = permit
        try:
            await self.app(scope, receive, send)
        finally:
            gate.leave(permit)
