"""A limit on the queue with two levels: long for a burst, short under lasting overload.

A queue absorbs bursts; a queue that stands serves no more requests and only serves each of them
later (the "good" and the "bad" queue of Nichols & Jacobson, "Controlling Queue Delay", ACM Queue
2012; two limits by whether the queue stands are Maurer's, "Fail at Scale", ACM Queue 2015). Here
refusals tell that it stands, since a queue that refuses nobody does no harm.
"""

from __future__ import annotations

CALM = 2.0  # seconds without a refusal after which the overload is over


class QueueLimit:
    """Seconds of work that may be ahead of a new request.

    Args:
        longest: the limit as long as nobody is refused.
        strained: the limit from the first refusal until `CALM` seconds have passed without any.
    """

    def __init__(self, longest: float, strained: float) -> None:
        self._longest = longest
        self.strained = min(longest, strained)
        self._refused = float("-inf")

    def limit(self, now: float) -> float:
        """The limit at a time."""
        return self.strained if now - self._refused < CALM else self._longest

    def refused(self, now: float) -> None:
        """Note that a request was refused because the queue is too long."""
        self._refused = now
