"""The servers that are compared: ours, and those of benchmarks/peers/peers.toml."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer import echo

from benchmarks.load.client import post
from benchmarks.servers.export import export
from benchmarks.servers.server import ROOT, Server, ask, copydesk, free_port, running

FOLDER = ROOT / "benchmarks" / "peers"
ENVIRONMENTS = ROOT / "build" / "peers"


@dataclass(frozen=True)
class Peer:
    """A server: how to start it, and how to request the sentiment of a text.

    `ours` are arguments of `copydesk serve`, None for another server; `recommended` means that its
    settings are those that its authors, or our defaults, recommend.
    """

    name: str
    title: str
    path: str
    body: str
    label: tuple[str, ...]
    ready: str = "/readyz"
    command: tuple[str, ...] = ()
    environment: str = ""
    settings: Mapping[str, str] | None = None
    ours: tuple[str, ...] | None = None
    recommended: bool = True

    @property
    def rival(self) -> bool:
        """Whether it is another server with the recommended settings."""
        return self.ours is None and self.recommended

    def request(self, text: str) -> bytes:
        """A request as bytes."""
        return post(self.path, self._posted(text))

    def answer(self, port: int, text: str) -> str:
        """The label that it gives a text. Raises `OSError`."""
        status, raw = ask(port, "POST", self.path, self._posted(text))
        if status != 200:
            raise ConnectionError(f"{self.name} answered {status}: {raw[:200]!r}")
        found: Any = json.loads(raw)
        for key in self.label:
            found = found[int(key) if isinstance(found, list) else key]
        return str(found)

    def _posted(self, text: str) -> bytes:
        return self.body.format(text=json.dumps(text)).encode()

    @contextmanager
    def running(self) -> Iterator[Server]:
        """The server, ready. Raises `ServerFailed`, `CalledProcessError`."""
        if self.ours is not None:
            with copydesk(*self.ours, name=self.name, environment=self.settings) as server:
                yield server
            return
        port = free_port()
        places = {"bin": str(prepared(self.environment)), "model": str(export()), "port": str(port)}
        settings = {"BENCHMARK_MODEL": places["model"], "BENCHMARK_PORT": places["port"]}
        settings |= self.settings or {}
        command = [part.format(**places) for part in self.command]
        with running(
            command, self.ready, environment=settings, port=port, name=self.name
        ) as server:
            yield server


def prepared(environment: str) -> Path:
    """The bin folder of a peer's virtual environment, which is created if it does not exist.

    torch is installed first and pinned, so that a later package cannot replace it by another build.
    Options for pip, such as an index with CPU builds, are taken from PIP_ARGS, as in the Makefile.
    """
    folder = ENVIRONMENTS / environment
    wanted = (FOLDER / f"{environment}.txt").read_text()
    stamp = folder / "installed.txt"
    if not stamp.exists() or stamp.read_text() != wanted:
        echo(f"installing the environment of {environment}", err=True)
        venv.create(folder, with_pip=True)
        torch = [line for line in wanted.splitlines() if line.startswith("torch==")]
        for what in (torch, ["-r", str(FOLDER / f"{environment}.txt")]):
            _pip(folder, what)
        stamp.write_text(wanted)
    return folder / "bin"


def _pip(folder: Path, what: Sequence[str]) -> None:
    options = os.environ.get("PIP_ARGS", "").split()
    command = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    subprocess.run([*command, *options, *what], check=True, stdout=sys.stderr)


def _read() -> dict[str, Peer]:
    """The other servers, then ours, because the others determine the load of the open loop."""
    given = tomllib.loads((FOLDER / "peers.toml").read_text(encoding="utf-8"))
    found = {}
    for name, fields in given.items():
        options: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in fields.items()
        }
        found[name] = Peer(name=name, **options)
    fp32 = {"COPYDESK_PRECISION": "fp32"}
    for name, title, arguments, settings in (
        ("copydesk", "Copydesk", (), None),
        ("copydesk-2", "Copydesk, 2 workers", ("--workers", "2"), None),
        ("copydesk-fp32", "Copydesk in fp32", (), fp32),
    ):
        found[name] = Peer(
            name=name, title=title, path="/v1/sentiment", body='{{"text": {text}}}',
            label=("sentiment", "sentences", "0", "label"), settings=settings, ours=arguments,
            recommended=settings is None,
        )  # fmt: skip
    return found


PEERS = _read()
