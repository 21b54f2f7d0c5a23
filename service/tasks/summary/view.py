"""Renders a summary for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


def summary(found: Mapping[str, Any]) -> RenderableType:
    """The sentences, each with its rank."""
    lines = Table.grid(padding=(0, 1))
    for sentence in found["sentences"]:
        lines.add_row(Text(f" {sentence['rank']}", style="cyan"), Text(sentence["text"]))
    return Group(Text("Summary", style="bold"), lines, Text())
