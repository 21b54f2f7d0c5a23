"""Parameters as the document declares them.

None of the functions is ever called: `DeclaredRoute` keeps FastAPI from checking what they
declare, because our own checks are stricter (no repeated parameter, no unknown one, no `1_0` as a
number) and answer with our problem details. The checks are in `service.api.request` and in
`service.api.jobs.query`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Header, Path, Query
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from service.api.jobs import query
from service.api.request.deadline import HEADER as TIMEOUT_HEADER
from service.api.request.deadline import SHORTEST
from service.api.request.request_id import HEADER as ID_HEADER
from service.api.schemas.jobs import JOB_ID, NEXT

# For a parameter that may be left out. FastAPI would show null as one of its values, which neither
# a query nor a header can hold.
Absent = SkipJsonSchema[None]

JobId = Annotated[str, Path(description="The job's id.", examples=[JOB_ID])]
RequestId = Annotated[
    str | Absent,
    Header(
        alias=ID_HEADER,
        description="Your id of the request: up to 128 visible ASCII characters. It comes back, "
        "and is in the log; any other value is replaced by an id of ours.",
        examples=["0f4c2a9e"],
    ),
]
Timeout = Annotated[
    Annotated[float, Field(ge=SHORTEST, le=600)] | Absent,
    Header(
        alias=TIMEOUT_HEADER,
        description="Time limit in seconds; queue and compute count. 504 when it passes.",
        examples=[30],
    ),
]
IdempotencyKey = Annotated[
    Annotated[str, Field(pattern="^[!-~]{1,255}$")] | Absent,
    Header(
        alias="Idempotency-Key",
        description="Your name for this request, such as a UUID: sent again, it gives the job that "
        "is there. 1 to 255 visible ASCII characters.",
        examples=["5c1f0a52-3f7e-4b8e-9a57-0c1d2e3f4a5b"],
    ),
]


def analysis_headers(timeout: Timeout = None, request_id: RequestId = None) -> None:
    """Headers of a request for an analysis."""


def job_headers(key: IdempotencyKey = None, request_id: RequestId = None) -> None:
    """Headers of a request that posts a job."""


def page_of_jobs(
    state: Annotated[
        Literal["queued", "running", "done", "cancelled"] | Absent,
        Query(description="Only jobs in this state.", examples=["running"]),
    ] = None,
    limit: Annotated[
        int,
        Query(
            description="How many jobs a page may hold.", examples=[50], ge=1, le=query.MOST_JOBS
        ),
    ] = query.JOBS,
    before: Annotated[
        Annotated[str, Field(pattern=query.PLACE)] | Absent,
        Query(
            description="Where a page begins, as the `next` of the page before has it.",
            examples=[NEXT.rpartition("=")[2]],
        ),
    ] = None,
) -> None:
    """Which part of a list of jobs is asked for."""


def part_of_results(
    after: Annotated[
        int,
        Query(
            description="The `sequence` after which to go on.", examples=[1240], ge=0, le=query.MOST
        ),
    ] = 0,
    limit: Annotated[
        Annotated[int, Field(ge=1, le=query.MOST)] | Absent,
        Query(
            description="How many lines at most; all there are when left out.",
            examples=[1000],
        ),
    ] = None,
) -> None:
    """Which part of a job's results is asked for."""
