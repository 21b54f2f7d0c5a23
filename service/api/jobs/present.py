"""Presents jobs to their owners: their states, and their results as NDJSON."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

from service.api.jobs.query import PageQuery
from service.api.schemas.jobs import JobDocuments, JobList, JobStatus
from service.jobs.packing import unpack
from service.jobs.store import Job, JobState, JobStore, Result
from service.kit.offload import offload

PATH = "/v1/jobs"


def status(job: Job, root: str) -> JobStatus:
    """The job's state; `root` is the path below which the service is mounted."""
    running = job.state in (JobState.QUEUED, JobState.RUNNING)
    waiting = job.total - job.finished if running else 0
    return JobStatus(
        id=job.id,
        state=job.state.value,
        documents=JobDocuments(
            total=job.total, succeeded=job.succeeded, failed=job.failed, waiting=waiting
        ),
        created=_time(job.created),
        started=None if job.started is None else _time(job.started),
        ended=None if job.ended is None else _time(job.ended),
        expires=None if job.expires is None else _time(job.expires),
        seconds_left=round(job.pace * waiting, 1) if running and job.pace is not None else None,
        results=f"{at(job.id, root)}/results",
    )


def page(found: Sequence[Job], asked: PageQuery, root: str) -> JobList:
    """The requested page. A job beyond its end only shows that there is another page."""
    jobs = found[: asked.limit]
    more = len(found) > len(jobs)
    return JobList(
        jobs=[status(job, root) for job in jobs],
        next=f"{root}{PATH}?{asked.after(jobs[-1].sort_key)}" if more else None,
    )


def at(job: str, root: str) -> str:
    """The path of a job."""
    return f"{root}{PATH}/{job}"


async def lines(store: JobStore, job: Job, after: int, limit: int | None) -> AsyncIterator[bytes]:
    """The present results, one line each, at most `limit` of them."""
    last = job.finished if limit is None else min(job.finished, after + limit)
    while after < last:
        page = await store.results(job.id, after)
        for result in page[: last - after]:
            yield _line(result, await offload(len(result.content), unpack, result.content))
        if not page:
            return  # the job has just expired
        after = page[-1].sequence


def _line(result: Result, content: bytes) -> bytes:
    # The stored content is JSON already. Parsing it would take longer than everything else.
    found = b'"result":null,"error":' if result.failed else b'"error":null,"result":'
    head = b'{"sequence":%d,"index":%d,' % (result.sequence, result.position)
    return head + found + content + b"}\n"


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
