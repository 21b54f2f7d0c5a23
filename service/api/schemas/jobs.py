"""Bodies that have to do with jobs and with streams of lines."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from service.api.schemas.operations import ANALYZE
from service.api.schemas.responses import DocumentError
from service.tasks.registry import TASKS
from service.tasks.schema import Output, note

AnalyzeResult: Any = ANALYZE.result
JOB_ID = "9b2e7f1c4d5a4e0f8a6b3c2d1e0f9a8b"
COUNTS = {"total": 5000, "succeeded": 1240, "failed": 2, "waiting": 3758}
JOB = {
    "id": JOB_ID,
    "state": "running",
    "documents": COUNTS,
    "created": "2026-11-25T16:00:00Z",
    "started": "2026-11-25T16:00:01Z",
    "ended": None,
    "expires": None,
    "seconds_left": 391.2,
    "results": f"/v1/jobs/{JOB_ID}/results",
}
NEXT = f"/v1/jobs?state=running&limit=20&before=1795622400.25-{JOB_ID}"
ERROR: dict[str, Any] = {
    "type": "urn:copydesk:problem:invalid-request",
    "title": "The request is not valid",
    "status": 422,
    "detail": "One place of the request is not valid; see `errors`.",
    "errors": [{"pointer": "/text", "code": "blank", "detail": "The string is empty or blank."}],
    "index": 3,
    "id": "wire-2044",
}
_FOUND: dict[str, Any] = {
    "id": "wire-2044",
    "index": None,
    "offset_unit": "unicode",
    "language": {"code": "en", "confidence": 0.99, "supported": True},
    "warnings": [],
    "usage": None,
    "text": None,
    "layout": None,
} | {spec.name: dict(spec.result_example) for spec in TASKS}
RESULT = _FOUND | {"index": 3}
FAILED = {"sequence": 4, "index": 3, "result": None, "error": ERROR}
BAD_LINE = {"line": 4, "result": None, "error": ERROR}


class JobDocuments(Output):
    """How far the documents of a job are."""

    total: int = note("Documents that were posted.", 5000, ge=1)
    succeeded: int = note("Those with a result.", 1240, ge=0)
    failed: int = note("Those with an error of their own.", 2, ge=0)
    waiting: int = note("Those with neither; 0 once the job has ended.", 3758, ge=0)


class JobStatus(Output):
    """A job as it stands."""

    id: str = note("The id of the job.", JOB_ID)
    state: Literal["queued", "running", "done", "cancelled"] = note(
        "Where it stands. `done` and `cancelled` are final.", "running"
    )
    documents: JobDocuments = note("How far its documents are.", COUNTS)
    created: datetime = note("When it was posted.", "2026-11-25T16:00:00Z")
    started: datetime | None = note("When work on it began.", "2026-11-25T16:00:01Z")
    ended: datetime | None = note("When it was done or cancelled.", "2026-11-25T16:07:40Z")
    expires: datetime | None = note(
        "When it and its results will be removed; null until it has ended.", "2026-11-26T16:07:40Z"
    )
    seconds_left: float | None = note(
        "Estimate of the seconds until it is done, by its pace of late; null while there is none.",
        391.2,
        ge=0,
    )
    results: str = note("Where its results are, also while it runs.", JOB["results"])


class JobList(Output):
    """A page of one's own jobs."""

    jobs: list[JobStatus] = note("The jobs, the newest first.", [JOB])
    next: str | None = note("Where the next page is; null on the last.", NEXT)


class JobResult(Output):
    """One line of a job's results: of a document, either its result or its error."""

    sequence: int = note(
        "Its place in the order in which documents were finished, from 1; to go on after it, ask "
        "for `after` this number.",
        4,
        ge=1,
    )
    index: int = note("The document's place in the job, from 0.", 3, ge=0)
    result: AnalyzeResult | None = note("The result, as `/v1/analyze` gives it.", RESULT)
    error: DocumentError | None = note("Why there is none.", ERROR)


class AnalyzeLine(Output):
    """One line of a streamed answer: of a line of the request, either its result or its error."""

    line: int = note("The number of the line in the request, from 1; blank lines count.", 4, ge=1)
    result: AnalyzeResult | None = note("The result.", _FOUND)
    error: DocumentError | None = note("Why there is none.", ERROR)
