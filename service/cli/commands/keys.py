"""`copydesk keys`: new, list, remove."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from service.cli.console import effective_settings, err, fail, out
from service.cli.tables import Fitting
from service.keys.key import CALLER, SCOPES, ApiKey, Scope

app = typer.Typer(
    help="API keys: made here, kept as hashes in the keys file.", no_args_is_help=True
)
_File = Annotated[
    Path | None, typer.Option("--file", help="The keys file; COPYDESK_KEYS_FILE by default.")
]

_NOT_KEPT = """\
# This key is kept nowhere: put these lines into a file that COPYDESK_KEYS_FILE names, or make
# one with `copydesk keys new NAME --file FILE`.
"""


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
    unless others are given; `keys remove` takes the first out once nobody uses it. Without a
    keys file nothing is kept, and the entry for one goes to standard error.
    """
    from service.keys import key_file as keys_file
    from service.keys.key import digest, new_secret

    secret = new_secret()
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    path = file or effective_settings().keys_file
    known = keys_file.read(path) if path and path.exists() else ()
    first = next((key for key in known if key.name == name), None)
    if first is not None and quota is None:
        quota = first.quota
    scopes = first.scopes if first is not None and not scope else _scopes(scope)
    made = ApiKey(name, digest(secret), scopes, quota, expires)
    if path is None:
        keys_file.parse(keys_file.as_toml(made), "the new key")
        typer.echo(f"{_NOT_KEPT}{keys_file.as_toml(made)}", err=True, nl=False)
    else:
        keys_file.add(path, made)
        err.print(f"added to {path}", markup=False, soft_wrap=True)
    typer.echo(secret)


@app.command("list")
def list_keys(file: _File = None) -> None:
    """Names, scopes, quotas and expiry of the keys in the file, and how each hash begins."""
    from service.keys import key_file as keys_file

    found = keys_file.read(_named(file))
    if not found:
        return err.print("no keys: whoever asks is refused")
    rows = [
        (
            key.name,
            ", ".join(sorted(key.scopes)),
            "" if key.quota is None else f"{key.quota:g}",
            _expiry(key),
            _beginning(key),
        )
        for key in found
    ]
    out.print(Fitting(("name", "scopes", "KiB a minute", "expires", "sha256"), rows))


@app.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
    sha256: Annotated[
        str | None,
        typer.Option(
            help="How its hash begins, as `keys list` shows it; where a name has several."
        ),
    ] = None,
    file: _File = None,
) -> None:
    """Take a key out of the keys file; the service refuses it within a second."""
    from service.keys import key_file as keys_file

    path = _named(file)
    named = [key for key in keys_file.read(path) if key.name == name]
    found = [key for key in named if key.digest.hex().startswith(sha256 or "")]
    if not found:
        fail(f"{path}: holds no key {name!r}" + (f" that begins so: {sha256}" if named else ""))
    if len(found) > 1:
        which = ", ".join(map(_beginning, found))
        fail(f"{name!r} has {len(found)} keys; choose with --sha256 one of {which}")
    keys_file.remove(path, found[0])
    err.print(f"removed {name} {_beginning(found[0])} from {path}", markup=False, soft_wrap=True)


def _named(file: Path | None) -> Path:
    """The keys file of the option or the settings. Raises `typer.BadParameter` without one."""
    path = file or effective_settings().keys_file
    if path is None:
        raise typer.BadParameter("name a file, with --file or in COPYDESK_KEYS_FILE")
    return path


def _beginning(key: ApiKey) -> str:
    return key.digest.hex()[:12]


def _expiry(key: ApiKey) -> str:
    if key.expires is None:
        return ""
    gone = " (expired)" if key.expires <= datetime.now(UTC) else ""
    return f"{key.expires.astimezone(UTC):%Y-%m-%d %H:%M} UTC{gone}"


def _scopes(given: list[str] | None) -> frozenset[Scope]:
    """The named scopes. Raises `typer.BadParameter` for an unknown one."""
    known: dict[str, Scope] = {scope: scope for scope in SCOPES}
    if unknown := [scope for scope in given or () if scope not in known]:
        raise typer.BadParameter(f"{unknown[0]!r} is none of {', '.join(SCOPES)}")
    return frozenset(known[scope] for scope in given or CALLER)
