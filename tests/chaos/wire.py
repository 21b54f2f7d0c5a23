"""HTTP as no library would send it, over a socket of one's own."""

from __future__ import annotations

import contextlib
import json
import re
import socket
from dataclasses import dataclass
from typing import Any

HANG = 120.0  # seconds; only a guard against waiting for ever
CUT = "cut off"


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, head and body of an answer; the status is `CUT` where none came."""

    status: int | str
    head: str = ""
    body: bytes = b""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Line:
    """A connection. Whatever breaks on it is an answer of status `CUT`."""

    def __init__(self, port: int, *, receive_buffer: int | None = None) -> None:
        self.socket = socket.socket()
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(HANG)
        self.socket.connect(("127.0.0.1", port))
        self._rest = b""

    def __enter__(self) -> Line:
        return self

    def __del__(self) -> None:
        self.socket.close()

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, data: bytes) -> bool:
        """Whether it could be sent."""
        try:
            self.socket.sendall(data)
        except OSError:
            return False
        return True

    def half_close(self) -> None:
        """Nothing more will be sent."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def answer(self) -> Answer:
        """The next answer."""
        try:
            return self._answer()
        except (ConnectionError, EOFError):
            return Answer(CUT)

    def cut(self) -> bool:
        """Whether the other side ends the connection without another word."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionError:
            return True

    def _answer(self) -> Answer:
        data = self._rest
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        text = head.decode("latin-1")
        if "transfer-encoding: chunked" in text.lower():
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
            return Answer(int(text.split()[1]), text, _unchunked(body))
        found = re.search(r"(?i)\r\ncontent-length: (\d+)", text)
        length = int(found[1]) if found else 0
        while len(body) < length:
            body += self._more()
        self._rest = body[length:]
        return Answer(int(text.split()[1]), text, body[:length])

    def _more(self) -> bytes:
        got = self.socket.recv(1 << 16)
        if not got:
            raise EOFError
        return got


def post(path: str, body: bytes, *headers: str, length: int | None = None) -> bytes:
    """A request as bytes; JSON unless a header says something else."""
    lines = [f"POST {path} HTTP/1.1", "Host: chaos", *headers]
    if not any(h.lower().startswith("content-type") for h in headers):
        lines.append("Content-Type: application/json")
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def ask(port: int, request: bytes) -> Answer:
    """The answer to a request on a connection of its own."""
    try:
        with Line(port) as line:
            line.send(request)
            return line.answer()
    except ConnectionError:
        return Answer(CUT)


def get(port: int, path: str) -> Answer:
    """The answer to a GET on a connection of its own."""
    return ask(port, f"GET {path} HTTP/1.1\r\nHost: chaos\r\n\r\n".encode())


def _unchunked(data: bytes) -> bytes:
    parts = []
    while data:
        size, _, data = data.partition(b"\r\n")
        count = int(size, 16)
        parts.append(data[:count])
        data = data[count + 2 :]
    return b"".join(parts)
