"""Work that could not be done in time is refused before its body is read.

The outermost middleware, so that a refusal costs next to nothing: under ten times the load
nine in ten requests end here. The body is left to the server, which drops it and keeps the
connection.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import structlog
from starlette.types import ASGIApp, Receive, Scope, Send

from service.http.deadline import HEADER as TIMEOUT_HEADER
from service.http.deadline import seconds_asked
from service.http.forecast import Forecast, Refusal
from service.http.middleware.headers import ALWAYS, UNLESS_SET, raw
from service.http.middleware.request_id import HEADER as ID_HEADER
from service.http.middleware.request_id import chosen
from service.http.problems import MEDIA_TYPE, Overloaded
from service.settings import Settings
from service.telemetry import Metrics

_log = structlog.get_logger("copydesk.access")
_TIMEOUT = TIMEOUT_HEADER.lower().encode()
_ID = ID_HEADER.lower().encode()
_ALWAYS = [(b"content-type", MEDIA_TYPE.encode()), *raw(ALWAYS | UNLESS_SET)]


class ShedMiddleware:
    """Gives each analysis a ticket, or answers 503; everything else passes.

    Args:
        paths: what the metrics call each path that does work.
    """

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        metrics: Metrics,
        paths: dict[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self.settings = settings
        self.metrics = metrics
        self.paths = paths
        self.clock = clock
        self._unlogged = 0
        self._logged = float("-inf")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began = scope.setdefault("began", self.clock())
        operation = self.paths.get(scope["path"]) if scope["method"] == "POST" else None
        if operation is None:
            return await self.app(scope, receive, send)
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        declared = int(length) if length.isdigit() else None
        given = headers.get(_TIMEOUT)
        asked = seconds_asked(None if given is None else given.decode("latin-1"), self.settings)
        forecast: Forecast = scope["state"]["forecast"]
        # What is too long is refused for that, and not read either.
        size = 0 if declared is not None and declared > self.settings.max_body_bytes else declared
        due = None if asked is None else began + asked
        found = forecast.admit(operation, size, began, due)
        if isinstance(found, Refusal):
            return await self._refuse(found, scope, headers, send)
        scope["ticket"] = found
        try:
            await self.app(scope, receive, send)
        finally:
            forecast.leave(found)

    async def _refuse(
        self, refusal: Refusal, scope: Scope, headers: dict[bytes, bytes], send: Send
    ) -> None:
        problem = Overloaded.after(refusal.retry_after)
        request_id = chosen(headers.get(_ID, b"").decode("latin-1"))
        body = json.dumps(problem.body(request_id)).encode()
        sent = [
            *_ALWAYS,
            (b"retry-after", problem.headers["Retry-After"].encode()),
            (b"content-length", str(len(body)).encode()),
            (_ID, request_id.encode()),
        ]
        if b"expect" in headers:
            # It waits to be told to send its body, and nobody knows whether it will.
            sent.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": problem.status, "headers": sent})
        await send({"type": "http.response.body", "body": body})
        self._count(refusal, scope, problem.status)

    def _count(self, refusal: Refusal, scope: Scope, status: int) -> None:
        now = self.clock()
        self.metrics.rejected.labels(refusal.reason).inc()
        self.metrics.requests.labels(scope["path"], "POST", str(status)).inc()
        self.metrics.duration.labels(scope["path"]).observe(now - scope["began"])
        # One line a second at most: writing thousands would be the overload.
        self._unlogged += 1
        if now - self._logged >= 1.0:
            _log.warning("refused", requests=self._unlogged, foretold_wait=round(refusal.wait, 1))
            self._unlogged, self._logged = 0, now
