"""Single flight: work that several callers await and that runs once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Runs as long as any caller waits. It is cancelled together with the last caller."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._task = asyncio.create_task(work)
        self._waiting = 0

    async def result(self) -> T:
        """The result of the work. Raises what the work raises."""
        if self._task.done():
            return self._task.result()
        self._waiting += 1
        try:
            # A caller who is cancelled must not cancel the work of the others.
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()  # this has no effect on a finished task
