"""Converts the answers of the Redis scripts to the types of `service.jobs.store`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.jobs.store import RECENT, Claim, Job, JobState, Known, Result


def name(owner: str, key: str) -> str:
    return f"{owner}\0{key}"


def known(job: bytes, fingerprint: bytes | None) -> Known:
    return Known(job.decode(), None if fingerprint is None else fingerprint.decode())


def job_of(
    job: str,
    owner: bytes,
    state: bytes,
    created: bytes,
    started: bytes | None,
    ended: bytes | None,
    expires: bytes | None,
    total: bytes,
    succeeded: bytes,
    failed: bytes,
    since: bytes | None,
    now: bytes,
) -> Job | None:
    """A job as its owner sees it; None before its upload is complete and after it has expired.

    `since` is the time when the first of the documents that determine its pace began.
    """
    if state == b"receiving" or (expires is not None and float(expires) <= float(now)):
        return None
    finished = int(succeeded) + int(failed)
    pace = None
    if finished and since is not None:
        pace = max(0.0, float(ended or now) - float(since)) / min(finished, RECENT)
    return Job(
        job,
        JobState(state.decode()),
        float(created),
        _time(started),
        _time(ended),
        _time(expires),
        int(total),
        int(succeeded),
        int(failed),
        pace,
    )


def _time(given: bytes | None) -> float | None:
    return None if given is None else float(given)


def claim_arguments(held: Sequence[Claim]) -> list[Any]:
    return [part for one in held for part in (one.job, one.position, one.token)]


def claim(
    job: bytes,
    position: int,
    token: bytes,
    attempts: int,
    payload: bytes,
    options: bytes | None,
    origin: bytes | None,
) -> Claim:
    posted_by = None if origin is None else origin.decode()
    return Claim(job.decode(), position, token.decode(), attempts, payload, options, posted_by)


def result(sequence: int, row: bytes) -> Result:
    position, failed, _, content = row.split(b":", 3)
    return Result(sequence, int(position), failed == b"1", content)
