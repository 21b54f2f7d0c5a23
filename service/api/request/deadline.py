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
from service.inference.protocol import DeadlinePassed

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
async def within(permit: Permit, seconds: Mapping[str, float]) -> AsyncIterator[None]:
    """Hold a block to the permit's deadline, whichever layer it waits in.

    Raises `DeadlinePassed` with the permit's stages, those of `seconds` and the total.
    """
    left = None if permit.due is None else permit.due - time.monotonic()
    try:
        async with asyncio.timeout(left):
            yield
    except (TimeoutError, DeadlinePassed) as error:  # this one, or an engine's own
        own = error.spent if isinstance(error, DeadlinePassed) else {}
        total = {"total": time.monotonic() - permit.began}
        spent = summed(permit.seconds, dict(seconds) | own) | total
        raise DeadlinePassed(spent) from error
