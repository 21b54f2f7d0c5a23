"""A limit on the queue with two levels: long for a burst, short under lasting overload.

A queue absorbs bursts. A standing queue does not raise throughput, it only adds latency: these are
the "good" and the "bad" queue of Nichols & Jacobson ("Controlling Queue Delay", ACM Queue 2012).
Two limits, chosen by whether the queue stands, are Maurer's ("Fail at Scale", ACM Queue 2015).
Here a refusal is the sign of a standing queue, because a queue without refusals does no harm.
"""

from __future__ import annotations

CALM = 2.0  # seconds without a refusal after which the overload is over


class QueueLimit:
    """Seconds of work that may be ahead of a new request.

    Args:
        longest: the limit while no request is refused.
        overloaded: the limit from the first refusal until `CALM` seconds have passed without any.
    """

    def __init__(self, longest: float, overloaded: float) -> None:
        self._longest = longest
        self.overloaded = min(longest, overloaded)
        self._refused = float("-inf")

    def limit(self, now: float) -> float:
        """The limit at the time `now`, in seconds."""
        return self.overloaded if now - self._refused < CALM else self._longest

    def refused(self, now: float) -> None:
        """Note that a request was refused because the queue is too long."""
        self._refused = now
