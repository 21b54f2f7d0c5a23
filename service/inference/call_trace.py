"""The events of a call in the engine, for tracing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BatchShare:
    """The share of a call in one batch.

    `windows` and `tokens` are those of the call, the other values those of the whole batch.
    `began` is on the `time.monotonic` clock.
    """

    began: float
    seconds: float
    windows: int
    tokens: int
    batch_windows: int
    batch_tokens: int


class CallTrace:
    """Listens to the events of one request or a part of it.

    The methods are called in its event loop and must not raise. This class ignores all events. A
    subclass overrides the methods it needs; `worked` is only called if it `listens`.
    """

    listens: bool = False

    def stage(self, name: str, seconds: float) -> None:
        """Called at the end of a stage, with its seconds."""

    def worked(self, model: str, began: float, outcome: str, shares: Sequence[BatchShare]) -> None:
        """Called at the end of work that was submitted to a model at `began`.

        Without shares, all of it was in the cache or it ended before any of it ran.
        """

    @contextmanager
    def part(self, name: str, index: int) -> Iterator[CallTrace]:
        """The trace of a part that lasts as long as the block."""
        yield self


UNTRACED = CallTrace()
