"""Spans of a request or of a job's document, of its documents, their stages and model batches.

No attribute ever holds posted content or the message of an error.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer, set_span_in_context

from service.inference.call_trace import BatchShare, CallTrace

_BY_BATCH = frozenset({"queue", "model"})  # `worked` records these stages for each batch
_NS = 1_000_000_000


def fail(span: Span, error: BaseException) -> None:
    """Record the type of an error but not its message, which may quote posted content.

    The type is the name of the class, or `error_type` of a class that has one.
    """
    span.set_attribute("error.type", getattr(error, "error_type", type(error).__qualname__))
    span.set_status(Status(StatusCode.ERROR))


class Spans(CallTrace):
    """Makes children of one span. `wall` is the Unix time in ns at monotonic time 0."""

    def __init__(self, tracer: Tracer, span: Span, wall: int) -> None:
        self.span = span
        self.listens = span.is_recording()
        self._tracer = tracer
        self._wall = wall
        self._context = set_span_in_context(span, Context())

    @property
    def trace_id(self) -> str:
        """The trace id as 32 hexadecimal digits."""
        return f"{self.span.get_span_context().trace_id:032x}"

    def stage(self, name: str, seconds: float) -> None:
        """See `CallTrace.stage`."""
        if self.listens and name not in _BY_BATCH:
            now = time.monotonic()
            self._child(name, now - seconds, now)

    def worked(self, model: str, began: float, outcome: str, shares: Sequence[BatchShare]) -> None:
        """See `CallTrace.worked`."""
        ended = time.monotonic()
        span = self._open("inference", began)
        span.set_attributes({"copydesk.model": model, "copydesk.outcome": outcome})
        span.set_attribute("copydesk.windows", sum(share.windows for share in shares))
        span.set_attribute("copydesk.tokens", sum(share.tokens for share in shares))
        if outcome != "done":
            span.set_status(Status(StatusCode.ERROR))
        inner = Spans(self._tracer, span, self._wall)
        if shares:
            inner._child("queue", began, min(share.began for share in shares))
        for share in shares:
            inner._child(
                "batch",
                share.began,
                share.began + share.seconds,
                {
                    "copydesk.model": model,
                    "copydesk.windows": share.windows,
                    "copydesk.tokens": share.tokens,
                    "copydesk.batch.windows": share.batch_windows,
                    "copydesk.batch.tokens": share.batch_tokens,
                },
            )
        span.end(self._at(ended))

    @contextmanager
    def part(self, name: str, index: int) -> Iterator[CallTrace]:
        """See `CallTrace.part`."""
        span = self._open(name, time.monotonic())
        span.set_attribute("copydesk.index", index)
        try:
            yield Spans(self._tracer, span, self._wall)
        except BaseException as error:
            fail(span, error)
            raise
        finally:
            span.end(self._at(time.monotonic()))

    def _child(
        self, name: str, began: float, ended: float, attributes: dict[str, str | int] | None = None
    ) -> None:
        span = self._open(name, began)
        span.set_attributes(attributes or {})
        span.end(self._at(ended))

    def _open(self, name: str, began: float) -> Span:
        return self._tracer.start_span(
            name, self._context, SpanKind.INTERNAL, start_time=self._at(began)
        )

    def _at(self, monotonic: float) -> int:
        return self._wall + int(monotonic * _NS)
