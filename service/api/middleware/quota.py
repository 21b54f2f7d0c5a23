"""Counts every request body to the quota of its key, wherever it is read."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.quota import Charge, Quota
from service.api.request.head_rules import bytes_declared
from service.keys.key import ApiKey

# Refusals and server errors cost nothing. A 504 does, because the caller may choose the time limit,
# and could otherwise have a long text processed again and again without a cost.
_OURS = frozenset({500, 503, 507})


class QuotaMiddleware:
    """Makes `receive` raise `QuotaExceeded` for a body of more bytes than its key may post.

    A declared length is checked before reading. Otherwise the body is passed on until the quota is
    used up. Headers of the answer say how much is left.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        quota: Quota | None = scope["state"].get("quota") if "state" in scope else None
        if scope["type"] != "http" or quota is None:
            return await self.app(scope, receive, send)
        body = _Body(quota, scope, receive, send)
        try:
            await self.app(scope, body.receive, body.send)
        finally:
            if body.charge is not None:
                await body.charge.end()


class _Body:
    """The body of one request and its cost."""

    def __init__(self, quota: Quota, scope: Scope, receive: Receive, send: Send) -> None:
        self._quota = quota
        self._scope = scope
        self._receive = receive
        self._send = send
        self._asked = False
        self._used_up = False
        self._message: Message | None = None  # received and not passed on yet
        self.charge: Charge | None = None

    async def receive(self) -> Message:
        if not self._asked:
            self._asked = True
            await self._begin()  # raises if the quota does not cover it
        if self._used_up:
            assert self.charge is not None
            raise self.charge.exceeded()
        message = self._message or await self._receive()
        chunk: bytes = message.get("body", b"")
        if chunk and not (self.charge is not None and self.charge.covers(len(chunk))):
            # A reader that was cancelled may call again and must get the message that arrived.
            self._message = message
            message = await self._covered(message, chunk)
        self._message = None
        return message

    async def _covered(self, message: Message, chunk: bytes) -> Message:
        """The message, with no more of the body than the quota covers. Raises `QuotaExceeded`."""
        if self.charge is None:  # of a body that no header has announced
            self.charge = self._charged(None)
            if self.charge is None:
                return message
        covered = await self.charge.received(len(chunk))
        if covered == len(chunk):
            return message
        self._used_up = True
        if not covered:
            raise self.charge.exceeded()
        return {"type": "http.request", "body": chunk[:covered], "more_body": True}

    async def send(self, message: Message) -> None:
        if self.charge is not None and message["type"] == "http.response.start":
            if message["status"] in _OURS:
                await self.charge.waive()
            message["headers"] = [*message.get("headers", ()), *self.charge.headers()]
        await self._send(message)

    async def _begin(self) -> None:
        """Charge the body's declared length, or else a byte. Raises `QuotaExceeded`."""
        declared, chunked = None, False
        for name, value in self._scope["headers"]:
            if name == b"content-length":
                declared = bytes_declared(value)
            elif name == b"transfer-encoding":
                chunked = True
        if declared or chunked:
            self.charge = self._charged(None if chunked else declared)
            if self.charge is not None:
                await self.charge.begin()

    def _charged(self, declared: int | None) -> Charge | None:
        key: ApiKey | None = self._scope.get("key")  # keys are checked before a body is read
        if key is None or (allowance := self._quota.allowance(key)) is None:
            return None
        return Charge(self._quota, key, allowance, declared)
