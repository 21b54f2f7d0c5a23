"""`copydesk config`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.console import effective_settings, out, warn
from service.cli.tables import Fitting


def config(
    markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the page docs/settings.md instead.")
    ] = False,
) -> None:
    """The settings in effect, secrets masked, and where each came from; exit code 2 if bad."""
    from service.config.reference import markdown as page
    from service.config.sources import origins, shown, variable, warnings
    from service.kit.cpu import usable_cores

    if markdown:
        return typer.echo(page(), nl=False)
    settings = effective_settings(tell=False)
    origin = origins()
    rows = [(variable(name), value, origin[name]) for name, value in shown(settings).items()]
    out.print(Fitting(("variable", "value", "from"), rows))
    for line in warnings(settings, usable_cores()):
        warn(line)
