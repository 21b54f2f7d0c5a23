"""The waiting work, and the share of it that runs before a new call."""

from __future__ import annotations

from service.inference.batching import fair_queue
from service.inference.batching.queue_items import PendingCall


class QueuedWork:
    """The sum of the waiting work, in seconds of the whole machine as predicted on arrival."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._large: dict[PendingCall, None] = {}  # calls that new ones may overtake

    def add(self, seconds: float) -> None:
        """Note that an item waits."""
        self._seconds += seconds

    def remove(self, seconds: float) -> None:
        """Note that an item waits no longer: it runs, or was cancelled."""
        self._seconds -= seconds

    def enter(self, pending: PendingCall) -> None:
        """Note whether new calls may overtake this one, which is queued now."""
        if pending.bulk or pending.fair_share.given + pending.waits > fair_queue.QUANTUM:
            self._large[pending] = None

    def leave(self, pending: PendingCall, *, last: bool) -> None:
        """Note that a call has ended. After the `last` one nothing waits any more."""
        self._large.pop(pending, None)
        if last:
            self._seconds = 0.0  # removes rounding errors

    def share_before(self, now: float, own: float) -> float:
        """The share (0..1) that runs before the end of a new call of `own` seconds.

        It is a share, because the predicted cost of an item may have changed since its arrival.
        """
        if self._seconds <= 0.0:
            return 1.0
        overtaken = sum(
            pending.waits - fair_queue.before(pending, now, own) for pending in self._large
        )
        return max(0.0, 1.0 - overtaken / self._seconds)
