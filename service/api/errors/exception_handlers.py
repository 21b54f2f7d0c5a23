"""Converts exceptions to problem responses."""

from __future__ import annotations

from typing import Any

import structlog
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Match
from starlette.types import Scope

from service.api.errors.problems import (
    MEDIA_TYPE,
    DeadlineExceeded,
    EndpointUnavailable,
    InternalError,
    JobsFull,
    JobsUnavailable,
    MethodNotAllowed,
    NotFound,
    NotReady,
    Overloaded,
    Problem,
    TaskNotServed,
)
from service.api.errors.suggestions import hint, known_paths
from service.api.scope import method_asked
from service.inference import protocol as engine
from service.jobs.store import StoreError, StoreFull

_log = structlog.get_logger("copydesk.http")


def install(app: FastAPI) -> None:
    """Register the handlers. `ErrorsMiddleware` answers all other exceptions."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)


def as_problem(error: Exception) -> Problem:
    """The problem for an exception of a lower layer. Unknown exceptions are logged."""
    match error:
        case Problem():
            return error
        case engine.EngineOverloaded():
            return Overloaded.after(error.retry_after)
        case engine.EngineNotReady():
            return NotReady("The models are not loaded.", headers={"Retry-After": "2"})
        case engine.EndpointFailed():
            return EndpointUnavailable(f"The model is not in this service, and {error}.")
        case engine.NoSuchModel():
            return TaskNotServed(
                f"No model here serves {error.task} in the profile {error.profile}."
            )
        case engine.DeadlinePassed():
            spent = {stage: round(seconds, 3) for stage, seconds in error.spent.items()}
            return DeadlineExceeded(
                "The time limit passed before the analysis was done.", spent=spent
            )
        case StoreFull():
            _log.error("the store of jobs is full", why=str(error))
            return JobsFull("The store of jobs has no room for more.")
        case StoreError():
            _log.error("the store of jobs fails", why=str(error))
            return JobsUnavailable(
                "The store of jobs does not answer; what it holds is safe.",
                headers={"Retry-After": "5"},
            )
        case _:
            _log.error("unexpected error", exc_info=error)
            return InternalError("Something went wrong here; the request id finds it in the log.")


def response(problem: Problem, scope: Scope) -> JSONResponse:
    """The problem as a response. The reason of a refusal is put into the scope for the metrics."""
    scope["rejection"] = problem.rejection
    return JSONResponse(
        problem.body(scope.get("request_id")),
        status_code=problem.status,
        headers=problem.headers,
        media_type=MEDIA_TYPE,
    )


async def _problem(request: Request, error: Exception) -> JSONResponse:
    return response(as_problem(error), request.scope)


def _allowed(request: Request) -> str:
    """The methods of all routes with this path; Starlette would list those of the first only."""
    found: set[str] = set()
    for route in request.app.router.routes:
        if route.matches(request.scope)[0] is not Match.NONE:
            found |= getattr(route, "methods", None) or set()
    # Only files are mounted, and a mount that refuses a method has changed the path already.
    found = found or {"GET"}
    return ", ".join(sorted(found | {"HEAD"} if "GET" in found else found))


async def _http(request: Request, error: Exception) -> JSONResponse:
    """Starlette's own errors: unknown paths and methods."""
    status = getattr(error, "status_code", 500)
    headers: dict[str, Any] = dict(getattr(error, "headers", None) or {})
    problem: Problem
    if status == 404:
        path = request.url.path
        known = known_paths(request.app.router.routes)
        problem = NotFound(f"There is nothing at {path}.{hint(path, known)}", headers=headers)
    elif status == 405:
        problem = MethodNotAllowed(
            f"{method_asked(request.scope)} is not possible at {request.url.path}.",
            headers=headers | {"Allow": _allowed(request)},
        )
    else:
        problem = as_problem(error)
    return response(problem, request.scope)
