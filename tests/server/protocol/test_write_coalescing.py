"""Refusals of one iteration of the event loop are sent together, in order."""

from __future__ import annotations

import asyncio
from typing import Any

from service.server.protocol.write_coalescing import WriteCoalescer


class Transport:
    """Notes what is done to it."""

    def __init__(self, name: str, seen: list[Any]) -> None:
        self.name, self.seen = name, seen

    def write(self, data: bytes) -> None:
        """See `asyncio.Transport`."""
        self.seen.append((self.name, data))

    def close(self) -> None:
        """See `asyncio.Transport`."""
        self.seen.append((self.name, "closed"))


async def test_the_next_turn_sends_all_in_order_before_what_began_later() -> None:
    coalescer, seen = WriteCoalescer(), []  # type: ignore[var-annotated]
    one, other = Transport("one", seen), Transport("other", seen)
    coalescer.put(one, b"a", last=False)  # type: ignore[arg-type]
    asyncio.get_running_loop().call_soon(seen.append, "a task")
    coalescer.put(other, b"b", last=True)  # type: ignore[arg-type]
    coalescer.put(one, b"c", last=False)  # type: ignore[arg-type]
    assert seen == []
    await asyncio.sleep(0)
    assert seen == [("one", b"a"), ("other", b"b"), ("other", "closed"), ("one", b"c"), "a task"]


async def test_flushed_early_nothing_is_sent_twice() -> None:
    coalescer, seen = WriteCoalescer(), []  # type: ignore[var-annotated]
    coalescer.put(Transport("one", seen), b"a", last=False)  # type: ignore[arg-type]
    coalescer.flush()
    coalescer.put(Transport("two", seen), b"b", last=False)  # type: ignore[arg-type]
    assert seen == [("one", b"a")]
    await asyncio.sleep(0)
    assert seen == [("one", b"a"), ("two", b"b")]
