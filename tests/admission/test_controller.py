"""What is ahead of a request, and what follows for it."""

from __future__ import annotations

import asyncio
import math

import pytest

from service.admission.controller import AdmissionController, AdmissionRequest, Refusal
from service.admission.permit import Permit
from service.admission.queue_limit import CALM, QueueLimit
from service.admission.read_limiter import REQUEST, ReadLimiter
from service.inference.fake_engine import FakeEngine
from service.inference.protocol import Call
from service.kit.offload import LONG


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_the_speed_of_reading_is_that_of_busy_times_only() -> None:
    clock = Clock()
    read_limiter = ReadLimiter(2, clock)
    for _ in range(600):
        async with read_limiter.reading(1000.0):
            clock.now += 0.1
        await asyncio.sleep(0)
        clock.now += 5.0  # idle
    assert read_limiter.speed == pytest.approx(10_000, rel=0.01)
    read_limiter.update_pending(0.0, 30_000.0)
    assert read_limiter.wait(10.0) == pytest.approx(3, rel=0.01)
    read_limiter.update_pending(30_000.0, 20_000.0)
    assert read_limiter.wait(10.0) == pytest.approx(2, rel=0.01)


def test_a_short_text_is_not_read_after_a_long_one() -> None:
    read_limiter = ReadLimiter(2, Clock())
    read_limiter.update_pending(0.0, 1000.0)
    read_limiter.update_pending(0.0, 2_000_000.0)
    assert read_limiter.pending == 2_001_000
    assert read_limiter.wait(100_000.0) == pytest.approx(2_001_000 / read_limiter.speed)
    assert read_limiter.wait(1000.0) == pytest.approx((LONG + 1000) / read_limiter.speed)
    read_limiter.update_pending(2_000_000.0, 30_000.0)
    assert read_limiter.wait(1000.0) == pytest.approx(31_000 / read_limiter.speed)
    read_limiter.update_pending(30_000.0, 0.0)
    read_limiter.update_pending(1000.0, 0.0)
    assert read_limiter.wait(1000.0) == read_limiter.wait(1e6) == 0


async def test_reading_side_by_side_counts_the_time_once() -> None:
    clock = Clock()
    read_limiter = ReadLimiter(2, clock)
    for _ in range(600):
        async with read_limiter.reading(1000.0), read_limiter.reading(1000.0):
            clock.now += 0.1
        await asyncio.sleep(0)
    assert read_limiter.speed == pytest.approx(20_000, rel=0.03)


async def test_work_in_the_loop_itself_comes_in_small_portions() -> None:
    read_limiter = ReadLimiter(2)
    turns: list[int] = []
    turn = 0

    async def one() -> None:
        async with read_limiter.reading(1.0):
            turns.append(turn)

    tasks = [asyncio.create_task(one()) for _ in range(20)]
    while not all(task.done() for task in tasks):
        turn += 1
        await asyncio.sleep(0)
    assert len(turns) == 20
    assert max(turns.count(t) for t in turns) <= 2


async def test_places_are_few_and_a_long_text_takes_none_of_them() -> None:
    read_limiter = ReadLimiter(2)
    free = asyncio.Event()
    inside: list[float] = []

    async def one(size: float) -> None:
        async with read_limiter.reading(size):
            inside.append(size)
            await free.wait()

    tasks = [asyncio.create_task(one(size)) for size in (1.0, 2.0, 3.0, 1e6, 2e6)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert inside == [1.0, 2.0, 1e6]
    tasks[2].cancel()  # gives up its turn
    free.set()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert sorted(inside) == [1.0, 2.0, 1e6, 2e6]


class Desk:
    """Admission control with a clock and an engine under control."""

    def __init__(self, longest: float = 10.0, overloaded: float = math.inf) -> None:
        self.clock = Clock()
        self.engine = FakeEngine(tokens_per_second=100.0)
        self.read_limiter = ReadLimiter(2, self.clock)
        queue_limit = QueueLimit(longest, overloaded)
        self.admission = AdmissionController(
            self.engine, self.read_limiter, queue_limit, self.clock
        )

    def ask(self, size: int | None = 1000, limit: float | None = 60.0) -> Permit | Refusal:
        """A request whose bytes have just begun to come."""
        due = None if limit is None else self.clock.now + limit
        return self.admission.admit(AdmissionRequest("stance", size, self.clock.now, due))

    def refused(self, **given: float) -> Refusal:
        """One that must be refused."""
        found = self.ask(**given)  # type: ignore[arg-type]
        assert isinstance(found, Refusal)
        return found

    def admitted(self, **given: float) -> Permit:
        """One that must be let in."""
        found = self.ask(**given)  # type: ignore[arg-type]
        assert isinstance(found, Permit)
        return found


@pytest.mark.parametrize("size", [100, LONG + 1])
async def test_a_text_of_bulk_work_is_read_one_at_a_time(size: int) -> None:
    """Where many of them are in line, who comes after them waits for one at most."""
    read_limiter, read = ReadLimiter(1), []

    async def reads(name: str, *, bulk: bool) -> None:
        async with read_limiter.reading(size, bulk=bulk):
            await asyncio.sleep(0)
            read.append(name)

    many = [asyncio.create_task(reads("bulk", bulk=True)) for _ in range(10)]
    await asyncio.sleep(0)
    await asyncio.gather(*(reads("caller", bulk=False) for _ in range(3)))
    await asyncio.gather(*many)
    assert read == ["bulk", *["caller"] * 3, *["bulk"] * 9]


def test_what_is_admitted_and_not_queued_counts() -> None:
    desk = Desk()
    permits = []
    while isinstance(found := desk.ask(), Permit):
        permits.append(found)
    # 300 tokens each at 100 a second and 3 KiB of text: a little over three seconds a request.
    assert len(permits) == 4
    assert found.reason == "queue"
    for permit in permits:
        desk.admission.leave(permit)
    desk.clock.now += 1
    desk.admitted()


def test_what_the_engine_was_given_counts_once() -> None:
    desk = Desk()
    permit = desk.admitted()
    desk.admission.read(permit, 1.0)
    permit.calls.append(Call(tokens=250))
    desk.engine.backlog = 250
    desk.clock.now += 1
    assert permit.unqueued == 50
    assert desk.read_limiter.pending == 0
    desk.engine.backlog = 950  # with the 50 to come, just as much as may be ahead
    desk.admitted()
    desk.engine.backlog = 951
    assert desk.refused().reason == "queue"


@pytest.mark.parametrize("backlog", [1001, 1500, 2345, 20_000])
def test_retry_after_is_true(backlog: int) -> None:
    desk = Desk()
    desk.engine.backlog = backlog
    wait = math.ceil(desk.refused().retry_after)
    # What is ahead is worked off at the predicted speed, and nobody else comes.
    desk.engine.backlog = max(0, backlog - 100 * wait)
    desk.clock.now += wait
    desk.admitted()
    assert desk.engine.backlog >= 0
    assert wait <= backlog / 100


def test_a_deadline_that_cannot_be_kept_is_refused_with_its_own_reason() -> None:
    desk = Desk()
    desk.engine.backlog = 400
    assert desk.refused(limit=3.0).reason == "deadline"  # 4 s ahead
    assert desk.refused(limit=5.0).reason == "deadline"  # and 3 s of its own
    permit = desk.admitted(limit=9.0)
    assert permit.due == desk.clock.now + 9


def test_time_that_passed_before_counts_in_the_deadline() -> None:
    desk = Desk()
    desk.engine.backlog = 400
    began = desk.clock.now - 6.0
    found = desk.admission.admit(AdmissionRequest("stance", 10, began, began + 9.0))
    assert isinstance(found, Refusal)
    assert found.reason == "deadline"


def test_work_too_long_for_its_own_limit_is_no_overload() -> None:
    desk = Desk()
    desk.admitted(size=1_000_000, limit=1.0)  # nothing is ahead: no later time would be better


def test_a_limit_that_makes_no_sense_is_for_others_to_tell() -> None:
    desk = Desk()
    desk.engine.backlog = 900
    assert desk.admitted(limit=None).due is None  # type: ignore[arg-type]


def test_a_body_of_unknown_length_is_taken_for_a_typical_one() -> None:
    desk = Desk(longest=1000.0)
    for _ in range(300):
        permit = desk.admitted(size=1000)
        permit.calls.append(Call(tokens=40))
        permit.finished = True
        desk.admission.leave(permit)
    permit = desk.admitted(size=None)  # type: ignore[arg-type]
    assert permit.size == pytest.approx(1000, rel=0.05)
    assert permit.tokens == pytest.approx(40, rel=0.05)
    desk.admission.arrived(permit, 4000)
    assert permit.size == 4000
    assert desk.read_limiter.pending == pytest.approx(4000 + REQUEST)
    assert permit.tokens == pytest.approx(160, rel=0.05)


def test_bodies_that_are_announced_and_do_not_come_shut_nobody_out() -> None:
    desk = Desk()
    slow = desk.admitted(size=2_000_000)
    assert desk.refused().reason == "queue"
    desk.clock.now += 2
    desk.admission.leave(desk.admitted())
    desk.admission.arrived(slow, 2_000_000)
    assert desk.read_limiter.pending == pytest.approx(2_000_000 + REQUEST)
    desk.clock.now += 2
    assert desk.refused().reason == "queue"
    desk.admission.leave(slow)
    assert desk.read_limiter.pending == 0


def test_unfinished_requests_teach_nothing() -> None:
    desk = Desk(longest=1000.0)
    for _ in range(50):
        desk.admission.leave(desk.admitted())
    assert desk.admitted().tokens == pytest.approx(300)


def test_a_batch_is_read_by_and_by() -> None:
    desk = Desk()
    permit = desk.admitted(size=8000)
    for i in range(1, 5):
        desk.admission.read(permit, 0.25)
        assert desk.read_limiter.pending == pytest.approx((8000 + REQUEST) * (1 - i / 4), abs=1e-6)
    desk.admission.leave(permit)
    assert desk.read_limiter.pending == pytest.approx(0, abs=1e-6)


def test_a_burst_is_taken_on_and_a_standing_queue_is_not() -> None:
    desk = Desk(longest=10.0, overloaded=1.0)
    desk.engine.backlog = 900
    desk.admission.leave(desk.admitted())  # nobody has been refused
    desk.engine.backlog = 1001
    assert desk.refused().retry_after == pytest.approx(9.51)
    for _ in range(10):  # still more than can be served
        desk.clock.now += CALM / 2
        desk.engine.backlog = 101
        desk.refused()
        desk.engine.backlog = 99
        desk.admission.leave(desk.admitted())
    desk.clock.now += CALM
    desk.engine.backlog = 900
    desk.admitted()


def test_a_cheap_look_reserves_nothing_and_may_be_a_little_old() -> None:
    desk = Desk()
    asked = AdmissionRequest("stance", 50, desk.clock.now, None)
    for _ in range(100):
        assert desk.admission.refusal(asked) is None
    assert desk.read_limiter.pending == 0
    desk.engine.backlog = 1001
    assert desk.admission.refusal(asked) is None
    desk.clock.now += 0.01
    assert isinstance(desk.admission.refusal(asked), Refusal)


def test_a_small_request_does_not_wait_for_all_of_a_large_one() -> None:
    desk = Desk(longest=1.0)
    large = desk.admitted(size=900_000)  # 270,000 tokens: 45 minutes
    desk.admission.arrived(large, 900_000)
    assert desk.refused(size=1000).wait > 1000  # 300 tokens are no small request here
    small = desk.admitted(size=50)
    desk.clock.now += 1.0
    desk.admission.leave(small)
    desk.admission.read(large, 1.0)
    large.calls.append(Call(tokens=1000))
    desk.admission.leave(desk.admitted(size=50))
    desk.admission.leave(large)
    desk.admission.leave(desk.admitted(size=1000))
