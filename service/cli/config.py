"""`copydesk config`."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from service.cli.console import effective_settings, err, out


def config(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page docs/settings.md instead.")
    ] = False,
) -> None:
    """The settings in effect, secrets masked, and where each came from; exit code 2 if bad."""
    from service.configuration import origins, shown, unknown, variable
    from service.settings_table import markdown as page

    if markdown:
        return typer.echo(page(), nl=False)
    settings = effective_settings()
    origin = origins()
    table = Table("variable", "value", "from", box=None, pad_edge=False)
    for name, value in shown(settings).items():
        table.add_row(variable(name), value, origin[name])
    out.print(table, markup=False, soft_wrap=True)
    for name in unknown():
        err.print(f"{name} is no setting", markup=False)
