"""`copydesk models`: add, list, pull, verify, checksums."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.cli.commands import models_add
from service.cli.console import effective_settings, err, fail, out

app = typer.Typer(
    help="The models: what they are, their files, and models of others that are added.",
    no_args_is_help=True,
)
app.command("add")(models_add.add)


@app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="All that is known, as JSON.")] = False,
) -> None:
    """Every model with its task, base and figures."""
    from service.inference.models.registry import Registry
    from service.inference.torch_runtime import chosen_precision
    from service.tasks.registry import MODEL_NEEDS

    settings = effective_settings()
    registry = Registry.from_settings(settings, MODEL_NEEDS)
    precision = chosen_precision(settings.precision)
    found = [
        {
            "name": entry.name,
            "version": entry.version,
            "task": entry.task,
            "profiles": list(registry.info(entry.name).profiles),
            "precision": entry.precision or precision,
            "labels": list(entry.labels),
            "base": registry.info(entry.name).base,
            "licence": entry.licence,
            "figures": entry.metrics,
            "training": [part.model_dump() for part in entry.training],
            "origin": entry.origin and entry.origin.model_dump(mode="json"),
            "folder": str(registry.folder(entry.name)),
        }
        for entry in registry.entries.values()
    ]
    if as_json:
        return typer.echo(json.dumps({"models": found}, indent=2))
    for model in found:
        out.print(_described(model))


def _described(model: dict[str, Any]) -> RenderableType:
    """A few lines for each model, which fit a terminal of any width."""
    head = Text.assemble((model["name"], "bold"), f" {model['version']}")
    about = [
        ("task", model["task"]),
        ("profiles", ", ".join(model["profiles"])),
        ("labels", ", ".join(model["labels"])),
        ("base", model["base"]),
        ("precision", model["precision"]),
        ("licence", model["licence"]),
        ("origin", _named(model["origin"])),
        ("figures", "; ".join(f"{name} {value:g}" for name, value in model["figures"].items())),
    ]
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for name, value in about:
        if value:
            table.add_row(f"  {name}", value)
    return Group(head, table)


def _named(origin: dict[str, Any] | None) -> str:
    """The repository and the commit of an added model."""
    if origin is None:
        return ""
    return f"{origin['source']}@{origin['commit']}" if origin["commit"] else origin["source"]


@app.command("pull")
def pull(
    hub: Annotated[
        bool | None,
        typer.Option("--hub/--no-hub", help="Ask the model hub only, or never."),
    ] = None,
) -> None:
    """Download the base encoders into the cache folder; what is there and right stays."""
    from service.inference.models import download
    from service.inference.models.registry import Registry
    from service.tasks.registry import MODEL_NEEDS

    settings = effective_settings()
    registry = Registry.from_settings(settings, MODEL_NEEDS)
    with err.status("models") as status:

        def progress(text: str) -> None:
            status.update(text)
            err.print(text, soft_wrap=True)

        download.pull(registry, progress, from_hub=hub, hub_url=settings.hub_url)


@app.command("verify")
def verify() -> None:
    """Check every file of every model against its sha256."""
    from service.inference.models.registry import Registry
    from service.tasks.registry import MODEL_NEEDS

    registry = Registry.from_settings(effective_settings(), MODEL_NEEDS)
    for name in registry.entries:
        registry.verify(name)
        out.print(f"[green]ok[/green] {name}")


@app.command("checksums")
def checksums(
    folder: Annotated[
        Path, typer.Argument(help="Folder of a saved model.", exists=True, file_okay=False)
    ],
) -> None:
    r"""The table \[base.files] of a saved model, to be put into a model.toml."""
    from service.inference.models.checksum import sha256_of

    found = [p for p in sorted(folder.iterdir()) if p.suffix in (".json", ".safetensors")]
    if not any(path.suffix == ".safetensors" for path in found):
        fail(f"{folder}: holds no .safetensors file, so no saved model")
    typer.echo("[base.files]")
    for path in found:
        typer.echo(f'"{path.name}" = "{sha256_of(path)}"')
