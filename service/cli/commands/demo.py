"""`copydesk demo`: start the service, post an article over HTTP, show the answer, stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from service.cli import view
from service.cli.commands.analyze import show_problem
from service.cli.console import err, fail, out
from service.cli.files.article_file import NoArticleFile, read
from service.keys.key import new_secret

_HOST = "127.0.0.1"
_START = 120.0  # seconds; with a cold disk and a slow core it may take a minute


def demo(
    article: Annotated[Path, typer.Argument(help="File with the article's text.")],
    targets: Annotated[
        str, typer.Option(help="Targets with semicolons between; discovered when empty.")
    ] = "",
    save: Annotated[Path | None, typer.Option(help="Also write the JSON here.")] = None,
) -> None:
    """Post an article to a service of its own and show what comes back."""
    try:
        document = read(str(article)).document
    except NoArticleFile as error:
        fail(f"{article}: {error}")
    port = _free_port()
    command = [sys.executable, "-m", "service", "serve", "--host", _HOST, "--port", str(port)]
    key = new_secret()  # so that it answers even if the settings require keys
    own = {"COPYDESK_LOG_LEVEL": "warning", "COPYDESK_JOBS_PATH": "off", "COPYDESK_API_KEYS": key}
    base = f"http://{_HOST}:{port}"
    err.print(f"starting the service on {base}, which takes some seconds", soft_wrap=True)
    server = subprocess.Popen(command, env=os.environ | own)
    try:
        _wait(base, server)
        err.print(f"posting {article} to {base}/v1/analyze", soft_wrap=True, markup=False)
        named = [t.strip() for t in targets.split(";") if t.strip()]
        body = document | {"include": ["usage"]} | ({"targets": named} if named else {})
        with httpx.Client(
            base_url=base, headers={"X-API-Key": key}, timeout=300, trust_env=False
        ) as client:
            answer = client.post("/v1/analyze", json=body)
            written = _written(client, document)
    finally:
        server.send_signal(signal.SIGTERM)
        code = server.wait(timeout=30)
    if answer.status_code != 200:
        show_problem(str(article), answer.json())
        raise typer.Exit(1)
    if save is not None:
        save.write_text(answer.text, encoding="utf-8")
    out.print(view.render(answer.json(), article.name, out.width))
    out.print_json(answer.text)
    if written is not None:
        out.print(view.render(written, f"{article.name}, by {written['summary']['model']}"))
    if code != 0:
        fail(f"the service stopped with exit code {code}")


def _written(client: httpx.Client, document: dict[str, Any]) -> dict[str, Any] | None:
    """A summary that a model has written, None without such a model or without success."""
    models = client.get("/v1/models").json()["models"]
    if all(model["task"] != "summary" for model in models):
        return None
    answer = client.post("/v1/summary", json=document | {"method": "abstractive"})
    found: dict[str, Any] = answer.json()
    return found if answer.status_code == 200 else None


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the service is ready. Exits if it ends or takes too long."""
    began = time.monotonic()
    with err.status("loading the models"):
        while time.monotonic() - began < _START:
            if server.poll() is not None:
                raise typer.Exit(server.returncode or 1)
            try:
                ready = httpx.get(f"{base}/readyz", timeout=2, trust_env=False)
                if ready.status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
    fail(f"the service was not ready within {_START:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])
