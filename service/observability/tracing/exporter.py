"""Traces of requests and of the documents of jobs, sent to a collector over OTLP/HTTP."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode, get_current_span
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from service import __version__
from service.observability.tracing.spans import Spans, fail

_LAST_SECONDS = 5.0  # time limit for sending the remaining spans when the service ends


class RequestSpans(Spans):
    """The spans of a request, with the methods that its middleware needs."""

    @property
    def traceparent(self) -> str:
        """The request's span as W3C Trace Context writes it."""
        found = self.span.get_span_context()
        return f"00-{found.trace_id:032x}-{found.span_id:016x}-{int(found.trace_flags):02x}"

    def answered(self, method: str, route: str, status: int, request_id: str) -> None:
        """Record the outcome of the request."""
        self.span.update_name(f"{method} {route}")
        self.span.set_attributes(
            {
                "http.request.method": method,
                "http.route": route,
                "http.response.status_code": status,
                "copydesk.request_id": request_id,
            }
        )
        if status >= 500:
            self.span.set_attribute("error.type", str(status))
            self.span.set_status(Status(StatusCode.ERROR))


class JobSpans(Spans):
    """The spans of one document of a job."""

    def failed(self, outcome: str, status: int) -> None:
        """Record the document's error: its name, as in the metrics, and its status."""
        self.span.set_attribute("copydesk.outcome", outcome)
        if status >= 500:
            self.span.set_attribute("error.type", str(status))
            self.span.set_status(Status(StatusCode.ERROR))


class Tracing:
    """Makes the spans of requests and jobs and passes them to a provider, which it owns."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("copydesk", __version__)
        self._propagator = TraceContextTextMapPropagator()

    @classmethod
    def to(cls, endpoint: str | None) -> Tracing:
        """Tracing to a collector at this base address, or at that of the OTEL_ variables."""
        exporter = (
            OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
            if endpoint
            else OTLPSpanExporter()
        )
        provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(exporter))
        return cls(provider)

    @contextmanager
    def request(self, headers: Mapping[str, str], began: float) -> Iterator[RequestSpans]:
        """The span of a request, within the caller's trace if the headers name one."""
        carrier = {n: headers[n] for n in ("traceparent", "tracestate") if n in headers}
        wall = time.time_ns() - time.monotonic_ns()
        span = self._tracer.start_span(
            "request",
            self._propagator.extract(carrier, Context()),
            SpanKind.SERVER,
            start_time=wall + int(began * 1e9),
        )
        try:
            yield RequestSpans(self._tracer, span, wall)
        finally:
            span.end(wall + time.monotonic_ns())

    @contextmanager
    def job(self, job: str, attempts: int, origin: str | None) -> Iterator[JobSpans | None]:
        """The span of one document of a job, in a separate trace, because a job may last hours.

        It is linked to the span `origin`, which is that of the request that posted the job. The
        result is None if that request was not sampled.
        """
        carrier = {} if origin is None else {"traceparent": origin}
        posted = get_current_span(self._propagator.extract(carrier, Context()))
        found = posted.get_span_context()
        if found.is_valid and not found.trace_flags.sampled:
            yield None
            return
        wall = time.time_ns() - time.monotonic_ns()
        span = self._tracer.start_span(
            "job",
            Context(),
            SpanKind.CONSUMER,
            {"copydesk.job": job, "copydesk.attempts": attempts, "copydesk.outcome": "ok"},
            [Link(found)] if found.is_valid else [],
            start_time=wall + time.monotonic_ns(),
        )
        try:
            yield JobSpans(self._tracer, span, wall)
        except BaseException as error:
            span.set_attribute("copydesk.outcome", "given back")
            fail(span, error)
            raise
        finally:
            span.end(wall + time.monotonic_ns())

    def close(self) -> None:
        """Send the remaining spans, for a few seconds at most."""
        ending = threading.Thread(target=self._provider.shutdown, daemon=True)
        ending.start()
        ending.join(_LAST_SECONDS)


def _resource() -> Resource:
    """The resource of this service; variables of the environment may rename it."""
    named = "OTEL_SERVICE_NAME" in os.environ or "service.name=" in os.environ.get(
        "OTEL_RESOURCE_ATTRIBUTES", ""
    )
    return Resource.create(
        {"service.version": __version__} | ({} if named else {"service.name": "copydesk"})
    )
