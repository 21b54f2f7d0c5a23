"""Raw HTTP: the answers of a server to bytes, and whether the connection stays open."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any, BinaryIO

PROBE = b"GET /livez HTTP/1.1\r\nHost: a\r\nX-Request-ID: probe\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def connected(port: int) -> socket.socket:
    """A connection that gives up after a minute, should the server never answer."""
    return socket.create_connection(("127.0.0.1", port), timeout=60)


def read(file: BinaryIO, *, head: bool = False) -> Answer | None:
    """The next answer, None where the server hangs up instead."""
    try:
        first = file.readline()
    except ConnectionError:
        return None
    if not first:
        return None
    status = int(first.split()[1])
    headers: dict[str, str] = {}
    while (row := file.readline().strip()) != b"":
        name, _, value = row.decode("latin-1").partition(": ")
        headers[name.lower()] = value
    if status < 200 or head:
        return Answer(status, headers, b"")
    return Answer(status, headers, file.read(int(headers["content-length"])))


def exchanged(port: int, *parts: bytes, head: bool = False) -> tuple[list[Answer], bool]:
    """Send the parts and a probe; the answers before the probe's, and whether that came."""
    answers: list[Answer] = []
    with connected(port) as line, line.makefile("rb") as file:
        try:
            for part in (*parts, PROBE):
                line.sendall(part)
        except ConnectionError:
            pass  # what was answered before can be read
        while answer := read(file, head=head):
            if answer.headers.get("x-request-id") == "probe":
                return answers, True
            answers.append(answer)
            head = head and len(answers) < 1
    return answers, False
