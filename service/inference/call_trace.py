"""What a call tells of its way through the engine, while it goes; traces listen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchShare:
    """What a call had in one batch.

    `windows` and `tokens` are the call's, the others the whole batch's; `began` is on the
    `time.monotonic` clock.
    """

    began: float
    seconds: float
    windows: int
    tokens: int
    batch_windows: int
    batch_tokens: int


class CallTrace:
    """Follows one request or a part of it; called from its event loop, must never raise.

    This one listens to nothing; a listener overrides what it wants to hear, and is told of
    `worked` only where it `listens`.
    """

    listens: bool = False

    def stage(self, name: str, seconds: float) -> None:
        """A stage of so many seconds ended just now."""

    def worked(self, model: str, began: float, outcome: str, shares: Sequence[BatchShare]) -> None:
        """What was given to a model at `began` came to an end just now.

        No shares: all of it was in the cache, or it ended before any of it ran.
        """

    @contextmanager
    def part(self, name: str, index: int) -> Iterator[CallTrace]:
        """The call_trace of a part that takes as long as the block."""
        yield self


UNTRACED = CallTrace()
