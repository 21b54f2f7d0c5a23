"""Work that several await and that is done once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """Runs for as long as anyone waits; cancelled with the last who did."""

    def __init__(self, work: Coroutine[Any, Any, T]) -> None:
        self._task = asyncio.create_task(work)
        self._waiting = 0

    async def result(self) -> T:
        """What the work gave. Raises what it raised."""
        if self._task.done():
            return self._task.result()
        self._waiting += 1
        try:
            # One who is cancelled must not take the work from the others.
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()  # nothing happens to one that is done
