"""Runs blocking work on text outside of the event loop, in a few threads, unless it is short.

The work is pure Python, so more threads would not make it faster: they would only compete with the
event loop for the interpreter lock. Long texts have a thread of their own, so that short ones do
not wait for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from service.kit.cpu import usable_cores

SHORT = 2000  # characters up to which the work takes less time than a switch of threads
LONG = 64 * 1024  # characters
LIGHT = 5  # divides the characters for work that visits sentences instead of words

T = TypeVar("T")


async def offload(size: int, work: Callable[..., T], *arguments: object) -> T:
    """The result of `work(*arguments)` on `size` characters. Raises what it raises.

    Work that has not begun when its caller is cancelled is dropped. `SHORT` work runs at once in
    the calling thread: it takes 2 ms at most, and two switches of threads cost more under load.
    """
    if size <= SHORT:
        return work(*arguments)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(long=size > LONG), work, *arguments)


@cache
def _threads(*, long: bool) -> ThreadPoolExecutor:
    count = 1 if long else usable_cores()
    return ThreadPoolExecutor(count, thread_name_prefix="long-text" if long else "text")
