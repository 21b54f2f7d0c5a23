"""Prometheus metrics of the service. Each label has a bounded set of values."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Summary,
    disable_created_metrics,
    generate_latest,
)

from service.inference.protocol import Engine
from service.observability import multiprocess
from service.observability.engine_metrics import EngineMetrics
from service.observability.process_metrics import ProcessMetrics
from service.result_cache.shared_results import Outcome
from service.tasks.registry import TASKS
from service.tasks.warnings import WarningCode

# Why a valid request was refused.
REJECTIONS = ("queue", "deadline", "quota", "not_ready", "slow_body")
DENIALS = ("no_key", "unknown_key", "expired_key", "scope")
STAGES = ("body", "turn", "text", "names", "tokenise", "queue", "model", "other")
# Otherwise each counter would have a second series with its creation time.
disable_created_metrics()  # type: ignore[no-untyped-call]
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """All Prometheus series of one app, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "copydesk_requests",
            "Requests answered, each counted once.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.duration = Histogram(
            "copydesk_request_seconds",
            "Time from the first byte of a request to the last of its answer.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        self.in_flight = Gauge(
            "copydesk_requests_in_flight",
            "Requests being answered.",
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self.documents = Counter(
            "copydesk_documents",
            "Documents analysed, by outcome: ok or the problem's slug.",
            ("operation", "outcome"),
            registry=self.registry,
        )
        self.warnings = Counter(
            "copydesk_warnings", "Warnings given, by code.", ("code",), registry=self.registry
        )
        self.rejected = Counter(
            "copydesk_rejected_requests",
            "Requests refused for what goes on here, not for what they hold, by reason.",
            ("reason",),
            registry=self.registry,
        )
        self.by_key = Counter(
            "copydesk_key_requests",
            "Requests with a valid API key, by its name in the keys file.",
            ("key", "status"),
            registry=self.registry,
        )
        self.denied = Counter(
            "copydesk_denied_requests",
            "Requests denied for their API key, by what was wrong with it.",
            ("reason",),
            registry=self.registry,
        )
        self.cancelled = Counter(
            "copydesk_cancelled_requests",
            "Requests whose caller hung up before the answer; their work was given up.",
            registry=self.registry,
        )
        self.shared_results = Counter(
            "copydesk_shared_results",
            "Results looked for among those that replicas share, by what became of it.",
            ("outcome",),
            registry=self.registry,
        )
        self.stages = Summary(
            "copydesk_stage_seconds",
            "Time by stage, once a request; concurrent work within a request adds up.",
            ("stage",),
            registry=self.registry,
        )
        self.ready = Gauge(
            "copydesk_ready",
            "1 while /readyz says so; of several workers, the least.",
            registry=self.registry,
            multiprocess_mode="livemin",
        )
        self.jobs_waiting = Gauge(
            "copydesk_jobs_waiting_documents",
            "Documents of all jobs that have no result yet.",
            registry=self.registry,
            multiprocess_mode="livemax",
        )
        self.engine = EngineMetrics(self.registry)
        self.process = ProcessMetrics(self.registry)
        self._look: Callable[[], None] = lambda: None
        # Series exist before the first event, so that rates and alerts start from 0.
        for name in (*(spec.name for spec in TASKS), "analyze"):
            self.documents.labels(name, "ok")
            self.requests.labels(f"/v1/{name}", "POST", "200")
            self.duration.labels(f"/v1/{name}")
        self.documents.labels("jobs", "ok")
        for code in WarningCode:
            self.warnings.labels(code.value)

        for reason in REJECTIONS:
            self.rejected.labels(reason)
        for reason in DENIALS:
            self.denied.labels(reason)
        for outcome in get_args(Outcome):
            self.shared_results.labels(outcome)
        self._stages = {stage: self.stages.labels(stage) for stage in STAGES}

    def document(self, operation: str, outcome: str) -> None:
        """Count one document of a request."""
        self.documents.labels(operation, outcome).inc()

    def warned(self, codes: Iterable[str]) -> None:
        """Count the warnings of a result."""
        for code in codes:
            self.warnings.labels(code).inc()

    def shared_result(self, outcome: Outcome) -> None:
        """Count a lookup of a shared result."""
        self.shared_results.labels(outcome).inc()

    def stage(self, name: str, seconds: float) -> None:
        """Record the time that a request spent in a stage."""
        self._stages.get(name, self._stages["other"]).observe(seconds)

    def render(self) -> bytes:
        """The metrics in the Prometheus text format, with the present values of the gauges."""
        self._look()
        return generate_latest(multiprocess.gathered(self.registry))

    @asynccontextmanager
    async def following(self, engine: Engine, ready: Callable[[], bool]) -> AsyncIterator[None]:
        """Let the gauges follow an engine, also when another process is scraped."""

        def look() -> None:
            self.engine.refresh(engine)
            self.process.refresh()
            self.ready.set(ready())

        self._look = look
        refreshing = asyncio.create_task(self._refresh()) if multiprocess.several() else None
        try:
            yield
        finally:
            if refreshing is not None:
                refreshing.cancel()

    async def _refresh(self) -> None:
        while True:
            self._look()
            await asyncio.sleep(1)
