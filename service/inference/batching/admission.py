"""Admission control of the engine, by predicted time and not by count."""

from __future__ import annotations

from service.inference.protocol import EngineOverloaded


def admit(*, wait: float, own: float, left: float | None, limit: float) -> None:
    """Raise `EngineOverloaded` if work cannot be done in time.

    Args:
        wait: predicted seconds until all waiting work is done. If it is 0, any new work is
            admitted, however large.
        own: predicted seconds of the new work.
        left: seconds to its deadline, None for none.
        limit: the longest wait that is accepted.

    `retry_after` is the time until the same work would be admitted if no other work arrived.
    """
    if wait <= 0:
        return
    late = wait - limit
    if left is not None:
        late = max(late, min(wait, wait + own - left))
    if late > 0:
        raise EngineOverloaded(retry_after=late)
