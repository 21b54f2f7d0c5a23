"""Renders a summary for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text


def summary(found: Mapping[str, Any]) -> RenderableType:
    """The sentences, each with its rank; below one that a model wrote, what it rests on."""
    lines = Table.grid(padding=(0, 1))
    for sentence in found["sentences"]:
        lines.add_row(Text(f" {sentence['rank']}", style="cyan"), Text(sentence["text"]))
        if sentence.get("check"):
            lines.add_row("", Text(_grounds(sentence), style="dim"))
    return Group(Text("Summary", style="bold"), lines, Text())


def _grounds(sentence: Mapping[str, Any]) -> str:
    """What became of a written sentence, and its sources as posted, each on one line."""
    sources = (" ".join(source["text"].split()) for source in sentence["sources"])
    check = sentence["check"]
    return f"{sentence['status']}, {check['label']} {check['score']:.2f}: " + " | ".join(sources)
