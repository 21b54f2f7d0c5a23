"""The arithmetic of a token bucket, in bytes.

A bucket holds the bytes that may be posted in a minute and refills at that rate. Its whole state
is the number of seconds until it is full (the generic cell rate algorithm), so processes share a
bucket by sharing one number.
"""

from __future__ import annotations

import math
from typing import NamedTuple

WINDOW = 60.0  # seconds in which an empty bucket becomes full
TOLERANCE = 1e-5  # seconds; the error that rounding may cause


class Allowance(NamedTuple):
    """The quota of one name. A name whose rate changes gets a new bucket, which is full."""

    name: str
    kib_per_minute: float

    @property
    def full(self) -> float:
        """Bytes in the full bucket."""
        return self.kib_per_minute * 1024

    def seconds(self, size: float) -> float:
        """Seconds in which the bucket refills by so many bytes."""
        return size * WINDOW / self.full

    def left(self, ahead: float) -> int:
        """Whole bytes in a bucket that will be full in `ahead` seconds."""
        return max(0, math.floor((WINDOW - ahead + TOLERANCE) * self.full / WINDOW))

    def fits(self, size: int) -> bool:
        """Whether a bucket can hold so many bytes."""
        return self.seconds(size) <= WINDOW + TOLERANCE

    def wait(self, ahead: float, size: int) -> float:
        """Seconds until the bucket holds so many bytes, which must fit; 0 if it does now."""
        lacking = ahead + self.seconds(size) - WINDOW
        return lacking if lacking > TOLERANCE else 0.0


class Taken(NamedTuple):
    """The bytes that were granted, and the seconds until the bucket is full again."""

    granted: int
    ahead: float


def take(allowance: Allowance, ahead: float, size: int, *, partly: bool) -> Taken:
    """Take bytes from a bucket that will be full in `ahead` seconds.

    It grants all of them or none, or with `partly` as many as there are. A bucket is never below
    empty, so a clock that was set back locks nobody out for more than a minute.
    """
    ahead = min(max(0.0, ahead), WINDOW + TOLERANCE)
    if ahead + allowance.seconds(size) <= WINDOW + TOLERANCE:
        granted = size
    else:
        granted = min(size, allowance.left(ahead)) if partly else 0
    return Taken(granted, ahead + allowance.seconds(granted))


def give_back(allowance: Allowance, ahead: float, size: int) -> float:
    """The seconds until a bucket is full after bytes were returned to it."""
    return max(0.0, min(ahead, WINDOW + TOLERANCE) - allowance.seconds(size))
