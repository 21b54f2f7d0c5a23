"""`copydesk models`: list, pull, verify, checksums."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from service.cli.console import effective_settings, err, friendly, out

app = typer.Typer(help="The embedded models: what they are, and their files.", no_args_is_help=True)


@app.command("list")
def list_models() -> None:
    """Every model with its task, base and figures."""
    from service.inference.registry import Registry
    from service.inference.runtime import chosen_precision

    with friendly():
        settings = effective_settings()
        registry = Registry.from_settings(settings)
    precision = chosen_precision(settings.precision)
    table = Table(
        "model", "version", "task", "profiles", "precision", "labels", "base", "licence", "figures"
    )
    for entry in registry.entries.values():
        figures = "\n".join(f"{name} {value:g}" for name, value in entry.metrics.items())
        table.add_row(
            entry.name,
            entry.version,
            entry.task,
            ", ".join(registry.info(entry.name).profiles),
            precision,
            ", ".join(entry.labels),
            entry.base.name,
            entry.licence,
            figures,
        )
    out.print(table)


@app.command("pull")
def pull(
    hub: Annotated[
        bool | None,
        typer.Option("--hub/--no-hub", help="Ask the model hub only, or never."),
    ] = None,
) -> None:
    """Download the base encoders into the cache folder; what is there and right stays."""
    from service.inference import fetch
    from service.inference.registry import Registry

    settings = effective_settings()
    with friendly(), err.status("models") as status:

        def progress(text: str) -> None:
            status.update(text)
            err.print(text)

        registry = Registry.from_settings(settings)
        fetch.pull(registry, progress, from_hub=hub)


@app.command("verify")
def verify() -> None:
    """Check every file of every model against its sha256."""
    from service.inference.registry import Registry

    settings = effective_settings()
    with friendly():
        registry = Registry.from_settings(settings)
        for name in registry.entries:
            registry.verify(name)
            out.print(f"[green]ok[/green] {name}")


@app.command("checksums")
def checksums(
    folder: Annotated[Path, typer.Argument(help="Folder of a saved model.", exists=True)],
) -> None:
    """The `[base.files]` table of a saved model, to be put into a model.toml."""
    from service.inference.checksum import sha256_of

    typer.echo("[base.files]")
    for path in sorted(folder.iterdir()):
        if path.suffix in (".json", ".safetensors"):
            typer.echo(f'"{path.name}" = "{sha256_of(path)}"')
