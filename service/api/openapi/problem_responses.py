"""Which problems an operation can answer with, as OpenAPI's responses."""

from __future__ import annotations

from typing import Any

from service.api.errors import problems as p
from service.api.openapi.problem_examples import SAMPLES
from service.api.openapi.references import reference
from service.api.schemas.responses import ProblemDetails

Responses = dict[int | str, dict[str, Any]]
_NOT_OF_ANALYSES = {
    p.NotFound, p.MethodNotAllowed, p.InvalidParameter, p.KeyInUse, p.KeyReused,
    p.JobsOff, p.JobsUnavailable, p.JobsFull, p.ResultsFull,
}  # fmt: skip
OF_ANALYSES = tuple(problem for problem in SAMPLES if problem not in _NOT_OF_ANALYSES)
OF_JOBS = (p.Unauthorized, p.Forbidden, p.JobsOff, p.JobsUnavailable)
OF_POSTED_JOBS = (
    p.MalformedJson, p.NotUtf8, p.DuplicateKey, p.TooDeep, p.InvalidHeader, p.KeyInUse,
    p.BodyTooSlow, p.BodyTooLarge, p.UnsupportedMediaType, p.InvalidRequest, p.KeyReused,
    p.QuotaExceeded, p.HeadTooLarge, p.HeadTooSlow, p.InternalError, p.JobsFull, *OF_JOBS,
)  # fmt: skip
_WITH_RETRY_AFTER = (p.Overloaded, p.NotReady, p.QuotaExceeded, p.JobsUnavailable)
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds to wait.",
        "schema": {"type": "integer", "minimum": 1},
        "example": 12,
    }
}


def problem_responses(*given: type[p.Problem]) -> Responses:
    """OpenAPI responses for problems: one entry a status, one example a problem."""
    by_status: dict[int, list[type[p.Problem]]] = {}
    for problem in given:
        by_status.setdefault(problem.status, []).append(problem)
    return {status: _response(problems) for status, problems in by_status.items()}


def _response(problems: list[type[p.Problem]]) -> dict[str, Any]:
    examples = {
        problem.slug(): {"summary": problem.title, "value": SAMPLES[problem].body("0f4c2a9e")}
        for problem in problems
    }
    response: dict[str, Any] = {
        "description": " ".join(f"{problem.title}." for problem in problems),
        "content": {p.MEDIA_TYPE: {"schema": reference(ProblemDetails), "examples": examples}},
    }
    if any(problem in _WITH_RETRY_AFTER for problem in problems):
        response["headers"] = _RETRY_AFTER
    return response
