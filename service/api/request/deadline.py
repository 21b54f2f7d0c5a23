"""The time limit of a request: a header of its own, or the service's default.

It runs from the request's first byte and covers all of it: the body's arrival, waiting,
reading and computing.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from service.admission.permit import Permit, summed
from service.api.errors.problems import InvalidHeader
from service.config.settings import Settings
from service.inference.protocol import DeadlineExceeded

HEADER = "X-Request-Timeout"
SHORTEST = 0.01
# `float` would also read `1_0` and digits of other scripts.
_NUMBER = re.compile(
    r"(?:[0-9]{1,20}+(?:\.[0-9]{0,20}+)?|\.[0-9]{1,20}+)(?:[eE][+-]?[0-9]{1,3})?", re.ASCII
)


def seconds_asked(given: str | None, settings: Settings) -> float | None:
    """The limit in seconds; None for a header that makes no sense."""
    if given is None:
        return settings.deadline_seconds
    if _NUMBER.fullmatch(given) is None:
        return None
    seconds = float(given)
    return seconds if SHORTEST <= seconds <= settings.max_deadline_seconds else None


def due(permit: Permit, settings: Settings) -> float:
    """When the answer is due, on the `time.monotonic` clock. Raises `InvalidHeader`."""
    if permit.due is None:
        raise InvalidHeader(
            f"{HEADER} must be seconds from {SHORTEST} to {settings.max_deadline_seconds:g}."
        )
    return permit.due


@asynccontextmanager
async def within(
    permit: Permit, seconds: Mapping[str, float], until: float | None = None
) -> AsyncIterator[None]:
    """Hold a block to the deadline of a permit, whichever layer it waits in.

    Raises `DeadlineExceeded` with the stages of the permit, those of `seconds` and the total. An
    earlier `until` raises `TimeoutError` instead.
    """
    limits = [t for t in (permit.due, until) if t is not None]
    left = min(limits) - time.monotonic() if limits else None
    try:
        async with asyncio.timeout(left):
            yield
    except DeadlineExceeded as error:  # an engine's own
        raise DeadlineExceeded(_spent(permit, dict(seconds) | error.spent)) from error
    except TimeoutError as error:
        if until is not None and until == min(limits):
            raise
        raise DeadlineExceeded(_spent(permit, seconds)) from error


def _spent(permit: Permit, seconds: Mapping[str, float]) -> dict[str, float]:
    return summed(permit.seconds, seconds) | {"total": time.monotonic() - permit.began}
