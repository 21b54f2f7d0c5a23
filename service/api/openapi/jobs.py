"""What OpenAPI says of the routes of jobs."""

from __future__ import annotations

import json
from typing import Any

from pydantic import create_model
from starlette.responses import Response

from service.api.analysis.tasks import ANALYZE
from service.api.errors import problems as p
from service.api.jobs import query
from service.api.openapi.operations import REF, header, problem_responses, single_model
from service.api.request.ndjson import NDJSON
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.schemas.base import note
from service.api.schemas.jobs import (
    BAD_LINE,
    FAILED,
    JOB,
    JOB_ID,
    NEXT,
    AnalyzeLine,
    JobResult,
    JobStatus,
)
from service.jobs.store import JobState

_TEXT = {"id": "a", "text": "The council voted to close the road."}
JobRequest = create_model(
    "JobRequest",
    __base__=ANALYZE.options,
    __doc__="Many documents, with options for all.",
    documents=(
        list[ANALYZE.document],  # type: ignore[name-defined]
        note("The documents. One that is not valid fails alone.", [_TEXT], min_length=1),
    ),
)
_ANY = (p.Unauthorized, p.Forbidden, p.JobsOff, p.JobsUnavailable)
_POSTED = (
    p.MalformedJson, p.NotUtf8, p.DuplicateKey, p.TooDeep, p.InvalidHeader, p.KeyInUse,
    p.BodyTooSlow, p.BodyTooLarge, p.UnsupportedMediaType, p.InvalidRequest, p.KeyReused,
    p.QuotaExceeded, p.HeadTooLarge, p.HeadTooSlow, p.InternalError, p.JobsFull,
)  # fmt: skip
_QUEUED = JOB | {
    "state": "queued",
    "documents": {"total": 5000, "succeeded": 0, "failed": 0, "waiting": 5000},
    "started": None,
    "seconds_left": None,
}


def lines(schema: str, example: dict[str, Any]) -> dict[str, Any]:
    """A body of lines. OpenAPI 3.1 has no word for what a line is: `x-line` names its schema."""
    some_word = {"type": "string", "format": "binary", "pattern": r"\S"}
    return {
        "schema": some_word,
        "x-line": {"$ref": REF + schema},
        "example": json.dumps(example, ensure_ascii=False) + "\n",
    }


_CANCELLED = JOB | {
    "state": "cancelled",
    "documents": {"total": 5000, "succeeded": 1240, "failed": 2, "waiting": 0},
    "ended": "2026-11-25T16:02:10Z",
    "expires": "2026-11-26T16:02:10Z",
    "seconds_left": None,
}


def _parameter(
    name: str, where: str, description: str, schema: dict[str, Any], example: Any
) -> dict[str, Any]:
    return {
        "name": name, "in": where, "required": where == "path", "description": description,
        "schema": schema, "example": example,
    }  # fmt: skip


def _whole(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


_ID = _parameter("job", "path", "The job's id.", {"type": "string"}, JOB_ID)
_DOCUMENTS = {
    "documents": [
        _TEXT,
        {"id": "b", "text": "Residents called the plan a disgrace.", "targets": ["the plan"]},
    ],
    "tasks": ["stance", "sentiment"],
}

POST: dict[str, Any] = {
    "summary": "Post a job of many documents",
    "operation_id": "postJob",
    "status_code": 202,
    "responses": {
        202: {
            "description": "The job, which is kept from now on whatever happens.",
            "model": JobStatus,
            "headers": {
                "Location": {
                    "description": "Where to look how far it is.",
                    "schema": {"type": "string"},
                    "example": f"/v1/jobs/{JOB_ID}",
                }
            },
        }
    }
    | problem_responses(*_POSTED, *_ANY),
    "openapi_extra": {
        "parameters": [
            _parameter(
                "Idempotency-Key",
                "header",
                "Your name for this request, such as a UUID: sent again, it gives the job that is "
                "there. 1 to 255 visible ASCII characters.",
                {"type": "string", "pattern": "^[!-~]{1,255}$"},
                "5c1f0a52-3f7e-4b8e-9a57-0c1d2e3f4a5b",
            ),
            header(ID_HEADER),
        ],
        "requestBody": {
            "required": True,
            "description": "A batch as for `/v1/analyze`; or lines, each of them a document with "
            "its own options as for `/v1/analyze`, which are stored as they come.",
            "content": {
                "application/json": {
                    "schema": {"$ref": REF + JobRequest.__name__},
                    "example": _DOCUMENTS,
                },
                NDJSON: lines(single_model(ANALYZE).__name__, _TEXT),
            },
        },
    },
}
LIST: dict[str, Any] = {
    "summary": "List your jobs",
    "operation_id": "listJobs",
    "responses": problem_responses(p.InvalidParameter, *_ANY),
    "openapi_extra": {
        "parameters": [
            _parameter(
                "state",
                "query",
                "Only jobs in this state.",
                {"type": "string", "enum": [state.value for state in JobState]},
                "running",
            ),
            _parameter(
                "limit",
                "query",
                "How many jobs a page may hold.",
                _whole(1, query.MOST_JOBS) | {"default": query.JOBS},
                50,
            ),
            _parameter(
                "before",
                "query",
                "Where a page begins, as the `next` of the page before has it.",
                {"type": "string", "pattern": query.PLACE},
                NEXT.rpartition("=")[2],
            ),
        ]
    },
}
GET: dict[str, Any] = {
    "summary": "How far a job is",
    "operation_id": "findJob",
    "responses": problem_responses(p.NotFound, *_ANY),
    "openapi_extra": {"parameters": [_ID]},
}
DELETE: dict[str, Any] = {
    "summary": "Cancel a job",
    "operation_id": "cancelJob",
    "responses": problem_responses(p.NotFound, *_ANY),
    "openapi_extra": {"parameters": [_ID]},
}
RESULTS: dict[str, Any] = {
    "summary": "The results of a job so far",
    "operation_id": "readJobResults",
    "response_class": Response,
    "responses": {
        200: {
            "description": "One JSON object a line, each a `JobResult`.",
            "content": {NDJSON: {}},
        }
    }
    | problem_responses(p.InvalidParameter, p.NotFound, *_ANY),
    "openapi_extra": {
        "parameters": [
            _ID,
            _parameter(
                "after",
                "query",
                "The `sequence` after which to go on.",
                _whole(0, query.MOST) | {"default": 0},
                1240,
            ),
            _parameter(
                "limit",
                "query",
                "How many lines at most; all there are when left out.",
                _whole(1, query.MOST),
                1000,
            ),
        ]
    },
}


def add_examples(made: dict[str, Any]) -> None:
    """Put in what FastAPI would drop the nulls of, and the lines of `/v1/analyze`."""
    jobs, job = made["paths"]["/v1/jobs"], made["paths"]["/v1/jobs/{job}"]
    for operation, status, example in (
        (jobs["post"], "202", _QUEUED),
        (jobs["get"], "200", {"jobs": [JOB], "next": NEXT}),
        (job["get"], "200", JOB),
        (job["delete"], "200", _CANCELLED),
    ):
        operation["responses"][status]["content"]["application/json"]["example"] = example
    results = made["paths"]["/v1/jobs/{job}/results"]["get"]
    results["responses"]["200"]["content"][NDJSON] = lines(JobResult.__name__, FAILED)
    analyze = made["paths"]["/v1/analyze"]["post"]
    analyze["requestBody"]["content"][NDJSON] = lines(single_model(ANALYZE).__name__, _TEXT)
    answer = lines(AnalyzeLine.__name__, BAD_LINE)
    analyze["responses"]["200"]["content"][NDJSON] = answer
