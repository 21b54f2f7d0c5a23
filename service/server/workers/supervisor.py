"""Keeps several workers running on one listener.

uvicorn's own supervisor restarts a dead worker at once and without end, leaves its workers behind
when it is killed, does not report why a worker could not start, and polls each worker for up to
five seconds before it notices a signal. Its worker class cannot be replaced.
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

_TRIES = 3  # consecutive failed starts of a worker that end the service if no other worker serves
_TICK = 5.0  # most seconds between two checks of the workers
_MARGIN = 10.0  # seconds beyond drain and grace until a worker that does not end is killed


class Supervisor:
    """Runs `count` workers on a listener until a signal or until none can start.

    `serving` is called once, when the first worker accepts connections.
    """

    def __init__(
        self,
        config: WorkerConfig,
        listener: socket.socket,
        count: int,
        serving: Callable[[], None] = lambda: None,
    ) -> None:
        self._config = config
        self._listener = listener
        self._workers = [WorkerHandle(number) for number in range(count)]
        self._serving: Callable[[], None] | None = serving
        self._tick = min(_TICK, config.settings.stall_seconds / 4)
        self._asked = False
        self._failure: str | None = None
        # A byte in this pipe ends the wait when a signal comes.
        self._woken, self._waker = os.pipe()
        os.set_blocking(self._waker, False)

    def run(self) -> str | None:
        """Run until the end. Returns why no worker could be started, or None after a stop."""
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
        finally:  # no worker outlives the supervisor, even after an error here
            for worker in self._workers:
                worker.kill()
        return self._failure

    def _ask(self, number: int, frame: FrameType | None) -> None:
        """A signal handler. The second signal is passed on: it ends the workers' draining."""
        if self._asked:
            self._terminate()
        self._asked = True
        os.write(self._waker, b"!")

    def _announce(self) -> None:
        if self._serving is not None and any(worker.serving for worker in self._workers):
            self._serving()
            self._serving = None

    def _start_due(self, now: float) -> None:
        for worker in self._workers:
            if not worker.running and worker.due <= now:
                multiprocess.forget(self._config.runtime_dir, worker.number)
                worker.start(self._config, self._listener)
                _log.info("worker started", worker=worker.number, pid=worker.pid)

    def _pause(self, now: float) -> float:
        dues = [worker.due - now for worker in self._workers if not worker.running]
        return max(0.0, min([self._tick, *dues]))

    def _wait(self, seconds: float) -> None:
        sources = [source for worker in self._workers for source in worker.wait_sources()]
        if self._woken in wait([self._woken, *sources], seconds):
            os.read(self._woken, 64)

    def _look(self, now: float, *, away: bool) -> None:
        """Read what the workers report and reap those that ended.

        Args:
            now: on the monotonic clock.
            away: whether this process itself was stopped, so that missing reports mean nothing.
        """
        for worker in self._workers:
            worker.listen(now)
            if away:
                worker.reset_silence(now)
            if worker.stuck(now, self._config.settings.stall_seconds):
                _log.error("worker stuck", worker=worker.number, pid=worker.pid)
                worker.kill()
            pid = worker.pid
            why = worker.reap(now)
            if why is None:
                continue
            _log.error("worker died", worker=worker.number, pid=pid, why=why)
            multiprocess.forget(self._config.runtime_dir, worker.number)
            if worker.failed_starts >= _TRIES and not any(other.serving for other in self._workers):
                self._failure = why

    def _end(self) -> None:
        """Stop the workers, and kill those that do not end in time."""
        # Otherwise the kernel would still accept connections, which nobody would answer.
        self._listener.close()
        self._terminate()
        limit = self._config.settings.drain_seconds + self._config.grace + _MARGIN
        until = time.monotonic() + limit
        while any(worker.running for worker in self._workers) and time.monotonic() < until:
            self._wait(min(_TICK, until - time.monotonic()))
            for worker in self._workers:
                worker.listen(time.monotonic())
                worker.reap(time.monotonic())
        for worker in self._workers:
            if worker.running:
                _log.error("worker killed", worker=worker.number, pid=worker.pid)
                worker.kill()

    def _terminate(self) -> None:
        for worker in self._workers:
            worker.terminate()
