"""A stand-in for an OpenAI-compatible endpoint on the loopback, which behaves as it is told."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

Answer = Callable[["Endpoint"], None]


def said(text: Any, finish: str = "stop") -> Answer:
    """A proper answer with this text."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}}
    return raw(json.dumps({"choices": [choice | {"finish_reason": finish}]}).encode())


def raw(content: bytes, status: int = 200, **headers: str) -> Answer:
    """Any answer."""

    def send(endpoint: Endpoint) -> None:
        endpoint.send_response(status)
        endpoint.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            endpoint.send_header(name, value)
        endpoint.end_headers()
        endpoint.wfile.write(content)

    return send


def slow(seconds: float) -> Answer:
    """The first bytes of an answer, and the rest much later."""

    def send(endpoint: Endpoint) -> None:
        endpoint.send_response(200)
        endpoint.send_header("Content-Length", "1000")
        endpoint.end_headers()
        until = time.monotonic() + seconds
        while time.monotonic() < until:  # each of its parts comes in time
            endpoint.wfile.write(b" ")
            endpoint.wfile.flush()
            time.sleep(0.02)

    return send


def hang_up(endpoint: Endpoint) -> None:
    """The beginning of an answer and then the end of the connection."""
    endpoint.send_response(200)
    endpoint.send_header("Content-Length", "1000")
    endpoint.end_headers()
    endpoint.wfile.write(b'{"choices": [')
    endpoint.wfile.flush()
    endpoint.connection.shutdown(socket.SHUT_RDWR)


class Endpoint(BaseHTTPRequestHandler):
    """Answers with `answer`, and keeps requests and headers in `asked`."""

    protocol_version = "HTTP/1.1"
    answer: ClassVar[Answer]
    asked: ClassVar[list[tuple[dict[str, Any], dict[str, str]]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.asked.append((json.loads(body), {"path": self.path, **headers}))
        try:
            type(self).answer(self)
        except OSError:  # the caller has left
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def standing_in(answer: Answer) -> Iterator[tuple[str, type[Endpoint]]]:
    """An endpoint for as long as the block runs: its address, and the class that has `asked`."""
    kind = type("OwnEndpoint", (Endpoint,), {"answer": staticmethod(answer), "asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1", kind
        finally:
            server.shutdown()
            thread.join(30)
