"""Concurrent work that is cancelled as a whole when a part of it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any, TypeVar, overload

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")


@overload
async def together(
    first: Awaitable[A], second: Awaitable[B], third: Awaitable[C], /
) -> tuple[A, B, C]: ...
@overload
async def together(*work: Awaitable[A]) -> list[A]: ...
async def together(*work: Awaitable[Any]) -> Any:
    """All results, in order. If one fails or the caller is cancelled, the others are cancelled.

    `asyncio.gather` alone would let the others run on although nobody uses their results. All of
    them have ended when this returns or raises.
    """
    tasks = [asyncio.ensure_future(one) for one in work]
    try:
        return await asyncio.gather(*tasks)
    finally:
        left = [task for task in tasks if not task.done()]
        for task in left:
            task.cancel()
        if left:
            await asyncio.wait(left)
