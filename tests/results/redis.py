"""A real redis-server, as a process of its own that ends with the test."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.serving.conftest import HANG, free_port, wait_for

SERVER = shutil.which("redis-server")
needs_redis = pytest.mark.skipif(
    SERVER is None, reason="no redis-server here (apt-get install redis-server)"
)


class RedisServer:
    """Keeps nothing on disk; may be stopped, held and started again on the same port."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return once it listens."""
        assert SERVER is not None
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(
            [SERVER, *options, "--appendonly", "no"], stdout=subprocess.DEVNULL
        )
        wait_for(self._listens)

    def kill(self) -> None:
        """Gone, with all it held."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=HANG)

    def hold(self) -> None:
        """It takes connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def redis_server() -> Iterator[RedisServer]:
    """One that runs until the end of the context."""
    server = RedisServer()
    server.start()
    try:
        yield server
    finally:
        server.kill()
