"""`copydesk analyze`: files or standard input, through the same path as over HTTP."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress

from service.cli.choices import Profile
from service.cli.console import effective_settings, err, friendly, out


def analyze(
    files: Annotated[list[str], typer.Argument(help="Files with text or HTML; - for stdin.")],
    task: Annotated[
        list[str] | None,
        typer.Option("--task", help="summary, stance or sentiment; repeat for several."),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", help="Entity, topic or claim; repeat for several."),
    ] = None,
    sentences: Annotated[int, typer.Option(help="Length of the summary.", min=1, max=50)] = 3,
    profile: Annotated[
        Profile | None,
        typer.Option(help="Which models; COPYDESK_PROFILE by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The service's JSON.")] = False,
) -> None:
    """Analyse articles here, without a server; a failing file gives exit code 1."""
    options: dict[str, Any] = {"summary": {"sentences": sentences}}
    if task:
        options["tasks"] = list(dict.fromkeys(task))
    if target:
        options["targets"] = target
    with friendly():
        failed = asyncio.run(_run(files, options, as_json, profile))
    if failed:
        raise typer.Exit(1)


async def _run(
    files: list[str], options: dict[str, Any], as_json: bool, profile: Profile | None
) -> int:
    """Analyse one file after the other; returns how many failed."""
    from service.cli import view
    from service.cli.client import in_process

    failed = 0
    with Progress(console=err, disable=len(files) < 2, transient=True) as progress:
        bar = progress.add_task("articles", total=len(files))
        async with in_process(_app(profile)) as client:
            for name in files:
                body = options | _document(name)
                answer = await client.post("/v1/analyze", json=body)
                progress.advance(bar)
                if answer.status_code != 200:
                    failed += 1
                    _show_problem(name, answer.json())
                elif as_json:
                    out.print_json(answer.text) if out.is_terminal else typer.echo(answer.text)
                else:
                    out.print(view.render(answer.json(), name))
    return failed


def _app(profile: Profile | None) -> Any:
    """The app with the real engine, one profile loaded, no keys; logs stay out of the way."""
    from service.app import create_app

    chosen: dict[str, Any] = {"profile": profile.value} if profile else {}
    chosen |= {"api_keys": [], "keys_file": None, "metrics_need_key": False}
    chosen["quota_kib_per_minute"] = None
    chosen["profiles"] = [effective_settings(**chosen).profile]
    return create_app(effective_settings(log_level="error", log_format="console", **chosen))


def _document(name: str) -> dict[str, str]:
    raw = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    text = raw.decode("utf-8", "replace")
    is_html = name.endswith((".html", ".htm")) or text.lstrip()[:15].lower().startswith("<!doctype")
    return {"html" if is_html else "text": text}


def _show_problem(name: str, problem: dict[str, Any]) -> None:
    err.print(f"[red]{escape(name)}:[/red] {escape(problem['detail'])}")
    for fault in problem.get("errors", []):
        err.print(f"  {escape(json.dumps(fault['pointer']))} {escape(fault['detail'])}")
