"""Processes the documents of jobs: from a payload to its result or error."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING

import structlog

from service.admission.controller import AdmissionController
from service.admission.queue_limit import QueueLimit
from service.admission.read_limiter import ReadLimiter
from service.api.analysis.analyze import analyze
from service.api.analysis.context import RequestContext
from service.api.dependencies import Services
from service.api.errors import exception_handlers
from service.api.errors.problems import FieldError, InternalError, Problem, ResultsFull
from service.api.errors.validation import invalid, validated
from service.api.request.documents import Posted, split, usable_id
from service.api.request.json_body import parse_object
from service.api.schemas.operations import ANALYZE
from service.api.schemas.responses import DocumentError
from service.config.settings import Settings
from service.inference.call_trace import UNTRACED
from service.inference.protocol import Engine
from service.jobs.isolated import Answer
from service.jobs.processor import NotNow, Outcome
from service.jobs.store import Claim
from service.kit.offload import offload
from service.observability.metrics import Metrics

if TYPE_CHECKING:
    from service.observability.tracing.exporter import JobSpans, Tracing

COUNTED_AS = "jobs"  # distinguishes jobs from requests in the metrics


class DocumentProcessor:
    """Analyses documents of jobs with the background engine, which gives priority to requests."""

    def __init__(self, services: Services, tracing: Tracing | None = None) -> None:
        self._services = services
        self._tracing = tracing

    @classmethod
    def alone(cls, settings: Settings, engine: Engine) -> DocumentProcessor:
        """A processor with its own engine, in a process that serves no requests."""
        read_limiter = ReadLimiter(1)
        queue_limit = QueueLimit(settings.max_queue_seconds, settings.strained_queue_seconds)
        admission = AdmissionController(engine, read_limiter, queue_limit)
        return cls(Services(settings, engine, Metrics(), read_limiter, admission, None))

    async def analyse(self, claim: Claim) -> Outcome:
        """The result, or the document's error. Raises `NotNow` if the engine is not available."""
        with self.traced(claim) as spans:
            answer = await self.answer(claim, spans)
            if answer.later:
                raise NotNow
        return Outcome(answer.content, failed=answer.problem is not None)

    async def answer(self, claim: Claim, spans: JobSpans | None = None) -> Answer:
        """The answer for a document that is sent to another process."""
        context = RequestContext.background(
            ANALYZE, self._services, call_trace=spans or UNTRACED, counted_as=COUNTED_AS
        )
        try:
            content = await analyze(context, await _posted(claim))
        except Exception as error:
            problem = exception_handlers.as_problem(error)
            if problem.status == 503:
                return Answer(b"", later=True)
            context.count(problem.slug())
            if spans is not None:
                spans.failed(problem.slug(), problem.status)
            return Answer(_error(claim, problem), problem.slug(), problem.status)
        return Answer(content.encode())

    def gave_up(self, claim: Claim, times: int) -> Outcome:
        """The error of a document at which a process has crashed `times` times."""
        often = {1: "once", 2: "twice"}.get(times, f"{times} times")
        detail = f"A process ended {often} while it worked on this document."
        return self._failed(claim, InternalError(detail))

    def not_tried(self, claim: Claim, why: str) -> Outcome:
        """The error of a suspect document if no isolated process can be started."""
        detail = f"A process ended while it worked on this document, and {why} to try it again in."
        return self._failed(claim, InternalError(detail))

    def no_room(self, claim: Claim, size: int) -> Outcome:
        """The error of a document whose result of `size` bytes the store refuses."""
        detail = f"The store of jobs has no room for this result of {size} bytes."
        return self._failed(claim, ResultsFull(detail))

    def counted(self, answer: Answer) -> Outcome:
        """The outcome of a document that another process has analysed."""
        self._services.metrics.document(COUNTED_AS, answer.problem or "ok")
        return Outcome(answer.content, failed=answer.problem is not None)

    @contextmanager
    def traced(self, claim: Claim) -> Iterator[JobSpans | None]:
        """Put the document's name into logs and traces while the block runs."""
        with self._spans(claim) as spans, _named_in_logs(claim, spans):
            yield spans

    def _failed(self, claim: Claim, problem: Problem) -> Outcome:
        self._services.metrics.document(COUNTED_AS, problem.slug())
        return Outcome(_error(claim, problem), failed=True)

    def _spans(self, claim: Claim) -> AbstractContextManager[JobSpans | None]:
        if self._tracing is None:
            return nullcontext()
        return self._tracing.job(claim.job, claim.attempts, claim.origin)


def _named_in_logs(claim: Claim, spans: JobSpans | None) -> AbstractContextManager[object]:
    named = {"job": claim.job, "index": claim.position}
    if spans is not None:
        named["trace_id"] = spans.trace_id
    return structlog.contextvars.bound_contextvars(**named)


async def _posted(claim: Claim) -> Posted:
    body = await offload(len(claim.payload), parse_object, claim.payload)
    if claim.options is None:
        return split(ANALYZE, body, claim.position)
    faults: list[FieldError] = []
    document = validated(ANALYZE.document, body, faults)
    if document is None:
        raise invalid(faults)
    shared = ANALYZE.options.model_validate_json(claim.options)
    return Posted(document, shared, claim.position)


def _error(claim: Claim, problem: Problem) -> bytes:
    if claim.options is not None:  # it was posted in a list
        problem = problem.under(f"/documents/{claim.position}")
    error = DocumentError(index=claim.position, id=_id(claim.payload), **problem.body())
    return error.model_dump_json().encode()


def _id(payload: bytes) -> str | None:
    try:
        return usable_id(json.loads(payload))
    except (ValueError, RecursionError):
        return None
