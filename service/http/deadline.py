"""The time limit of a request: a header of its own, or the service's default."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from service.http.problems import InvalidHeader
from service.inference.types import Call, DeadlineExceeded
from service.settings import Settings

HEADER = "X-Request-Timeout"
SHORTEST = 0.01


def deadline_of(request: Request, settings: Settings) -> float:
    """When the answer is due, on the `time.monotonic` clock. Raises `InvalidHeader`."""
    given = request.headers.get(HEADER)
    if given is None:
        return time.monotonic() + settings.deadline_seconds
    try:
        seconds = float(given)
    except ValueError:
        seconds = math.nan
    if not SHORTEST <= seconds <= settings.max_deadline_seconds:
        raise InvalidHeader(
            f"{HEADER} must be seconds from {SHORTEST} to {settings.max_deadline_seconds:g}."
        )
    return time.monotonic() + seconds


@asynccontextmanager
async def within(call: Call) -> AsyncIterator[None]:
    """Hold the work to the call's deadline, whichever layer it waits in."""
    left = None if call.deadline is None else call.deadline - time.monotonic()
    try:
        async with asyncio.timeout(left):
            yield
    except TimeoutError as error:
        raise DeadlineExceeded(dict(call.seconds)) from error
