"""One metric and one log line for each request, and `Server-Timing` in each answer."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.ticket import Ticket, summed
from service.keys.key import Key
from service.telemetry import Metrics

_log = structlog.get_logger("copydesk.access")
_QUIET = frozenset({"/livez", "/readyz", "/startupz", "/metrics"})


class ObserveMiddleware:
    """Counts by route template, so that paths nobody routes cannot make new series."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        began: float = scope.setdefault("began", time.monotonic())
        status = 500
        scope.setdefault("timings", {})

        async def timed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                stages = _stages(scope) | {"total": time.monotonic() - began}
                MutableHeaders(scope=message)["Server-Timing"] = ", ".join(
                    f"{stage};dur={seconds * 1000:.1f}" for stage, seconds in stages.items()
                )
            await send(message)

        self.metrics.in_flight.inc()
        try:
            await self.app(scope, receive, timed)
        finally:
            self.metrics.in_flight.dec()
            self._record(scope, status, time.monotonic() - began)
            if "ticket" in scope and scope.get("rejection"):  # a probe refuses nobody
                self.metrics.rejected.labels(scope["rejection"]).inc()
            for stage, seconds in _stages(scope).items():
                self.metrics.stage(stage, seconds)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or "other"
        known = {"GET", "POST", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"}
        method = scope["method"] if scope["method"] in known else "other"
        self.metrics.requests.labels(route, method, str(status)).inc()
        self.metrics.duration.labels(route).observe(seconds)
        key: Key | None = scope.get("key")
        if key is not None:
            self.metrics.by_key.labels(key.name, str(status)).inc()
        if scope["path"] not in _QUIET:
            caller = {} if key is None else {"key": key.name}
            took = round(seconds, 4)
            _log.info("request", method=method, route=route, status=status, seconds=took, **caller)


def _stages(scope: Scope) -> dict[str, float]:
    """Seconds by stage so far: the request's own and those of its documents."""
    ticket: Ticket | None = scope.get("ticket")
    return summed(ticket.seconds if ticket else {}, scope["timings"])
