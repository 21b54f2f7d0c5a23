"""Concurrent work on the texts of a set."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


async def of_each(
    items: Sequence[T],
    work: Callable[[T], Awaitable[R]],
    at_once: int,
    progress: Callable[[int], None] = lambda _: None,
) -> list[R]:
    """The result of each item in order, so many `at_once`; `progress` is told how many are done."""
    gate = asyncio.Semaphore(at_once)
    done = 0

    async def one(item: T) -> R:
        nonlocal done
        async with gate:
            found = await work(item)
        done += 1
        progress(done)
        return found

    return list(await asyncio.gather(*(one(item) for item in items)))
