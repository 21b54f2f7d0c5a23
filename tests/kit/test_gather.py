"""Concurrent and shared work is given up when nobody waits for it any longer."""

from __future__ import annotations

import asyncio

import pytest

from service.kit.gather import together
from service.kit.single_flight import Shared


class Endless:
    """Work that waits for ever and notes that it was cancelled."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def run(self) -> str:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return "never"


async def value(given: int) -> int:
    await asyncio.sleep(0)
    return given


async def test_results_come_in_order() -> None:
    assert list(await together(value(1), value(2), value(3), value(4))) == [1, 2, 3, 4]
    assert list(await together()) == []


async def test_a_failure_cancels_the_others() -> None:
    endless = Endless()

    async def fail() -> str:
        await endless.begun.wait()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await together(endless.run(), fail())
    assert endless.cancelled.is_set()


async def test_nothing_is_left_to_end_when_the_caller_goes_on() -> None:
    endless = Endless()

    async def slow_to_end() -> str:
        try:
            return await endless.run()
        finally:
            await asyncio.sleep(0)

    async def fail() -> str:
        await endless.begun.wait()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await together(fail(), slow_to_end())
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_cancelled_caller_cancels_all() -> None:
    works = [Endless(), Endless()]
    task = asyncio.create_task(together(*(work.run() for work in works)))
    for work in works:
        await work.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    for work in works:
        await asyncio.wait_for(work.cancelled.wait(), 10)


async def test_shared_work_runs_once_and_outlives_all_waiters_but_the_last() -> None:
    endless = Endless()
    shared = Shared(endless.run())
    waiters = [asyncio.create_task(shared.result()) for _ in range(2)]
    await endless.begun.wait()
    waiters[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiters[0]
    assert not endless.cancelled.is_set()
    assert not waiters[1].done()
    waiters[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiters[1]
    await asyncio.wait_for(endless.cancelled.wait(), 10)


async def test_shared_work_that_is_done_stays_done() -> None:
    shared = Shared(value(7))
    assert await shared.result() == 7
    assert await shared.result() == 7
