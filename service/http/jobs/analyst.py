"""The work of a job, one document at a time: from its payload to its result or its error."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from service.http import handlers
from service.http.analysis import Analysis
from service.http.body import parse_object
from service.http.documents import Posted, split, usable_id
from service.http.faults import invalid, validated
from service.http.operations import ANALYZE
from service.http.problems import FieldError, InternalError, Problem
from service.http.schemas.responses import DocumentError
from service.http.services import Services
from service.inference.follower import NOBODY
from service.jobs.runner import NotNow, Outcome
from service.jobs.store import Claim
from service.tasks.offload import offload

if TYPE_CHECKING:
    from service.tracing.tracing import JobSpans, Tracing

OPERATION = replace(ANALYZE, name="jobs")  # so that metrics tell them apart


class Analyst:
    """Analyses documents of jobs with an engine that lets callers who wait go first."""

    def __init__(self, services: Services, tracing: Tracing | None = None) -> None:
        self._services = services
        self._tracing = tracing

    async def analyse(self, claim: Claim) -> Outcome:
        """The result, or the document's own error. Raises `NotNow` while the engine is away."""
        with self._spans(claim) as spans, _named_in_logs(claim, spans):
            analysis = Analysis.unwatched(OPERATION, self._services, follower=spans or NOBODY)
            try:
                content = await analysis.result(await _posted(claim))
            except Exception as error:
                problem = handlers.as_problem(error)
                if problem.status == 503:
                    raise NotNow from error
                analysis.failed(problem)
                if spans is not None:
                    spans.failed(problem.slug(), problem.status)
                return _failed(claim, problem)
        return Outcome(content.encode(), failed=False)

    def give_up(self, claim: Claim) -> Outcome:
        """The error of a document at which the process ended each time."""
        tries = claim.attempts - 1
        detail = f"The service ended {tries} times while it worked on this document."
        problem = InternalError(detail)
        self._services.metrics.document(OPERATION.name, problem.slug())
        return _failed(claim, problem)

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
        return split(OPERATION, body, claim.position)
    faults: list[FieldError] = []
    document = validated(OPERATION.document, body, faults)
    if document is None:
        raise invalid(faults)
    shared = OPERATION.options.model_validate_json(claim.options)
    return Posted(document, shared, claim.position)


def _failed(claim: Claim, problem: Problem) -> Outcome:
    if claim.options is not None:  # it was posted in a list
        problem = problem.under(f"/documents/{claim.position}")
    error = DocumentError(index=claim.position, id=_id(claim.payload), **problem.body())
    return Outcome(error.model_dump_json().encode(), failed=True)


def _id(payload: bytes) -> str | None:
    try:
        return usable_id(json.loads(payload))
    except (ValueError, RecursionError):
        return None
