"""A separate process for documents that may crash the process that analyses them.

It serves no requests and has its own models of one profile, so a crash does not affect the
processes that serve. It is started for the first such document and ends after the last one.
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

from service.jobs.spare_memory import memory_for_another
from service.jobs.store import Claim

_log = structlog.get_logger("copydesk.jobs")
_spawn = multiprocessing.get_context("spawn")
_START_SECONDS = 300.0  # time limit for loading its models on a busy machine
_TRIES = 3  # consecutive attempts to start it


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the process for a document: its result or error as JSON.

    `problem` and `status` name the error. `later` means that the document cannot be analysed at
    present.
    """

    content: bytes
    problem: str | None = None
    status: int = 200
    later: bool = False


class Work(Protocol):
    """The main function of the process. It gets an end of the pipe and the name of its profile."""

    def __call__(self, channel: Connection, profile: str) -> None:
        """Send an empty `Answer` when the process is ready, then one for each claim received."""
        ...

    def part(self, profile: str) -> float:
        """The memory that the process needs, as a fraction of that of a serving process."""
        ...


class CannotIsolate(Exception):
    """The process cannot be started, now or soon. The message says why."""


class IsolatedProcess:
    """Manages at most one process, which analyses one document at a time.

    Args:
        work: the main function of the process, which is pickled.
        seconds: the time limit of a document. Exceeding it counts as a crash of the process.
        lock: a file lock with which only one process of a machine starts such a process; without
            it each may have its own.
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
        # A thread waits for the answers of the process, so that the event loop is never blocked.
        self._waiting = ThreadPoolExecutor(1, thread_name_prefix="isolated")

    def free(self) -> bool:
        """Whether no other process of the machine holds the lock. It is acquired if so."""
        if self._lock is None or self._held is not None:
            return True
        import fcntl  # not every system has it, but those without it have no workers and no lock

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
        """The answer; None if the process crashed, was blocked or took too long.

        `begins` is awaited when the process is ready, right before it gets the document. Raises
        `CannotIsolate`.
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
        """End the process, if there is one, and release the lock."""
        await self._end()
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def _start(self, profile: str) -> None:
        if not memory_for_another(self._work.part(profile)):
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
        # This runs in the thread after `exchange`, which returns because the process has ended.
        ended = asyncio.get_running_loop().run_in_executor(self._waiting, process.join)
        await asyncio.shield(ended)
        channel.close()
        process.close()
