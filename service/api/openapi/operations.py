"""What OpenAPI says of an operation: bodies, headers, results, every problem, examples.

Bodies are parsed by hand (see `body`), so FastAPI cannot derive them; they are described
here from the same schemas that validate them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, create_model

from service.api.analysis.tasks import Operation
from service.api.errors import problems
from service.api.errors.problems import MEDIA_TYPE, Problem
from service.api.openapi.problem_examples import SAMPLES
from service.api.request.deadline import HEADER as TIMEOUT_HEADER
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.schemas import responses as out
from service.api.schemas.base import Output, note

REF = "#/components/schemas/"
_EXAMPLES = Path(__file__).parent / "examples"
_ELSEWHERE = {
    problems.NotFound,
    problems.MethodNotAllowed,
    problems.InvalidParameter,
    problems.KeyInUse,
    problems.KeyReused,
    problems.JobsOff,
    problems.JobsUnavailable,
    problems.JobsFull,
    problems.ResultsFull,
}
_POSTED = tuple(p for p in SAMPLES if p not in _ELSEWHERE)


_RETRIED = (
    problems.Overloaded,
    problems.NotReady,
    problems.QuotaExceeded,
    problems.JobsUnavailable,
)


def describe(operation: Operation, summary: str) -> dict[str, Any]:
    """Keyword arguments of a route for one analysis."""
    name = operation.name
    verb = {"summary": "summarizeDocuments", "analyze": "analyzeDocuments"}
    return {
        "summary": summary,
        "operation_id": verb.get(name, f"detect{name.capitalize()}"),
        "responses": {200: _success(operation)} | problem_responses(*_POSTED),
        "openapi_extra": {
            "parameters": [header(TIMEOUT_HEADER), header(ID_HEADER)],
            "requestBody": {
                "required": True,
                "description": "One document with its options, or a batch.",
                "content": {
                    "application/json": {
                        "schema": {
                            "oneOf": [
                                {"$ref": REF + single_model(operation).__name__},
                                {"$ref": REF + batch_model(operation).__name__},
                            ]
                        },
                    }
                },
            },
        },
    }


@cache
def single_model(operation: Operation) -> type[BaseModel]:
    """Schema of one document together with its options."""
    title = operation.name.capitalize()
    return create_model(
        f"{title}Request",
        __base__=(operation.document, operation.options),
        __doc__="One document and its options.",
    )


@cache
def batch_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch; its documents are validated one by one, so that any may fail alone."""
    title = operation.name.capitalize()
    return create_model(
        f"{title}BatchRequest",
        __base__=operation.options,
        __doc__="Several documents, with options for all.",
        documents=(
            list[operation.document],  # type: ignore[name-defined]
            note(
                "The documents. One that is not valid fails alone.",
                [{"id": "a", "text": "The council voted to close the road."}],
                min_length=1,
            ),
        ),
    )


@cache
def batch_result_model(operation: Operation) -> type[BaseModel]:
    """Schema of a batch's answer."""
    title = operation.name.capitalize()
    shown = examples(operation.name, "response")["batch"]["value"]["documents"]
    failed = examples("summary", "response")["batch"]["value"]["errors"]
    return create_model(
        f"{title}BatchResult",
        __base__=Output,
        __doc__="Results in the order of the documents, and the documents that failed.",
        documents=(
            list[operation.result],  # type: ignore[name-defined]
            note("Results, in the order asked.", shown),
        ),
        errors=(list[out.DocumentError], note("Documents that failed.", failed)),
    )


def problem_responses(*given: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for problems: one entry a status, one example a problem."""
    found: dict[int | str, dict[str, Any]] = {}
    for problem in given:
        entry = found.setdefault(
            problem.status,
            {
                "description": "",
                "content": {
                    MEDIA_TYPE: {"schema": {"$ref": REF + "ProblemDetails"}, "examples": {}}
                },
            },
        )
        entry["description"] = f"{entry['description']} {problem.title}.".strip()
        entry["content"][MEDIA_TYPE]["examples"][problem.slug()] = {
            "summary": problem.title,
            "value": SAMPLES[problem].body("0f4c2a9e"),
        }
        if problem in _RETRIED:
            entry["headers"] = {
                "Retry-After": {
                    "description": "Seconds to wait.",
                    "schema": {"type": "integer", "minimum": 1},
                    "example": 12,
                }
            }
    return found


def _success(operation: Operation) -> dict[str, Any]:
    return {
        "description": "The result; for a batch, results and errors of its documents.",
        "headers": {
            "Server-Timing": {
                "description": "Milliseconds by stage.",
                "schema": {"type": "string"},
                "example": "text;dur=6.1, model;dur=412.0, total;dur=431.7",
            },
            ID_HEADER: {
                "description": "The request's id.",
                "schema": {"type": "string"},
                "example": "0f4c2a9e",
            },
        },
        "content": {
            "application/json": {
                "schema": {
                    "oneOf": [
                        {"$ref": REF + operation.result.__name__},
                        {"$ref": REF + batch_result_model(operation).__name__},
                    ]
                },
            }
        },
    }


def header(name: str) -> dict[str, Any]:
    """A request header that several operations take."""
    texts = {
        TIMEOUT_HEADER: (
            "Time limit in seconds; queue and compute count. 504 when it passes.",
            {"type": "number", "minimum": 0.01, "maximum": 600},
            30,
        ),
        ID_HEADER: (
            "Your id of the request: up to 128 visible ASCII characters. It comes back, and stands "
            "in the log; any other value is replaced by an id of ours.",
            {"type": "string"},
            "0f4c2a9e",
        ),
    }
    description, schema, example = texts[name]
    return {
        "name": name, "in": "header", "required": False, "description": description,
        "schema": schema, "example": example,
    }  # fmt: skip


def examples(name: str, side: str) -> dict[str, Any]:
    """Examples of one side of an operation, from the files that the service itself wrote."""
    found: dict[str, Any] = {}
    for path in sorted(_EXAMPLES.glob(f"{name}.*.json")):
        example = json.loads(path.read_text(encoding="utf-8"))
        found[path.name.split(".")[1]] = {
            "summary": example["summary"],
            "value": example[side],
        }
    return found
