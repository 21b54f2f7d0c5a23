"""The isolated process for suspect documents, with a main function of the test."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from service.jobs import isolated as module
from service.jobs.isolated import Answer, CannotIsolate, IsolatedProcess
from service.jobs.packing import pack, unpack
from service.jobs.store import Claim

LONG = 120.0


@dataclass(frozen=True)
class Commands:
    """Does what the document says; refuses to start where it is told to."""

    starts: bool = True
    needs: float = 0.01

    def part(self, profile: str) -> float:
        return self.needs

    def __call__(self, channel: Connection, profile: str) -> None:
        if not self.starts:
            os._exit(3)
        channel.send(Answer(b""))
        try:
            while True:
                what = channel.recv().payload.decode()
                if what == "die":
                    os._exit(7)
                if what == "hold":  # the interpreter, for good
                    re.match(r"(a+)+$", "a" * 60 + "b")
                if what == "other":
                    channel.send("no answer")
                channel.send(Answer(f"{what} {profile} {os.getpid()}".encode()))
        except EOFError:
            pass


async def begins() -> None:
    """Nothing is counted here."""


def claim(what: str) -> Claim:
    return Claim("job", 0, "token", 2, what.encode(), None, None)


@pytest.fixture
async def make() -> AsyncIterator[Callable[..., IsolatedProcess]]:
    made: list[IsolatedProcess] = []

    def _make(work: Commands | None = None, **given: object) -> IsolatedProcess:
        given.setdefault("seconds", LONG)
        made.append(IsolatedProcess(work or Commands(), **given))  # type: ignore[arg-type]
        return made[-1]

    yield _make
    for each in made:
        await each.close()


Make = Callable[..., IsolatedProcess]


async def said(process: IsolatedProcess, what: str = "echo", profile: str = "fast") -> list[str]:
    answer = await process.run(claim(what), profile, begins)
    assert answer is not None
    return answer.content.decode().split()


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


async def test_one_process_does_one_document_after_the_other(make: Make) -> None:
    process = make()
    first, second = await said(process), await said(process)
    assert first == second == ["echo", "fast", first[2]]
    other = await said(process, profile="accurate")
    assert other[1] == "accurate"
    assert gone(int(first[2]))  # never two at once
    await process.close()
    assert gone(int(other[2]))


async def test_what_takes_it_down_has_no_answer_and_the_next_has(make: Make) -> None:
    process = make()
    before = await said(process)
    assert await process.run(claim("die"), "fast", begins) is None
    assert await process.run(claim("other"), "fast", begins) is None
    after = await said(process)
    assert after[2] != before[2]


async def test_what_takes_too_long_is_ended_and_the_event_loop_goes_on(make: Make) -> None:
    process = make(seconds=0.5)
    pid = int((await said(process))[2])
    turns = 0

    async def turning() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    beside = asyncio.create_task(turning())
    assert await process.run(claim("hold"), "fast", begins) is None
    assert turns > 5
    assert gone(pid)
    beside.cancel()


async def test_who_is_cancelled_leaves_no_process(make: Make) -> None:
    process = make()
    pid = int((await said(process))[2])
    waiting = asyncio.create_task(process.run(claim("hold"), "fast", begins))
    await asyncio.sleep(0.2)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert gone(pid)
    assert (await said(process))[0] == "echo"


async def test_what_cannot_be_started_is_told(make: Make) -> None:
    with pytest.raises(CannotIsolate, match="could not be started"):
        await make(Commands(starts=False)).run(claim("echo"), "fast", begins)
    with pytest.raises(CannotIsolate, match="no memory"):
        await make(Commands(needs=1e9)).run(claim("echo"), "fast", begins)


async def test_of_several_only_one_has_a_process(make: Make, tmp_path: Path) -> None:
    one, two = make(lock=tmp_path / "lock"), make(lock=tmp_path / "lock")
    assert one.free()
    assert one.free()
    assert not two.free()
    await one.close()
    assert two.free()
    assert not one.free()


def test_results_are_packed_and_older_ones_are_read_as_they_are() -> None:
    plain = b'{"text":"The dam is good."}' * 100
    assert len(pack(plain)) < len(plain) / 4
    assert unpack(pack(plain)) == unpack(plain) == plain


def _hold_beating(stop: float) -> None:
    from service.lifecycle.watchdog import Watchdog

    watchdog = Watchdog(1.0)
    watchdog.start()
    until = time.monotonic() + stop
    while time.monotonic() < until:
        watchdog.beat()
        time.sleep(0.05)
    re.match(r"(a+)+$", "a" * 60 + "b")


def _stop_watching() -> None:
    from service.lifecycle.watchdog import Watchdog

    watchdog = Watchdog(0.3)
    watchdog.beat()  # before the start nothing is watched
    time.sleep(0.5)
    watchdog.start()
    watchdog.stop()
    time.sleep(0.5)


def test_the_watchdog_ends_what_holds_the_interpreter() -> None:
    held = module._spawn.Process(target=_hold_beating, args=(2.0,))
    fine = module._spawn.Process(target=_stop_watching)
    for process in (held, fine):
        process.start()
    for process in (held, fine):
        process.join(LONG)
    assert held.exitcode == -signal.SIGALRM
    assert fine.exitcode == 0
