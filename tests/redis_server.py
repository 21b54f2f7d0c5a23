"""A real Redis for tests: a process of its own on a free port of the loopback."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import programs
from tests.server.workers.conftest import HANG, free_port, wait_for

_PROGRAM = programs.find("redis-server")
_MISSING = (
    programs.reason("redis-server")
    if _PROGRAM is None
    else "the extra copydesk[redis] is not installed"
    if find_spec("redis") is None
    else ""
)
needs_redis = pytest.mark.skipif(bool(_MISSING), reason=_MISSING)


class RedisServer:
    """May be killed, held and started again on the same port.

    It keeps everything in a folder, each write at once, or nothing where there is none. Skips
    the test where there is no Redis to start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        if _MISSING:
            pytest.skip(_MISSING)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        kept = ["yes", "--appendfsync", "always", "--dir", str(folder)] if folder else ["no"]
        self._command = [
            str(_PROGRAM), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", *kept,
        ]  # fmt: skip
        self.start()

    def start(self) -> None:
        """Return once it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)

        def answers() -> bool:
            assert self._process.poll() is None, "redis-server ended"
            return self.said("PING") == "+PONG"

        wait_for(answers)

    def kill(self) -> None:
        """End it with no time for anything."""
        self._process.kill()
        self._process.wait(timeout=HANG)

    def hold(self) -> None:
        """From now on it takes connections and answers nothing."""
        self._process.send_signal(signal.SIGSTOP)

    def empty(self) -> None:
        """Forget everything."""
        assert self.said("FLUSHALL") == "+OK"

    def said(self, command: str) -> str:
        """The first line that it answers; nothing where it does not."""
        return self.whole(command)[:100].strip()

    def whole(self, command: str) -> str:
        """What it answers at once; nothing where it does not."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), HANG) as connection:
                connection.sendall(command.encode() + b"\r\n")
                return connection.recv(1 << 16).decode()
        except OSError:
            return ""


@contextmanager
def redis_server(folder: Path | None = None) -> Iterator[RedisServer]:
    """One that runs until the end of the context."""
    server = RedisServer(folder)
    try:
        yield server
    finally:
        server.kill()
