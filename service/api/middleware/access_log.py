"""Counts and logs each request, and adds `Server-Timing` to each answer."""

from __future__ import annotations

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.admission.permit import Permit, summed
from service.api.scope import QUIET, method_of, route_of
from service.keys.key import ApiKey
from service.observability.metrics import Metrics

_log = structlog.get_logger("copydesk.access")


class AccessLogMiddleware:
    """Counts by route template, so that unknown paths cannot create new series."""

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
            # A failed probe is no rejection. A job has no permit, but may exceed its key's quota.
            if scope.get("rejection") and ("permit" in scope or "key" in scope):
                self.metrics.rejected.labels(scope["rejection"]).inc()
            for stage, seconds in _stages(scope).items():
                self.metrics.stage(stage, seconds)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route, method = route_of(scope), method_of(scope)
        self.metrics.requests.labels(route, method, str(status)).inc()
        self.metrics.duration.labels(route).observe(seconds)
        key: ApiKey | None = scope.get("key")
        if key is not None:
            self.metrics.by_key.labels(key.name, str(status)).inc()
        if scope["path"] not in QUIET:
            _log.info(
                "request",
                method=method,
                route=route,
                status=status,
                seconds=round(seconds, 4),
                key=None if key is None else key.name,
                trace_id=scope.get("trace_id"),
                **_work(scope),
            )


def _work(scope: Scope) -> dict[str, float | None]:
    """The log fields for the work of a request; they are None if it analyses nothing."""
    permit: Permit | None = scope.get("permit")
    if permit is None:
        return dict.fromkeys(("bytes", "documents", "tokens", "queue", "model"))
    seconds = _stages(scope)
    return {
        "bytes": round(permit.size) if permit.arrived else None,
        "documents": len(permit.calls),
        "tokens": sum(call.tokens for call in permit.calls),
        "queue": round(seconds.get("queue", 0.0), 4),
        "model": round(seconds.get("model", 0.0), 4),
    }


def _stages(scope: Scope) -> dict[str, float]:
    """Seconds by stage so far, of the request itself and of its documents."""
    permit: Permit | None = scope.get("permit")
    return summed(permit.seconds if permit else {}, scope["timings"])
