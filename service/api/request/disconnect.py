"""Callers who hang up: their work is given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import Receive

# What nginx logs for it; nobody receives it.
CLIENT_CLOSED_REQUEST = 499


class CallerGone(Exception):
    """Nobody waits for the answer any more."""


@asynccontextmanager
async def while_connected(receive: Receive) -> AsyncIterator[None]:
    """Cancel the block when the caller hangs up. Raises `CallerGone`.

    To be entered once the body is read, for then `receive` has nothing else to tell.
    """
    worker = asyncio.current_task()
    assert worker is not None
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        worker.cancel()

    watcher = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        # Others may have cancelled too: a server that stops, a deadline outside.
        if gone and worker.uncancel() == 0:
            raise CallerGone from None
        raise
    finally:
        watcher.cancel()
