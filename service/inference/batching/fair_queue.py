"""Fair queueing: each call has a due time, and the earliest goes next.

A request counts from when it came, so requests of common size go in order of arrival: that
finishes each soonest on the whole, and under overload it is what meets deadlines. Work
beyond `QUANTUM` moves a request back as if it had but a share of the machine (start-time
fair queueing, Goyal et al. 1996, with the time of arrival in place of virtual time): so the
tail of a hundred documents lines up behind a sentence that comes later. Bulk work counts as
if it had come later; a deadline that leaves less time than that decides instead.

Nothing starves: the number moves only when the caller is given work, and what comes after
that time has a larger one.
"""

from __future__ import annotations

from service.inference.batching.queue_items import PendingCall
from service.inference.protocol import FairShare

DUE_SECONDS = 10.0  # after which work without an earlier deadline is due
HANDICAP = 15.0  # seconds by which bulk work is due later
QUANTUM = 0.25  # seconds of the whole machine that a request is given in one go
SHARE = 0.25  # of the machine, that one caller has a right to beyond that


def enter(pending: PendingCall, seconds: float, now: float) -> None:
    """Set the due time of a new call whose work takes this many seconds of the whole machine.

    A caller who has waited keeps that credit for the next step of the same request, up to
    `DUE_SECONDS`.
    """
    share = pending.fair_share
    if share.came is None:
        share.came = now
    share.came += max(0.0, now - DUE_SECONDS - _arrival(share))
    if pending.deadline is not None:
        pending.latest = max(now, pending.deadline - seconds)


def due(pending: PendingCall, ahead: float = 0.0) -> float:
    """When the next item of a call should start, once it was given `ahead` seconds more."""
    wish = _arrival(pending.fair_share, ahead) + DUE_SECONDS + (HANDICAP if pending.bulk else 0.0)
    return wish if pending.latest is None else min(wish, pending.latest)


def before(pending: PendingCall, now: float, own: float) -> float:
    """Of the waiting work of a call, the seconds that go before the end of a new call.

    Args:
        own: seconds of the whole machine that the work of the new call takes.
    """
    last = now + max(0.0, own - QUANTUM) / SHARE  # when the last item of the new call is due
    if pending.latest is not None and pending.latest <= last + DUE_SECONDS:
        return pending.waits
    behind = _arrival(pending.fair_share) + (HANDICAP if pending.bulk else 0.0) - last
    if behind > 0.0:
        return 0.0
    room = max(0.0, QUANTUM - pending.fair_share.given) - SHARE * behind
    return min(pending.waits, room)


def charge(pending: PendingCall, seconds: float) -> None:
    """The caller is given so many seconds of the whole machine."""
    pending.fair_share.given += seconds
    pending.waits = max(0.0, pending.waits - seconds)


def _arrival(share: FairShare, ahead: float = 0.0) -> float:
    assert share.came is not None  # `enter` comes first
    return share.came + max(0.0, share.given + ahead - QUANTUM) / SHARE
