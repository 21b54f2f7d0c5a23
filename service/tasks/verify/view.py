"""Renders verdicts on statements for a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

_COLOURS = {"supported": "green", "contradicted": "red", "not_in_text": "yellow"}
_WORDS = {"not_in_text": "not in the text"}


def verification(found: Mapping[str, Any]) -> RenderableType:
    """Each statement with its verdict, its first source and what differs."""
    parts: list[RenderableType] = [Text("Statements", style="bold")]
    for one in found["statements"]:
        colour = _COLOURS.get(one["label"], "blue")
        label = _WORDS.get(one["label"], one["label"])
        parts.append(
            Text.assemble((f" {label}", colour), f" {one['confidence']:.2f}  ", one["text"])
        )
        for source in one["sources"]:
            parts.append(Padding(Text(" ".join(source["text"].split()), style="dim"), (0, 0, 0, 4)))
        for difference in one["differs"]:
            parts.append(Padding(_difference(difference), (0, 0, 0, 4)))
    if found["summary"] is not None:
        whole = found["summary"]
        parts.append(
            Text(f" Of the summary's {whole['sentences']} sentences {whole['supported']} supported")
        )
    return Group(*parts, Text())


def _difference(difference: Mapping[str, Any]) -> Text:
    article = difference["article"]
    shown = f"“{' '.join(article['text'].split())}” in the article" if article else "not there"
    return Text(f"{difference['kind']}: “{difference['statement']}”, {shown}", style="cyan")
