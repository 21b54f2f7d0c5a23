"""Whether new work is let in: by time, not by count."""

from __future__ import annotations

from service.inference.protocol import EngineOverloaded


def admit(*, wait: float, own: float, left: float | None, limit: float) -> None:
    """Raise `EngineOverloaded` when work could not be done in time.

    Args:
        wait: predicted seconds until all that waits already is done; 0 when nothing waits,
            and then any work is let in, however large.
        own: predicted seconds of the new work.
        left: seconds to its deadline, None for none.
        limit: the longest wait that is accepted.

    `retry_after` is when the same work would be let in if nobody else came.
    """
    if wait <= 0:
        return
    late = wait - limit
    if left is not None:
        late = max(late, min(wait, wait + own - left))
    if late > 0:
        raise EngineOverloaded(retry_after=late)
