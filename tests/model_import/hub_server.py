"""A stand-in for a model hub: its API and its files, on loopback."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

_LARGE = 4096  # bytes from which a file is stored as large ones are, with its sha256
_API = re.compile(r"/api/models/(?P<repository>.+?)/revision/(?P<revision>[^/]+)")
_FILE = re.compile(r"/(?P<repository>[^/]+/[^/]+)/resolve/(?P<commit>[0-9a-f]{40})/(?P<name>.+)")


@dataclass
class HubRepository:
    """A repository: a folder of files for each revision, and its card. `gated` needs the token."""

    revisions: dict[str, Path]
    card: dict[str, Any] = field(default_factory=lambda: {"license": "mit"})
    gated: bool = False


@dataclass
class StandInHub:
    """What the stand-in has and does.

    `cut` ends so many downloads in their middle, `broken` files have another content than the API
    says, `statuses` are answered instead of the next answers, and `elsewhere` sends downloads to
    another address. `plain` is no hub at all, and `bare` one that states no sizes. `asked` has the
    path and the headers of each request.
    """

    repositories: dict[str, HubRepository] = field(default_factory=dict)
    token: str = "hf_secret"
    cut: int = 0
    broken: set[str] = field(default_factory=set)
    statuses: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    elsewhere: str = ""
    plain: bool = False
    bare: bool = False
    tags: list[str] = field(default_factory=list)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""

    def add(self, name: str, folder: Path, **described: Any) -> HubRepository:
        """A repository whose branch main has the files of a folder."""
        made = self.repositories[name] = HubRepository({"main": folder}, **described)
        return made


def commit_of(revision: str, folder: Path) -> str:
    """The commit of a revision, which differs for each folder."""
    return hashlib.sha1(f"{revision}:{folder}".encode()).hexdigest()


def described(path: Path) -> dict[str, Any]:
    """A file as the hub's API describes it."""
    content = path.read_bytes()
    blob = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    found: dict[str, Any] = {"rfilename": path.name, "size": len(content), "blobId": blob}
    if len(content) >= _LARGE:
        sha256 = hashlib.sha256(content).hexdigest()
        found["lfs"] = {"sha256": sha256, "size": len(content), "pointerSize": 130}
    return found


class _Handler(BaseHTTPRequestHandler):
    hub: StandInHub

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written to the output of the tests."""

    def do_GET(self) -> None:
        path, query = unquote(urlsplit(self.path).path), parse_qs(urlsplit(self.path).query)
        raw = urlsplit(self.path).path
        self.hub.asked.append((self.path, dict(self.headers)))
        if self.hub.statuses:
            status, headers = self.hub.statuses.pop(0)
            return self._answer(status, b"{}", headers)
        if found := _API.fullmatch(raw):
            return self._describe(found["repository"], unquote(found["revision"]), query)
        if found := _FILE.fullmatch(path):
            return self._file(found["repository"], found["commit"], found["name"])
        self._answer(404, b"Not Found")

    def _describe(self, name: str, revision: str, query: dict[str, list[str]]) -> None:
        if self.hub.plain:
            return self._answer(200, b"<html>a portal of a hotel</html>")
        repository = self.hub.repositories.get(name)
        if repository is None:
            return self._answer(401, b"{}", {"X-Error-Code": "RepoNotFound"})
        commits = {commit_of(r, f): f for r, f in repository.revisions.items()}
        folder = repository.revisions.get(revision) or commits.get(revision)
        if folder is None:
            return self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
        (sha,) = (commit for commit, place in commits.items() if place == folder)
        files = [p for p in sorted(folder.iterdir()) if p.is_file()]
        siblings = [
            described(p) if query.get("blobs") and not self.hub.bare else {"rfilename": p.name}
            for p in files
        ]  # fmt: skip
        found = {
            "id": name, "sha": sha, "siblings": siblings, "cardData": repository.card,
            "tags": self.hub.tags, "gated": "manual" if repository.gated else False,
        }  # fmt: skip
        self._answer(200, json.dumps(found).encode())

    def _file(self, name: str, commit: str, file: str) -> None:
        repository = self.hub.repositories[name]
        if repository.gated and self.headers.get("Authorization") != f"Bearer {self.hub.token}":
            return self._answer(401, b"{}", {"X-Error-Code": "GatedRepo"})
        if self.hub.elsewhere:
            return self._answer(302, b"", {"Location": self.hub.elsewhere + self.path})
        (folder,) = (f for r, f in repository.revisions.items() if commit_of(r, f) == commit)
        content = (folder / file).read_bytes()
        if file in self.hub.broken:
            content = content[:-1] + bytes([content[-1] ^ 1])
        wanted = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        begin = int(wanted[1]) if wanted else 0
        headers = {}
        if wanted:
            headers["Content-Range"] = f"bytes {begin}-{len(content) - 1}/{len(content)}"
        self._answer(206 if wanted else 200, content[begin:], headers)

    def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.hub.cut and len(body) >= _LARGE:
            self.hub.cut -= 1
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)


@contextmanager
def serving() -> Iterator[StandInHub]:
    """The stand-in on a free port, and its thread."""
    hub = StandInHub()
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
