"""nginx with the files of deploy/compose, as a process of its own, before replicas of the test."""

from __future__ import annotations

import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType

import httpx

from tests.deploy.files import DEPLOY
from tests.programs import find
from tests.server.workers.conftest import HANG, free_port, wait_for

NGINX = find("nginx")
FILES = DEPLOY / "compose" / "nginx"


class Replica:
    """An HTTP server that keeps what it was asked; `answer` may change, None hangs up."""

    def __init__(self) -> None:
        self.answer: tuple[int, dict[str, str]] | None = (200, {})
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        self.connections: set[tuple[str, int]] = set()
        replica = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                size = int(self.headers.get("Content-Length", 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                replica.asked.append((self.path, headers, self.rfile.read(size)))
                replica.connections.add(self.client_address)
                if replica.answer is None:
                    self.close_connection = True
                    return
                status, more = replica.answer
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.port = self._server.server_port

    def close(self) -> None:
        """Listen no more; connections are refused."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def configured(
    folder: Path,
    replicas: list[int],
    changes: Mapping[str, str] = MappingProxyType({}),
    listen: str = "plain.conf",
) -> int:
    """Lay the files into a folder, with ports and paths of the test; the port of the first."""
    for path in FILES.glob("*.conf"):
        text = path.read_text()
        for old, new in changes.items():
            text = text.replace(old, new)
        (folder / path.name).write_text(text)
    shutil.copy(FILES / listen, folder / "listen.conf")
    port = free_port()
    main = (folder / "nginx.conf").read_text().replace("/tmp/", f"{folder}/")
    main = re.sub(
        r"server copydesk:8000(.*?);",
        lambda found: " ".join(f"server 127.0.0.1:{p}{found[1]};" for p in replicas),
        main,
    )
    main = main.replace("worker_processes auto", "worker_processes 1")
    (folder / "nginx.conf").write_text(main)
    listening = (folder / "listen.conf").read_text()
    listening = listening.replace("listen 8080", f"listen 127.0.0.1:{port}")
    (folder / "listen.conf").write_text(
        listening.replace("listen 8443", f"listen 127.0.0.1:{free_port()}")
    )
    return port


def command(folder: Path, *more: str) -> list[str]:
    assert NGINX is not None
    own = "daemon off; user root;" if Path("/proc/self").stat().st_uid == 0 else "daemon off;"
    return [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", own, *more]


@contextmanager
def proxied(
    folder: Path, replicas: list[int], changes: Mapping[str, str] = MappingProxyType({})
) -> Iterator[httpx.Client]:
    """A client of an nginx before these ports; it ends with the context."""
    port = configured(folder, replicas, changes)
    process = subprocess.Popen(command(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        with httpx.Client(
            base_url=f"http://127.0.0.1:{port}", timeout=HANG, trust_env=False
        ) as client:
            wait_for(_answers(client, process))
            yield client
    finally:
        process.terminate()
        process.communicate(timeout=HANG)


def _answers(client: httpx.Client, process: subprocess.Popen[bytes]) -> Callable[[], bool]:
    def asked() -> bool:
        assert process.poll() is None, process.communicate()[1]
        try:
            return client.get("/nothing").status_code == 404
        except httpx.TransportError:
            return False

    return asked
