"""`copydesk keys`: new, list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from service.cli.console import effective_settings, err, friendly, out
from service.keys.key import CALLER, SCOPES, Scope

app = typer.Typer(
    help="API keys: made here, kept as hashes in the keys file.", no_args_is_help=True
)
_File = Annotated[
    Path | None, typer.Option("--file", help="The keys file; COPYDESK_KEYS_FILE by default.")
]


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="Whose key it is: for logs, metrics and quotas.")],
    scope: Annotated[
        list[str] | None,
        typer.Option(
            help=f"What it opens, of {', '.join(SCOPES)}; may be repeated. "
            f"By default {', '.join(CALLER)}."
        ),
    ] = None,
    quota: Annotated[
        float | None, typer.Option(help="KiB of request bodies it may post in a minute.")
    ] = None,
    days: Annotated[int | None, typer.Option(help="Days until it expires.", min=1)] = None,
    file: _File = None,
) -> None:
    """Make a key: print it, once, on standard output and put its hash into the keys file.

    A name that is there already gets a second key, with the scopes and the quota of the first
    unless others are given; take the first out once nobody uses it. Without a keys file the
    entry for one goes to standard error.
    """
    from service.keys import file as keys_file
    from service.keys.key import Key, digest, new_secret

    secret = new_secret()
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    with friendly():
        path = file or effective_settings().keys_file
        known = keys_file.read(path) if path and path.exists() else ()
        first = next((key for key in known if key.name == name), None)
        if first is not None and quota is None:
            quota = first.quota
        scopes = first.scopes if first is not None and not scope else _scopes(scope)
        made = Key(name, digest(secret), scopes, quota, expires)
        if path is None:
            keys_file.parse(keys_file.as_toml(made), "the new key")
            typer.echo(keys_file.as_toml(made), err=True, nl=False)
        else:
            keys_file.add(path, made)
            err.print(f"added to {path}", markup=False, soft_wrap=True)
    typer.echo(secret)


@app.command("list")
def list_keys(file: _File = None) -> None:
    """Names, scopes, quotas and expiry of the keys in the file, and how each hash begins."""
    from service.keys import file as keys_file

    with friendly():
        path = file or effective_settings().keys_file
        if path is None:
            raise typer.BadParameter("name a file, here or in COPYDESK_KEYS_FILE")
        found = keys_file.read(path)
    table = Table("name", "scopes", "KiB a minute", "expires", "sha256", box=None, pad_edge=False)
    for key in found:
        table.add_row(
            key.name,
            ", ".join(sorted(key.scopes)),
            "" if key.quota is None else f"{key.quota:g}",
            "" if key.expires is None else f"{key.expires.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
            key.digest.hex()[:12],
        )
    out.print(table, markup=False, soft_wrap=True)


def _scopes(given: list[str] | None) -> frozenset[Scope]:
    """Raises `typer.BadParameter` for what is none."""
    known: dict[str, Scope] = {scope: scope for scope in SCOPES}
    if unknown := [scope for scope in given or () if scope not in known]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(SCOPES)}")
    return frozenset(known[scope] for scope in given or CALLER)
