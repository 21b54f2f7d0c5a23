"""A process of its own in which documents are tried that may take one down.

It serves nobody and has the models of one profile for itself, so whatever a document does to it,
those who serve go on. It is started with the first such document and ends with the last.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Protocol

import structlog

from service.jobs.spare_memory import room_for_another
from service.jobs.store import Claim

_log = structlog.get_logger("copydesk.jobs")
_spawn = multiprocessing.get_context("spawn")
_START_SECONDS = 300.0  # for its models, on a machine that has other things to do
_TRIES = 3  # of starting it, in a row


@dataclass(frozen=True, slots=True)
class Answer:
    """What the process says of a document: its result or error as JSON.

    `problem` and `status` name the error, `later` tells that the document cannot be analysed
    at present.
    """

    content: bytes
    problem: str | None = None
    status: int = 200
    later: bool = False


class Work(Protocol):
    """What the process does with its end of the pipe, and the profile that it has."""

    def __call__(self, channel: Connection, profile: str) -> None:
        """Say an empty `Answer` once it is ready, then one for each claim that comes."""
        ...

    def part(self, profile: str) -> float:
        """Of the memory of a process that serves, as much as it needs."""
        ...


class CannotIsolate(Exception):
    """There is no such process, and there will be none soon; says why."""


class IsolatedProcess:
    """At most one process, and one document in it.

    Args:
        work: is pickled.
        seconds: for one document; whatever takes longer counts as if it had ended the process.
        lock: a file by which the processes of one machine agree that one of them has such a
            process; without it each may have its own.
    """

    def __init__(self, work: Work, *, seconds: float, lock: Path | None = None) -> None:
        self._work = work
        self._seconds = seconds
        self._lock = lock
        self._held: int | None = None
        self._process: SpawnProcess | None = None
        self._channel: Connection | None = None
        self._profile = ""
        self._ready = False
        self._failed_starts = 0
        # One thread waits for what the process says, so that the event loop never does.
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="isolated")

    def free(self) -> bool:
        """Whether no other process of the machine has one."""
        if self._lock is None or self._held is not None:
            return True
        import fcntl  # which not every system has; without several workers there is no lock

        held = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            return False
        self._held = held
        return True

    async def run(
        self, claim: Claim, profile: str, begins: Callable[[], Awaitable[None]]
    ) -> Answer | None:
        """The answer; None when the process has ended over it, stood still or took too long.

        `begins` is called when the process is ready and is given the document next.

        Raises `CannotIsolate`.
        """
        try:
            if self._process is not None and self._profile != profile:
                await self._end()
            if self._process is None:
                self._start(profile)
            if not self._ready:
                await self._until_ready()
            await begins()
            answer = await self._said(self._seconds, claim)
        except BaseException:  # the job was cancelled, or the service ends
            await self._end()
            raise
        if answer is None:
            await self._end()
        return answer

    async def close(self) -> None:
        """End the process, if there is one, and let others have theirs."""
        await self._end()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _start(self, profile: str) -> None:
        if not room_for_another(self._work.part(profile)):
            raise CannotIsolate("there is no memory for a process of its own")
        ours, theirs = _spawn.Pipe()
        process = _spawn.Process(
            target=self._work, args=(theirs, profile), name="isolated-document", daemon=True
        )
        process.start()
        theirs.close()
        self._process, self._channel, self._ready = process, ours, False
        self._profile = profile
        _log.info("a process for suspect documents started", pid=process.pid)

    async def _until_ready(self) -> None:
        if await self._said(_START_SECONDS) is not None:
            self._ready, self._failed_starts = True, 0
            return
        await self._end()
        self._failed_starts += 1
        if self._failed_starts >= _TRIES:
            raise CannotIsolate("a process of its own could not be started")
        self._start(self._profile)
        await self._until_ready()

    async def _said(self, seconds: float, claim: Claim | None = None) -> Answer | None:
        process, channel = self._process, self._channel
        assert process is not None
        assert channel is not None

        def exchange() -> Answer | None:
            try:
                if claim is not None:
                    channel.send(claim)
                if channel not in wait([channel, process.sentinel], seconds):
                    return None
                said = channel.recv()
            except (EOFError, OSError):
                return None
            return said if isinstance(said, Answer) else None

        return await asyncio.get_running_loop().run_in_executor(self._waiting, exchange)

    async def _end(self) -> None:
        process, channel = self._process, self._channel
        self._process = self._channel = None
        self._ready = False
        if process is None or channel is None:
            return
        process.kill()
        # Behind whatever still waits for the process, which its end has woken.
        ended = asyncio.get_running_loop().run_in_executor(self._waiting, process.join)
        await asyncio.shield(ended)
        channel.close()
        process.close()
