"""The arithmetic of a token bucket, in bytes.

A bucket holds what may be posted in a minute and fills at that rate. All that is kept of it is
how many seconds it is from being full (the generic cell rate algorithm), so that its state is
one number: whoever shares a number shares a bucket.
"""

from __future__ import annotations

import math
from typing import NamedTuple

WINDOW = 60.0  # seconds in which an empty bucket fills
TOLERANCE = 1e-5  # seconds; what rounding may take or give


class Allowance(NamedTuple):
    """What one name may post. A name with another rate has another bucket, which is full."""

    name: str
    kib_per_minute: float

    @property
    def full(self) -> float:
        """Bytes that the bucket holds."""
        return self.kib_per_minute * 1024

    def seconds(self, size: float) -> float:
        """Seconds in which so many bytes flow in."""
        return size * WINDOW / self.full

    def left(self, ahead: float) -> int:
        """Whole bytes in a bucket that is so many seconds from being full."""
        return max(0, math.floor((WINDOW - ahead + TOLERANCE) * self.full / WINDOW))

    def fits(self, size: int) -> bool:
        """Whether so many bytes can ever be taken at once."""
        return self.seconds(size) <= WINDOW + TOLERANCE

    def wait(self, ahead: float, size: int) -> float:
        """Seconds until so many bytes, which fit, are in a bucket; 0 when they are."""
        lacking = ahead + self.seconds(size) - WINDOW
        return lacking if lacking > TOLERANCE else 0.0


class Taken(NamedTuple):
    """How many bytes were granted, and how many seconds the bucket now is from being full."""

    granted: int
    ahead: float


def take(allowance: Allowance, ahead: float, size: int, *, partly: bool) -> Taken:
    """Take bytes out of a bucket that is `ahead` seconds from being full.

    All of them or none; `partly`: as many as there are. A bucket is never more than empty,
    so a clock that was set back locks nobody out for more than a minute.
    """
    ahead = min(max(0.0, ahead), WINDOW + TOLERANCE)
    if ahead + allowance.seconds(size) <= WINDOW + TOLERANCE:
        granted = size
    else:
        granted = min(size, allowance.left(ahead)) if partly else 0
    return Taken(granted, ahead + allowance.seconds(granted))


def give_back(allowance: Allowance, ahead: float, size: int) -> float:
    """The seconds that a bucket is from being full once bytes were put back into it."""
    return max(0.0, min(ahead, WINDOW + TOLERANCE) - allowance.seconds(size))
