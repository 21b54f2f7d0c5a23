"""Blocking work on text, off the event loop and in a few threads unless it is short.

It is pure Python, so threads do not make it faster: they would only fight the event loop
for the interpreter. Long texts have a thread of their own, so that short ones need not
wait for seconds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from service.kit.cpu import usable_cores

SHORT = 2000  # characters up to which the work takes less than the change of thread
LONG = 64 * 1024  # characters
LIGHT = 5  # by this the characters are divided for work that looks at sentences, not words

T = TypeVar("T")


async def offload(size: int, work: Callable[..., T], *arguments: object) -> T:
    """The result of `work(*arguments)` on `size` characters. Raises what it raises.

    A caller who is cancelled before its turn gives it up. What is `SHORT` is done here and
    now: two milliseconds at most, where two changes of thread under load cost more.
    """
    if size <= SHORT:
        return work(*arguments)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads(long=size > LONG), work, *arguments)


@cache
def _threads(*, long: bool) -> ThreadPoolExecutor:
    count = 1 if long else usable_cores()
    return ThreadPoolExecutor(count, thread_name_prefix="long-text" if long else "text")
