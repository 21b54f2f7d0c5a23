"""Fair queueing: each call has a due time, and the earliest goes next.

The due time of a request begins with its arrival, so requests of common size run in order of
arrival. This gives the shortest mean time, and meets the most deadlines under overload. Work beyond
`QUANTUM` moves a request back as if it had only a share of the machine (start-time fair queueing,
Goyal et al. 1996, with the time of arrival in place of virtual time). So most of a batch of a
hundred documents runs after a sentence that arrives later. Background work counts as if it had
arrived later. If a deadline leaves less time than all this, the deadline decides.

No call starves: its due time only moves when it receives work, and calls that arrive later have
later due times.
"""

from __future__ import annotations

from service.inference.batching.queue_items import PendingCall
from service.inference.protocol import FairShare

DUE_SECONDS = 10.0  # work without an earlier deadline is due after this time
HANDICAP = 15.0  # seconds by which background work is due later
QUANTUM = 0.25  # seconds of the whole machine that a request receives before others
SHARE = 0.25  # the fraction of the machine for one caller beyond the quantum


def enter(pending: PendingCall, seconds: float, now: float) -> None:
    """Set the due time of a new call whose work takes this many seconds of the whole machine.

    A caller keeps the credit for its waiting time in the next step of the same request, up to
    `DUE_SECONDS`.
    """
    share = pending.fair_share
    if share.came is None:
        share.came = now
    share.came += max(0.0, now - DUE_SECONDS - _arrival(share))
    if pending.deadline is not None:
        pending.latest = max(now, pending.deadline - seconds)


def due(pending: PendingCall, ahead: float = 0.0) -> float:
    """The time when the next item of a call is due, after it has received `ahead` more seconds."""
    wish = _arrival(pending.fair_share, ahead) + DUE_SECONDS + (HANDICAP if pending.bulk else 0.0)
    return wish if pending.latest is None else min(wish, pending.latest)


def before(pending: PendingCall, now: float, own: float) -> float:
    """The seconds of a call's waiting work that run before the end of a new call.

    Args:
        own: seconds of the whole machine that the work of the new call takes.
    """
    last = now + max(0.0, own - QUANTUM) / SHARE  # when the last item of the new call is due
    if pending.latest is not None and pending.latest <= last + DUE_SECONDS:
        return pending.waits
    behind = _arrival(pending.fair_share) + (HANDICAP if pending.bulk else 0.0) - last
    if behind > 0.0:
        return 0.0
    earlier = max(0.0, QUANTUM - pending.fair_share.given) - SHARE * behind
    return min(pending.waits, earlier)


def charge(pending: PendingCall, seconds: float) -> None:
    """Note that the caller receives so many seconds of the whole machine."""
    pending.fair_share.given += seconds
    pending.waits = max(0.0, pending.waits - seconds)


def _arrival(share: FairShare, ahead: float = 0.0) -> float:
    assert share.came is not None  # `enter` has set it
    return share.came + max(0.0, share.given + ahead - QUANTUM) / SHARE
