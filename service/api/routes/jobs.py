"""/v1/jobs: post many documents, look how far they are, take their results, cancel, list."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from service.api.auth import check_again, check_key, key_of, while_allowed
from service.api.errors.problems import InvalidHeader, InvalidParameter, JobsOff, NotFound
from service.api.jobs import present, query
from service.api.jobs.lifespan import Jobs
from service.api.jobs.upload import Upload
from service.api.openapi import job_examples, parameters
from service.api.openapi.ndjson_bodies import NdjsonResponse, ndjson_body
from service.api.openapi.operations import TEXT, declared_body, job_model, single_model
from service.api.openapi.parameters import JobId
from service.api.openapi.problem_responses import (
    OF_JOBS,
    OF_POSTED_JOBS,
    Responses,
    problem_responses,
)
from service.api.openapi.security import API_KEY
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST, CallerGone
from service.api.request.ndjson import NDJSON
from service.api.routes.declared_route import DeclaredRoute
from service.api.schemas.jobs import FAILED, JOB, NEXT, JobList, JobResult, JobStatus
from service.api.schemas.operations import ANALYZE
from service.jobs.store import Job

router = APIRouter(
    prefix="/v1/jobs", tags=["jobs"], route_class=DeclaredRoute, dependencies=API_KEY
)
_RESULTS: Responses = {200: {"content": {NDJSON: ndjson_body(JobResult, FAILED)}}}
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@router.post(
    "",
    summary="Post a job of many documents",
    operation_id="postJob",
    status_code=202,
    response_model=JobStatus,
    response_description="The job, which is kept from now on whatever happens.",
    responses=job_examples.response(202, job_examples.QUEUED, headers=job_examples.LOCATION)
    | problem_responses(*OF_POSTED_JOBS),
    dependencies=[
        declared_body(job_model(), openapi_examples=job_examples.POSTED),
        Depends(parameters.job_headers),
    ],
    openapi_extra={
        "requestBody": {
            "description": "A batch as for `/v1/analyze`; or lines, each of them a document with "
            "its own options as for `/v1/analyze`, which are stored as they come.",
            "content": {NDJSON: ndjson_body(single_model(ANALYZE), TEXT, least=1)},
        }
    },
)
async def post(request: Request) -> Response:
    """Takes the documents into the store and answers at once; they are analysed when nobody
    waits for anything else. A document that is not valid gets an error of its own.

    With an `Idempotency-Key`, the same request may be sent again and makes no second job."""
    check_key(request, "jobs")
    jobs, owner = _jobs(request), _owner(request)
    try:
        async with while_allowed(request, "jobs"):
            job = await Upload(request, jobs.store, owner, _key(request)).run()
    except CallerGone:
        return Response(status_code=CLIENT_CLOSED_REQUEST)
    jobs.wake()
    found = await jobs.store.find(job, owner)
    status = present.status(_there(found), _root(request))
    headers = {"Location": present.at(job, _root(request))}
    return JSONResponse(status.model_dump(mode="json"), status_code=202, headers=headers)


@router.get(
    "",
    summary="List your jobs",
    operation_id="listJobs",
    responses=job_examples.response(200, {"jobs": [JOB], "next": NEXT})
    | problem_responses(InvalidParameter, *OF_JOBS),
    dependencies=[Depends(parameters.page_of_jobs)],
)
async def listed(request: Request) -> JobList:
    """Your own jobs, the newest first, until they expire. A job posted while you read page
    after page is on none that is still to come; no job is on two."""
    check_key(request, "jobs")
    asked = query.page(request)
    # One more job than the page holds shows whether there is another page.
    found = await _jobs(request).store.owned(
        _owner(request), asked.limit + 1, state=asked.state, before=asked.before
    )
    return present.page(found, asked, _root(request))


@router.get(
    "/{job}",
    summary="How far a job is",
    operation_id="findJob",
    responses=job_examples.response(200, JOB) | problem_responses(NotFound, *OF_JOBS),
)
async def look(request: Request, job: JobId) -> JobStatus:
    """Counts, state and an estimate of the time left."""
    check_key(request, "jobs")
    return present.status(await _find(request, job), _root(request))


@router.get(
    "/{job}/results",
    summary="The results of a job so far",
    operation_id="readJobResults",
    response_class=NdjsonResponse,
    response_model=list[JobResult],
    response_description="One JSON object a line, each a `JobResult`.",
    responses=_RESULTS | problem_responses(InvalidParameter, NotFound, *OF_JOBS),
    dependencies=[Depends(parameters.part_of_results)],
)
async def results(request: Request, job: JobId) -> Response:
    """What is finished so far, in the order in which it was finished; a result keeps its
    place, so whoever has read up to some `sequence` goes on with `after` it."""
    check_key(request, "jobs")
    after, limit = query.part(request)
    found = await _find(request, job)
    lines = _allowed(request, present.lines(_jobs(request).store, found, after, limit))
    return StreamingResponse(lines, media_type=NDJSON, headers={"X-Accel-Buffering": "no"})


@router.delete(
    "/{job}",
    summary="Cancel a job",
    operation_id="cancelJob",
    responses=job_examples.response(200, job_examples.CANCELLED)
    | problem_responses(NotFound, *OF_JOBS),
)
async def cancel(request: Request, job: JobId) -> JobStatus:
    """Ends a job that runs. What it has finished stays until it expires; a job that has
    ended already stays as it is."""
    check_key(request, "jobs")
    found = await _jobs(request).store.cancel(job, _owner(request))
    return present.status(_there(found), _root(request))


def _jobs(request: Request) -> Jobs:
    jobs: Jobs | None = request.state.jobs
    if jobs is None:
        raise JobsOff(
            "Set COPYDESK_JOBS_PATH to a file that the service can write, "
            "or COPYDESK_JOBS_REDIS_URL."
        )
    return jobs


async def _find(request: Request, job: str) -> Job:
    return _there(await _jobs(request).store.find(job, _owner(request)))


def _there(job: Job | None) -> Job:
    if job is None:
        raise NotFound("You have no such job, or it has expired.")
    return job


def _owner(request: Request) -> str:
    """The name of the key, because a key that replaces another has the same name."""
    key = key_of(request)
    return "" if key is None else key.name


async def _allowed(request: Request, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines. The answer is aborted if the key becomes invalid."""
    async for line in lines:
        check_again(request, "jobs")
        yield line


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", ""))


def _key(request: Request) -> str | None:
    given = request.headers.get("idempotency-key")
    if given is not None and not _KEY.fullmatch(given):
        raise InvalidHeader("Idempotency-Key must be 1 to 255 visible ASCII characters.")
    return given
