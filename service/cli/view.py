"""Renders results for people, with about one screen for each document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from service.tasks.registry import TASKS


def render(result: Mapping[str, Any], name: str, width: int = 80) -> RenderableType:
    """The results of one document, in the order of the table of tasks.

    `width` is the width of the terminal in columns. On a narrow one targets are not in a table.
    """
    parts: list[RenderableType] = []
    for spec in TASKS:
        if found := result.get(spec.name):
            parts.append(spec.view(found, width) if spec.view else _fields(spec.name, found))
    for warning in result.get("warnings", []):
        about = f" ({warning['target']})" if warning["target"] else ""
        parts.append(Text(f"! {warning['code']}{about}: {warning['message']}", style="dim"))
    return Panel(Group(*parts), title=Text(name), border_style="blue")


def _fields(title: str, found: Mapping[str, Any]) -> RenderableType:
    """A result of a task without a view: its plain fields, one line each."""
    plain = [(k, v) for k, v in found.items() if isinstance(v, str | int | float)]
    lines = [Text(f"  {name} {value}") for name, value in plain]
    return Group(Text(title.capitalize(), style="bold"), *lines, Text())
