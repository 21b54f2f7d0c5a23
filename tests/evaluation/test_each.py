"""Concurrent work on the texts of a set."""

from __future__ import annotations

import asyncio

from service.evaluation.each import of_each


async def test_results_are_in_order_and_few_are_worked_on_at_once() -> None:
    running, most, told = 0, 0, list[int]()

    async def work(item: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.001 * (5 - item))
        running -= 1
        return 10 * item

    assert await of_each(range(5), work, 2, told.append) == [0, 10, 20, 30, 40]
    assert most == 2
    assert told == [1, 2, 3, 4, 5]
