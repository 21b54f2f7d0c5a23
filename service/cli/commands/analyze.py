"""`copydesk analyze`: analyses files or standard input with the same app as over HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.progress import Progress

from service.cli.choices import Profile, known_tasks
from service.cli.console import complain, effective_settings, err, out, printable, warn
from service.cli.files.article_file import ArticleFile, NoArticleFile, read
from service.tasks.summary.options import SummaryMethod

if TYPE_CHECKING:
    import httpx


def analyze(
    files: Annotated[list[str], typer.Argument(help="Files with text or HTML; - for stdin.")],
    task: Annotated[
        list[str] | None,
        typer.Option(
            "--task",
            metavar="TASK",
            help="Name of a task, such as stance; all by default, repeat for several.",
            callback=known_tasks,
        ),
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", help="Entity, topic or claim; repeat for several."),
    ] = None,
    statement: Annotated[
        list[str] | None,
        typer.Option("--statement", help="Statement to check; repeat for several."),
    ] = None,
    sentences: Annotated[int, typer.Option(help="Length of the summary.", min=1, max=50)] = 3,
    method: Annotated[
        SummaryMethod,
        typer.Option(help="Of the summary; a written one needs a model that you have installed."),
    ] = "extractive",
    profile: Annotated[
        Profile | None,
        typer.Option(help="Which models; COPYDESK_PROFILE by default."),
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json", help="The service's JSON; of several files a line each, which names it."
        ),
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Read also what looks like no article.")
    ] = False,
) -> None:
    """Analyse articles here, without a server.

    A file that fails is reported, the others are done, and the exit code is 1.
    """
    options: dict[str, Any] = {"summary": {"sentences": sentences, "method": method}}
    if task:
        options["tasks"] = task
    if target:
        options["targets"] = target
    if statement:
        options["verify"] = {"statements": statement}
    elif "verify" in (task or ()):
        raise typer.BadParameter("verify needs a --statement.", param_hint="--task")
    articles, failed = _read(files, force)
    if articles:
        failed += asyncio.run(_run(articles, options, as_json, profile, several=len(files) > 1))
    if failed:
        raise typer.Exit(1)


def _read(files: list[str], force: bool) -> tuple[list[tuple[str, ArticleFile]], int]:
    """The articles with their names, and the number of failed files. No model is loaded yet."""
    articles = []
    for name in files:
        try:
            articles.append((name, read(name, force=force)))
        except NoArticleFile as error:
            complain(f"{name}: {error}")
    return articles, len(files) - len(articles)


async def _run(
    articles: list[tuple[str, ArticleFile]],
    options: dict[str, Any],
    as_json: bool,
    profile: Profile | None,
    *,
    several: bool,
) -> int:
    """Analyse one article after the other, and return the number of failures."""
    from service.cli.client import in_process

    failed = 0
    with Progress(
        console=err, disable=not (several and err.is_terminal), transient=True
    ) as progress:
        bar = progress.add_task("articles", total=len(articles))
        async with in_process(_app(profile)) as client:
            for name, article in articles:
                if article.doubt:
                    warn(f"{name}: {article.doubt}")
                answer = await client.post("/v1/analyze", json=options | article.document)
                progress.advance(bar)
                if answer.status_code != 200:
                    failed += 1
                    show_problem(name, answer.json())
                else:
                    _show(name, answer, as_json=as_json, several=several)
    return failed


def _show(name: str, answer: httpx.Response, *, as_json: bool, several: bool) -> None:
    from service.cli import view

    name = printable(name)
    if not as_json:
        shown = "standard input" if name == "-" else name
        return out.print(view.render(answer.json(), shown, out.width))
    # Results of several articles need their names.
    text = (
        json.dumps({"file": name} | answer.json(), ensure_ascii=False) if several else answer.text
    )
    out.print_json(text) if out.is_terminal else typer.echo(text)


def _app(profile: Profile | None) -> Any:
    """The app with the real engine and one profile, without keys and with few logs."""
    from service.app import create_app

    chosen: dict[str, Any] = (
        {"profile": profile.value, "profiles": [profile.value]} if profile else {}
    )
    chosen |= {"api_keys": [], "keys_file": None, "metrics_need_key": False}
    chosen["quota_kib_per_minute"] = None
    chosen["profiles"] = [effective_settings(**chosen).profile]
    return create_app(effective_settings(log_level="error", log_format="console", **chosen))


def show_problem(name: str, problem: dict[str, Any]) -> None:
    """Report a problem with a file on standard error."""
    complain(f"{name}: {problem['detail']}")
    for fault in problem.get("errors", []):
        where = "" if fault["pointer"] in ("", "/text", "/html") else f"{fault['pointer']}: "
        err.print(f"  {escape(printable(where + fault['detail']))}", soft_wrap=True)
