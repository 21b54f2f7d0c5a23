"""One worker, as its supervisor sees it."""

from __future__ import annotations

import multiprocessing
import signal
import socket
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from service.server.workers import worker
from service.server.workers.backoff import Backoff
from service.server.workers.worker_config import WorkerConfig

# Fork would copy the supervisor's signal handlers and its siblings' file descriptors.
_spawn = multiprocessing.get_context("spawn")


class WorkerHandle:
    """Worker `number`: its process, if one runs, and when the next one is due."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.due = 0.0
        self.failed_starts = 0  # consecutive processes that ended before they could serve
        self._backoff = Backoff()
        self._process: SpawnProcess | None = None
        self._channel: Connection | None = None
        self._serving_since: float | None = None
        self._seen = 0.0
        self._said = ""

    @property
    def running(self) -> bool:
        """Whether it has a process, dead or alive."""
        return self._process is not None

    @property
    def serving(self) -> bool:
        """Whether its process has begun to accept connections."""
        return self._serving_since is not None

    @property
    def pid(self) -> int | None:
        """The id of its process."""
        return self._process.pid if self._process else None

    def start(self, config: WorkerConfig, listener: socket.socket) -> None:
        """Start a new process."""
        ours, theirs = _spawn.Pipe(duplex=False)
        arguments = (config, self.number, listener, theirs)
        self._process = _spawn.Process(
            target=worker.run, args=arguments, name=f"worker-{self.number}"
        )
        self._process.start()
        theirs.close()
        self._channel, self._serving_since, self._said = ours, None, ""

    def wait_sources(self) -> list[Connection | int]:
        """The handles that become readable when its process reports or ends."""
        process = [self._process.sentinel] if self._process else []
        return [*process, *([self._channel] if self._channel else [])]

    def listen(self, now: float) -> None:
        """Read the reports of its process."""
        try:
            while self._channel is not None and self._channel.poll():
                said = self._channel.recv_bytes()
                if said.startswith(worker.FAILED):
                    self._said = said.removeprefix(worker.FAILED).decode(errors="replace")
                    continue
                self._seen = now
                if self._serving_since is None:
                    self._serving_since, self.failed_starts = now, 0
        except (EOFError, OSError):
            self._hang_up()

    def stuck(self, now: float, seconds: float) -> bool:
        """Whether its process serves but has not reported for `seconds`."""
        return self.serving and now - self._seen > seconds

    def reset_silence(self, now: float) -> None:
        """Restart the time without reports, after the supervisor itself was stopped."""
        self._seen = now

    def reap(self, now: float) -> str | None:
        """Release a process that ended and return the reason; None while it runs."""
        if self._process is None or self._process.is_alive():
            return None
        process, self._process = self._process, None  # first, because a signal handler may read it
        process.join()
        code = process.exitcode or 0
        process.close()
        self._hang_up()
        served = 0.0 if self._serving_since is None else now - self._serving_since
        if self._serving_since is None:
            self.failed_starts += 1
        self._serving_since = None
        self.due = now + self._backoff.after(served)
        return ": ".join(filter(None, (_reason(code), self._said)))

    def terminate(self) -> None:
        """Ask its process to end."""
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """End its process."""
        if self._process is not None:
            self._process.kill()

    def _hang_up(self) -> None:
        if self._channel is not None:
            self._channel.close()
            self._channel = None


def _reason(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    hint = ", as the system does when memory runs out" if -code == signal.SIGKILL else ""
    return f"killed by {name}{hint}"
