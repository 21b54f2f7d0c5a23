"""The time limit of a request, from a header or from the service's default.

It begins with the request's first byte and includes the transfer of the body, waiting, reading and
computing.
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
# `float` would also accept `1_0` and digits of other scripts.
_NUMBER = re.compile(
    r"(?:[0-9]{1,20}+(?:\.[0-9]{0,20}+)?|\.[0-9]{1,20}+)(?:[eE][+-]?[0-9]{1,3})?", re.ASCII
)


def seconds_asked(given: str | None, settings: Settings) -> float | None:
    """The limit in seconds; None if the header is invalid."""
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
    """Apply the permit's deadline to a block, in whichever layer it waits.

    Raises `DeadlinePassed` with the permit's stages, those of `seconds` and the total.
    """
    left = None if permit.due is None else permit.due - time.monotonic()
    try:
        async with asyncio.timeout(left):
            yield
    except (TimeoutError, DeadlinePassed) as error:  # of this block, or of the engine
        own = error.spent if isinstance(error, DeadlinePassed) else {}
        total = {"total": time.monotonic() - permit.began}
        spent = summed(permit.seconds, dict(seconds) | own) | total
        raise DeadlinePassed(spent) from error
