"""Examples of jobs in the document."""

from __future__ import annotations

from typing import Any

from service.api.openapi.operations import TEXT
from service.api.openapi.problem_responses import Responses
from service.api.schemas.jobs import JOB, JOB_ID

QUEUED = JOB | {
    "state": "queued",
    "documents": {"total": 5000, "succeeded": 0, "failed": 0, "waiting": 5000},
    "started": None,
    "seconds_left": None,
}
CANCELLED = JOB | {
    "state": "cancelled",
    "documents": {"total": 5000, "succeeded": 1240, "failed": 2, "waiting": 0},
    "ended": "2026-11-25T16:02:10Z",
    "expires": "2026-11-26T16:02:10Z",
    "seconds_left": None,
}
POSTED: dict[str, Any] = {
    "documents": {
        "summary": "Two documents, one with targets of its own",
        "value": {
            "documents": [
                TEXT,
                {
                    "id": "b",
                    "text": "Residents called the plan a disgrace.",
                    "targets": ["the plan"],
                },
            ],
            "tasks": ["stance", "sentiment"],
        },
    }
}
LOCATION = {
    "Location": {
        "description": "Where to look how far it is.",
        "schema": {"type": "string"},
        "example": f"/v1/jobs/{JOB_ID}",
    }
}


def response(status: int, example: Any, **more: Any) -> Responses:
    """An OpenAPI response that adds an example to the schema that FastAPI derives."""
    return {status: {"content": {"application/json": {"example": example}}} | more}
