"""How long the queue may be: long for a burst, short while more comes than can be served.

A queue absorbs bursts; one that stands serves no more requests, it only serves each of them
later (the "good" and the "bad" queue of Nichols & Jacobson, "Controlling Queue Delay", ACM
Queue 2012; two limits by whether the queue stands are Maurer's, "Fail at Scale", ACM Queue
2015). That it stands is told here by refusals, for a queue that refuses nobody does no harm.
"""

from __future__ import annotations

CALM = 2.0  # seconds without a refusal after which the strain is over


class QueueLimit:
    """Seconds of work that may be ahead of a new request.

    Args:
        longest: as long as nobody is refused.
        strained: from the first refusal until `CALM` seconds have passed without any.
    """

    def __init__(self, longest: float, strained: float) -> None:
        self._longest = longest
        self.strained = min(longest, strained)
        self._refused = float("-inf")

    def limit(self, now: float) -> float:
        """The limit at a time."""
        return self.strained if now - self._refused < CALM else self._longest

    def refused(self, now: float) -> None:
        """A request was refused since the queue is too long."""
        self._refused = now
