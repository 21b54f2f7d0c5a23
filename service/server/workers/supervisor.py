"""Keeps several workers running behind one listener.

uvicorn's own supervisor restarts a dead worker at once and for ever, leaves its workers behind
when it is killed, does not name why one could not start, and looks at each in turn for up to
five seconds before it sees a signal; its worker class cannot be replaced.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from types import FrameType

import structlog

from service.observability import multiprocess
from service.server.workers.worker_config import WorkerConfig
from service.server.workers.worker_handle import WorkerHandle

_log = structlog.get_logger("copydesk.workers")

_TRIES = 3  # starts in a row of one worker that may fail while no other serves
_TICK = 5.0  # seconds between looks at workers that say nothing, at most
_MARGIN = 10.0  # seconds beyond drain and grace until a worker that does not end is killed


class Supervisor:
    """Runs `count` workers on a listener until a signal or until none can start.

    `serving` is called once, when the first worker takes connections.
    """

    def __init__(
        self,
        order: WorkerConfig,
        listener: socket.socket,
        count: int,
        serving: Callable[[], None] = lambda: None,
    ) -> None:
        self._order = order
        self._listener = listener
        self._slots = [WorkerHandle(number) for number in range(count)]
        self._serving: Callable[[], None] | None = serving
        self._tick = min(_TICK, order.settings.stall_seconds / 4)
        self._asked = False
        self._failure: str | None = None
        # A byte in this pipe ends the wait when a signal comes.
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._waker, False)

    def run(self) -> str | None:
        """None after a stop that was asked for, else why no worker could be started."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)
        try:
            before = time.monotonic()
            while not self._asked and self._failure is None:
                self._start_due(before)
                self._wait(self._pause(before))
                now = time.monotonic()
                self._look(now, away=now - before > 2 * self._tick)
                self._announce()
                before = now
            self._end()
        finally:  # whatever went wrong here, no worker stays behind
            for slot in self._slots:
                slot.kill()
        return self._failure

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """A signal handler. The second signal is passed on: it ends the workers' draining."""
        if self._asked:
            self._terminate()
        self._asked = True
        os.write(self._waker, b"!")

    def _announce(self) -> None:
        if self._serving is not None and any(slot.serving for slot in self._slots):
            self._serving()
            self._serving = None

    def _start_due(self, now: float) -> None:
        for slot in self._slots:
            if not slot.running and slot.due <= now:
                multiprocess.forget(self._order.scratch, slot.number)
                slot.start(self._order, self._listener)
                _log.info("worker started", worker=slot.number, pid=slot.pid)

    def _pause(self, now: float) -> float:
        dues = [slot.due - now for slot in self._slots if not slot.running]
        return max(0.0, min([self._tick, *dues]))

    def _wait(self, seconds: float) -> None:
        sources = [source for slot in self._slots for source in slot.waitables()]
        if self._woken in wait([self._woken, *sources], seconds):
            os.read(self._woken, 64)

    def _look(self, now: float, *, away: bool) -> None:
        """Take in what the workers said and bury the dead. `away`: this process stood still."""
        for slot in self._slots:
            slot.listen(now)
            if away:
                slot.excuse(now)
            if slot.stuck(now, self._order.settings.stall_seconds):
                _log.error("worker stuck", worker=slot.number, pid=slot.pid)
                slot.kill()
            pid = slot.pid
            why = slot.bury(now)
            if why is None:
                continue
            _log.error("worker died", worker=slot.number, pid=pid, why=why)
            multiprocess.forget(self._order.scratch, slot.number)
            if slot.stillborn >= _TRIES and not any(other.serving for other in self._slots):
                self._failure = why

    def _end(self) -> None:
        """Stop the workers; those that do not end in time are killed."""
        # Else the kernel would go on taking connections that nobody answers.
        self._listener.close()
        self._terminate()
        limit = self._order.settings.drain_seconds + self._order.grace + _MARGIN
        until = time.monotonic() + limit
        while any(slot.running for slot in self._slots) and time.monotonic() < until:
            self._wait(min(_TICK, until - time.monotonic()))
            for slot in self._slots:
                slot.listen(time.monotonic())
                slot.bury(time.monotonic())
        for slot in self._slots:
            if slot.running:
                _log.error("worker killed", worker=slot.number, pid=slot.pid)
                slot.kill()

    def _terminate(self) -> None:
        for slot in self._slots:
            slot.terminate()
