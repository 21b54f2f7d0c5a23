"""/v1/jobs: post many documents, look how far they are, take their results, cancel, list."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from service.api.auth import MayUseJobs, check_again, key_of, while_allowed
from service.api.errors.problems import InvalidHeader, JobsOff, NotFound
from service.api.jobs import present, query
from service.api.jobs.lifespan import Jobs
from service.api.jobs.upload import Upload
from service.api.openapi import jobs as described
from service.api.request.disconnect import CLIENT_CLOSED_REQUEST, CallerGone
from service.api.request.ndjson import NDJSON
from service.api.schemas.jobs import JobList, JobStatus
from service.jobs.store import Job

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@router.post("", **described.POST)
async def post(request: Request, _: MayUseJobs) -> Response:
    """Takes the documents into the store and answers at once; they are analysed when nobody
    waits for anything else. A document that is not valid gets an error of its own.

    With an `Idempotency-Key`, the same request may be sent again and makes no second job."""
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


@router.get("", **described.LIST)
async def listed(request: Request, _: MayUseJobs) -> JobList:
    """Your own jobs, the newest first, until they expire. A job posted while you read page
    after page is on none that is still to come; no job is on two."""
    asked = query.page(request)
    # One more than asked for tells whether there is another page.
    found = await _jobs(request).store.owned(
        _owner(request), asked.limit + 1, state=asked.state, before=asked.before
    )
    return present.page(found, asked, _root(request))


@router.get("/{job}", **described.GET)
async def look(request: Request, _: MayUseJobs) -> JobStatus:
    """Counts, state and an estimate of the time left."""
    return present.status(await _find(request), _root(request))


@router.get("/{job}/results", **described.RESULTS)
async def results(request: Request, _: MayUseJobs) -> Response:
    """What is finished so far, in the order in which it was finished; a result keeps its
    place, so whoever has read up to some `sequence` goes on with `after` it."""
    after, limit = query.part(request)
    found = await _find(request)
    lines = _allowed(request, present.lines(_jobs(request).store, found, after, limit))
    return StreamingResponse(lines, media_type=NDJSON, headers={"X-Accel-Buffering": "no"})


@router.delete("/{job}", **described.DELETE)
async def cancel(request: Request, _: MayUseJobs) -> JobStatus:
    """Ends a job that runs. What it has finished stays until it expires; a job that has
    ended already stays as it is."""
    found = await _jobs(request).store.cancel(request.path_params["job"], _owner(request))
    return present.status(_there(found), _root(request))


def _jobs(request: Request) -> Jobs:
    jobs: Jobs | None = request.state.jobs
    if jobs is None:
        raise JobsOff(
            "Set COPYDESK_JOBS_PATH to a file that the service can write, "
            "or COPYDESK_JOBS_REDIS_URL."
        )
    return jobs


async def _find(request: Request) -> Job:
    job = request.path_params["job"]
    return _there(await _jobs(request).store.find(job, _owner(request)))


def _there(job: Job | None) -> Job:
    if job is None:
        raise NotFound("You have no such job, or it has expired.")
    return job


def _owner(request: Request) -> str:
    """The name of the key, for one that replaces another has the same."""
    key = key_of(request)
    return "" if key is None else key.name


async def _allowed(request: Request, lines: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The lines, as long as the key is valid; then the answer breaks off."""
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
