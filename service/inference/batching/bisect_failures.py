"""Bisects failing batches, so that an item fails alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.inference.batching.queue_items import Item, Row
from service.inference.events import Failed
from service.inference.protocol import OutOfMemory

Run = Callable[[Sequence[Item]], Sequence[Row | None]]


@dataclass(frozen=True, slots=True)
class SucceededPart:
    """Items with their rows (None for a NaN) and the time of the run in seconds."""

    items: Sequence[Item]
    rows: Sequence[Row | None]
    seconds: float


@dataclass(frozen=True, slots=True)
class FailedPart:
    """Items that failed together. If they are several, each half of them is tried next."""

    items: Sequence[Item]
    error: Exception
    reason: Failed


def isolate(run: Run, items: Sequence[Item]) -> Iterator[SucceededPart | FailedPart]:
    """Run a batch. If it fails it is halved until the failing item is alone, in log₂ n rounds.

    Every item is in exactly one part that succeeded, or alone in one that failed. A
    `BaseException` that is no `Exception` is raised.
    """
    parts = [items]
    while parts:
        part = parts.pop()
        began = time.monotonic()
        try:
            rows = run(part)
        except (OutOfMemory, MemoryError) as error:
            yield FailedPart(part, error, "memory")
        except Exception as error:
            yield FailedPart(part, error, "error")
        else:
            yield SucceededPart(part, rows, time.monotonic() - began)
            continue
        if len(part) > 1:
            middle = len(part) // 2
            parts += [part[middle:], part[:middle]]
