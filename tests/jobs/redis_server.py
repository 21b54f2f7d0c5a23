"""A real Redis for tests: a process of its own on a free port of the loopback."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

HANG = 60.0


class RedisServer:
    """Keeps everything in a folder, so that it may be killed and started again."""

    def __init__(self, folder: Path, *more: str) -> None:
        program = shutil.which("redis-server")
        if program is None:
            pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
        pytest.importorskip("redis", reason="the extra copydesk[redis] is not installed")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._command = [
            program, "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder),
            "--appendonly", "yes", "--appendfsync", "always", "--save", "", *more,
        ]  # fmt: skip
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        began = time.monotonic()
        while self._say(b"PING") != b"+PONG":
            assert self._process.poll() is None, "redis-server ended"
            assert time.monotonic() - began < HANG
            time.sleep(0.02)

    def kill(self) -> None:
        """End it with no time for anything."""
        self._process.kill()
        self._process.wait()

    def empty(self) -> None:
        """Forget everything."""
        assert self._say(b"FLUSHALL") == b"+OK"

    def _say(self, command: bytes) -> bytes:
        try:
            with socket.create_connection(("127.0.0.1", self.port), HANG) as connection:
                connection.sendall(command + b"\r\n")
                return connection.recv(100).strip()
        except OSError:
            return b""
